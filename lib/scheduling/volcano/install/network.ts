import { Construct } from 'constructs';
import {
  ALL_PODS,
  NetworkProtocol,
  networkPolicy,
  tcp,
  type PodChoice,
  type PolicyRow,
} from '../../../kube/network-policy';
import { Label } from '../../../core/labels';
import { VolcanoPort } from './names';
import type { VolcanoNetwork } from './props';

/** Policies act behind the Service: there the API server has its own port, 6443 unless the cluster says otherwise. */
const API_SERVER = [443, 6443];
const DNS = [NetworkProtocol.UDP, NetworkProtocol.TCP].map((protocol) => ({ protocol, ports: [53] }));

const part = (...names: string[]): PodChoice => ({ label: Label.COMPONENT, in: names });

/** Closes Volcano's namespace but for what its servers need. */
export class VolcanoNetworkPolicies extends Construct {
  public constructor(scope: Construct, id: string, namespace: string, network: VolcanoNetwork, admission: boolean) {
    super(scope, id);
    const { metricsFrom = [], schedulerEgress = [], admissionFrom = [] } = network;
    const policy = (id: string, name: string, pods: PodChoice, ingress?: PolicyRow[], egress?: PolicyRow[]): void => {
      networkPolicy(this, id, { name, namespace, pods, ...(ingress && { ingress }), ...(egress && { egress }) });
    };
    policy('Resource', 'default-deny', ALL_PODS, [], []);
    policy('Egress', 'volcano-egress', ALL_PODS, undefined, [
      { peers: [{ namespace: 'kube-system' }], ports: DNS },
      apiServer(network),
    ]);
    // Kubelets and, on many clusters, the API server come from addresses that no pod has.
    policy('Health', 'volcano-health', part('scheduler', 'controllers', 'admission'), [
      { ports: [tcp(VolcanoPort.HEALTH)] },
    ]);
    if (admission) {
      const peers = admissionFrom.map((cidr) => ({ cidr }));
      policy('Admission', 'volcano-admission', part('admission'), [
        { ...(peers.length > 0 && { peers }), ports: [tcp(VolcanoPort.ADMISSION)] },
      ]);
    }
    if (metricsFrom.length > 0) {
      const peers = metricsFrom.map((from) => ({ namespace: from }));
      const { SCHEDULER_METRICS, CONTROLLERS_METRICS } = VolcanoPort;
      policy('SchedulerMetrics', 'volcano-scheduler-metrics', part('scheduler'), [
        { peers, ports: [tcp(SCHEDULER_METRICS)] },
      ]);
      policy('ControllersMetrics', 'volcano-controllers-metrics', part('controllers'), [
        { peers, ports: [tcp(CONTROLLERS_METRICS)] },
      ]);
    }
    if (schedulerEgress.length > 0) {
      const rows = schedulerEgress.map((way) => ({ peers: [way], ports: [tcp(...way.ports)] }));
      policy('SchedulerEgress', 'volcano-scheduler-egress', part('scheduler'), undefined, rows);
    }
  }
}

function apiServer({ apiServerCidrs, apiServerPorts = API_SERVER }: VolcanoNetwork): PolicyRow {
  const ports = [tcp(...apiServerPorts)];
  return apiServerCidrs?.length ? { peers: apiServerCidrs.map((cidr) => ({ cidr })), ports } : { ports };
}
