import { Duration, type Size } from 'cdk8s';
import { durationText, mebibytes, sparkSize } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import type { SparkmagicProfileProps } from './profile-props';
import { PROFILE_RULES } from './rules';
import type { SparkmagicSession, SparkmagicSettings } from './sparkmagic-props';

/** Where sparkmagic reads its configuration and writes its log: outside of the home, which a claim hides. */
export const SPARKMAGIC_DIRECTORY = '/etc/sparkmagic';
export const SPARKMAGIC_TEMPLATE = '/etc/sparkmagic-template/config.json';

/** Completes the configuration with what must not stand in a ConfigMap, or differs from user to user. */
export const SPARKMAGIC_SCRIPT = `import base64, json, os, pathlib
config = json.loads(pathlib.Path('${SPARKMAGIC_TEMPLATE}').read_text(encoding='utf-8'))
password = os.environ.get('LIVY_PASSWORD')
for name in ('kernel_python_credentials', 'kernel_scala_credentials', 'kernel_r_credentials'):
    if password:
        config[name]['base64_password'] = base64.b64encode(password.encode()).decode()
if os.environ.get('LIVY_TOKEN'):
    config['custom_headers']['Authorization'] = 'Bearer ' + os.environ['LIVY_TOKEN']
if os.environ.get('LIVY_PROXY_USER'):
    config['session_configs_defaults']['proxyUser'] = os.environ['LIVY_PROXY_USER']
pathlib.Path('${SPARKMAGIC_DIRECTORY}/config.json').write_text(json.dumps(config), encoding='utf-8')
`;

/** Shortest time in which a session may start. */
const MIN_STARTUP_SECONDS = 300;
const DEFAULT = {
  startupTimeout: Duration.minutes(10),
  heartbeat: Duration.seconds(30),
  heartbeatTimeout: Duration.seconds(120),
};

/** The content of config.json, but for secrets and the user's name. */
export function sparkmagicConfig({ livy, settings = {} }: SparkmagicProfileProps): { [key: string]: unknown } {
  const { startupTimeout, heartbeat, heartbeatTimeout } = { ...DEFAULT, ...settings };
  const credentials = {
    username: livy.username ?? '',
    password: '',
    url: livy.livyUrl,
    auth: livy.username === undefined ? 'None' : 'Basic_Access',
  };
  return {
    kernel_python_credentials: credentials,
    kernel_scala_credentials: credentials,
    kernel_r_credentials: credentials,
    session_configs_defaults: sessionDefaults(settings.session),
    livy_session_startup_timeout_seconds: seconds(startupTimeout),
    heartbeat_refresh_seconds: seconds(heartbeat),
    livy_server_heartbeat_timeout_seconds: seconds(heartbeatTimeout),
    cleanup_all_sessions_on_exit: settings.cleanUpOnExit ?? true,
    custom_headers: { ...settings.headers },
    ...defined({
      heartbeat_retry_seconds: settings.heartbeatRetry && seconds(settings.heartbeatRetry),
      wait_for_idle_timeout_seconds: settings.idleTimeout && seconds(settings.idleTimeout),
      default_maxrows: settings.maxRows,
      default_samplemethod: settings.sampleMethod,
      default_samplefraction: settings.sampleFraction,
      use_auto_viz: settings.autoViz,
      coerce_dataframe: settings.coerceDataframe,
      pyspark_dataframe_encoding: settings.dataframeEncoding,
      configurable_retry_policy_max_retries: settings.maxRetries,
      retry_seconds_to_sleep_list: settings.retryPauses,
      fatal_error_suggestion: settings.fatalErrorSuggestion,
      resource_limit_mitigation_suggestion: settings.resourceLimitSuggestion,
      shutdown_session_on_spark_statement_errors: settings.endSessionOnError,
      all_errors_are_fatal: settings.allErrorsAreFatal,
      server_extension_default_kernel_name: settings.defaultKernel,
    }),
  };
}

/** Keys that sparkmagic knows and nobody sets, each with the reason. */
export const SPARKMAGIC_UNSET: { readonly [key: string]: string } = {
  authenticators: 'classes of the image; the two ways that Livy here knows are built in',
  session_configs:
    '%%configure replaces it as a whole, so that defaults of a platform belong into session_configs_defaults',
  kernel_python3_credentials: 'those of kernel_python_credentials',
  logging_config: 'a file below the directory of the configuration',
  http_session_config: 'adapters are classes of the image',
  events_handler_class: 'a class of the image',
  ignore_ssl_errors: 'who listens would get the code; use livy.caConfigMapName',
  retry_policy: 'configurable, which the other settings of retries belong to',
  kerberos_auth_configuration: 'Livy on Kubernetes has no Kerberos',
};

