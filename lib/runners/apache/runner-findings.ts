import { durationText } from '../../core/quantities';
import type { Duration } from 'cdk8s';
import { checkDnsLabel } from '../../core/names';
import type { Finding } from '../../core/rules';
import { STAGED_DIRECTORY } from '../../spark/staged-file';
import type { SparkRun } from '../../spark/runner';
import { templateFindings } from '../../spark/template-findings';
import { lateFindings } from '../late-findings';
import { portabilityFindings } from '../portability';
import type { IApacheSparkOperator } from './interfaces';
import { APACHE_RULES as RULES } from './rules';
import { ApacheRetainPolicy, type ApacheRunnerProps } from './runner-props';

/** Longest id before the operator replaces it by a hash. */
const ID_MAX = 46;

/** Findings for a run and the way it is to be started. */
export function runFindings(
  run: SparkRun,
  namespace: string | undefined,
  operator: IApacheSparkOperator,
  props: ApacheRunnerProps,
): Finding[] {
  return [
    ...portabilityFindings(run, 'SparkRunner.apache()'),
    ...templateFindings(run.application.driver),
    ...versionFindings(run),
    ...nameFindings(run),
    ...namespaceFindings(namespace, operator),
    ...lifeFindings(run, props),
    ...lateFindings(run),
    ...stagedFindings(run),
  ];
}

/** Findings for an object in a namespace that its operator does not watch. */
export function namespaceFindings(
  namespace: string | undefined,
  operator: IApacheSparkOperator | undefined,
): Finding[] {
  const watched = operator?.jobNamespaceNames;
  if (watched === undefined || namespace === undefined || watched.includes(namespace)) return [];
  const because = `${operator?.operatorName ?? 'it'} watches ${watched.join(', ')}`;
  return [{ rule: RULES.namespaceNotWatched, at: 'namespace', value: namespace, because }];
}

/** Findings for a name that Services are derived from. */
export function serviceNameFindings(name: string): Finding[] {
  const wrong = checkDnsLabel('name', name).length > 0 || !/^[a-z]/.test(name);
  return wrong ? [{ rule: RULES.name, at: 'name', value: name }] : [];
}

function versionFindings({ application: { image } }: SparkRun): Finding[] {
  return image.version.atLeast('4.0') ? [] : [{ rule: RULES.sparkTooOld, at: 'image', value: image.version.release }];
}

function nameFindings({ name, retries }: SparkRun): Finding[] {
  const wrong = serviceNameFindings(name);
  const longest = `${name}-${retries}`;
  if (wrong.length > 0 || longest.length <= ID_MAX) return wrong;
  const over = longest.length - ID_MAX;
  const because = `${longest} has ${longest.length} characters`;
  return [{ rule: RULES.nameHashed, at: 'name', value: name, because, fix: `shorten it by ${over}` }];
}

function lifeFindings(run: SparkRun, props: ApacheRunnerProps): Finding[] {
  const { driverStartTimeout, driverReadyTimeout, executorStartTimeout, restartDelay, javaVersion = 17 } = props;
  const { minimumExecutors = 0, retain, restartPolicy } = props;
  const started = startedExecutors(run);
  const kept = retain !== undefined && retain !== ApacheRetainPolicy.NEVER;
  return [
    ...Object.entries({ driverStartTimeout, driverReadyTimeout, executorStartTimeout, restartDelay }).flatMap(
      ([prop, duration]) => timeoutFindings(`runner.${prop}`, duration),
    ),
    ...(Number.isInteger(minimumExecutors) && minimumExecutors >= 0 && minimumExecutors <= started
      ? []
      : [
          {
            rule: RULES.minimumExecutors,
            at: 'runner.minimumExecutors',
            value: minimumExecutors,
            because: `the job starts with ${started}`,
          },
        ]),
    ...(executorStartTimeout !== undefined && minimumExecutors === 0
      ? [
          {
            rule: RULES.executorTimeoutUnused,
            at: 'runner.executorStartTimeout',
            value: durationText(executorStartTimeout),
          },
        ]
      : []),
    ...(kept && run.retries > 0 ? [{ rule: RULES.retainWithRetries, at: 'runner.retain', value: retain }] : []),
    ...(restartPolicy !== undefined && run.retries === 0
      ? [{ rule: RULES.restartWithoutRetries, at: 'runner.restartPolicy', value: restartPolicy }]
      : []),
    ...(Number.isInteger(javaVersion) && javaVersion >= 17
      ? []
      : [{ rule: RULES.javaVersion, at: 'runner.javaVersion', value: javaVersion }]),
  ];
}

function timeoutFindings(at: string, duration: Duration | undefined): Finding[] {
  const millis = duration?.toMilliseconds({ integral: false });
  if (millis === undefined || (Number.isInteger(millis) && millis > 0)) return [];
  return [{ rule: RULES.timeout, at, value: `${millis} ms` }];
}

/** Executors that Spark asks for at the start. */
function startedExecutors({ application }: SparkRun): number {
  if (application.property('spark.dynamicAllocation.enabled') !== 'true')
    return application.executor.props.instances ?? 2;
  const initial =
    application.property('spark.dynamicAllocation.initialExecutors') ??
    application.property('spark.dynamicAllocation.minExecutors');
  return Number(initial ?? 0);
}

/** Jars and Python files are found where the templates mount them; what is copied to the work directory is not. */
function stagedFindings({ application: { application } }: SparkRun): Finding[] {
  const { files = [], archives = [] } = application.options;
  return Object.entries({ files, archives }).flatMap(([prop, uris]) =>
    uris.flatMap((uri, index) =>
      uri.startsWith(`file://${STAGED_DIRECTORY}/`)
        ? [{ rule: RULES.stagedFile, at: `application.${prop}[${index}]`, value: uri }]
        : [],
    ),
  );
}
