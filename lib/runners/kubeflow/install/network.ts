import { Construct } from 'constructs';
import { Label } from '../../../core/labels';
import {
  ALL_PODS,
  networkPolicy,
  type PodChoice,
  type PolicyRow,
  tcp,
  TO_DNS,
  toApiServer,
} from '../../../kube/network-policy';
import { KubeflowPort } from './names';
import type { KubeflowNetwork } from './props';

const part = (name: string): PodChoice => ({ label: Label.COMPONENT, in: [name] });

/** What the policies have to know. */
export interface KubeflowNetworkSpec {
  readonly operator: string;
  readonly namespace: string;
  readonly network: KubeflowNetwork;
  readonly webhook: boolean;
  /** Whether the whole namespace is the operator's. */
  readonly ownNamespace: boolean;
}

/** Closes the pods of the operator but for what they need. */
export class KubeflowNetworkPolicies extends Construct {
  public constructor(scope: Construct, id: string, spec: KubeflowNetworkSpec) {
    super(scope, id);
    const { operator, namespace, network } = spec;
    const { metricsFrom = [], webhookFrom = [], controllerEgress = [] } = network;
    const ours: PodChoice = { label: Label.INSTANCE, in: [operator] };
    const policy = (childId: string, name: string, pods: PodChoice, rows: { in?: PolicyRow[]; out?: PolicyRow[] }) =>
      networkPolicy(this, childId, {
        name: `${operator}-${name}`,
        namespace,
        pods,
        ...(rows.in && { ingress: rows.in }),
        ...(rows.out && { egress: rows.out }),
      });
    policy('Resource', 'default-deny', spec.ownNamespace ? ALL_PODS : ours, { in: [], out: [] });
    policy('Egress', 'egress', ours, {
      out: [TO_DNS, toApiServer(network)],
    });
    // Kubelets and, on many clusters, the API server come from addresses that no pod has.
    policy('Health', 'health', ours, { in: [{ ports: [tcp(KubeflowPort.HEALTH)] }] });
    if (spec.webhook) {
      const peers = webhookFrom.map((cidr) => ({ cidr }));
      const row = { ...(peers.length > 0 && { peers }), ports: [tcp(KubeflowPort.WEBHOOK)] };
      policy('Webhook', 'webhook', part('webhook'), { in: [row] });
    }
    if (metricsFrom.length > 0) {
      const peers = metricsFrom.map((from) => ({ namespace: from }));
      policy('Metrics', 'metrics', ours, { in: [{ peers, ports: [tcp(KubeflowPort.METRICS)] }] });
    }
    if (controllerEgress.length > 0) {
      const rows = controllerEgress.map((way) => ({ peers: [way], ports: [tcp(...way.ports)] }));
      policy('ControllerEgress', 'controller-egress', part('controller'), { out: rows });
    }
  }
}
