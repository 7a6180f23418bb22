import { Chart, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Component } from '../core/component';
import { checkDnsSubdomain, checkKeys, DNS_SUBDOMAIN_MAX } from '../core/names';
import { checkAtSynth, RuleError, rules, type Finding } from '../core/rules';
import { KubeObject } from '../kube/object';
import type { ISparkServiceAccount } from './placement';

const EXECUTOR_SUFFIX = '-executor';
const NAME_MAX = DNS_SUBDOMAIN_MAX - EXECUTOR_SUFFIX.length;

export const SERVICE_ACCOUNT_RULES = rules('spark', {
  accountNamespace: [
    'a RoleBinding names the namespace of the account it binds, and none is known',
    'set namespace here or on the chart',
  ],
});

/** Rights of the driver on one resource, each verb with the reason why the driver asks for it. */
export interface DriverRule {
  /** API group; the core group is ''. */
  readonly apiGroup: string;
  readonly resource: string;
  readonly verbs: { readonly [verb: string]: string };
  /** The prop that grants this row. @default - always granted */
  readonly when?: DriverRight;
}

/** Rights that not every driver needs, by the prop that grants them. */
export type DriverRight = 'persistentVolumeClaims' | 'setAllocator' | 'executorResize';

/**
 * What the driver calls, and nothing else. Deletions by label are DELETE on the collection, hence `deletecollection`;
 * an API server that answers 405 gets `list` and `delete` instead.
 *
 * @see https://spark.apache.org/docs/latest/running-on-kubernetes.html#rbac
 */
export const SPARK_DRIVER_RULES: readonly DriverRule[] = [
  {
    apiGroup: '',
    resource: 'pods',
    verbs: {
      get: 'the driver looks its own pod up, to become the owner of what it creates',
      list: 'polls the executors, and reads them before the watch starts',
      watch: 'sees executors start, fail and vanish',
      create: 'creates executors',
      patch: 'labels executors that are inactive or being decommissioned',
      delete: 'removes executors that are idle, lost or surplus',
      deletecollection: 'removes all executors at the end',
    },
  },
  {
    apiGroup: '',
    resource: 'configmaps',
    verbs: {
      create: 'creates the ConfigMap with the configuration of the executors',
      list: 'finds it at the end',
      delete: 'removes it at the end',
      deletecollection: 'removes it at the end, by label',
    },
  },
  {
    apiGroup: '',
    resource: 'services',
    verbs: {
      list: 'finds the Services that carry the application id, at the end',
      delete: 'removes them unless spark.kubernetes.driver.service.deleteOnTermination is false',
      deletecollection: 'removes them by label',
    },
  },
  {
    apiGroup: '',
    resource: 'persistentvolumeclaims',
    verbs: {
      list: 'finds the claims that carry the application id, at the end and to use them again',
      delete: 'removes them unless spark.kubernetes.driver.ownPersistentVolumeClaim is false',
      deletecollection: 'removes them by label',
    },
  },
  {
    apiGroup: '',
    resource: 'persistentvolumeclaims',
    when: 'persistentVolumeClaims',
    verbs: {
      get: 'looks a claim up before it is used again',
      create: 'creates claims on demand for executors',
    },
  },
  ...['statefulsets', 'statefulsets/scale', 'deployments', 'deployments/scale'].map((resource): DriverRule => ({
    apiGroup: 'apps',
    resource,
    when: 'setAllocator',
    verbs: {
      get: 'reads the set that holds the executors',
      create: 'creates the set',
      update: 'changes the number of executors',
      patch: 'changes the number of executors',
      delete: 'removes the set at the end',
    },
  })),
  {
    apiGroup: '',
    resource: 'pods/resize',
    when: 'executorResize',
    verbs: { patch: 'grows the memory of a running executor' },
  },
  {
    apiGroup: '',
    resource: 'persistentvolumeclaims',
    when: 'executorResize',
    verbs: { patch: 'grows the claim of a running executor' },
  },
  {
    apiGroup: 'metrics.k8s.io',
    resource: 'pods',
    when: 'executorResize',
    verbs: { get: 'reads the memory an executor uses', list: 'reads the memory all executors use' },
  },
];

/** What a `SparkServiceAccount` is made of. */
export interface SparkServiceAccountProps {
  /** Name of the driver's account; that of the executors is `<name>-executor`. @default - the construct's id */
  readonly name?: string;
  /** Namespace of the accounts, the Role and its binding. @default - the namespace of the chart */
  readonly namespace?: string;
  /** Names of the Secrets with registry credentials, for pods of both accounts. @default - none */
  readonly imagePullSecrets?: string[];
  /** Annotations of both accounts, by which clouds know a workload. @default - none */
  readonly annotations?: { readonly [key: string]: string };
  /** Whether the driver may create claims on demand (`claimName: OnDemand`). @default false */
  readonly persistentVolumeClaims?: boolean;
  /** Whether the driver may keep executors in a StatefulSet or Deployment. @default false */
  readonly setAllocator?: boolean;
  /** Whether the driver may resize running executors and their claims (Spark's resize plugins, from 4.2). @default false */
  readonly executorResize?: boolean;
}

