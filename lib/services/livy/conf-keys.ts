/** What a value of `livy.conf` looks like. */
export type LivyValueKind = 'text' | 'boolean' | 'integer' | 'time';

/** What is known about a key. */
export interface LivyKey {
  readonly kind: LivyValueKind;
  /** The prop that it follows from. @default - none: users may set it */
  readonly owner?: string;
  /** Why nobody can set it. @default - it can be set */
  readonly refused?: string;
}

const KUBERNETES = 'livy.server.kubernetes.';

const rows = (
  kind: LivyValueKind,
  prefix: string,
  names: string,
  more: Omit<LivyKey, 'kind'> = {},
): [string, LivyKey][] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [`${prefix}${name}`, { kind, ...more }]);

const owned = (owner: string, keys: string): [string, LivyKey][] => rows('text', '', keys, { owner });
const refused = (reason: string, prefix: string, names: string): [string, LivyKey][] =>
  rows('text', prefix, names, { refused: reason });

/** Keys that users may set. */
const FREE: readonly [string, LivyKey][] = [
  ...rows('boolean', 'livy.', 'ui.enabled repl.enable-hive-context'),
  ...rows(
    'boolean',
    'livy.server.',
    'csrf-protection.enabled security-headers.enabled send-server-version session.allow-custom-classpath',
  ),
  ...rows('boolean', KUBERNETES, 'spark.sidecar.enabled'),
  ...rows('integer', 'livy.', 'cache-log.size file.upload.max.size'),
  ...rows('integer', 'livy.server.', 'request-header.size response-header.size request-log-retain.days'),
  ...rows('integer', 'livy.server.', 'session.manage.threads session.manage.wait.queue.size'),
  ...rows('integer', 'livy.server.', 'hdfs.safe-mode.interval hdfs.safe-mode.max.retry.attempts'),
  ...rows('integer', KUBERNETES, 'app-lookup.max-failed.times'),
  ...rows(
    'integer',
    'livy.rsc.',
    'rpc.max.size rpc.threads secret.bits session.interpreter.threadPool.size retained-statements retained.share-variables sql.num-rows',
  ),
  ...rows(
    'time',
    'livy.server.',
    'heartbeat-watchdog.interval session.manage.keepalive.time session.manage.shutdown.timeout',
  ),
  ...rows('time', KUBERNETES, 'app-lookup-timeout app-leakage.check-timeout app-leakage.check-interval'),
  ...rows(
    'time',
    'livy.rsc.',
    'client.shutdown-timeout client.connect.timeout server.idle-timeout job-cancel.trigger-interval job-cancel.timeout',
  ),
  ...rows('text', 'livy.', 'environment session.staging-dir file.local-dir-whitelist'),
  ...rows(
    'text',
    'livy.server.http.header.',
    'X-XSS-Protection X-Frame-Options X-Content-Type-Options Strict-Transport-Security Content-Security-Policy',
  ),
  ...rows('text', 'livy.rsc.', 'rpc.sasl.mechanisms rpc.sasl.qop channel.log.level'),
];

