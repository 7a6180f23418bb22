import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { egressRows, ingressRows, tcp, type NetworkPeer, type PolicyRow } from './network-policy';
import { KubeObject } from './object';
import type { ServerPlace } from './server-place';

/** What a `GrowingPolicy` is made of. */
export interface GrowingPolicySpec extends ServerPlace {
  /** Ports that callers may use. */
  readonly ports: readonly number[];
  /** Ways out to begin with. */
  readonly egress: readonly PolicyRow[];
}

/** The policy of a server whose neighbours come later: closed, but for those that were named until the synthesis. */
export class GrowingPolicy extends Construct {
  /** The NetworkPolicy. */
  public readonly object: KubeObject;
  private readonly callers = new Map<string, NetworkPeer>();
  private readonly waysOut = new Map<string, PolicyRow>();

  public constructor(scope: Construct, id: string, spec: GrowingPolicySpec) {
    super(scope, id);
    const { name, namespace, selector, ports, egress } = spec;
    for (const row of egress) this.reach(row);
    this.object = new KubeObject(this, 'Resource', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace, labels: { ...selector } },
      spec: Lazy.any({ produce: () => this.spec(selector, ports) }) as unknown,
    });
  }

  /** Lets pods call the server. The same twice is once. */
  public allow(...peers: NetworkPeer[]): void {
    for (const peer of peers) this.callers.set(JSON.stringify(peer), peer);
  }

  /** Opens one more way out. The same twice is once. */
  public reach(row: PolicyRow): void {
    this.waysOut.set(JSON.stringify(row), row);
  }

  private spec(matchLabels: ServerPlace['selector'], ports: readonly number[]): unknown {
    const peers = [...this.callers.values()];
    const waysOut = [...this.waysOut.values()];
    const { spec } = k8s.KubeNetworkPolicy.manifest({
      spec: {
        podSelector: { matchLabels: { ...matchLabels } },
        policyTypes: ['Ingress', 'Egress'],
        // A row without peers would let everybody in.
        ...(peers.length > 0 && { ingress: ingressRows([{ peers, ports: [tcp(...ports)] }]) }),
        ...(waysOut.length > 0 && { egress: egressRows(waysOut) }),
      },
    }) as { readonly spec: unknown };
    return spec;
  }
}
