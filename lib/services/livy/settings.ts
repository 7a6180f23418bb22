import { Duration } from 'cdk8s';
import { sparkTime } from '../../core/quantities';
import { DRIVER_CONTAINER } from '../../spark/driver-pod';
import { propertiesFile } from '../../spark/properties';
import { HADOOP_KEYTAB_DIRECTORY, STATE_DIRECTORY, TLS_DIRECTORY } from './paths';
import type { LivyServerProps } from './props';

export const LIVY_PORT = 8998;
/** Livy listens on the first that is free, and so does each driver. */
export const RSC_PORTS: readonly number[] = [10000, 10001, 10002, 10003];
export const DEFAULT_RETAIN = Duration.hours(12);

/** Properties that a request could break the server with, or leave the hardened pods by. */
const OF_THE_SERVER = [
  'spark.master',
  'spark.submit.deployMode',
  'spark.kubernetes.driver.podTemplateFile',
  'spark.kubernetes.driver.podTemplateContainerName',
  'spark.kubernetes.executor.podTemplateFile',
  'spark.kubernetes.executor.podTemplateContainerName',
];

/** Credentials for the API server, as spark-submit reads them for itself or hands them to drivers. */
const CREDENTIALS = ['submission', 'driver'].flatMap((who) =>
  ['oauthToken', 'oauthTokenFile', 'caCertFile', 'clientKeyFile', 'clientCertFile'].map(
    (what) => `spark.kubernetes.authenticate.${who}.${what}`,
  ),
);

/** Files that spark-submit copies from its own disk to drivers: the server's token is one. */
const FILES = ['spark.kubernetes.kerberos.krb5.path', 'spark.kerberos.keytab', 'spark.yarn.keytab'];

/** Properties that no request may set. */
export const DENIED: readonly string[] = [...OF_THE_SERVER, ...CREDENTIALS, ...FILES];

/** `livy.conf`. */
export function livyConf(props: LivyServerProps): { [key: string]: string } {
  const { sessions = {}, impersonation = false, superusers = [], history, ui } = props;
  const { idleTimeout = Duration.hours(1), maxAge = Duration.hours(8), busyIsNotIdle = true } = sessions;
  return {
    'livy.spark.master': 'k8s://https://kubernetes.default.svc:443',
    'livy.spark.deploy-mode': 'cluster',
    'livy.spark.scala-version': props.image.version.traits.scala,
    'livy.server.port': String(LIVY_PORT),
    'livy.server.recovery.mode': 'recovery',
    'livy.server.recovery.state-store': 'filesystem',
    'livy.server.recovery.state-store.url': `file://${STATE_DIRECTORY}/state`,
    'livy.server.kubernetes.spark.container.name': DRIVER_CONTAINER,
    'livy.server.kubernetes.poll-interval': sparkTime(props.pollInterval ?? Duration.seconds(5)),
    'livy.server.kubernetes.app-lookup.thread-pool.size': String(props.pollThreads ?? 16),
    'livy.server.kubernetes.ingress.create': 'false',
    'livy.server.session.max-creation': String(props.maxSubmissions ?? 10),
    'livy.server.session.state-retain.sec': sparkTime(props.retain ?? DEFAULT_RETAIN),
    'livy.server.session.timeout': sparkTime(idleTimeout),
    'livy.server.session.timeout-check.skip-busy': String(busyIsNotIdle),
    'livy.server.session.ttl-check': 'true',
    'livy.server.session.ttl': sparkTime(maxAge),
    // Lists of URIs that Livy does not know would be read from its own disk.
    'livy.spark.file-list-configs': 'spark.archives',
    'livy.rsc.launcher.port.range': `${RSC_PORTS[0]}~${RSC_PORTS.at(-1)}`,
    ...(ui?._base !== undefined && { 'livy.ui.basePath': ui._base }),
    ...(history && { 'livy.ui.history-server-url': history.historyServerUrl }),
    ...logLinks(props),
    ...props.authentication._settings,
    ...accessControl(props),
    ...(impersonation && { 'livy.impersonation.enabled': 'true' }),
    ...(superusers.length > 0 && { 'livy.superusers': superusers.join(',') }),
    ...hadoopLogin(props),
    ...tls(props),
    ...props.settings?.toMap(),
  };
}

/** `livy-client.conf`. */
export function clientConf({ sessions = {} }: LivyServerProps): { [key: string]: string } {
  return { 'livy.rsc.server.connect.timeout': sparkTime(sessions.startTimeout ?? Duration.minutes(10)) };
}

/** The files of Livy's configuration directory. */
export function livyFiles(props: LivyServerProps, logging: { [file: string]: string }): { [file: string]: string } {
  const denied = [...new Set([...DENIED, ...(props.deniedProperties ?? [])])].sort();
  return {
    'livy.conf': propertiesFile(livyConf(props)),
    'livy-client.conf': propertiesFile(clientConf(props)),
    'spark-blacklist.conf': denied.map((key) => `${key}\n`).join(''),
    ...logging,
  };
}

function logLinks({ logLinks: links }: LivyServerProps): { [key: string]: string } {
  if (links === undefined) return {};
  const prefix = 'livy.server.kubernetes.grafana';
  return {
    [`${prefix}.loki.enabled`]: 'true',
    [`${prefix}.url`]: links.grafanaUrl,
    [`${prefix}.loki.datasource`]: links.datasource ?? 'loki',
    [`${prefix}.timeRange`]: sparkTime(links.timeRange ?? Duration.hours(6)),
  };
}

function accessControl({ accessControl: access }: LivyServerProps): { [key: string]: string } {
  if (access === undefined) return {};
  const { users = ['*'], modifyUsers = [], viewUsers = [] } = access;
  const prefix = 'livy.server.access-control';
  return {
    [`${prefix}.enabled`]: 'true',
    [`${prefix}.allowed-users`]: users.join(','),
    ...(modifyUsers.length > 0 && { [`${prefix}.modify-users`]: modifyUsers.join(',') }),
    ...(viewUsers.length > 0 && { [`${prefix}.view-users`]: viewUsers.join(',') }),
  };
}

function hadoopLogin({ hadoopLogin: login }: LivyServerProps): { [key: string]: string } {
  if (login === undefined) return {};
  return {
    'livy.server.launch.kerberos.principal': login.principal,
    'livy.server.launch.kerberos.keytab': `${HADOOP_KEYTAB_DIRECTORY}/${login.keytab.key}`,
  };
}

function tls({ tls: certificate }: LivyServerProps): { [key: string]: string } {
  if (certificate === undefined) return {};
  const { keystore, credentials, keystoreType = 'PKCS12' } = certificate;
  return {
    'livy.keystore': `${TLS_DIRECTORY}/keystore/${keystore.key}`,
    'livy.keystore.type': keystoreType,
    'livy.hadoop.security.credential.provider.path': `localjceks://file${TLS_DIRECTORY}/credentials/${credentials.key}`,
  };
}
