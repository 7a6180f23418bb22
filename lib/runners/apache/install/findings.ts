import { checkDnsLabel, checkDnsSubdomain } from '../../../core/names';
import { mebibytes } from '../../../core/quantities';
import type { Finding } from '../../../core/rules';
import { parseCidr } from '../../../kube/network-policy';
import { APACHE_RULES as RULES } from '../rules';
import { OWNED_PROPERTIES, PROPERTY_PREFIX } from './configuration';
import type { ApacheOperatorNetwork, ApacheSparkOperatorProps } from './props';

const SMALLEST_SERVER_MIB = 512;

/** Findings for an installation. */
export function installFindings(namespace: string, props: ApacheSparkOperatorProps): Finding[] {
  const jobNamespaces = props.jobNamespaces.map(({ namespaceName }) => namespaceName);
  return [
    ...namespaceFindings(namespace, jobNamespaces),
    ...jobNamespaceFindings(jobNamespaces),
    ...serverFindings(props),
    ...propertyFindings(props.properties ?? {}),
    ...networkFindings(props.network ?? {}),
    ...(props.imagePullSecrets ?? []).flatMap((name, i) => checkDnsSubdomain(`imagePullSecrets[${i}]`, name)),
  ];
}

function namespaceFindings(namespace: string, jobNamespaces: readonly string[]): Finding[] {
  const taken = namespace === 'default' || namespace.startsWith('kube-') || jobNamespaces.includes(namespace);
  return taken
    ? [{ rule: RULES.installNamespace, at: 'namespace', value: namespace }]
    : checkDnsLabel('namespace', namespace);
}

function jobNamespaceFindings(names: readonly string[]): Finding[] {
  if (names.length === 0) return [{ rule: RULES.jobNamespaces, at: 'jobNamespaces', value: names }];
  return names.flatMap((name, i) =>
    names.indexOf(name) < i
      ? [{ rule: RULES.jobNamespaces, at: `jobNamespaces[${i}]`, value: name, because: 'it stands twice' }]
      : checkDnsLabel(`jobNamespaces[${i}]`, name),
  );
}

function serverFindings({ replicas = 1, cpu = 1, memory }: ApacheSparkOperatorProps): Finding[] {
  const mib = memory === undefined ? SMALLEST_SERVER_MIB : mebibytes(memory);
  return [
    ...(Number.isInteger(replicas) && replicas >= 1 ? [] : [{ rule: RULES.replicas, at: 'replicas', value: replicas }]),
    ...(cpu > 0 && Math.abs(cpu * 1000 - Math.round(cpu * 1000)) < 1e-6
      ? []
      : [{ rule: RULES.serverResources, at: 'cpu', value: cpu }]),
    ...(Number.isInteger(mib) && mib >= SMALLEST_SERVER_MIB
      ? []
      : [{ rule: RULES.serverResources, at: 'memory', value: `${mib} MiB` }]),
  ];
}

function propertyFindings(properties: { readonly [key: string]: string }): Finding[] {
  return Object.entries(properties).flatMap(([key, value]): Finding[] => {
    const at = `properties["${key}"]`;
    const owner = OWNED_PROPERTIES[key];
    if (owner !== undefined) return [{ rule: RULES.propertyOwned, at, value, because: `it follows from ${owner}` }];
    return key.startsWith(PROPERTY_PREFIX) ? [] : [{ rule: RULES.propertyUnknown, at, value }];
  });
}

function networkFindings({ metricsFrom = [], apiServerCidrs = [], apiServerPorts }: ApacheOperatorNetwork): Finding[] {
  const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65535;
  return [
    ...metricsFrom.flatMap((name, i) => checkDnsLabel(`network.metricsFrom[${i}]`, name)),
    ...apiServerCidrs.flatMap((value, i) =>
      parseCidr(value) === undefined ? [{ rule: RULES.networkPeer, at: `network.apiServerCidrs[${i}]`, value }] : [],
    ),
    ...(apiServerPorts === undefined || (apiServerPorts.length > 0 && apiServerPorts.every(isPort))
      ? []
      : [{ rule: RULES.networkPeer, at: 'network.apiServerPorts', value: apiServerPorts }]),
  ];
}
