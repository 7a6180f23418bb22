import type { Size } from 'cdk8s';
import { checkDnsLabel, checkDnsSubdomain } from '../core/names';
import { mebibytes } from '../core/quantities';
import type { Finding } from '../core/rules';
import { parseCidr } from '../kube/network-policy';
import { CONTROLLER_RULES as RULES } from './rules';

/** What the installations of this room have in common. */
export interface Installation {
  readonly namespace: string;
  readonly replicas?: number;
  readonly cpu?: number;
  readonly memory?: Size;
  /** Lists of ranges, namespaces (`…From`) and ports (`…Ports`) by the names of their properties. */
  readonly network: object;
  readonly images?: { readonly pullSecrets?: readonly string[] };
}

const SMALLEST_SERVER = 64;

/** Findings for an installation. */
export function installFindings({ namespace, replicas, cpu, memory, network, images }: Installation): Finding[] {
  const mib = memory && mebibytes(memory);
  const taken = namespace === 'default' || namespace.startsWith('kube-');
  return [
    ...(taken
      ? [{ rule: RULES.installNamespace, at: 'namespace', value: namespace }]
      : checkDnsLabel('namespace', namespace)),
    ...(replicas === undefined || (Number.isInteger(replicas) && replicas >= 1)
      ? []
      : [{ rule: RULES.replicas, at: 'replicas', value: replicas }]),
    ...(cpu === undefined || (cpu > 0 && Math.abs(cpu * 1000 - Math.round(cpu * 1000)) < 1e-6)
      ? []
      : [{ rule: RULES.serverResources, at: 'cpu', value: cpu }]),
    ...(mib === undefined || (Number.isInteger(mib) && mib >= SMALLEST_SERVER)
      ? []
      : [{ rule: RULES.serverResources, at: 'memory', value: `${mib} MiB` }]),
    ...Object.entries(network).flatMap(([prop, values]) =>
      Array.isArray(values) ? values.flatMap((value, i) => ofPeer(prop, `network.${prop}[${i}]`, value)) : [],
    ),
    ...(images?.pullSecrets ?? []).flatMap((name, i) => checkDnsSubdomain(`images.pullSecrets[${i}]`, name)),
  ];
}

function ofPeer(prop: string, at: string, value: unknown): Finding[] {
  if (prop.endsWith('From')) return checkDnsLabel(at, String(value));
  const isPort = Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65535;
  const fits = prop.endsWith('Ports') ? isPort : parseCidr(String(value)) !== undefined;
  return fits ? [] : [{ rule: RULES.networkPeer, at, value }];
}
