import { Lazy, LazyResolver, type ApiObject, type IResolver, type ResolutionContext } from 'cdk8s';
import type { Finding } from '../core/rules';
import { SYNTH_RULES } from './rules';
import { findBadValues, jsonPath, valueFinding } from './values';

/** The manifest of one object, and what is wrong with the values it was made from. */
export interface Rendering {
  /** Undefined when the object could not be rendered. */
  readonly json: unknown;
  readonly findings: Finding[];
}

/**
 * Sees every value of an object on its way into the manifest, where cdk8s lets resolvers look: before nulls are dropped
 * and before an instance with a field called `value` is taken for a union. It produces late values itself, once, like
 * the resolvers of cdk8s that follow it; all else it only reads.
 */
export class ValueInspector implements IResolver {
  private readonly findings = new Map<string, Finding>();
  private unions: string[][] = [];
  private root: readonly string[] = [];
  private active = false;

  /** Takes its place in front of cdk8s' own resolvers, behind those of the user. */
  public static install(resolvers: IResolver[]): ValueInspector {
    const inspector = new ValueInspector();
    const builtIn = resolvers.findIndex((resolver) => resolver instanceof LazyResolver);
    resolvers.splice(builtIn === -1 ? resolvers.length : builtIn, 0, inspector);
    return inspector;
  }

  /** Renders an object, collecting instead of throwing. */
  public render(object: ApiObject): Rendering {
    this.findings.clear();
    this.unions = [];
    this.active = true;
    try {
      const json: unknown = object.toJson();
      findBadValues(json, (finding) => this.add(finding));
      for (const path of this.unions) this.checkUnion(json, path);
      return { json, findings: [...this.findings.values()] };
    } catch (error) {
      if (this.findings.size === 0) this.add(cannotRender(object, error));
      return { json: undefined, findings: [...this.findings.values()] };
    } finally {
      this.active = false;
    }
  }

  public resolve(context: ResolutionContext): void {
    const value: unknown = context.value;
    if (typeof value === 'string' || typeof value === 'boolean') return;
    if (isLate(value)) {
      const produced = value instanceof Lazy ? (value.produce() as unknown) : value.resolve();
      if (produced === null) this.report(context.key, null);
      context.replaceValue(produced);
    } else if (this.active) this.inspect(context.key, value);
  }

  private inspect(key: readonly string[], value: unknown): void {
    // Metadata is resolved on its own first, with paths of its own.
    if (key.length === 0) this.root = isPlain(value) && 'metadata' in value ? [] : ['metadata'];
    if (Array.isArray(value)) {
      value.forEach((item: unknown, index) => item ?? this.report([...key, String(index)], item));
    } else if (isPlain(value)) {
      for (const name of Object.keys(value)) if (value[name] === null) this.report([...key, name], null);
    } else if (isUnion(value)) this.unions.push([...this.root, ...key]);
    else this.report(key, value);
  }

  private report(key: readonly string[], value: unknown): void {
    const finding = valueFinding(jsonPath([...this.root, ...key]), value);
    if (this.active && finding) this.add(finding);
  }

  private add(finding: Finding): void {
    if (!this.findings.has(finding.at)) this.findings.set(finding.at, finding);
  }

  /** Generated classes unwrap their unions (`IntOrString`, `Quantity`); left as `{ value }`, it was something else. */
  private checkUnion(json: unknown, path: readonly string[]): void {
    const rendered = path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], json);
    if (typeof rendered === 'object') {
      this.add({ rule: SYNTH_RULES.notPlain, at: jsonPath(path), value: rendered, because: 'it is a class instance' });
    }
  }
}

function cannotRender(object: ApiObject, error: unknown): Finding {
  const because = error instanceof Error ? error.message : String(error);
  return { rule: SYNTH_RULES.cannotRender, at: 'toJson', value: `${object.kind} ${object.name}`, because };
}

function isLate(value: unknown): value is Lazy | { resolve(): unknown } {
  return value instanceof Lazy || typeof (value as { resolve?: unknown }).resolve === 'function';
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && value.constructor === Object;
}

function isUnion(value: unknown): boolean {
  return typeof value === 'object' && ['string', 'number'].includes(typeof (value as { value?: unknown }).value);
}
