import type { Construct } from 'constructs';
import { Component } from '../core/component';
import { checkDnsLabel } from '../core/names';
import { checkAtSynth, type Finding } from '../core/rules';
import {
  ALL_PODS,
  networkPolicy,
  type PodChoice,
  type PolicyRow,
  tcp,
  TO_DNS,
  toApiServer,
} from '../kube/network-policy';
import type { KubeObject } from '../kube/object';
import { SparkLabel } from '../spark/labels';
import { BLOCK_MANAGER_PORT, DRIVER_PORT, UI_PORT } from '../spark/paths';
import { checkCidr, checkOpenings, checkPorts, rowOf, type NetworkOpening } from './opening';

const DRIVERS: PodChoice = { label: SparkLabel.ROLE, in: ['driver'] };
const EXECUTORS: PodChoice = { label: SparkLabel.ROLE, in: ['executor'] };
const SPARK_PODS: PodChoice = { label: SparkLabel.ROLE, in: ['driver', 'executor'] };
/** Pods that start a driver elsewhere reach what drivers reach, and nobody reaches them. */
const DRIVERS_OUT: PodChoice = { label: SparkLabel.ROLE, in: ['driver', 'submitter'] };
const SPARK_PODS_OUT: PodChoice = { label: SparkLabel.ROLE, in: ['driver', 'executor', 'submitter'] };

/** What Spark's pods may reach, and who may reach them, beyond what Spark itself needs. */
export interface SparkNetwork {
  /** Ways out: object stores, databases, brokers. @default - none */
  readonly egress?: NetworkOpening[];
  /** Ways in. @default - none */
  readonly ingress?: NetworkOpening[];
  /** Namespaces whose pods may open the driver's UI and metrics on port 4040. @default - none */
  readonly uiFrom?: string[];
  /** Addresses of the API server, as CIDRs. @default - every address, on the ports of `apiServerPorts` */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server: of its Service, and its own. @default [443, 6443] */
  readonly apiServerPorts?: number[];
}

/** What `SparkNetworkPolicies` are made of. */
export interface SparkNetworkPoliciesProps extends SparkNetwork {
  /** Namespace that is closed, and opened for Spark. */
  readonly namespace: string;
}

/**
 * Closes a namespace, then opens exactly what Spark needs: DNS, the API server for drivers, and the two ports between
 * drivers and executors. Spark's pods are known by their label `spark-role`. The ports are fixed: `spark.driver.port`
 * 7078, `spark.driver.blockManager.port` and `spark.blockManager.port` 7079. Jobs not made by this package must set the
 * last one: executors choose a random port otherwise, and nobody reaches it.
 *
 * @see https://spark.apache.org/docs/latest/security.html#configuring-ports-for-network-security
 */
export class SparkNetworkPolicies extends Component {
  /** `default-deny`: nothing in, nothing out, for every pod of the namespace. */
  public readonly defaultDeny: KubeObject;
  /** `spark-dns`: Spark's pods, and those that submit, resolve names in `kube-system`. */
  public readonly dns: KubeObject;
  /** `spark-driver-api`: drivers, and pods that submit, call the API server. */
  public readonly driverApi: KubeObject;
  /** `spark-driver`: executors call drivers, drivers fetch blocks from executors. */
  public readonly driver: KubeObject;
  /** `spark-executor`: executors fetch blocks from drivers and each other. */
  public readonly executor: KubeObject;
  /** The policies of `uiFrom`, `ingress` and `egress`, in this order. */
  public readonly openings: KubeObject[];

  private readonly namespace: string;
  private readonly waysOut: NetworkOpening[];

  public constructor(scope: Construct, id: string, props: SparkNetworkPoliciesProps) {
    super(scope, id);
    this.namespace = props.namespace;
    this.waysOut = [...(props.egress ?? [])];
    this.defaultDeny = this.policy('Resource', 'default-deny', ALL_PODS, [], []);
    this.dns = this.policy('Dns', 'spark-dns', SPARK_PODS_OUT, undefined, [TO_DNS]);
    this.driverApi = this.policy('DriverApi', 'spark-driver-api', DRIVERS_OUT, undefined, [toApiServer(props)]);
    this.driver = this.policy(
      'Driver',
      'spark-driver',
      DRIVERS,
      [{ peers: [EXECUTORS], ports: [tcp(DRIVER_PORT, BLOCK_MANAGER_PORT)] }],
      [{ peers: [EXECUTORS], ports: [tcp(BLOCK_MANAGER_PORT)] }],
    );
    this.executor = this.policy(
      'Executor',
      'spark-executor',
      EXECUTORS,
      [{ peers: [SPARK_PODS], ports: [tcp(BLOCK_MANAGER_PORT)] }],
      [
        { peers: [DRIVERS], ports: [tcp(DRIVER_PORT, BLOCK_MANAGER_PORT)] },
        { peers: [EXECUTORS], ports: [tcp(BLOCK_MANAGER_PORT)] },
      ],
    );
    this.openings = this.open(props);
    checkAtSynth(this, () => check({ ...props, egress: this.waysOut }));
  }

  /** Opens one more way out. Its name must not be that of another. */
  public addEgress(opening: NetworkOpening): void {
    this.waysOut.push(opening);
    this.openings.push(this.openOut(opening));
  }

  private open({ uiFrom = [], ingress = [], egress = [] }: SparkNetwork): KubeObject[] {
    const ui: PolicyRow = { peers: uiFrom.map((namespace) => ({ namespace })), ports: [tcp(UI_PORT)] };
    return [
      ...(uiFrom.length > 0 ? [this.policy('Ui', 'spark-ui', DRIVERS, [ui])] : []),
      ...ingress.map((way, i) =>
        this.policy(`Ingress${i}`, `spark-ingress-${way.name}`, podsOf(way, DRIVERS, SPARK_PODS), [rowOf(way)]),
      ),
      ...egress.map((way) => this.openOut(way)),
    ];
  }

  private openOut(way: NetworkOpening): KubeObject {
    const id = `Egress${this.node.children.filter(({ node }) => node.id.startsWith('Egress')).length}`;
    const pods = podsOf(way, DRIVERS_OUT, SPARK_PODS_OUT);
    return this.policy(id, `spark-egress-${way.name}`, pods, undefined, [rowOf(way)]);
  }

  private policy(id: string, name: string, pods: PodChoice, ingress?: PolicyRow[], egress?: PolicyRow[]): KubeObject {
    return networkPolicy(this, id, {
      name,
      namespace: this.namespace,
      pods,
      ...(ingress && { ingress }),
      ...(egress && { egress }),
    });
  }
}

/** Findings for the network of a tenant. */
function check(props: SparkNetworkPoliciesProps): Finding[] {
  return [
    ...checkDnsLabel('network.namespace', props.namespace),
    ...checkOpenings('network.egress', props.egress ?? []),
    ...checkOpenings('network.ingress', props.ingress ?? []),
    ...(props.uiFrom ?? []).flatMap((namespace, i) => checkDnsLabel(`network.uiFrom[${i}]`, namespace)),
    ...(props.apiServerCidrs ?? []).flatMap((cidr, i) => checkCidr(`network.apiServerCidrs[${i}]`, cidr)),
    ...(props.apiServerPorts ? checkPorts('network.apiServerPorts', props.apiServerPorts) : []),
  ];
}

function podsOf({ driverOnly }: NetworkOpening, drivers: PodChoice, all: PodChoice): PodChoice {
  return driverOnly === true ? drivers : all;
}
