import { Construct } from 'constructs';
import { ALL_PODS, networkPolicy, type PolicyRow, tcp, TO_DNS, toApiServer } from '../../../kube/network-policy';
import { OPERATOR, OperatorPort } from './names';
import type { ApacheOperatorNetwork } from './props';

/** Closes the operator's namespace but for what it needs. It asks drivers nothing: it reads their pods. */
export class OperatorNetworkPolicies extends Construct {
  public constructor(scope: Construct, id: string, namespace: string, network: ApacheOperatorNetwork) {
    super(scope, id);
    const { metricsFrom = [] } = network;
    const policy = (id: string, name: string, ingress?: PolicyRow[], egress?: PolicyRow[]): void => {
      const directions = { ...(ingress && { ingress }), ...(egress && { egress }) };
      networkPolicy(this, id, { name, namespace, pods: ALL_PODS, ...directions });
    };
    policy('Resource', 'default-deny', [], []);
    policy('Egress', `${OPERATOR}-egress`, undefined, [TO_DNS, toApiServer(network)]);
    // Kubelets come from addresses that no pod has.
    policy('Health', `${OPERATOR}-health`, [{ ports: [tcp(OperatorPort.HEALTH)] }]);
    if (metricsFrom.length > 0) {
      const peers = metricsFrom.map((from) => ({ namespace: from }));
      policy('Metrics', `${OPERATOR}-metrics`, [{ peers, ports: [tcp(OperatorPort.METRICS)] }]);
    }
  }
}
