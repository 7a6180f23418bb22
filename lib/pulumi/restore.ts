import * as pulumi from '@pulumi/pulumi';
import { describe, type Finding } from '../core/rules';
import { jsonPath } from '../synth/values';
import { LateTable } from './late';
import { PULUMI_RULES } from './rules';

/** Puts the Outputs of a deployment back where their tokens stand. */
export class Restoration {
  /**
   * @param late Knows the Outputs.
   * @param path The construct to name when something is wrong.
   * @param refuseSecrets Whether a value that turns out to be secret is an error.
   */
  public constructor(
    private readonly late: LateTable,
    private readonly path: string,
    private readonly refuseSecrets: boolean = false,
  ) {}

  /** A copy of plain JSON with Outputs instead of tokens; the same object when it has none. */
  public restore(json: unknown): unknown {
    return LateTable.concerns(JSON.stringify(json)) ? this.visit(json, []) : json;
  }

  private visit(value: unknown, path: readonly string[]): unknown {
    if (typeof value === 'string') return this.text(value, path);
    if (Array.isArray(value)) return value.map((item: unknown, index) => this.visit(item, [...path, String(index)]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.visit(member, [...path, key])]));
  }

  /** A text that is one Output keeps its type: numbers stay numbers, records stay records. */
  private text(text: string, path: readonly string[]): unknown {
    const parts = this.late.parts(text);
    if (parts.every((part) => typeof part === 'string')) return text;
    const at = jsonPath(path);
    const checked = parts.map((part) => (typeof part === 'string' ? part : this.known(part, at)));
    if (checked.length === 1) return checked[0];
    return pulumi.all(checked).apply((values) => values.map((value) => this.joinable(value, at)).join(''));
  }

  private known(output: pulumi.Output<unknown>, at: string): pulumi.Output<unknown> {
    const source = this.refuseSecrets ? pulumi.output(this.open(output, at)) : output;
    return source.apply((value) => {
      if (value !== undefined && value !== null) return value;
      // In a preview a resource that does not exist yet has fields that are known and undefined.
      if (pulumi.runtime.isDryRun()) return pulumi.unknown;
      throw this.error({ rule: PULUMI_RULES.lateUndefined, at, value: undefined });
    });
  }

  private async open(output: pulumi.Output<unknown>, at: string): Promise<pulumi.Output<unknown>> {
    if (!(await pulumi.isSecret(output))) return output;
    throw this.error({ rule: PULUMI_RULES.secretInConfigMap, at, value: 'a secret Output' });
  }

  private joinable(value: unknown, at: string): string {
    if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
    throw this.error({ rule: PULUMI_RULES.lateStructure, at, value: Array.isArray(value) ? 'a list' : typeof value });
  }

  private error(finding: Finding): Error {
    return new Error(`[${this.path}] ${describe(finding)}`);
  }
}
