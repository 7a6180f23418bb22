import { amountQuantities, amountsOf, type ComputeResources } from '../../kube/resources';

/**
 * Amounts by YuniKorn's names: its CPU is `vcore`, all others have Kubernetes' names. Its numbers are whole, with the
 * suffixes of Kubernetes, and `m` for vcore only.
 */
export function yunikornAmounts(resources: ComputeResources): { [resource: string]: string } {
  const amounts = amountQuantities(amountsOf(resources));
  return Object.fromEntries(Object.entries(amounts).map(([name, text]) => [name === 'cpu' ? 'vcore' : name, text]));
}
