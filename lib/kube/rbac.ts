import type { ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { KubeObject } from './object';

/** One row of a table of rights. */
export interface RbacRule {
  /** API groups; the core group is ''. */
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Names that the row is limited to. Kubernetes cannot limit `create` and `list` so. @default - every object */
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
  /** Why the account needs it. Stands in no manifest; a row without a reason does not belong in a table. */
  readonly because: string;
}

/** An account and where it lives. */
export interface AccountRef {
  readonly name: string;
  readonly namespace: string;
}

/** Rights of one account. */
export interface RightsSpec {
  /** Name of the role and of its binding. */
  readonly name: string;
  /** Where the rights hold. @default - in the whole cluster: a ClusterRole */
  readonly namespace?: string;
  readonly rules: readonly RbacRule[];
  readonly account: AccountRef;
  /** Labels of role and binding. @default - none of their own */
  readonly labels?: { readonly [key: string]: string };
}

const RBAC = 'rbac.authorization.k8s.io';

/** A table of rights bound to an account: Role and RoleBinding, or ClusterRole and ClusterRoleBinding. */
export class AccountRights extends Construct {
  /** The Role or ClusterRole. */
  public readonly role: KubeObject;
  /** Gives it to the account. */
  public readonly binding: KubeObject;

  public constructor(scope: Construct, id: string, spec: RightsSpec) {
    super(scope, id);
    const { name, namespace, account, labels } = spec;
    const metadata = { name, ...(namespace !== undefined && { namespace }), ...(labels && { labels: { ...labels } }) };
    const rules = spec.rules.map(policyRule);
    const subjects = [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace }];
    const roleRef = { apiGroup: RBAC, kind: namespace === undefined ? 'ClusterRole' : 'Role', name };
    const make = (kind: string, json: unknown): KubeObject => new KubeObject(this, kind, json as ApiObjectProps);
    if (namespace === undefined) {
      this.role = make('Role', k8s.KubeClusterRole.manifest({ metadata, rules }));
      this.binding = make('Binding', k8s.KubeClusterRoleBinding.manifest({ metadata, roleRef, subjects }));
    } else {
      this.role = make('Role', k8s.KubeRole.manifest({ metadata, rules }));
      this.binding = make('Binding', k8s.KubeRoleBinding.manifest({ metadata, roleRef, subjects }));
    }
  }
}

/** An account whose token is mounted only by pods that ask for it. @param annotations By them clouds know a workload. */
export function serviceAccount(
  scope: Construct,
  id: string,
  account: AccountRef,
  labels: { readonly [key: string]: string } = {},
  annotations: { readonly [key: string]: string } = {},
): KubeObject {
  const some = (map: object): boolean => Object.keys(map).length > 0;
  const manifest = k8s.KubeServiceAccount.manifest({
    metadata: {
      ...account,
      ...(some(labels) && { labels: { ...labels } }),
      ...(some(annotations) && { annotations: { ...annotations } }),
    },
    automountServiceAccountToken: false,
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

function policyRule({ apiGroups, resources, resourceNames, verbs }: RbacRule): k8s.PolicyRule {
  return {
    apiGroups: [...apiGroups],
    resources: [...resources],
    ...(resourceNames && { resourceNames: [...resourceNames] }),
    verbs: [...verbs],
  };
}
