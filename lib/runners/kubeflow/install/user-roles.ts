import type { ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { KubeObject } from '../../../kube/object';
import { labelsOf } from './names';
import { USER_RIGHTS } from './rights';

/**
 * Whoever may edit or view a namespace may do so with its applications. Kubernetes adds these roles to its own `edit` and
 * `view`, and `edit` to `admin`.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 */
export class KubeflowUserRoles extends Construct {
  public constructor(scope: Construct, id: string, operator: string) {
    super(scope, id);
    for (const role of ['edit', 'view'] as const) {
      const labels = { ...labelsOf(operator), [`rbac.authorization.k8s.io/aggregate-to-${role}`]: 'true' };
      const rules = USER_RIGHTS[role].map(({ apiGroups, resources, verbs }) => ({
        apiGroups: [...apiGroups],
        resources: [...resources],
        verbs: [...verbs],
      }));
      const metadata = { name: `${operator}-${role}`, labels };
      new KubeObject(this, role, k8s.KubeClusterRole.manifest({ metadata, rules }) as ApiObjectProps);
    }
  }
}