/** Keys that follow from a prop, or from how the server is installed. */
const OWNED: readonly [string, LivyKey][] = [
  ...owned('nothing: the API server of the cluster', 'livy.spark.master'),
  ...owned('nothing: drivers run in pods of their own', 'livy.spark.deploy-mode'),
  ...owned('nothing: 0.0.0.0:8998, which Service and network policy know', 'livy.server.host livy.server.port'),
  ...owned('image', 'livy.server.spark-home livy.spark.version livy.spark.scala-version'),
  ...owned(
    'nothing: the jars and archives are found in the image',
    'livy.rsc.jars livy.repl.jars livy.rsc.pyspark.archives livy.rsc.sparkr.package',
  ),
  ...owned('nothing: every list of URIs that Spark has', 'livy.spark.file-list-configs'),
  ...owned('ui', 'livy.ui.basePath'),
  ...owned('history', 'livy.ui.history-server-url'),
  ...owned('impersonation', 'livy.impersonation.enabled'),
  ...owned('superusers', 'livy.superusers'),
  ...owned('accessControl', 'livy.server.access-control.enabled livy.server.access-control.allowed-users'),
  ...owned('accessControl', 'livy.server.access-control.modify-users livy.server.access-control.view-users'),
  ...owned('tls', 'livy.keystore livy.keystore.password livy.key-password livy.keystore.type'),
  ...owned('tls', 'livy.hadoop.security.credential.provider.path'),
  ...owned('authentication', 'livy.server.auth.type livy.server.auth.*'),
  ...owned('hadoopLogin', 'livy.server.launch.kerberos.*'),
  ...owned('nothing: recovery is always on', 'livy.server.recovery.mode livy.server.recovery.state-store'),
  ...owned('state', 'livy.server.recovery.state-store.url'),
  ...owned(
    'sessions',
    `livy.server.session.timeout-check livy.server.session.timeout livy.server.session.timeout-check.skip-busy
     livy.server.session.ttl-check livy.server.session.ttl livy.rsc.server.connect.timeout`,
  ),
  ...owned('retain', 'livy.server.session.state-retain.sec'),
  ...owned('maxSubmissions', 'livy.server.session.max-creation'),
  ...owned('pollInterval', `${KUBERNETES}poll-interval`),
  ...owned('pollThreads', `${KUBERNETES}app-lookup.thread-pool.size`),
  ...owned("nothing: it is Spark's own name of the container", `${KUBERNETES}spark.container.name`),
  ...owned('logLinks', `${KUBERNETES}grafana.loki.enabled ${KUBERNETES}grafana.url`),
  ...owned('logLinks', `${KUBERNETES}grafana.loki.datasource ${KUBERNETES}grafana.timeRange`),
  ...owned('nothing: the token of its account', `${KUBERNETES}oauthTokenFile ${KUBERNETES}oauthTokenValue`),
  ...owned('nothing: the authority that every pod gets', `${KUBERNETES}caCertFile`),
  ...owned('nothing: the token of its account', `${KUBERNETES}clientKeyFile ${KUBERNETES}clientCertFile`),
  ...owned('nothing: network policies know the ports', 'livy.rsc.launcher.port.range'),
  ...owned('nothing: the name of its pod', 'livy.rsc.rpc.server.address livy.rsc.launcher.address'),
];

const SNIPPETS =
  "Livy's own Ingress carries a configuration-snippet, which controllers reject, and then a running job counts as dead; use ui and history";

/** Keys of Livy that have no place here, each with the reason. */
const REFUSED: readonly [string, LivyKey][] = [
  ...refused(
    SNIPPETS,
    `${KUBERNETES}ingress.`,
    'create className protocol host tls.secretName additionalAnnotations additionalConfSnippet',
  ),
  ...refused('it is for YARN, and without effect on Kubernetes', 'livy.server.yarn.', '*'),
  ...refused('the state is on a claim, and one pod needs no ZooKeeper', 'livy.server.', 'zookeeper.url zk.*'),
  ...refused(
    'the state is on a claim',
    'livy.server.recovery.',
    'zk-state-store.retry-policy zk-state-store.key-prefix',
  ),
  ...refused('it needs a build with -Pthriftserver; SparkThriftServer serves JDBC', 'livy.server.thrift.', '*'),
  ...refused(
    'Livy sets it for each session',
    'livy.rsc.',
    'client.auth.id client.auth.secret driver-class session.kind launcher.port proxy-user',
  ),
  ...refused('it is for the tests of Livy', 'livy.rsc.', 'client.do-not-use.* test.do-not-use.*'),
];

/**
 * Every key of `livy.conf` that Livy 0.9.0 reads, `livy.rsc.*` of the sessions included. `*` at the end of a key stands
 * for any rest. Spellings that Livy has replaced are missing.
 *
 * @see https://livy.apache.org/get-started/
 */
export const LIVY_KEYS: { readonly [key: string]: LivyKey } = Object.fromEntries([...FREE, ...OWNED, ...REFUSED]);

/** What is known about a key, or undefined if Livy does not read it. */
export function livyKey(key: string): LivyKey | undefined {
  const own = LIVY_KEYS[key];
  if (own !== undefined) return own;
  const pattern = Object.keys(LIVY_KEYS).find((one) => one.endsWith('*') && key.startsWith(one.slice(0, -1)));
  return pattern === undefined ? undefined : LIVY_KEYS[pattern];
}
