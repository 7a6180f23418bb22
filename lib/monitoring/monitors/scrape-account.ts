import { Construct } from 'constructs';
import { SecretSource } from '../../core/secrets';
import { KubeObject } from '../../kube/object';
import { serviceAccount } from '../../kube/rbac';

/** What an account for scraping is made of. */
export interface ScrapeAccountSpec {
  readonly name: string;
  readonly namespace: string;
  /** Its rights in the whole cluster, as Kubernetes writes them. */
  readonly rules: readonly { readonly [field: string]: unknown }[];
  /** Tells the ClusterRole from those of other namespaces. */
  readonly roleName: string;
}

/**
 * An account that may read pages of metrics and nothing else, with a token in a Secret. The token of Prometheus itself
 * would do, but whoever writes monitors could have it sent to a server of his own.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#manual-secret-management-for-serviceaccounts
 */
export class ScrapeAccount extends Construct {
  /** Its token, which Kubernetes writes. */
  public readonly token: SecretSource;

  public constructor(scope: Construct, id: string, { name, namespace, rules, roleName }: ScrapeAccountSpec) {
    super(scope, id);
    const account = serviceAccount(this, 'Account', { name, namespace });
    const make = (kind: string, rest: object): KubeObject =>
      new KubeObject(this, kind, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind,
        metadata: { name: roleName },
        ...rest,
      });
    make('ClusterRole', { rules: rules.map((rule) => ({ ...rule })) });
    make('ClusterRoleBinding', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
    const secret = new KubeObject(this, 'Token', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, annotations: { 'kubernetes.io/service-account.name': name } },
      type: 'kubernetes.io/service-account-token',
    });
    secret.addDependency(account);
    this.token = SecretSource.fromKubernetes(name, 'token');
  }
}
