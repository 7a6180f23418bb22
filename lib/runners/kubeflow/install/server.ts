import type { Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { type Construct } from 'constructs';
import { Component } from '../../../core/component';
import { HardenedDeployment, service, type ServicePorts } from '../../../kube/deployment';
import { SPARK_UID } from '../../../kube/hardening';
import type { KubeObject } from '../../../kube/object';
import type { PodSpecification, VolumeSpec } from '../../../kube/pod';
import { AccountRights, serviceAccount, type RbacRule } from '../../../kube/rbac';
import type { IJobNamespace } from '../../../spark/job-namespace';
import type { INodePool } from '../../../spark/placement';
import { onNodes } from '../../../scheduling/server-nodes';
import { rightsInNamespaces, uniqueNamespaces } from '../../job-namespaces';
import { KubeflowPort, labelsOf, selectorOf, type KubeflowPart } from './names';
import type { KubeflowLogLevel, KubeflowServer } from './props';

/** What both servers of an installation share. */
export interface KubeflowPlace {
  /** Name of the operator. */
  readonly operator: string;
  readonly namespace: string;
  /** Namespaces of jobs. @default - every namespace */
  readonly jobNamespaces: readonly IJobNamespace[] | undefined;
  readonly image: string;
  readonly pullSecrets: readonly string[];
  readonly nodes: INodePool | undefined;
  readonly logLevel: KubeflowLogLevel;
  readonly leaderElection: boolean;
}

/** What a server has beside what both have. */
export interface ServerSpec {
  readonly part: KubeflowPart;
  readonly server: KubeflowServer;
  readonly defaults: { readonly replicas: number; readonly cpu: number; readonly memory: Size };
  /** Rights in each namespace of jobs. */
  readonly rules: readonly RbacRule[];
  /** Rights in the whole cluster. */
  readonly clusterRules: readonly RbacRule[];
  /** Rights in the operator's own namespace. */
  readonly ownRules: readonly RbacRule[];
  readonly args: readonly string[];
  readonly env?: { readonly [name: string]: string };
  readonly volumes: readonly VolumeSpec[];
  /** Ports of the Service beside that of the metrics. */
  readonly ports?: ServicePorts;
  /** Whether the pod that is replaced goes first. */
  readonly recreate?: boolean;
}

/** One of the operator's servers: account, rights, Deployment and Service. */
export class KubeflowServerPart extends Component {
  public readonly workload: HardenedDeployment;
  public readonly service: KubeObject;

  public constructor(scope: Construct, id: string, place: KubeflowPlace, spec: ServerSpec) {
    super(scope, id);
    const { operator, namespace } = place;
    const name = `${operator}-${spec.part}`;
    const labels = labelsOf(operator, spec.part);
    const selector = selectorOf(operator, spec.part);
    const account = serviceAccount(this, 'Account', { name, namespace }, labels);
    const rights = this.grant(place, spec, name);
    this.workload = new HardenedDeployment(this, 'Resource', {
      ...serverPod(place, spec, name),
      name,
      namespace,
      selector,
      labels,
      replicas: spec.server.replicas ?? spec.defaults.replicas,
      recreate: spec.recreate ?? false,
    });
    this.workload.node.addDependency(account, ...rights);
    this.service = service(this, 'Service', {
      name,
      namespace,
      labels,
      annotations: {
        'prometheus.io/scrape': 'true',
        'prometheus.io/path': '/metrics',
        'prometheus.io/port': String(KubeflowPort.METRICS),
      },
      selector,
      ports: { ...spec.ports, metrics: { port: KubeflowPort.METRICS, target: KubeflowPort.METRICS } },
    });
  }

  /** Sets one field of the Deployment. @see Component.override */
  public override override(path: string, value?: unknown): void {
    this.workload.override(path, value);
  }

  private grant(place: KubeflowPlace, spec: ServerSpec, name: string): AccountRights[] {
    const account = { name, namespace: place.namespace };
    const common = { name, account, labels: labelsOf(place.operator, spec.part) };
    const cluster = [...spec.clusterRules, ...(place.jobNamespaces ? [] : spec.rules)];
    return [
      ...(cluster.length > 0 ? [new AccountRights(this, 'ClusterRights', { ...common, rules: cluster })] : []),
      ...(spec.ownRules.length > 0
        ? [
            new AccountRights(this, 'OwnRights', {
              ...common,
              name: `${name}-own`,
              namespace: place.namespace,
              rules: spec.ownRules,
            }),
          ]
        : []),
      ...rightsInNamespaces(this, place.jobNamespaces ?? [], { ...common, rules: spec.rules }),
    ];
  }
}

function serverPod(place: KubeflowPlace, spec: ServerSpec, account: string): PodSpecification {
  const memory = spec.server.memory ?? spec.defaults.memory;
  const lock = `${account}-lock`;
  const watched = uniqueNamespaces(place.jobNamespaces ?? []).map(({ namespaceName }) => namespaceName);
  return {
    uid: SPARK_UID,
    serviceAccountName: account,
    placement: onNodes(place.nodes),
    imagePullSecrets: place.pullSecrets,
    volumes: spec.volumes,
    containers: [
      {
        name: `spark-operator-${spec.part}`,
        image: place.image,
        args: [
          spec.part,
          'start',
          `--zap-log-level=${place.logLevel}`,
          '--zap-encoder=json',
          // Without the flag it watches everything.
          ...(watched.length > 0 ? [`--namespaces=${watched.join(',')}`] : []),
          '--enable-metrics=true',
          `--metrics-bind-address=:${KubeflowPort.METRICS}`,
          '--metrics-endpoint=/metrics',
          '--metrics-labels=app_type',
          `--health-probe-bind-address=:${KubeflowPort.HEALTH}`,
          ...(place.leaderElection
            ? [
                '--leader-election=true',
                `--leader-election-lock-name=${lock}`,
                `--leader-election-lock-namespace=${place.namespace}`,
              ]
            : ['--leader-election=false']),
          ...spec.args,
        ],
        env: { ...spec.env },
        ports: {
          ...Object.fromEntries(Object.entries(spec.ports ?? {}).map(([name, { target }]) => [name, target])),
          metrics: KubeflowPort.METRICS,
          health: KubeflowPort.HEALTH,
        },
        probe: { path: '/healthz', port: KubeflowPort.HEALTH },
        resources: { requests: { cpu: spec.server.cpu ?? spec.defaults.cpu, memory }, limits: { memory } },
      },
    ],
  };
}

/** A writable directory of at most this size. */
export function scratch(name: string, mountPath: string, size: string): VolumeSpec {
  return { name, source: { emptyDir: { sizeLimit: k8s.Quantity.fromString(size) } }, mountPath };
}
