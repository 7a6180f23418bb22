import { checkDnsLabel, checkLabels, DNS_LABEL_MAX } from '../core/names';
import type { Finding } from '../core/rules';
import { isInside, NetworkProtocol, parseCidr, type NetworkPeer, type PolicyRow } from '../kube/network-policy';
import { PLATFORM_RULES } from './rules';

/** A way for Spark's pods out of the tenant, or into them. Its policy is named after it. */
export interface NetworkOpening extends NetworkPeer {
  /** What is behind it: `minio`, `metastore`. A DNS label. */
  readonly name: string;
  /** Ports that the receiving pods really listen on, which may differ from those of their Service. */
  readonly ports: number[];
  /** Protocol of the ports. @default NetworkProtocol.TCP */
  readonly protocol?: NetworkProtocol;
  /** Whether it is for the driver alone, executors staying closed. @default false */
  readonly driverOnly?: boolean;
}

/** An opening as a row of its policy. */
export function rowOf(opening: NetworkOpening): PolicyRow {
  return { peers: [opening], ports: [{ protocol: opening.protocol ?? NetworkProtocol.TCP, ports: opening.ports }] };
}

/** Findings for the openings of one direction. */
export function checkOpenings(at: string, openings: readonly NetworkOpening[]): Finding[] {
  const names = openings.map(({ name }) => name);
  return openings.flatMap((opening, i) => [
    ...checkDnsLabel(`${at}[${i}].name`, opening.name),
    ...(names.indexOf(opening.name) < i
      ? [{ rule: PLATFORM_RULES.openingName, at: `${at}[${i}].name`, value: opening.name }]
      : []),
    ...checkPorts(`${at}[${i}].ports`, opening.ports),
    ...checkPeer(`${at}[${i}]`, opening),
  ]);
}

/** Findings for ports: an empty list would open all of them. */
export function checkPorts(at: string, ports: readonly number[]): Finding[] {
  if (ports.length === 0) return [{ rule: PLATFORM_RULES.openingPorts, at, value: ports }];
  return ports
    .filter((port) => !Number.isInteger(port) || port < 1 || port > 65535)
    .map((port) => ({ rule: PLATFORM_RULES.openingPorts, at, value: port }));
}

/** Findings for a range of addresses. */
export function checkCidr(at: string, cidr: string): Finding[] {
  return parseCidr(cidr) === undefined ? [{ rule: PLATFORM_RULES.cidr, at, value: cidr }] : [];
}

function checkPeer(at: string, { namespace, podLabels, cidr, except = [] }: NetworkPeer): Finding[] {
  const isPods = namespace !== undefined || (podLabels !== undefined && Object.keys(podLabels).length > 0);
  if (cidr === undefined) {
    if (!isPods) return [{ rule: PLATFORM_RULES.openingPeer, at, value: podLabels }];
    return [
      ...(namespace === undefined ? [] : checkDnsLabel(`${at}.namespace`, namespace, DNS_LABEL_MAX)),
      ...checkLabels(`${at}.podLabels`, podLabels ?? {}),
      ...(except.length > 0
        ? [{ rule: PLATFORM_RULES.exceptOutsideCidr, at: `${at}.except`, value: except, because: 'there is no cidr' }]
        : []),
    ];
  }
  if (isPods) return [{ rule: PLATFORM_RULES.openingPeerTwice, at, value: { namespace, podLabels, cidr } }];
  return [
    ...checkCidr(`${at}.cidr`, cidr),
    ...except.flatMap((inner, i) =>
      isInside(inner, cidr)
        ? []
        : [
            {
              rule: PLATFORM_RULES.exceptOutsideCidr,
              at: `${at}.except[${i}]`,
              value: inner,
              because: `cidr is ${cidr}`,
            },
          ],
    ),
  ];
}
