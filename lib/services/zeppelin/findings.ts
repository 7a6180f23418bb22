import { checkDnsLabel, checkDnsSubdomain, checkKeys, DNS_LABEL_MAX } from '../../core/names';
import { mebibytes } from '../../core/quantities';
import type { Finding, Rule } from '../../core/rules';
import { resourceFindings } from '../../kube/resources';
import { NETWORK_RULES } from '../../kube/rules';
import { isPort, networkFindings, peerFindings } from '../../kube/server-network';
import { singleFindings, sizeFindings, timeFindings } from '../spark-server/findings';
import { ZEPPELIN_ABSENT, ZEPPELIN_KEYS, ZEPPELIN_OWNED, ZEPPELIN_SECRETS } from './keys';
import type { ZeppelinProps } from './props';
import { ZEPPELIN_RULES as RULES } from './rules';

/** Longest suffix of names: of the interpreters' account and its executors'. */
const SUFFIX = '-interpreter-executor';
/** Paths below which the server has its own pages. */
const OWN_PATHS = /^\/(api|ws|health|ping|metrics|assets|next|classic)(\/|$)/;

/** Findings for the server itself; interpreters and authentication have their own. */
export function serverFindings(name: string, props: ZeppelinProps): Finding[] {
  const { memory, idleTimeout, cores, imagePullSecrets = [], ui } = props;
  return [
    ...checkDnsLabel('name', name, DNS_LABEL_MAX - SUFFIX.length),
    ...singleFindings(props.replicas),
    ...sizeFindings(cores, { memory }),
    ...timeFindings({ idleTimeout }),
    ...Object.entries({ image: props.image, interpreterImage: props.interpreterImage }).flatMap(([at, image]) =>
      image === undefined || /^[a-z0-9][\w./:-]*(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(image)
        ? []
        : found(RULES.image, at, image),
    ),
    ...imagePullSecrets.flatMap((secret, i) => checkDnsSubdomain(`imagePullSecrets[${i}]`, secret)),
    ...checkKeys('accountAnnotations', props.accountAnnotations ?? {}),
    ...resourceFindings('interpreterResources', props.interpreterResources ?? {}),
    ...(ui && OWN_PATHS.test(ui.prefix) ? found(RULES.prefix, 'ui.prefix', ui.prefix) : []),
    ...originFindings(props),
    ...storageFindings(props),
    ...settingFindings(props),
    ...wayFindings(props),
  ];
}

function originFindings({ allowedOrigins = [] }: ZeppelinProps): Finding[] {
  return allowedOrigins.flatMap((origin, i) =>
    /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/.test(origin) ? [] : found(RULES.origin, `allowedOrigins[${i}]`, origin),
  );
}

function storageFindings({ storage, notes }: ZeppelinProps): Finding[] {
  const { size, claimName } = storage;
  const mib = size === undefined ? 1 : mebibytes(size);
  const { bucket, endpoint, accessKeyId, secretAccessKey } = notes?._bucket ?? {};
  return [
    ...((size === undefined) === (claimName === undefined) ? found(RULES.storage, 'storage', claimName) : []),
    ...(Number.isInteger(mib) && mib >= 1 ? [] : found(RULES.storageSize, 'storage.size', `${mib} MiB`)),
    ...(claimName === undefined ? [] : checkDnsSubdomain('storage.claimName', claimName)),
    ...(bucket === undefined || /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)
      ? []
      : found(RULES.bucket, 'notes.bucket', bucket)),
    ...(endpoint === undefined || /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?\/?$/.test(endpoint)
      ? []
      : found(RULES.endpoint, 'notes.endpoint', endpoint)),
    ...((accessKeyId === undefined) === (secretAccessKey === undefined)
      ? []
      : found(RULES.keyPair, accessKeyId ? 'notes.accessKeyId' : 'notes.secretAccessKey', 'alone')),
  ];
}

function settingFindings({ settings = {} }: ZeppelinProps): Finding[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    const at = `settings["${key}"]`;
    const row = ZEPPELIN_KEYS[key];
    const owner = ZEPPELIN_OWNED[key];
    const [, absent] = Object.entries(ZEPPELIN_ABSENT).find(([prefix]) => key.startsWith(prefix)) ?? [];
    // A value here is a secret: it is not repeated.
    if (ZEPPELIN_SECRETS.includes(key) || /password/i.test(key)) return found(RULES.secretSetting, at, '***');
    if (owner !== undefined) return found(RULES.settingOwned, at, value, `it is ${owner}`);
    if (absent !== undefined) return found(RULES.settingAbsent, at, value, absent);
    if (row === undefined) return found(RULES.unknownSetting, at, value, nearest(key));
    const fits = { flag: /^(true|false)$/, number: /^-?\d+$/, text: /^[^\n\r]*$/ }[row[1]].test(value);
    return fits ? [] : found(RULES.settingValue, at, value, `it is a ${row[1]}`);
  });
}

/** Variables are what most people know a setting by. */
function nearest(key: string): string | undefined {
  const [name] = Object.entries(ZEPPELIN_KEYS).find(([, [variable]]) => variable === key) ?? [];
  return name === undefined ? undefined : `the variable ${key} is the setting ${name}`;
}

function wayFindings({ network = {} }: ZeppelinProps): Finding[] {
  const { interpreterEgress = [], sparkUiClients = [], apiServerCidrs = [], apiServerPorts = [] } = network;
  const interpreters = networkFindings({ egress: interpreterEgress });
  return [
    ...networkFindings(network),
    ...interpreters.map((finding) => ({ ...finding, at: finding.at.replace('egress', 'interpreterEgress') })),
    ...sparkUiClients.flatMap((peer, i) => peerFindings(`network.sparkUiClients[${i}]`, peer)),
    ...apiServerCidrs.flatMap((cidr, i) => peerFindings(`network.apiServerCidrs[${i}]`, { cidr })),
    ...(apiServerPorts.every(isPort) ? [] : found(NETWORK_RULES.ports, 'network.apiServerPorts', apiServerPorts)),
  ];
}

/** One finding. */
export function found(rule: Rule, at: string, value: unknown, because?: string): Finding[] {
  return [{ rule, at, value, ...(because !== undefined && { because }) }];
}
