import { checkDnsLabel } from '../../core/names';
import { mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { networkFindings } from '../../kube/server-network';
import type { DataSourceModel, GrafanaDataSource } from './data-source';
import type { Ini } from './ini';
import type { GrafanaProps } from './props';
import { memoryOf, settingName } from './settings';
import { GRAFANA_RULES as RULES } from './rules';

/** Everything wrong with a Grafana, but for its dashboards. */
export function grafanaFindings(
  name: string,
  props: GrafanaProps,
  dataSources: readonly GrafanaDataSource[],
  ini: Ini,
): Finding[] {
  const { authentication, database, network = {} } = props;
  return [
    ...checkDnsLabel('name', name),
    ...networkFindings(network),
    ...sizeFindings(props),
    ...replicaFindings(props),
    ...secretFindings(props),
    ...(database?._findings ?? []),
    ...(authentication?._model.findings ?? []),
    ...httpFindings(props),
    ...sourceFindings(dataSources),
    ...wayFindings(props, dataSources),
    ...identityFindings(props, dataSources),
    ...settingFindings(props, ini),
  ];
}

function sizeFindings(props: GrafanaProps): Finding[] {
  const { cores } = props;
  const [memory, limit] = [mebibytes(memoryOf(props).memory), mebibytes(memoryOf(props).limit)];
  const isWhole = (mib: number): boolean => Number.isInteger(mib) && mib >= 128;
  return [
    ...(cores === undefined ||
    (cores > 0 && Number.isFinite(cores) && Math.abs(cores * 1000 - Math.round(cores * 1000)) < 1e-6)
      ? []
      : [{ rule: RULES.cores, at: 'cores', value: cores }]),
    ...(isWhole(memory) ? [] : [{ rule: RULES.memory, at: 'memory', value: `${memory} MiB` }]),
    ...(!isWhole(memory) || (isWhole(limit) && limit >= memory)
      ? []
      : [{ rule: RULES.memory, at: 'memoryLimit', value: `${limit} MiB`, because: `memory is ${memory} MiB` }]),
  ];
}

function replicaFindings({ replicas = 1, database, alerting = false }: GrafanaProps): Finding[] {
  const isCount = Number.isInteger(replicas) && replicas >= 0;
  const isShared = database?._postgres !== undefined;
  return [
    ...(isCount && (isShared || replicas <= 1) ? [] : [{ rule: RULES.replicas, at: 'replicas', value: replicas }]),
    ...(alerting && isShared && replicas > 1 ? [{ rule: RULES.alertingReplicas, at: 'alerting', value: true }] : []),
  ];
}

function secretFindings({ admin: { password }, secretKey }: GrafanaProps): Finding[] {
  if (password.secretName !== secretKey.secretName || password.key !== secretKey.key) return [];
  return [{ rule: RULES.sameSecret, at: 'secretKey', value: `${secretKey.secretName}/${secretKey.key}` }];
}

/** A password over plain HTTP is what `insecureHttp` of the address said; tokens of everybody are more than that. */
function httpFindings({ ui, authentication }: GrafanaProps): Finding[] {
  if (ui === undefined || ui.origin.startsWith('https:') || !authentication?._model.calls.length) return [];
  return [{ rule: RULES.plainHttp, at: 'ui', value: ui.url }];
}

function sourceFindings(dataSources: readonly GrafanaDataSource[]): Finding[] {
  const byDefault = dataSources.filter(({ _model }) => _model.isDefault === true);
  return [
    ...dataSources.flatMap(({ uid, displayName, _model: { url } }, i) => {
      const at = `dataSources[${i}]`;
      const isTwice = dataSources.slice(0, i).some((one) => one.uid === uid || one.displayName === displayName);
      return [
        ...(/^[A-Za-z0-9_-]{1,40}$/.test(uid) ? [] : [{ rule: RULES.sourceUid, at: `${at}.uid`, value: uid }]),
        ...(isTwice ? [{ rule: RULES.sourceTwice, at, value: uid, because: `the name is ${displayName}` }] : []),
        // What stands before an "@" may be a password.
        ...(url === undefined || isAddress(url)
          ? []
          : [{ rule: RULES.sourceUrl, at, value: url.replace(/^.*@/, '…@') }]),
      ];
    }),
    ...(byDefault.length > 1
      ? [{ rule: RULES.defaultTwice, at: 'dataSources', value: byDefault.map(({ uid }) => uid) }]
      : []),
  ];
}

function isAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** Places that Grafana calls, and nothing lets it reach: the provider, clouds, servers whose pods nobody named. */
function wayFindings(props: GrafanaProps, dataSources: readonly GrafanaDataSource[]): Finding[] {
  const { authentication, database, network = {} } = props;
  const postgres = database?._postgres;
  const open = (network.egress ?? []).flatMap(({ ports }) => ports);
  const places = [
    ...(authentication?._model.calls ?? []).map((url) => ['authentication', url] as const),
    ...dataSources.flatMap(({ uid, _model: model }) =>
      unnamed(model).map((url) => [`dataSources["${uid}"]`, url] as const),
    ),
    ...(postgres === undefined || postgres.peer !== undefined
      ? []
      : [['database', `tcp://${postgres.host}:${postgres.port ?? 5432}`] as const]),
  ];
  const ports = new Set<string>();
  return places.flatMap(([at, url]) => {
    if (!URL.canParse(url) || open.includes(portOf(url)) || ports.has(`${at}:${portOf(url)}`)) return [];
    ports.add(`${at}:${portOf(url)}`);
    return [{ rule: RULES.noWayOut, at, value: new URL(url).host, because: `port ${portOf(url)}` }];
  });
}

function unnamed({ url, peer, calls = [] }: DataSourceModel): string[] {
  return [...calls, ...(url === undefined || peer !== undefined ? [] : [url])];
}

/** Port of an address. */
export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
}

function identityFindings({ authentication }: GrafanaProps, dataSources: readonly GrafanaDataSource[]): Finding[] {
  const ids = [authentication?._model, ...dataSources.map(({ _model }) => _model)].flatMap(
    (one) => one?.workloadIdentity ?? [],
  );
  const [first, ...others] = [...new Set(ids)];
  return others.map((value) => ({
    rule: RULES.twoIdentities,
    at: 'dataSources',
    value,
    because: `the other is ${first ?? ''}`,
  }));
}

function settingFindings({ settings = {} }: GrafanaProps, ini: Ini): Finding[] {
  return Object.entries(settings).flatMap(([name, value]): Finding[] => {
    const [section, key] = settingName(name);
    const at = `settings["${name}"]`;
    if (!/^[a-z0-9_.-]+$/.test(section) || !/^[A-Za-z0-9_]+$/.test(key)) {
      return [{ rule: RULES.settingName, at, value: name }];
    }
    if (/(password|secret|token|private_key|passphrase)$/.test(key)) {
      return [{ rule: RULES.settingSecret, at, value: '(not shown)' }];
    }
    if (ini[section]?.[key] !== undefined || OWNED.includes(section)) {
      return [{ rule: RULES.settingOwned, at, value, because: `it is ${String(ini[section]?.[key] ?? 'not set')}` }];
    }
    return /[`\r\n]/.test(value) ? [{ rule: RULES.settingText, at, value }] : [];
  });
}

/** Sections that are a property each, whether it is used or not. */
const OWNED = ['database', 'paths', 'auth.anonymous', 'auth.proxy'];
