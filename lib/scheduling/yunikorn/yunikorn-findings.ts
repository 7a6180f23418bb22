import { checkDnsLabel, checkDnsSubdomain } from '../../core/names';
import { mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { parseCidr } from '../../kube/network-policy';
import { resourceFindings } from '../../kube/resources';
import { whoFindings } from './queue-names';
import { YUNIKORN_RULES } from './rules';
import { processedFindings } from './settings';
import type { YuniKornAdmission, YuniKornNetwork, YuniKornProps, YuniKornServer } from './yunikorn-props';

const SMALLEST_SERVER = 64;

/** Findings for an installation. Queues have findings of their own. */
export function yunikornFindings(name: string, props: YuniKornProps): Finding[] {
  const { namespaces = [], placementRules = [] } = props;
  return [
    ...(name === 'default' || name.startsWith('kube-')
      ? [{ rule: YUNIKORN_RULES.reservedNamespace, at: 'namespace', value: name }]
      : checkDnsLabel('namespace', name)),
    ...processedFindings(namespaces, name),
    ...placementRules.flatMap((rule, i) => rule._findings(`placementRules[${i}]`)),
    ...whoFindings('submitters', props.submitters ?? {}),
    ...whoFindings('admins', props.admins ?? {}),
    ...serverFindings('scheduler', props.scheduler),
    ...admissionFindings(props.admission),
    ...networkFindings(props.network),
    ...(props.images?.pullSecrets ?? []).flatMap((one, i) => checkDnsSubdomain(`images.pullSecrets[${i}]`, one)),
  ];
}

/** What is allowed, and rarely meant. @param processed Namespaces that are handed over indeed. */
export function yunikornWarnings(processed: readonly string[], props: YuniKornProps): Finding[] {
  if (processed.length > 0) return [];
  const { submitters, admins, namespaces } = props;
  return Object.entries({ submitters, admins, namespaces })
    .filter(([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0))
    .map(([at, value]) => ({ rule: YUNIKORN_RULES.usersUnknown, at, value }));
}

function serverFindings(at: string, { cpu, memory }: YuniKornServer = {}): Finding[] {
  const found = resourceFindings(at, { ...(cpu !== undefined && { cpu }), ...(memory && { memory }) });
  if (found.length > 0) return found;
  const mib = memory && mebibytes(memory);
  return [
    ...(cpu === 0 ? [{ rule: YUNIKORN_RULES.serverResources, at: `${at}.cpu`, value: cpu }] : []),
    ...(mib !== undefined && mib < SMALLEST_SERVER
      ? [{ rule: YUNIKORN_RULES.serverResources, at: `${at}.memory`, value: `${mib} MiB` }]
      : []),
  ];
}

function admissionFindings(admission: YuniKornAdmission = {}): Finding[] {
  const { enabled = true, ...server } = admission;
  if (!enabled) {
    return Object.entries(server)
      .filter(([, value]) => value !== undefined)
      .map(([prop, value]) => ({
        rule: YUNIKORN_RULES.admissionOff,
        at: `admission.${prop}`,
        value: typeof value === 'object' ? prop : value,
      }));
  }
  const { replicas } = server;
  return [
    ...serverFindings('admission', server),
    ...(replicas === undefined || (Number.isInteger(replicas) && replicas >= 1)
      ? []
      : [{ rule: YUNIKORN_RULES.replicas, at: 'admission.replicas', value: replicas }]),
  ];
}

function networkFindings(network: YuniKornNetwork = {}): Finding[] {
  const { metricsFrom = [], apiServerCidrs = [], admissionFrom = [], apiServerPorts: ports } = network;
  const isOpen = ports === undefined || (ports.length > 0 && ports.every(isPort));
  return [
    ...metricsFrom.flatMap((from, i) => checkDnsLabel(`network.metricsFrom[${i}]`, from)),
    ...cidrFindings('network.apiServerCidrs', apiServerCidrs),
    ...cidrFindings('network.admissionFrom', admissionFrom),
    ...(isOpen ? [] : [{ rule: YUNIKORN_RULES.networkPeer, at: 'network.apiServerPorts', value: ports }]),
  ];
}

function cidrFindings(at: string, cidrs: readonly string[]): Finding[] {
  return cidrs.flatMap((cidr, i) =>
    parseCidr(cidr) === undefined ? [{ rule: YUNIKORN_RULES.networkPeer, at: `${at}[${i}]`, value: cidr }] : [],
  );
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}
