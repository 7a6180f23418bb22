import { Construct } from 'constructs';
import { hashedName } from '../../core/names';
import { Label } from '../../core/labels';
import {
  ALL_PODS,
  type NetworkPeer,
  networkPolicy,
  type PodChoice,
  type PolicyRow,
  tcp,
  TO_DNS,
  toApiServer,
} from '../../kube/network-policy';
import { NGINX, NginxPort } from './names';
import type { NginxNetwork } from './props';

const CONTROLLER: PodChoice = { label: Label.NAME, in: [NGINX] };

/** Closes the namespace but for: people to nginx; nginx to the API server, to names, and to the backends it is told. */
export class NginxNetworkPolicies extends Construct {
  private readonly backends = new Set<string>();

  public constructor(
    scope: Construct,
    id: string,
    private readonly namespace: string,
    network: NginxNetwork,
  ) {
    super(scope, id);
    const { clientCidrs = [], metricsFrom = [] } = network;
    const clients = clientCidrs.length > 0 ? { peers: clientCidrs.map((cidr) => ({ cidr })) } : {};
    this.policy('DefaultDeny', 'default-deny', ALL_PODS, [], []);
    this.policy(
      'Controller',
      NGINX,
      CONTROLLER,
      [
        { ...clients, ports: [tcp(NginxPort.HTTP, NginxPort.HTTPS)] },
        ...(metricsFrom.length > 0
          ? [{ peers: metricsFrom.map((name) => ({ namespace: name })), ports: [tcp(NginxPort.METRICS)] }]
          : []),
      ],
      [toApiServer(network), TO_DNS],
    );
  }

  /** Lets nginx through to a backend. Which of the pods there are meant is told by the policy of the backend. */
  public reach(peer: NetworkPeer, port: number): void {
    const name = hashedName(`${NGINX}-to-${peer.namespace ?? this.namespace}`, { peer, port });
    if (this.backends.has(name)) return;
    this.backends.add(name);
    this.policy(name, name, CONTROLLER, undefined, [{ peers: [peer], ports: [tcp(port)] }]);
  }

  private policy(id: string, name: string, pods: PodChoice, ingress?: PolicyRow[], egress?: PolicyRow[]): void {
    const { namespace } = this;
    networkPolicy(this, id, { name, namespace, pods, ...(ingress && { ingress }), ...(egress && { egress }) });
  }
}
