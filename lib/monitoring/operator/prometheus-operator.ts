import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { mebibytes } from '../../core/quantities';
import { checkAtSynth } from '../../core/rules';
import { HardenedDeployment } from '../../kube/deployment';
import { toApiServer } from '../../kube/network-policy';
import type { KubeObject } from '../../kube/object';
import { Observation, type IObserved } from '../../kube/observation';
import type { ContainerSpec } from '../../kube/pod';
import { AccountRights, serviceAccount } from '../../kube/rbac';
import { onNodes } from '../../scheduling/server-nodes';
import { VERSIONS } from '../../versions';
import { MonitoringPart } from '../part';
import { PrometheusOperatorCustomResources } from './crds';
import { neighbourFindings, operatorFindings } from './findings';
import { PrometheusOperatorCrds, type PrometheusOperatorProps } from './props';
import { clusterRights, EVENT_RIGHTS, INSTANCE_RIGHTS, KUBELET_RIGHTS, WATCH_RIGHTS } from './rights';

const PORT = 8080;
const UID = 65534;

/**
 * The Prometheus Operator: makes servers and their configurations of Prometheus, Alertmanager and monitor objects. It
 * writes only where its servers live, and reads Secrets of all namespaces that it watches: name them where tenants are
 * strangers to each other.
 *
 * @see https://prometheus-operator.dev/docs/getting-started/introduction/
 */
export class PrometheusOperator extends MonitoringPart implements IObserved {
  /** The CustomResourceDefinitions; empty where somebody else installs them. */
  public readonly definitions: KubeObject[];
  /** Its Deployment. */
  public readonly deployment: KubeObject;
  /** Its account. */
  public readonly account: KubeObject;
  /** Namespaces in which it makes servers. @internal */
  public readonly _instances: readonly string[];
  /** Whether it keeps the Service of the kubelets. @internal */
  public readonly _kubelet: boolean;

  /** @throws RuleError `monitoring/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: PrometheusOperatorProps = {}) {
    super(scope, id, 'prometheus-operator', props);
    const { name, namespace, selector: labels } = this._place;
    this._instances = props.instanceNamespaces ?? [namespace];
    this._kubelet = props.kubeletService ?? true;
    this.definitions =
      props.crds === PrometheusOperatorCrds.EXTERNAL
        ? []
        : new PrometheusOperatorCustomResources(this, 'CustomResources', labels).definitions;
    this.account = serviceAccount(this, 'Account', { name, namespace }, labels);
    const watched = props.namespaces && [...new Set([...props.namespaces, ...this._instances])];
    const rights = this.giveRights(watched);
    const policy = this._close([PORT], [toApiServer(props)], props.network);
    const workload = new HardenedDeployment(this, 'Deployment', {
      ...this._place,
      uid: UID,
      serviceAccountName: name,
      containers: [this.container(props, watched)],
      placement: onNodes(props.nodes),
      imagePullSecrets: props.imagePullSecrets ?? [],
      // Two of them would write the same objects in turns.
      recreate: true,
      ...(props.priority && { priorityClassName: props.priority.priorityClassName }),
    });
    this.deployment = workload.deployment;
    // The operator does not look again for kinds that were missing when it started.
    this.deployment.addDependency(...this.definitions, this.account, policy, ...rights);
    checkAtSynth(this, () => [...operatorFindings(name, props), ...neighbourFindings(this, this.before)]);
  }

  public get observations(): Observation[] {
    return [Observation.scrape(this._workload, { job: 'prometheus-operator', port: 'http', portNumber: PORT })];
  }

  /** Sets one field of the Deployment. @see Component.override */
  public override override(path: string, value?: unknown): void {
    this.deployment.override(path, value);
  }

  private get before(): PrometheusOperator[] {
    const all = this.node.root.node
      .findAll()
      .filter((one): one is PrometheusOperator => one instanceof PrometheusOperator);
    return all.slice(0, all.indexOf(this));
  }

  private giveRights(watched: readonly string[] | undefined): AccountRights[] {
    const { name, namespace, selector: labels } = this._place;
    const account = { name, namespace };
    const shared = { account, labels };
    const everywhere = watched === undefined ? [...WATCH_RIGHTS, ...EVENT_RIGHTS] : [];
    return [
      new AccountRights(this, 'Rights', { ...shared, name, rules: [...everywhere, ...clusterRights(this._kubelet)] }),
      ...(watched ?? []).map(
        (one) =>
          new AccountRights(this, `Watch-${one}`, {
            ...shared,
            name: `${name}-watch`,
            namespace: one,
            rules: WATCH_RIGHTS,
          }),
      ),
      ...this._instances.map(
        (one) =>
          new AccountRights(this, `Instance-${one}`, { ...shared, name, namespace: one, rules: INSTANCE_RIGHTS }),
      ),
      ...(this._kubelet
        ? [
            new AccountRights(this, 'Kubelet', {
              ...shared,
              name: `${name}-kubelet`,
              namespace: 'kube-system',
              rules: KUBELET_RIGHTS,
            }),
          ]
        : []),
    ];
  }

  private container(props: PrometheusOperatorProps, watched: readonly string[] | undefined): ContainerSpec {
    const { images } = VERSIONS.PROMETHEUS_OPERATOR;
    const memory = props.memory ?? Size.mebibytes(128);
    const limit = props.memoryLimit ?? Size.mebibytes(mebibytes(memory) * 2);
    const instances = this._instances.join(',');
    return {
      name: 'operator',
      image: props.image ?? images.operator,
      args: [
        ...(this._kubelet ? KUBELET_ARGS : []),
        `--prometheus-config-reloader=${props.configReloaderImage ?? images.configReloader}`,
        '--config-reloader-cpu-limit=0',
        '--watch-referenced-objects-in-all-namespaces=true',
        '--disable-unmanaged-prometheus-configuration=true',
        ...(watched ? [`--namespaces=${watched.join(',')}`] : []),
        `--prometheus-instance-namespaces=${instances}`,
        `--alertmanager-instance-namespaces=${instances}`,
        `--thanos-ruler-instance-namespaces=${instances}`,
      ],
      env: { GOGC: '30' },
      ports: { http: PORT },
      probe: { path: '/healthz', port: PORT },
      resources: { requests: { cpu: props.cores ?? 0.1, memory }, limits: { memory: limit } },
    };
  }
}

/** Endpoints are deprecated since Kubernetes 1.33, and the read-only port of the kubelet is closed where it should be. */
const KUBELET_ARGS = [
  '--kubelet-service=kube-system/kubelet',
  '--kubelet-endpoints=false',
  '--kubelet-endpointslice=true',
  '--kubelet-http-metrics=false',
];
