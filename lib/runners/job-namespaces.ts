import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AccountRights, type RightsSpec } from '../kube/rbac';
import type { IJobNamespace } from '../spark/job-namespace';

/** Each namespace once: one that stands twice is reported, and must not end the construction. */
export function uniqueNamespaces(namespaces: readonly IJobNamespace[]): IJobNamespace[] {
  return [...new Map(namespaces.map((home) => [home.namespaceName, home])).values()];
}

/**
 * Rights of an operator in the namespaces of jobs. They stand beside the namespace where the app makes it: the chart of a team
 * waits for that of the operator, because its jobs do, so the operator's must not wait for the team's.
 *
 * @returns The rights that stand with the operator.
 */
export function rightsInNamespaces(
  operator: Construct,
  namespaces: readonly IJobNamespace[],
  spec: Omit<RightsSpec, 'namespace'>,
): AccountRights[] {
  return uniqueNamespaces(namespaces).flatMap((home) => {
    const own = { ...spec, namespace: home.namespaceName };
    if (!Construct.isConstruct(home)) return [new AccountRights(operator, `Rights-${home.namespaceName}`, own)];
    const rights = new AccountRights(home, `Rights-${operator.node.path.replaceAll('/', '-')}`, own);
    const { defaultChild } = home.node;
    if (defaultChild instanceof ApiObject) rights.node.addDependency(defaultChild);
    return [];
  });
}
