import { checkKeys } from '../core/names';
import { RuleError } from '../core/rules';
import { below, breach, dig, record, type Json } from './json';
import { podsOf } from './pods';
import type { IPolicy, PolicyBreach } from './policy';
import { POLICY_RULES } from './rules';

/** Labels that say whose an object is; pods carry them too, because bills and alerts are about pods. */
export class OwnerLabels implements IPolicy {
  public readonly policyName: string = POLICY_RULES.ownerLabels.id;

  /** @throws RuleError for no key, and for what is no label key. */
  public constructor(private readonly keys: readonly string[]) {
    if (keys.length === 0) throw new RuleError({ rule: POLICY_RULES.ownerKeys, at: 'keys', value: keys });
    const [wrong] = checkKeys('keys', Object.fromEntries(keys.map((key) => [key, ''])));
    if (wrong) throw new RuleError(wrong);
  }

  public check(manifest: { [key: string]: unknown }): PolicyBreach[] {
    const pods = podsOf(manifest).filter(({ at }) => at !== '');
    return [
      ...this.missing('', record(dig(manifest, 'metadata', 'labels'))),
      ...pods.flatMap(({ at, labels }) => this.missing(at, labels)),
    ];
  }

  private missing(at: string, labels: Json): PolicyBreach[] {
    return this.keys
      .filter((key) => typeof labels[key] !== 'string' || labels[key] === '')
      .map((key) => {
        const path = below(at, `metadata.labels["${key}"]`);
        return breach(POLICY_RULES.ownerLabels, path, labels[key], `the house asks for ${this.keys.join(', ')}`);
      });
  }
}