/**
 * The accounts of Spark's pods: one for drivers, with the rights of `SPARK_DRIVER_RULES` in one namespace, and one for
 * executors, with none. Neither mounts its token by itself; the driver pod asks for it.
 */
export class SparkServiceAccount extends Component implements ISparkServiceAccount {
  /**
   * Accounts that exist already.
   *
   * @param name Name of the driver's account. Executors use it too, without its token.
   * @param namespace Its namespace; the namespace of the chart if absent.
   * @throws RuleError if the name is none.
   */
  public static fromName(name: string, namespace?: string): ISparkServiceAccount {
    const [finding] = checkDnsSubdomain('name', name);
    if (finding) throw new RuleError(finding);
    return { serviceAccountName: name, ...(namespace !== undefined && { namespace }) };
  }

  public readonly serviceAccountName: string;
  public readonly executorServiceAccountName?: string;
  public readonly namespace?: string;
  /** The driver's account. */
  public readonly driverAccount: KubeObject;
  /** The executors' account. */
  public readonly executorAccount: KubeObject;
  /** The driver's rights. */
  public readonly role: KubeObject;
  /** Gives the rights to the driver's account. */
  public readonly roleBinding: KubeObject;

  private readonly props: SparkServiceAccountProps;

  public constructor(scope: Construct, id: string, props: SparkServiceAccountProps = {}) {
    super(scope, id);
    this.props = props;
    const name = props.name ?? id;
    const executorName = `${name}${EXECUTOR_SUFFIX}`;
    const roleName = `${name}-driver`;
    const namespace = props.namespace ?? Chart.of(this).namespace;
    const place = namespace === undefined ? {} : { namespace };

    this.serviceAccountName = name;
    this.executorServiceAccountName = executorName;
    if (namespace !== undefined) this.namespace = namespace;

    this.driverAccount = this.account('Resource', { name, ...place }, props);
    this.executorAccount = this.account('Executor', { name: executorName, ...place }, props);
    this.role = new KubeObject(
      this,
      'Role',
      k8s.KubeRole.manifest({ metadata: { name: roleName, ...place }, rules: policyRules(props) }) as ApiObjectProps,
    );
    this.roleBinding = new KubeObject(
      this,
      'RoleBinding',
      k8s.KubeRoleBinding.manifest({
        metadata: { name: roleName, ...place },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: roleName },
        subjects: [{ kind: 'ServiceAccount', name, ...place }],
      }) as ApiObjectProps,
    );
    checkAtSynth(this, () => check(name, namespace, props));
  }

  /** Whether the driver was given a right that not every driver needs. @internal */
  public _grants(right: DriverRight): boolean {
    return this.props[right] ?? false;
  }

  private account(id: string, metadata: k8s.ObjectMeta, props: SparkServiceAccountProps): KubeObject {
    const { imagePullSecrets: secrets = [], annotations = {} } = props;
    const manifest = k8s.KubeServiceAccount.manifest({
      metadata: { ...metadata, ...(Object.keys(annotations).length > 0 && { annotations: { ...annotations } }) },
      automountServiceAccountToken: false,
      ...(secrets.length > 0 && { imagePullSecrets: secrets.map((name) => ({ name })) }),
    }) as ApiObjectProps;
    return new KubeObject(this, id, manifest);
  }
}

function policyRules(props: SparkServiceAccountProps): k8s.PolicyRule[] {
  return SPARK_DRIVER_RULES.filter(({ when }) => when === undefined || props[when] === true).map((rule) => ({
    apiGroups: [rule.apiGroup],
    resources: [rule.resource],
    verbs: Object.keys(rule.verbs),
  }));
}

function check(name: string, namespace: string | undefined, props: SparkServiceAccountProps): Finding[] {
  return [
    ...checkDnsSubdomain('name', name, NAME_MAX),
    ...checkKeys('annotations', props.annotations ?? {}),
    ...(props.imagePullSecrets ?? []).flatMap((secret, i) => checkDnsSubdomain(`imagePullSecrets[${i}]`, secret)),
    ...(namespace === undefined
      ? [{ rule: SERVICE_ACCOUNT_RULES.accountNamespace, at: 'namespace', value: undefined }]
      : []),
  ];
}
