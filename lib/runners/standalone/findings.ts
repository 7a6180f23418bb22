import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Finding } from '../../core/rules';
import { checkDnsLabel, CRON_JOB_NAME_MAX, DNS_LABEL_MAX } from '../../core/names';
import { SparkLanguage } from '../../spark/application';
import { ConcurrencyPolicy, type SparkRun } from '../../spark/runner';
import type { IStandaloneCluster } from '../../spark/standalone-cluster';
import { lateFindings } from '../late-findings';
import { portabilityFindings } from '../portability';
import { RUNNER_RULES } from '../rules';
import { scheduleFindings } from '../schedule-findings';
import { serviceNames } from '../services';
import { coresMaxOf } from './properties';
import { STANDALONE_RULES } from './rules';
import { StandaloneDeployMode, type StandaloneRunnerProps } from './standalone-runner-props';

const MASTERS = /^spark:\/\/([^\s:,/@]+|\[[0-9a-fA-F:]+\]):\d{1,5}(,([^\s:,/@]+|\[[0-9a-fA-F:]+\]):\d{1,5})*$/;

/** Findings for a run on a standalone cluster. */
export function standaloneFindings(
  scope: Construct,
  run: SparkRun,
  cluster: IStandaloneCluster,
  props: StandaloneRunnerProps,
): Finding[] {
  return [
    ...portable(scope, run, props),
    ...lateFindings(run),
    ...schedulerFindings(run),
    ...nameFindings(run),
    ...(run.schedule === undefined ? [] : scheduleFindings(run.schedule)),
    ...clusterFindings(run, cluster),
    ...coreFindings(run, cluster, props),
    ...confFindings(run, props),
    ...modeFindings(run, cluster, props),
  ];
}

/** Labels of the chart stand on every pod of ours; that workers do not carry them drops nothing that the job said. */
function portable(scope: Construct, run: SparkRun, { deployMode }: StandaloneRunnerProps): Finding[] {
  const isCluster = deployMode === StandaloneDeployMode.CLUSTER;
  const chart = Chart.of(scope).labels;
  const said = ({ labels }: SparkRun['application']['driver']): boolean =>
    Object.entries(labels).some(([key, value]) => chart[key] !== value);
  return portabilityFindings(
    run,
    isCluster ? 'SparkRunner.standalone() in cluster mode' : 'SparkRunner.standalone()',
  ).filter(
    ({ at }) =>
      (at !== 'driver.labels' || said(run.application.driver)) &&
      (at !== 'executor.labels' || said(run.application.executor)),
  );
}

function nameFindings(run: SparkRun): Finding[] {
  const service = run.uiService ? serviceNames(run).ui.length - run.name.length : 0;
  return checkDnsLabel(
    'name',
    run.name,
    Math.min(run.schedule === undefined ? DNS_LABEL_MAX : CRON_JOB_NAME_MAX, DNS_LABEL_MAX - service),
  );
}

function clusterFindings({ application: { image } }: SparkRun, cluster: IStandaloneCluster): Finding[] {
  const { masterUrl, sparkVersion } = cluster;
  const because = `the cluster has Spark ${sparkVersion?.release ?? ''}`;
  return [
    ...(MASTERS.test(masterUrl)
      ? []
      : [{ rule: STANDALONE_RULES.masterUrl, at: 'cluster.masterUrl', value: masterUrl }]),
    ...(sparkVersion === undefined || sparkVersion.line === image.version.line
      ? []
      : [{ rule: STANDALONE_RULES.versionLine, at: 'image', value: image.version.release, because }]),
  ];
}

function coreFindings(run: SparkRun, cluster: IStandaloneCluster, props: StandaloneRunnerProps): Finding[] {
  const { cores } = run.application.executor;
  const { workerCores = Infinity } = cluster;
  const { coresMax } = props;
  const max = coresMaxOf(run.application, props);
  const isWrong = coresMax !== undefined && (!Number.isInteger(coresMax) || coresMax < Math.max(1, cores));
  const rest = max === undefined || isWrong ? 0 : max % cores;
  return [
    ...(cores > workerCores
      ? [
          {
            rule: STANDALONE_RULES.executorCores,
            at: 'executor.cores',
            value: cores,
            because: `a worker offers ${workerCores}`,
          },
        ]
      : []),
    ...(isWrong
      ? [
          {
            rule: STANDALONE_RULES.coresMax,
            at: 'runner.coresMax',
            value: coresMax,
            because: `an executor has ${cores}`,
          },
        ]
      : []),
    ...(rest > 0
      ? [{ rule: STANDALONE_RULES.coresUnused, at: 'runner.coresMax', value: max, because: `${rest} are left` }]
      : []),
  ];
}

/** Schedulers that the table knows of, or that ask for nothing. */
const KNOWN_SCHEDULERS = ['volcano', 'yunikorn', 'kueue', 'default'];

/** Nobody binds a job here, so a scheduler from elsewhere would be asked nothing. */
function schedulerFindings({ scheduler }: SparkRun): Finding[] {
  if (scheduler === undefined || KNOWN_SCHEDULERS.includes(scheduler.schedulerLabel)) return [];
  const because = 'workers are scheduled with their cluster; its masters share them among applications';
  return [{ rule: RUNNER_RULES.notPortable, at: 'scheduler', value: scheduler.schedulerLabel, because }];
}

function confFindings({ application: app }: SparkRun, props: StandaloneRunnerProps): Finding[] {
  const { CLUSTER } = StandaloneDeployMode;
  const own = [
    ...(coresMaxOf(app, props) === undefined ? [] : ['spark.cores.max']),
    ...(props.deployMode === CLUSTER ? ['spark.master.rest.enabled', 'spark.standalone.submit.waitAppCompletion'] : []),
  ];
  return Object.entries({ ...app._featureProperties, ...app.conf.toMap() }).flatMap(([key, value]) => {
    const at = `conf["${key}"]`;
    if (own.includes(key)) return [{ rule: STANDALONE_RULES.confOverwritten, at, value }];
    return key.startsWith('spark.kubernetes.') ? [{ rule: STANDALONE_RULES.kubernetesProperty, at, value }] : [];
  });
}

function modeFindings(run: SparkRun, cluster: IStandaloneCluster, props: StandaloneRunnerProps): Finding[] {
  const { application } = run.application;
  if (props.deployMode !== StandaloneDeployMode.CLUSTER) {
    const suffix = { [SparkLanguage.PYTHON]: /\.py$/, [SparkLanguage.R]: /\.[rR]$/, [SparkLanguage.JAVA]: /./ };
    return [
      ...(props.supervise === true
        ? [{ rule: STANDALONE_RULES.superviseClient, at: 'runner.supervise', value: true }]
        : []),
      ...(suffix[application.language].test(application.main)
        ? []
        : [{ rule: STANDALONE_RULES.mainSuffix, at: 'application.main', value: application.main }]),
    ];
  }
  const isReplace = run.schedule?.concurrency === ConcurrencyPolicy.REPLACE;
  return [
    ...(cluster.acceptsDrivers === false
      ? [{ rule: STANDALONE_RULES.driversNotAccepted, at: 'runner.deployMode', value: props.deployMode }]
      : []),
    ...(isReplace
      ? [{ rule: STANDALONE_RULES.driverLeftBehind, at: 'schedule.concurrency', value: run.schedule?.concurrency }]
      : []),
    ...(application.language !== SparkLanguage.JAVA || application.main.endsWith('.jar')
      ? []
      : [{ rule: STANDALONE_RULES.mainSuffix, at: 'application.main', value: application.main }]),
  ];
}
