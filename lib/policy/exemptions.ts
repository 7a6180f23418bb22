import type { Finding } from '../core/rules';
import { EXEMPT, EXEMPT_REASON } from '../kube/exemption';
import { dig, text, type Json } from './json';
import type { IPolicy } from './policy';
import { POLICY_RULES } from './rules';

/** Rules of the house that can be exempted from, whether they are checked just now or not. */
const HOUSE_RULES = [
  POLICY_RULES.restrictedPods.id,
  POLICY_RULES.limits.id,
  POLICY_RULES.ownerLabels.id,
  POLICY_RULES.signOn.id,
];

/** What is wrong with an object: breaches it is not exempt from, and exemptions that are none. */
export function policyFindings(policies: readonly IPolicy[], manifest: Json): Finding[] {
  const exempt = exemptions(manifest);
  const because = identity(manifest);
  const breaches = policies
    .filter(({ policyName }) => !exempt.includes(policyName))
    .flatMap((policy) =>
      policy.check(manifest).map(({ at, value, reason, fix }): Finding => ({
        rule: { id: policy.policyName, summary: reason, fix },
        at,
        value,
        because,
      })),
    );
  return [...breaches, ...exemptionFindings(policies, manifest, exempt, because)];
}

function exemptions(manifest: Json): string[] {
  return text(dig(manifest, 'metadata', 'annotations', EXEMPT))
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);
}

function exemptionFindings(
  policies: readonly IPolicy[],
  manifest: Json,
  exempt: readonly string[],
  because: string,
): Finding[] {
  const known = [...new Set([...HOUSE_RULES, ...policies.map(({ policyName }) => policyName)])];
  const at = (key: string): string => `metadata.annotations["${key}"]`;
  const unknown = exempt
    .filter((id) => !known.includes(id))
    .map((value): Finding => ({
      rule: POLICY_RULES.unknownExemption,
      at: at(EXEMPT),
      value,
      because: `${because}; there are ${known.join(', ')}`,
    }));
  const reason = dig(manifest, 'metadata', 'annotations', EXEMPT_REASON);
  if (exempt.length === 0 || text(reason).trim() !== '') return unknown;
  return [...unknown, { rule: POLICY_RULES.exemptionWithoutReason, at: at(EXEMPT_REASON), value: reason, because }];
}

/** Kind, namespace and name, for those who read the message without the tree. */
function identity(manifest: Json): string {
  const namespace = text(dig(manifest, 'metadata', 'namespace'));
  const name = text(dig(manifest, 'metadata', 'name'));
  return `${text(manifest.kind)} ${namespace === '' ? name : `${namespace}/${name}`}`;
}
