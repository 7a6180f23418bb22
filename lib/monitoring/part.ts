import { Chart, type Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../core/component';
import { Label } from '../core/labels';
import { RuleError } from '../core/rules';
import type { NetworkPeer, PolicyRow } from '../kube/network-policy';
import { GrowingPolicy } from '../kube/growing-policy';
import type { KubeObject } from '../kube/object';
import type { ObservedWorkload } from '../kube/observation';
import { waysOut, type SparkServerNetwork } from '../kube/server-network';
import type { ServerPlace } from '../kube/server-place';
import type { NodePool } from '../scheduling/node-pool';
import type { IPriorityClass } from '../spark/placement';
import { MONITORING_RULES } from './rules';

/** What all parts of the monitoring stack can be told. */
export interface MonitoringPartProps {
  /** Name of its objects. @default - the construct's id */
  readonly name?: string;
  /** Namespace of its objects. @default - the chart's */
  readonly namespace?: string;
  /** Image, where the one of this release is mirrored elsewhere. @default - the release that this package was written for */
  readonly image?: string;
  /** Cores that it asks for. There is no limit: throttling breaks scrapes. @default - as the part needs */
  readonly cores?: number;
  /** Memory that it asks for. @default - as the part needs */
  readonly memory?: Size;
  /** Memory that it may not exceed. @default - twice `memory` */
  readonly memoryLimit?: Size;
  /** Nodes of its pods. @default - any node */
  readonly nodes?: NodePool;
  /** Priority of its pods. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** Secrets with credentials of the registry. @default - none */
  readonly imagePullSecrets?: string[];
  /** Further callers, and ways out. @default - only the parts of the stack that need it */
  readonly network?: SparkServerNetwork;
}

/** A part of the monitoring stack: one server with one policy, which others of the stack can be let through. */
export abstract class MonitoringPart extends Component {
  /** Name of its objects. */
  public readonly partName: string;
  /** Namespace of its objects. */
  public readonly namespaceName: string;
  /** Its pods. @internal */
  protected readonly _selector: { readonly [key: string]: string };
  private policy?: GrowingPolicy;

  /** @param kind Value of `app.kubernetes.io/name`. @throws RuleError `monitoring/namespace` if no namespace is known. */
  protected constructor(scope: Construct, id: string, kind: string, props: MonitoringPartProps) {
    super(scope, id);
    this.partName = props.name ?? id;
    const namespace = props.namespace ?? Chart.of(this).namespace;
    if (namespace === undefined) {
      throw new RuleError({ rule: MONITORING_RULES.namespace, at: 'namespace', value: undefined }, scope, id);
    }
    this.namespaceName = namespace;
    this._selector = { [Label.NAME]: kind, [Label.INSTANCE]: this.partName };
  }

  /** The NetworkPolicy of its pods. */
  public get networkPolicy(): KubeObject | undefined {
    return this.policy?.object;
  }

  /** Lets pods call it on the ports that it serves, beside those of `network.clients`. */
  public allow(...peers: NetworkPeer[]): void {
    this.policy?.allow(...peers);
  }

  /**
   * Closes its pods, but for callers of these ports, and ways out: DNS, those of the part and those of the user.
   *
   * @internal
   */
  protected _close(
    ports: readonly number[],
    egress: readonly PolicyRow[],
    network: SparkServerNetwork = {},
  ): KubeObject {
    this.policy = new GrowingPolicy(this, 'NetworkPolicy', {
      ...this._place,
      ports,
      egress: [...waysOut(network.egress ?? []), ...egress],
    });
    this.policy.allow(...(network.clients ?? []));
    return this.policy.object;
  }

  /** Opens one more way out. @internal */
  protected _reach(row: PolicyRow): void {
    this.policy?.reach(row);
  }

  /** Its place, for the helpers that make objects. @internal */
  protected get _place(): ServerPlace {
    return { name: this.partName, namespace: this.namespaceName, selector: this._selector };
  }

  /** Its pods, as what is observed. @internal */
  protected get _workload(): ObservedWorkload {
    return { name: this.partName, namespace: this.namespaceName, podLabels: this._selector };
  }

  /** Its pods, as the other end of a connection. @internal */
  protected get _peer(): NetworkPeer {
    return { namespace: this.namespaceName, podLabels: { ...this._selector } };
  }
}
