import { ApiObject, Size } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { checkDnsLabel, checkDnsSubdomain, checkKeys } from '../../core/names';
import { mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { parseCidr } from '../../kube/network-policy';
import { NETWORK_RULES } from '../../kube/rules';
import { isPort, networkFindings } from '../../kube/server-network';
import { isCores, isTenant } from '../loki/findings';
import { MOST_LABELS } from '../loki/limits';
import { Loki } from '../loki/loki';
import { INDEX_LABELS, METADATA_LABELS, PER_POD_LABELS, SOURCE_LABELS } from './labels';
import { LogCollection, type LogCollectorProps } from './props';
import { redactionFindings } from './redaction';
import { LOG_RULES as RULES } from './rules';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
/** `-events` is appended for the second workload. */
const LONGEST_NAME = 45;

/** Everything wrong with a collector. */
export function collectorFindings(
  scope: IConstruct,
  name: string,
  namespace: string,
  props: LogCollectorProps,
): Finding[] {
  const { cores, memory = Size.mebibytes(128), memoryLimit, network = {}, imagePullSecrets = [], namespaces } = props;
  const [requests, limits] = [mebibytes(memory), memoryLimit === undefined ? undefined : mebibytes(memoryLimit)];
  const wholeMemory = Number.isInteger(requests) && requests >= 64 && (limits === undefined || limits >= requests);
  return [
    ...checkDnsLabel('name', name, LONGEST_NAME),
    ...lokiFindings(props),
    ...(namespaces?.length === 0 ? [{ rule: RULES.namespaces, at: 'namespaces', value: [] }] : []),
    ...(namespaces ?? []).flatMap((one, i) => checkDnsLabel(`namespaces[${i}]`, one)),
    ...labelFindings(props),
    ...redactionFindings(props.redactions),
    ...(props.collection === LogCollection.HOST_FILES ? privilegeFindings(scope, namespace) : []),
    ...(wholeMemory ? [] : [{ rule: RULES.memory, at: 'memory', value: `${requests} MiB` }]),
    ...(cores === undefined || isCores(cores) ? [] : [{ rule: RULES.cores, at: 'cores', value: cores }]),
    ...(props.apiServerCidrs ?? [])
      .filter((cidr) => parseCidr(cidr) === undefined)
      .map((value) => ({ rule: NETWORK_RULES.peer, at: 'apiServerCidrs', value })),
    ...(props.apiServerPorts ?? [443])
      .filter((port) => !isPort(port))
      .map((value) => ({ rule: NETWORK_RULES.ports, at: 'apiServerPorts', value })),
    ...imagePullSecrets.flatMap((secret, i) => checkDnsSubdomain(`imagePullSecrets[${i}]`, secret)),
    ...networkFindings(network),
  ];
}

/** Findings that leave the output correct: names of namespaces that may be misspelt. */
export function collectorWarnings(scope: IConstruct, { namespaces = [] }: LogCollectorProps): Finding[] {
  const made = namespacesOf(scope).map(({ name }) => name);
  if (made.length === 0) return [];
  return namespaces
    .filter((one) => !made.includes(one))
    .map((value) => ({
      rule: RULES.unknownNamespace,
      at: 'namespaces',
      value,
      because: `made here are ${made.join(', ')}`,
    }));
}

function lokiFindings({ loki, tenant = loki.lokiTenant, network = {} }: LogCollectorProps): Finding[] {
  const asks = loki instanceof Loki ? loki.asksForTenant : undefined;
  return [
    ...(/^https?:\/\/[^/\s?#]+$/.test(loki.lokiUrl) ? [] : [{ rule: RULES.url, at: 'loki', value: loki.lokiUrl }]),
    ...(asks === true && tenant === undefined ? [{ rule: RULES.tenantMissing, at: 'tenant', value: tenant }] : []),
    ...(asks === false && tenant !== undefined && loki.lokiTenant === undefined
      ? [{ rule: RULES.tenantUnused, at: 'tenant', value: tenant }]
      : []),
    ...(tenant !== undefined && loki.lokiTenant !== tenant && !isTenant(tenant)
      ? [{ rule: RULES.tenant, at: 'tenant', value: tenant }]
      : []),
    ...(loki.lokiPeer === undefined && (network.egress ?? []).length === 0
      ? [{ rule: RULES.unreachable, at: 'network.egress', value: [], because: `Loki is at ${loki.lokiUrl}` }]
      : []),
  ];
}

function labelFindings(props: LogCollectorProps): Finding[] {
  const { labels = {}, structuredMetadata = {}, cluster, environment } = props;
  const external = [
    ...(cluster === undefined ? [] : ['cluster']),
    ...(environment === undefined ? [] : ['environment']),
  ];
  const all = [...INDEX_LABELS, ...external, ...Object.keys(labels)];
  const taken = [...INDEX_LABELS, ...METADATA_LABELS, ...SOURCE_LABELS, 'cluster', 'environment'];
  const names = (at: string, map: { readonly [name: string]: string }): Finding[] => [
    ...Object.keys(map)
      .filter((name) => !/^(?!__)[A-Za-z_]\w*$/.test(name) || taken.includes(name))
      .map((value) => ({ rule: RULES.labelName, at, value })),
    ...Object.values(map).flatMap((key) => checkKeys(at, { [key]: '' })),
  ];
  return [
    ...names('labels', labels),
    ...names('structuredMetadata', structuredMetadata),
    ...Object.keys(structuredMetadata)
      .filter((name) => name in labels)
      .map((value) => ({ rule: RULES.labelName, at: 'structuredMetadata', value, because: 'it is in labels as well' })),
    ...Object.entries(labels)
      .filter(([, key]) => PER_POD_LABELS.includes(key))
      .map(([label, value]) => ({ rule: RULES.labelPerPod, at: `labels.${label}`, value })),
    ...(all.length > MOST_LABELS
      ? [{ rule: RULES.labelBudget, at: 'labels', value: all.length, because: `they are ${all.join(', ')}` }]
      : []),
  ];
}

/** A namespace that is made elsewhere cannot be judged. */
function privilegeFindings(scope: IConstruct, namespace: string): Finding[] {
  return namespacesOf(scope)
    .filter(({ name, level }) => name === namespace && level !== undefined && level !== 'privileged')
    .map(({ name, level }) => ({
      rule: RULES.privilegedNamespace,
      at: 'namespace',
      value: name,
      because: `its Pod Security is ${level}`,
    }));
}

function namespacesOf(scope: IConstruct): { readonly name: string; readonly level: string | undefined }[] {
  return scope.node.root.node
    .findAll()
    .filter((one): one is ApiObject => ApiObject.isApiObject(one) && one.kind === 'Namespace')
    .map((one) => ({ name: one.name, level: one.metadata.getLabel(ENFORCE) }));
}
