import type { Construct } from 'constructs';
import {
  ALL_PODS,
  NetworkProtocol,
  networkPolicy,
  tcp,
  type PodChoice,
  type PolicyPorts,
  type PolicyRow,
} from '../../kube/network-policy';
import { Label } from '../../core/labels';
import { REST_PORT, WEB_PORT, WEBHOOK_PORT } from './servers';

/** Policies act behind the Service: there the API server has its own port, 6443 unless the cluster says otherwise. */
const API_SERVER = [443, 6443];
const DNS: readonly PolicyPorts[] = [
  { protocol: NetworkProtocol.UDP, ports: [53] },
  { protocol: NetworkProtocol.TCP, ports: [53] },
];
const SCHEDULER: PodChoice = { label: Label.COMPONENT, in: ['scheduler'] };
const ADMISSION: PodChoice = { label: Label.COMPONENT, in: ['admission'] };

/** Who may reach the servers, beyond what they need among themselves. */
export interface NetworkOptions {
  readonly namespace: string;
  /** Namespaces that may read the scheduler's REST interface. */
  readonly restFrom: readonly string[];
  readonly admission: boolean;
  readonly webUi: boolean;
}

/**
 * Closes the namespace but for: everybody to the webhook, which the API server calls from an address that no policy can
 * name; the admission controller to the scheduler; both to the API server and DNS.
 */
export function yunikornPolicies(scope: Construct, options: NetworkOptions): void {
  const { namespace, restFrom, admission, webUi } = options;
  const policy = (id: string, name: string, pods: PodChoice, ingress?: PolicyRow[], egress?: PolicyRow[]): void => {
    networkPolicy(scope, id, { name, namespace, pods, ...(ingress && { ingress }), ...(egress && { egress }) });
  };
  const readers: PolicyRow[] = [
    ...(admission ? [{ peers: [ADMISSION], ports: [tcp(REST_PORT)] }] : []),
    ...(restFrom.length === 0
      ? []
      : [
          {
            peers: restFrom.map((name) => ({ namespace: name })),
            ports: [tcp(...(webUi ? [REST_PORT, WEB_PORT] : [REST_PORT]))],
          },
        ]),
  ];
  policy('DefaultDeny', 'default-deny', ALL_PODS, [], []);
  policy('Outward', 'yunikorn-outward', ALL_PODS, undefined, [
    { ports: [tcp(...API_SERVER)] },
    { peers: [{ namespace: 'kube-system' }], ports: DNS },
  ]);
  if (readers.length > 0) policy('Rest', 'yunikorn-rest', SCHEDULER, readers);
  if (!admission) return;
  policy(
    'Webhook',
    'yunikorn-webhook',
    ADMISSION,
    [{ ports: [tcp(WEBHOOK_PORT)] }],
    [{ peers: [SCHEDULER], ports: [tcp(REST_PORT)] }],
  );
}
