import type { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../../../core/component';
import { mebibytes } from '../../../core/quantities';
import { HardenedDeployment, service } from '../../../kube/deployment';
import type { KubeObject } from '../../../kube/object';
import type { PodSpecification, VolumeSpec } from '../../../kube/pod';
import { AccountRights, serviceAccount, type RbacRule } from '../../../kube/rbac';
import { labelsOf, selectorOf, VOLCANO_UID, VolcanoPort } from './names';
import type { VolcanoPlace } from './place';
import { onNodes } from '../../server-nodes';
import type { VolcanoServer } from './props';
import { leaseRights } from './rights';

/** What a part has beside what all of them have. */
export interface ServerSpec {
  readonly part: 'scheduler' | 'controllers' | 'admission';
  readonly server: VolcanoServer;
  readonly defaults: { readonly replicas: number; readonly cpu: number; readonly memory: Size };
  readonly rules: readonly RbacRule[];
  readonly args: readonly string[];
  readonly volumes?: readonly VolumeSpec[];
  readonly env?: { readonly [name: string]: string };
  /** Name of its lease. @default - none: any number of them may work */
  readonly lease?: string;
  /** The Service: its name, port and the server's port. */
  readonly service: {
    readonly name: string;
    readonly portName: string;
    readonly port: number;
    readonly target: number;
  };
  /** Whether webhooks call it: it has a certificate, and serves only after it has found their objects. */
  readonly webhooks?: boolean;
}

/** One of Volcano's servers: account, rights, Deployment and Service. */
export class VolcanoServerPart extends Component {
  public readonly workload: HardenedDeployment;
  public readonly service: KubeObject;

  public constructor(scope: Construct, id: string, place: VolcanoPlace, spec: ServerSpec) {
    super(scope, id);
    const { part, lease } = spec;
    const { namespace } = place;
    const name = `volcano-${part}`;
    const labels = labelsOf(part);
    const account = { name, namespace };
    const needs: Construct[] = [
      serviceAccount(this, 'Account', account, labels),
      new AccountRights(this, 'Rights', { name, account, labels, rules: spec.rules }),
    ];
    if (lease !== undefined) {
      const rules = leaseRights(lease);
      needs.push(new AccountRights(this, 'Lease', { name: `${name}-lease`, namespace, account, labels, rules }));
    }
    this.workload = new HardenedDeployment(this, 'Resource', {
      ...serverPod(place, spec, name),
      name,
      namespace,
      selector: selectorOf(part),
      labels,
      replicas: spec.server.replicas ?? spec.defaults.replicas,
    });
    this.workload.node.addDependency(...needs);
    const { portName, port, target } = spec.service;
    const isMetrics = portName === 'metrics';
    this.service = service(this, 'Service', {
      name: spec.service.name,
      namespace,
      labels,
      ...(isMetrics && { annotations: scrape(port) }),
      selector: selectorOf(part),
      ports: { [portName]: { port, target } },
    });
  }

  /** Sets one field of the Deployment. @see Component.override */
  public override override(path: string, value?: unknown): void {
    this.workload.override(path, value);
  }
}

function serverPod(place: VolcanoPlace, spec: ServerSpec, account: string): PodSpecification {
  const { part, server, defaults, lease, service: target } = spec;
  const memory = server.memory ?? defaults.memory;
  return {
    uid: VOLCANO_UID,
    serviceAccountName: account,
    // Nothing is scheduled without them; a node in need must not evict them first.
    priorityClassName: 'system-cluster-critical',
    placement: onNodes(place.nodes),
    imagePullSecrets: place.images.pullSecrets,
    volumes: spec.volumes ?? [],
    containers: [
      {
        name: part,
        image: place.images[part],
        args: [
          '--logtostderr',
          '--enable-healthz=true',
          ...(lease === undefined ? [] : electionArgs(lease, place.namespace)),
          ...schedulerNameArgs(place),
          ...spec.args,
          `-v=${server.verbosity ?? 3}`,
        ],
        env: { ...spec.env, GOMEMLIMIT: `${Math.floor(mebibytes(memory) * 0.9)}MiB` },
        ports: { [target.portName]: target.target, health: VolcanoPort.HEALTH },
        probe: {
          path: '/healthz',
          port: VolcanoPort.HEALTH,
          ...(spec.webhooks === true && { scheme: 'HTTPS', readyPort: target.target }),
        },
        resources: { requests: { cpu: server.cpu ?? defaults.cpu, memory }, limits: { memory } },
      },
    ],
  };
}

/** One replica holds a lease, too: during a rollout there are two, and two schedulers would both bind. */
function electionArgs(lease: string, namespace: string): string[] {
  return [
    '--leader-elect=true',
    `--leader-elect-resource-name=${lease}`,
    `--leader-elect-resource-namespace=${namespace}`,
  ];
}

function schedulerNameArgs({ schedulerName }: VolcanoPlace): string[] {
  return schedulerName === 'volcano' ? [] : [`--scheduler-name=${schedulerName}`];
}

function scrape(port: number): { [key: string]: string } {
  return { 'prometheus.io/scrape': 'true', 'prometheus.io/path': '/metrics', 'prometheus.io/port': String(port) };
}
