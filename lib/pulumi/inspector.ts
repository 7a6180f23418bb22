import type { ApiObject, ResolutionContext } from 'cdk8s';
import type { Finding } from '../core/rules';
import { ValueInspector, type Rendering } from '../synth/inspector';
import { SYNTH_RULES } from '../synth/rules';
import { jsonPath } from '../synth/values';
import { isOutput, LateTable } from './late';
import { PULUMI_RULES } from './rules';

const IDENTITY = ['apiVersion', 'kind', 'metadata.name', 'metadata.namespace', 'metadata.generateName'];
/** Fields of a resource that belong to Pulumi's SDK. */
const RESERVED = ['id', 'urn', '__name'];
const AN_OUTPUT = 'an Output';

/**
 * Takes Outputs out of the values of an object, wherever cdk8s lets resolvers look, and puts tokens in their place. It
 * also finds Outputs and tokens where they cannot work, while there is still a construct to name.
 */
export class LateInspector extends ValueInspector {
  /** Tokens on their way into the object that is being rendered, and where they were seen. */
  private readonly seen = new Map<string, string>();
  /** Where a Quantity or the like was made from an Output. */
  private readonly wrapped = new Set<string>();
  private metadata = false;

  public constructor(private readonly late: LateTable) {
    super();
  }

  public override resolve(context: ResolutionContext): void {
    const value: unknown = context.value;
    // Metadata is resolved on its own first, with paths of its own.
    if (context.key.length === 0) this.metadata = !(value !== null && typeof value === 'object' && 'metadata' in value);
    if (isOutput(value)) {
      const token = this.late.string(value);
      this.note(token, context.key);
      context.replaceValue(token);
    } else if (typeof value === 'string') {
      for (const token of LateTable.tokensIn(value)) this.note(token, context.key);
    } else {
      if (isUnionOfOutput(value)) this.wrapped.add(this.pathOf(context.key));
      super.resolve(context);
    }
  }

  public override render(object: ApiObject): Rendering {
    this.seen.clear();
    this.wrapped.clear();
    const { json, findings } = super.render(object);
    const own = [...this.wrapped].map((at) => ({ rule: PULUMI_RULES.outputInUnion, at, value: AN_OUTPUT }));
    const others = findings.filter(({ at }) => !this.wrapped.has(at)).map(translated);
    return { json, findings: [...own, ...others, ...this.check(json)] };
  }

  private note(token: string, key: readonly string[]): void {
    if (!this.seen.has(token)) this.seen.set(token, this.pathOf(key));
  }

  private pathOf(key: readonly string[]): string {
    return jsonPath([...(this.metadata ? ['metadata'] : []), ...key]);
  }

  private check(json: unknown): Finding[] {
    if (json === undefined) return [];
    const manifest = json as { readonly kind?: unknown; readonly metadata?: { readonly [field: string]: unknown } };
    const reserved = RESERVED.filter((field) => field in manifest);
    const findings: Finding[] = reserved.map((at) => ({ rule: PULUMI_RULES.reservedField, at, value: at }));
    const { name, generateName } = manifest.metadata ?? {};
    if (name === undefined && generateName !== undefined) {
      findings.push({ rule: PULUMI_RULES.generatedName, at: 'metadata.generateName', value: generateName });
    }
    const text = JSON.stringify(json);
    for (const [token, at] of this.seen) {
      if (!text.includes(token)) findings.push({ rule: PULUMI_RULES.lateLost, at, value: AN_OUTPUT });
    }
    if (LateTable.concerns(text)) this.walk(json, [], manifest.kind === 'ConfigMap', findings);
    if (manifest.kind === 'Secret') findings.push(...encoded(json));
    return findings;
  }

  private walk(value: unknown, path: readonly string[], isConfigMap: boolean, findings: Finding[]): void {
    if (typeof value === 'string') findings.push(...this.checkText(value, jsonPath(path), isConfigMap));
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if (!Array.isArray(value) && LateTable.concerns(key)) {
        const rule = LateTable.isAdvice(key) ? PULUMI_RULES.outputAsText : PULUMI_RULES.lateKey;
        findings.push({ rule, at: jsonPath(path), value: `a key made of ${AN_OUTPUT}` });
      } else this.walk(member, [...path, key], isConfigMap, findings);
    }
  }

  private checkText(text: string, at: string, isConfigMap: boolean): Finding[] {
    if (!LateTable.concerns(text)) return [];
    const finding = (rule: Finding['rule']): Finding[] => [{ rule, at, value: AN_OUTPUT }];
    if (LateTable.isAdvice(text)) return finding(PULUMI_RULES.outputAsText);
    if (LateTable.isCut(text)) return finding(PULUMI_RULES.lateCut);
    if (IDENTITY.includes(at)) return finding(PULUMI_RULES.lateName);
    if (LateTable.tokensIn(text).some((token) => !this.late.knows(token))) return finding(PULUMI_RULES.lateForeign);
    const secret = isConfigMap && this.late.entriesIn(text).some((entry) => entry.secret);
    return secret ? finding(PULUMI_RULES.secretInConfigMap) : [];
  }
}

function isUnionOfOutput(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value.constructor === Object) return false;
  return isOutput((value as { readonly value?: unknown }).value);
}

/** What the plain inspector says of an Output that came in by an override. */
function translated(finding: Finding): Finding {
  const isOutput = finding.rule === SYNTH_RULES.notPlain && finding.value === 'instance of OutputImpl';
  return isOutput ? { rule: PULUMI_RULES.outputTooLate, at: finding.at, value: AN_OUTPUT } : finding;
}

/** `data` of a Secret is base64, behind which a token would not be found again. */
function encoded(json: unknown): Finding[] {
  const { data = {} } = json as { readonly data?: { readonly [key: string]: unknown } };
  return Object.entries(data)
    .filter(([, text]) => typeof text === 'string' && LateTable.concerns(Buffer.from(text, 'base64').toString('utf8')))
    .map(([key]) => ({
      rule: PULUMI_RULES.lateCut,
      at: jsonPath(['data', key]),
      value: AN_OUTPUT,
      because: 'it was encoded as base64',
      fix: 'put it into stringData, which takes text as it is',
    }));
}
