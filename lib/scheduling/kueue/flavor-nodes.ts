import type { k8s } from 'cdk8s-plus-27';
import type { Places } from '../places';
import type { IKueueResourceFlavor, KueueNodeTaint } from './interfaces';

/** Fields of a toleration that decide what it tolerates. */
type Toleration = Pick<k8s.Toleration, 'key' | 'operator' | 'value' | 'effect'>;
type Labels = { readonly [key: string]: string };

/**
 * What keeps pods away from a flavor for ever; undefined where nothing does, as far as the flavor is known. Kueue looks
 * at nothing but what pods require, and of that only at keys that the flavor has.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/resource_flavor/
 */
export function obstacleOf(flavor: IKueueResourceFlavor, places: Places): string | undefined {
  const { nodeLabels = {}, nodeTaints = [], tolerations: given = [] } = flavor;
  const all = [...(places.tolerations ?? []), ...given.map(tolerationOf)];
  const taint = nodeTaints.find((one) => keepsAway(one) && !all.some((toleration) => tolerates(toleration, one)));
  if (taint !== undefined) return `${flavor.flavorName} has the taint ${taintText(taint)}`;
  if (matchesSelector(places.nodeSelector ?? {}, nodeLabels) && matchesAffinity(places.affinity, nodeLabels)) return;
  const labels = Object.entries(nodeLabels).map(([key, value]) => `${key}=${value}`);
  return `${flavor.flavorName} has ${labels.join(', ')}`;
}

function keepsAway({ effect }: KueueNodeTaint): boolean {
  return effect === 'NoSchedule' || effect === 'NoExecute';
}

/** A toleration of props, where no value means any. */
function tolerationOf({ value, ...rest }: NonNullable<IKueueResourceFlavor['tolerations']>[number]): Toleration {
  return value === undefined ? { ...rest, operator: 'Exists' } : { ...rest, value };
}

function tolerates(
  { key = '', operator = 'Equal', value = '', effect = '' }: Toleration,
  taint: KueueNodeTaint,
): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  return operator === 'Exists' || (key !== '' && value === (taint.value ?? ''));
}

function taintText({ key, value, effect }: KueueNodeTaint): string {
  return `${key}${value === undefined ? '' : `=${value}`}:${effect}`;
}

function matchesSelector(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === undefined || labels[key] === value);
}

/** Terms are alternatives; one that says nothing about the flavor's keys lets the pod in. */
function matchesAffinity(affinity: k8s.Affinity | undefined, labels: Labels): boolean {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  if (terms.length === 0) return true;
  return terms.some(({ matchExpressions = [] }) =>
    matchExpressions.every((one) => {
      const label = labels[one.key];
      return label === undefined || matches(one, label);
    }),
  );
}

function matches({ operator, values = [] }: k8s.NodeSelectorRequirement, label: string): boolean {
  switch (operator) {
    case 'In':
      return values.includes(label);
    case 'NotIn':
      return !values.includes(label);
    case 'DoesNotExist':
      return false;
    case 'Gt':
      return Number(label) > Number(values[0]);
    case 'Lt':
      return Number(label) < Number(values[0]);
    default:
      return true;
  }
}
