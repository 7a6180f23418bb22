import { Construct } from 'constructs';
import { ALL_PODS, NetworkProtocol, networkPolicy, tcp, type PolicyRow } from '../../../kube/network-policy';
import { OPERATOR, OperatorPort } from './names';
import type { ApacheOperatorNetwork } from './props';

/** Policies act behind the Service: there the API server has its own port, 6443 unless the cluster says otherwise. */
const API_SERVER = [443, 6443];
const DNS = [NetworkProtocol.UDP, NetworkProtocol.TCP].map((protocol) => ({ protocol, ports: [53] }));

/** Closes the operator's namespace but for what it needs. It asks drivers nothing: it reads their pods. */
export class OperatorNetworkPolicies extends Construct {
  public constructor(scope: Construct, id: string, namespace: string, network: ApacheOperatorNetwork) {
    super(scope, id);
    const { metricsFrom = [], apiServerCidrs = [], apiServerPorts = API_SERVER } = network;
    const policy = (id: string, name: string, ingress?: PolicyRow[], egress?: PolicyRow[]): void => {
      const directions = { ...(ingress && { ingress }), ...(egress && { egress }) };
      networkPolicy(this, id, { name, namespace, pods: ALL_PODS, ...directions });
    };
    policy('Resource', 'default-deny', [], []);
    policy('Egress', `${OPERATOR}-egress`, undefined, [
      { peers: [{ namespace: 'kube-system' }], ports: DNS },
      {
        ...(apiServerCidrs.length > 0 && { peers: apiServerCidrs.map((cidr) => ({ cidr })) }),
        ports: [tcp(...apiServerPorts)],
      },
    ]);
    // Kubelets come from addresses that no pod has.
    policy('Health', `${OPERATOR}-health`, [{ ports: [tcp(OperatorPort.HEALTH)] }]);
    if (metricsFrom.length > 0) {
      const peers = metricsFrom.map((from) => ({ namespace: from }));
      policy('Metrics', `${OPERATOR}-metrics`, [{ peers, ports: [tcp(OperatorPort.METRICS)] }]);
    }
  }
}
