import type { Construct } from 'constructs';
import { checkDnsLabel, checkLabels } from '../core/names';
import type { Finding } from '../core/rules';
import {
  ALL_PODS,
  isInside,
  type NetworkPeer,
  networkPolicy,
  parseCidr,
  type PolicyRow,
  tcp,
  TO_DNS,
} from './network-policy';
import type { KubeObject } from './object';
import { NETWORK_RULES } from './rules';

/** A way out for a server: an object store, a database, a directory of users. */
export interface SparkServerOpening extends NetworkPeer {
  /** Ports that the other side really listens on, which may differ from those of its Service. */
  readonly ports: number[];
}

/** Who may reach a server, and whom it may reach. */
export interface SparkServerNetwork {
  /** Who may call it: the ingress controller, notebooks, jobs. @default - nobody */
  readonly clients?: NetworkPeer[];
  /** Ways out beside DNS. @default - none */
  readonly egress?: SparkServerOpening[];
}

/** One policy of a server, for the pods with all of these labels. */
export interface ServerPolicySpec {
  readonly name: string;
  readonly namespace: string;
  readonly pods: { readonly [key: string]: string };
  readonly ingress: readonly PolicyRow[];
  /** @default - not touched: other policies of the namespace decide */
  readonly egress?: readonly PolicyRow[];
}

/** Closes the pods of a server but for these rows. */
export function serverPolicy(scope: Construct, id: string, spec: ServerPolicySpec): KubeObject {
  const policy = networkPolicy(scope, id, { ...spec, pods: ALL_PODS });
  policy.override('/spec/podSelector/matchLabels', { ...spec.pods });
  return policy;
}

/** Callers of a port; a row without peers would let everybody in, so that no caller means no row. */
export function callers(peers: readonly NetworkPeer[], ...ports: number[]): PolicyRow[] {
  return peers.length === 0 ? [] : [{ peers, ports: [tcp(...ports)] }];
}

/** Ways out: DNS, and what was named. */
export function waysOut(openings: readonly SparkServerOpening[]): PolicyRow[] {
  return [TO_DNS, ...openings.map((way) => ({ peers: [way], ports: [tcp(...way.ports)] }))];
}

/** Findings for a server's network. */
export function networkFindings({ clients = [], egress = [] }: SparkServerNetwork): Finding[] {
  return [
    ...clients.flatMap((peer, i) => peerFindings(`network.clients[${i}]`, peer)),
    ...egress.flatMap((way, i) => [
      ...peerFindings(`network.egress[${i}]`, way),
      ...(way.ports.length > 0 && way.ports.every(isPort)
        ? []
        : [{ rule: NETWORK_RULES.ports, at: `network.egress[${i}].ports`, value: way.ports }]),
    ]),
  ];
}

/** Findings for the other end of a connection. */
export function peerFindings(at: string, peer: NetworkPeer): Finding[] {
  const { namespace, podLabels = {}, cidr, except = [] } = peer;
  const wrong = (value: unknown, because: string): Finding[] => [{ rule: NETWORK_RULES.peer, at, value, because }];
  const isPods = namespace !== undefined || Object.keys(podLabels).length > 0;
  if (isPods === (cidr !== undefined)) return wrong(peer, 'exactly one kind of peer');
  if (cidr !== undefined) {
    if (parseCidr(cidr) === undefined) return wrong(cidr, 'this is no range such as 10.0.0.0/8');
    return except.filter((inner) => !isInside(inner, cidr)).flatMap((inner) => wrong(inner, `outside of ${cidr}`));
  }
  return [
    ...(except.length > 0 ? wrong(except, 'except belongs to cidr') : []),
    ...(namespace === undefined ? [] : checkDnsLabel(`${at}.namespace`, namespace)),
    ...checkLabels(`${at}.podLabels`, podLabels),
  ];
}

/** Whether it can be a TCP port. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}
