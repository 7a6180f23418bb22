import { Construct } from 'constructs';
import {
  ALL_PODS,
  networkPolicy,
  type PodChoice,
  type PolicyRow,
  tcp,
  TO_DNS,
  toApiServer,
} from '../../../kube/network-policy';
import { Label } from '../../../core/labels';
import { VolcanoPort } from './names';
import type { VolcanoNetwork } from './props';

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
    policy('Egress', 'volcano-egress', ALL_PODS, undefined, [TO_DNS, toApiServer(network)]);
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
