import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ingressRows, tcp, type NetworkPeer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';

/** Pods that are scraped or probed. */
export interface OpenedPods {
  readonly name: string;
  readonly namespace: string;
  readonly podLabels: { readonly [key: string]: string };
}

interface PolicyJson {
  readonly spec: { readonly ingress: unknown };
}

/** Lets those who monitor in to pods whose own policies are closed. It says nothing of ways out. */
export class MonitoringOpening extends Construct {
  /** The NetworkPolicy. */
  public readonly object: KubeObject;
  private readonly callers = new Map<string, { readonly peer: NetworkPeer; readonly ports: Set<number> }>();

  public constructor(scope: Construct, id: string, { name, namespace, podLabels }: OpenedPods) {
    super(scope, id);
    // What is made late is no longer turned into plain JSON by the typed objects.
    const rows = (): unknown => {
      const ingress = ingressRows(
        [...this.callers.values()].map(({ peer, ports }) => ({ peers: [peer], ports: [tcp(...ports)] })),
      );
      return (k8s.KubeNetworkPolicy.manifest({ spec: { podSelector: {}, ingress } }) as PolicyJson).spec.ingress;
    };
    this.object = new KubeObject(this, 'Resource', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `${name}-monitoring`, namespace },
      spec: {
        podSelector: { matchLabels: { ...podLabels } },
        policyTypes: ['Ingress'],
        ingress: Lazy.any({ produce: rows }) as unknown,
      },
    });
  }

  /** Lets a caller in on a port. The same twice is once. */
  public allow(peer: NetworkPeer, port: number): void {
    const key = JSON.stringify(peer);
    const caller = this.callers.get(key) ?? { peer, ports: new Set<number>() };
    caller.ports.add(port);
    this.callers.set(key, caller);
  }
}
