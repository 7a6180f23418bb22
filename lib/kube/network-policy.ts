import { BlockList, isIP } from 'node:net';
import type { ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { KubeObject } from './object';

/** Transport protocol of a port. */
export enum NetworkProtocol {
  TCP = 'TCP',
  UDP = 'UDP',
}

/** The other end of a connection: pods, or addresses outside the cluster. */
export interface NetworkPeer {
  /** Namespace of the peer's pods. @default - the policy's own namespace if `podLabels` is given */
  readonly namespace?: string;
  /** Labels of the peer's pods, all of them. @default - every pod of the namespace */
  readonly podLabels?: { readonly [key: string]: string };
  /** Range of addresses such as `10.0.0.0/8`; excludes `namespace` and `podLabels`. @default - pods are meant */
  readonly cidr?: string;
  /** Ranges inside `cidr` that stay closed. @default - none */
  readonly except?: string[];
}

/** Ports of one protocol. */
export interface PolicyPorts {
  readonly protocol: NetworkProtocol;
  readonly ports: readonly number[];
}

/** One row of a policy: every peer may use every port; without ports, all there are. Without peers, everybody may. */
export interface PolicyRow {
  readonly peers?: readonly PolicyPeer[];
  readonly ports: readonly PolicyPorts[];
}

/** A peer, or pods chosen by a label that has one of several values. */
export type PolicyPeer = NetworkPeer | PodChoice;

/** Pods with one of the values of a label; without a label every pod. */
export interface PodChoice {
  readonly label?: string;
  readonly in: readonly string[];
}

/** A NetworkPolicy in the few words that this package needs. A direction that is absent is not touched. */
export interface NetworkPolicySpec {
  readonly name: string;
  readonly namespace: string;
  readonly pods: PodChoice;
  readonly ingress?: readonly PolicyRow[];
  readonly egress?: readonly PolicyRow[];
}

/** Every pod of the namespace. */
export const ALL_PODS: PodChoice = { in: [] };

/** TCP on these ports. */
export function tcp(...ports: number[]): PolicyPorts {
  return { protocol: NetworkProtocol.TCP, ports };
}

/** To the names of the cluster: its DNS is in kube-system. */
export const TO_DNS: PolicyRow = {
  peers: [{ namespace: 'kube-system' }],
  ports: [
    { protocol: NetworkProtocol.UDP, ports: [53] },
    { protocol: NetworkProtocol.TCP, ports: [53] },
  ],
};

/** Where the API server is. Policies act behind the Service: there it has its own port, 6443 unless the cluster says otherwise. */
export interface ApiServerAddress {
  /** @default - every address */
  readonly apiServerCidrs?: readonly string[];
  /** @default [443, 6443] */
  readonly apiServerPorts?: readonly number[];
}

/** To the API server. */
export function toApiServer({ apiServerCidrs = [], apiServerPorts = [443, 6443] }: ApiServerAddress): PolicyRow {
  const ports = [tcp(...apiServerPorts)];
  return apiServerCidrs.length > 0 ? { peers: apiServerCidrs.map((cidr) => ({ cidr })), ports } : { ports };
}

/** Makes the NetworkPolicy. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export function networkPolicy(scope: Construct, id: string, spec: NetworkPolicySpec): KubeObject {
  const { name, namespace, pods, ingress, egress } = spec;
  const manifest = k8s.KubeNetworkPolicy.manifest({
    metadata: { name, namespace },
    spec: {
      podSelector: selector(pods),
      policyTypes: [...(ingress ? ['Ingress'] : []), ...(egress ? ['Egress'] : [])],
      ...(ingress?.length && { ingress: ingressRows(ingress) }),
      ...(egress?.length && { egress: egressRows(egress) }),
    },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** Address and prefix length of a CIDR, or undefined if it is none. */
export function parseCidr(cidr: string): { readonly address: string; readonly prefix: number } | undefined {
  const [, address = '', digits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? [];
  const family = isIP(address);
  const prefix = Number(digits);
  return family !== 0 && prefix <= (family === 4 ? 32 : 128) ? { address, prefix } : undefined;
}

/** Whether `inner` is a part of `outer` and not the whole: the API server asks that of `except`. */
export function isInside(inner: string, outer: string): boolean {
  const [a, b] = [parseCidr(inner), parseCidr(outer)];
  if (!a || !b || isIP(a.address) !== isIP(b.address) || a.prefix <= b.prefix) return false;
  const family = isIP(b.address) === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(b.address, b.prefix, family);
  return block.check(a.address, family);
}

/** Rows of ingress, as Kubernetes takes them. */
export function ingressRows(rows: readonly PolicyRow[]): k8s.NetworkPolicyIngressRule[] {
  return rows.map((row) => ({ ...from(row), ...ports(row) }));
}

/** Rows of egress, as Kubernetes takes them. */
export function egressRows(rows: readonly PolicyRow[]): k8s.NetworkPolicyEgressRule[] {
  return rows.map((row) => ({ ...to(row), ...ports(row) }));
}

function from(row: PolicyRow): { from?: k8s.NetworkPolicyPeer[] } {
  return row.peers ? { from: row.peers.map(peer) } : {};
}

function to(row: PolicyRow): { to?: k8s.NetworkPolicyPeer[] } {
  return row.peers ? { to: row.peers.map(peer) } : {};
}

/** An empty list means every port, and the API server would write it otherwise. */
function ports(row: PolicyRow): { ports?: k8s.NetworkPolicyPort[] } {
  if (row.ports.length === 0) return {};
  return {
    ports: row.ports.flatMap(({ protocol, ports: numbers }) =>
      numbers.map((port) => ({ protocol, port: k8s.IntOrString.fromNumber(port) })),
    ),
  };
}

function peer(end: PolicyPeer): k8s.NetworkPolicyPeer {
  if ('in' in end) return { podSelector: selector(end) };
  const { namespace, podLabels, cidr, except } = end;
  if (cidr !== undefined) return { ipBlock: { cidr, ...(except?.length && { except: [...except] }) } };
  return {
    ...(namespace !== undefined && {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    }),
    ...(podLabels && { podSelector: { matchLabels: { ...podLabels } } }),
  };
}

function selector(pods: PodChoice): k8s.LabelSelector {
  if (pods.label === undefined) return {};
  if (pods.in.length === 1) return { matchLabels: { [pods.label]: pods.in[0] as string } };
  return { matchExpressions: [{ key: pods.label, operator: 'In', values: [...pods.in] }] };
}