/** Findings for a sparkmagic profile. */
export function sparkmagicFindings({ settings = {} }: SparkmagicProfileProps): Finding[] {
  const { startupTimeout, heartbeat, heartbeatTimeout } = { ...DEFAULT, ...settings };
  const [beat, timeout] = [heartbeat.toMilliseconds(), heartbeatTimeout.toMilliseconds()];
  const value = (rule: keyof typeof PROFILE_RULES, at: string, found: unknown): Finding => ({
    rule: PROFILE_RULES[rule],
    at: `settings.${at}`,
    value: found,
  });
  const whole = (ms: number): boolean => ms >= 1000 && ms % 1000 === 0;
  const times = Object.entries({ heartbeatRetry: settings.heartbeatRetry, idleTimeout: settings.idleTimeout });
  const { maxRows = 1, maxRetries = 1, sampleFraction = 1, retryPauses = [1] } = settings;
  return [
    ...(whole(beat) ? [] : [value('heartbeat', 'heartbeat', durationText(heartbeat))]),
    ...(whole(timeout) && timeout > beat
      ? []
      : [value('heartbeat', 'heartbeatTimeout', durationText(heartbeatTimeout))]),
    ...(startupTimeout.toMilliseconds() >= MIN_STARTUP_SECONDS * 1000 && whole(startupTimeout.toMilliseconds())
      ? []
      : [value('startupTimeout', 'startupTimeout', durationText(startupTimeout))]),
    ...times.flatMap(([prop, time]) =>
      time === undefined || whole(time.toMilliseconds()) ? [] : [value('sparkmagicValue', prop, durationText(time))],
    ),
    ...(Number.isInteger(maxRows) && maxRows >= -1 ? [] : [value('sparkmagicValue', 'maxRows', maxRows)]),
    ...(Number.isInteger(maxRetries) && maxRetries >= 0 ? [] : [value('sparkmagicValue', 'maxRetries', maxRetries)]),
    ...(sampleFraction > 0 && sampleFraction <= 1 ? [] : [value('sparkmagicValue', 'sampleFraction', sampleFraction)]),
    ...(retryPauses.length > 0 && retryPauses.every((pause) => pause > 0)
      ? []
      : [value('sparkmagicValue', 'retryPauses', retryPauses)]),
    ...Object.keys(settings.headers ?? {})
      .filter((name) => /^(authorization|cookie|proxy-authorization)$/i.test(name))
      .map((name) => value('sparkmagicValue', 'headers', name)),
    ...sessionFindings(settings),
  ];
}

/** Properties that a session has props for. */
const OWNED: { readonly [property: string]: string } = {
  'spark.driver.memory': 'driverMemory',
  'spark.driver.cores': 'driverCores',
  'spark.executor.memory': 'executorMemory',
  'spark.executor.cores': 'executorCores',
  'spark.executor.instances': 'numExecutors',
};

function sessionFindings({ session = {} }: SparkmagicSettings): Finding[] {
  const { driverMemory, executorMemory, driverCores, executorCores, numExecutors, conf = {} } = session;
  const wrong = (prop: string, value: unknown): Finding => ({
    rule: PROFILE_RULES.sessionSetting,
    at: `settings.session.${prop}`,
    value,
  });
  const isWhole = (number: number): boolean => Number.isInteger(number) && number >= 1;
  return [
    ...Object.entries({ driverMemory, executorMemory }).flatMap(([prop, size]) =>
      size === undefined || isWhole(mebibytes(size)) ? [] : [wrong(prop, `${mebibytes(size)} MiB`)],
    ),
    ...Object.entries({ driverCores, executorCores, numExecutors }).flatMap(([prop, count]) =>
      count === undefined || isWhole(count) ? [] : [wrong(prop, count)],
    ),
    ...Object.keys(conf).flatMap((property) => {
      const owner = OWNED[property];
      const at = `settings.session.conf["${property}"]`;
      if (owner === undefined) return [];
      return [{ rule: PROFILE_RULES.sessionOwned, at, value: conf[property], because: `it is ${owner}` }];
    }),
  ];
}

function sessionDefaults(session: SparkmagicSession = {}): { [key: string]: unknown } {
  const { driverMemory, executorMemory, ttl, conf, ...others } = session;
  const size = (value: Size | undefined): string | undefined => value && sparkSize(value);
  return defined({
    driverMemory: size(driverMemory),
    executorMemory: size(executorMemory),
    ...others,
    ttl: ttl && `${seconds(ttl)}s`,
    conf,
  });
}

function defined(map: { readonly [key: string]: unknown }): { [key: string]: unknown } {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
}

function seconds(duration: Duration): number {
  return duration.toMilliseconds() / 1000;
}
