import type { Construct } from 'constructs';
import {
  ALL_PODS,
  networkPolicy,
  type PodChoice,
  type PolicyRow,
  tcp,
  TO_DNS,
  toApiServer,
} from '../../kube/network-policy';
import { Label } from '../../core/labels';
import { REST_PORT, WEB_PORT, WEBHOOK_PORT } from './servers';
import type { YuniKornNetwork } from './yunikorn-props';

const SCHEDULER: PodChoice = { label: Label.COMPONENT, in: ['scheduler'] };
const ADMISSION: PodChoice = { label: Label.COMPONENT, in: ['admission'] };

/** What is installed, and who may reach it beyond what the servers need among themselves. */
export interface NetworkOptions {
  readonly namespace: string;
  readonly network: YuniKornNetwork;
  readonly admission: boolean;
  readonly webUi: boolean;
}

/**
 * Closes the namespace but for: the API server to the webhook, from everywhere unless its addresses are told; the
 * admission controller to the scheduler; both to the API server and DNS.
 */
export function yunikornPolicies(scope: Construct, options: NetworkOptions): void {
  const { namespace, network, admission, webUi } = options;
  const { metricsFrom = [], admissionFrom = [] } = network;
  const policy = (id: string, name: string, pods: PodChoice, ingress?: PolicyRow[], egress?: PolicyRow[]): void => {
    networkPolicy(scope, id, { name, namespace, pods, ...(ingress && { ingress }), ...(egress && { egress }) });
  };
  const readers: PolicyRow[] = [
    ...(admission ? [{ peers: [ADMISSION], ports: [tcp(REST_PORT)] }] : []),
    ...(metricsFrom.length === 0
      ? []
      : [
          {
            peers: metricsFrom.map((name) => ({ namespace: name })),
            ports: [tcp(...(webUi ? [REST_PORT, WEB_PORT] : [REST_PORT]))],
          },
        ]),
  ];
  policy('DefaultDeny', 'default-deny', ALL_PODS, [], []);
  policy('Outward', 'yunikorn-outward', ALL_PODS, undefined, [toApiServer(network), TO_DNS]);
  if (readers.length > 0) policy('Rest', 'yunikorn-rest', SCHEDULER, readers);
  if (!admission) return;
  const callers = admissionFrom.map((cidr) => ({ cidr }));
  policy(
    'Webhook',
    'yunikorn-webhook',
    ADMISSION,
    [{ ...(callers.length > 0 && { peers: callers }), ports: [tcp(WEBHOOK_PORT)] }],
    [{ peers: [SCHEDULER], ports: [tcp(REST_PORT)] }],
  );
}
