import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Finding } from '../../core/rules';
import { durationFindings } from '../../spark/application-findings';
import { DRIVER_CONTAINER } from '../../spark/driver-pod';
import { EXECUTOR_CONTAINER, executorPod } from '../../spark/executor-pod';
import { RESERVED_LABELS } from '../../spark/labels';
import type { ResolvedApplication } from '../../spark/resolved-application';
import type { SparkRun } from '../../spark/runner';
import { STAGED_DIRECTORY } from '../../spark/staged-file';
import { stagedVolumes, submittedDriverPod } from '../../spark/submission';
import { templateFindings } from '../../spark/template-findings';
import { addressOf } from '../job-properties';
import { lateFindings } from '../late-findings';
import { portabilityFindings } from '../portability';
import { scheduleFindings } from '../schedule-findings';
import { batchSchedulerFindings } from './batch-scheduler';
import type { IKubeflowSparkOperator } from './interfaces';
import { ingressFindings, uiFindings } from './ingress-findings';
import { nameFindings, nameMax } from './names';
import { driverPodTemplate, executorPodTemplate } from './pod-templates';
import { KUBEFLOW_RULES } from './rules';
import type { KubeflowRunnerProps } from './runner-props';
import { overrideFindings } from './template-findings';

/** A run and the operator that will start it. */
export interface OperatedRun {
  readonly scope: Construct;
  readonly run: SparkRun;
  readonly operator: IKubeflowSparkOperator;
  readonly props: KubeflowRunnerProps;
  readonly stagedConfigMap: string | undefined;
}

/** Everything that the operator, or its webhook, would refuse or leave lying about. */
export function runFindings(operated: OperatedRun): Finding[] {
  const { scope, run, operator, props } = operated;
  const { application: app, schedule } = run;
  const namespace = app.serviceAccount.namespace ?? Chart.of(scope).namespace;
  const driverPorts = (props.driverIngress ?? []).map(({ servicePort }) => servicePort);
  const runNames = schedule === undefined ? undefined : operator.runNamePrecision;
  return [
    ...portabilityFindings(run, 'SparkRunner.kubeflow()'),
    ...lateFindings(run),
    ...nameFindings(run.name, nameMax({ runNames, uiService: run.uiService, driverPorts })),
    ...namespaceFindings(namespace, operator),
    ...batchSchedulerFindings(run, operator),
    ...(app.executor.props.instances === 0
      ? [{ rule: KUBEFLOW_RULES.instances, at: 'executor.instances', value: 0 }]
      : []),
    ...labelFindings(scope, app),
    ...deniedFindings(app, namespace),
    ...stagedFindings(app),
    ...retryFindings(props),
    ...(schedule === undefined ? [] : scheduleFindings(schedule)),
    ...(schedule !== undefined && props.suspended === true
      ? [{ rule: KUBEFLOW_RULES.suspendedRuns, at: 'runner.suspended', value: true }]
      : []),
    ...uiFindings(props, operator, addressOf(run)),
    ...ingressFindings(props, schedule !== undefined),
    ...podFindings(operated, namespace),
  ];
}

/** What works, and not as its text says. */
export function runWarnings({ application: app }: SparkRun, { driverIngress = [] }: KubeflowRunnerProps): Finding[] {
  const { packages = [] } = app.application.options;
  const tag = /(?:^|\/)[^/:@]*spark[^/:@]*:v?(\d+\.\d+\.\d+)/.exec(app.image.reference)?.[1];
  const { release } = app.image.version;
  return [
    ...[app.driver, app.executor].flatMap(({ name, props, cores }) =>
      props.coreLimit !== undefined && props.coreLimit < cores
        ? [{ rule: KUBEFLOW_RULES.limitThrottles, at: `${name}.coreLimit`, value: props.coreLimit }]
        : [],
    ),
    ...(packages.length > 0
      ? [{ rule: KUBEFLOW_RULES.packagesInOperator, at: 'application.packages', value: packages }]
      : []),
    ...(tag !== undefined && !release.startsWith(tag)
      ? [{ rule: KUBEFLOW_RULES.versionTag, at: 'image', value: app.image.reference, because: `it is ${release}` }]
      : []),
    ...driverIngress.flatMap(({ ingressUrlFormat: value }, index) =>
      value.includes('{{$appId}}')
        ? [{ rule: KUBEFLOW_RULES.appIdInUrl, at: `runner.driverIngress[${index}].ingressUrlFormat`, value }]
        : [],
    ),
  ];
}

/** Findings for a namespace that the operator does not look at; one that looks at all of them names none. */
export function namespaceFindings(namespace: string | undefined, operator: IKubeflowSparkOperator): Finding[] {
  const { jobNamespaceNames: watched, operatorName } = operator;
  if (watched === undefined || (namespace !== undefined && watched.includes(namespace))) return [];
  const because = `${operatorName} looks at ${watched.join(', ') || 'none'}`;
  return [{ rule: KUBEFLOW_RULES.namespaceNotWatched, at: 'serviceAccount.namespace', value: namespace, because }];
}

const OPERATOR_PREFIX = 'sparkoperator.k8s.io/';

/** Labels of the chart stand on the application, too, and go from there to the pods. */
export function labelFindings(scope: Construct, { driver, executor }: ResolvedApplication): Finding[] {
  const chart = Object.keys(Chart.of(scope).labels);
  const own = [driver, executor].flatMap(({ name, labels }) =>
    Object.keys(labels)
      .filter((key) => key.startsWith(OPERATOR_PREFIX) && !chart.includes(key))
      .map((value) => ({ rule: KUBEFLOW_RULES.reservedLabel, at: `${name}.labels`, value })),
  );
  const copied = chart
    .filter((key) => key.startsWith('spark-') && RESERVED_LABELS.includes(key))
    .concat(chart.filter((key) => key.startsWith(OPERATOR_PREFIX) || key.startsWith('kueue.x-k8s.io/')))
    .map((value) => ({ rule: KUBEFLOW_RULES.copiedLabel, at: 'labels of the chart', value }));
  return [...own, ...copied];
}

const DENIED = /^spark\.(master|kubernetes\.(driver\.master|(driver\.|executor\.)?container\.image|authenticate\..*))$/;

/** What users cannot set, features could; and one property is Spark's but not the operator's. */
export function deniedFindings(app: ResolvedApplication, namespace: string | undefined): Finding[] {
  const said = {
    ...app._featureProperties,
    'spark.kubernetes.driver.master': app.conf.get('spark.kubernetes.driver.master'),
  };
  return Object.entries(said)
    .filter(
      ([key, value]) =>
        value !== undefined && (DENIED.test(key) || (key === 'spark.kubernetes.namespace' && value !== namespace)),
    )
    .map(([key, value]) => ({ rule: KUBEFLOW_RULES.deniedProperty, at: `conf["${key}"]`, value }));
}

function stagedFindings({ application }: ResolvedApplication): Finding[] {
  const { files = [], archives = [] } = application.options;
  return Object.entries({ files, archives }).flatMap(([prop, uris]) =>
    uris.flatMap((value, index) =>
      value.startsWith(`file://${STAGED_DIRECTORY}/`)
        ? [{ rule: KUBEFLOW_RULES.stagedDependency, at: `application.${prop}[${index}]`, value }]
        : [],
    ),
  );
}

function retryFindings({ submissionRetries, submissionRetryInterval, retryInterval }: KubeflowRunnerProps): Finding[] {
  return [
    ...(submissionRetries === undefined || (Number.isInteger(submissionRetries) && submissionRetries >= 0)
      ? []
      : [{ rule: KUBEFLOW_RULES.submissionRetries, at: 'runner.submissionRetries', value: submissionRetries }]),
    ...Object.entries({ submissionRetryInterval, retryInterval }).flatMap(([prop, interval]) =>
      interval === undefined ? [] : durationFindings(`runner.${prop}`, interval),
    ),
  ];
}

/** Templates are read by the operator and by Spark; what overrides break in them shows when the job starts. */
function podFindings({ run, stagedConfigMap }: OperatedRun, namespace: string | undefined): Finding[] {
  const { application: app, name } = run;
  const driver = app.driver.props.podOverrides ?? {};
  const executor = app.executor.props.podOverrides ?? {};
  return [
    ...templateFindings(app.driver),
    ...(Object.keys(driver).length === 0
      ? []
      : overrideFindings({
          at: 'driver.podOverrides',
          container: DRIVER_CONTAINER,
          template: driverPodTemplate(app, stagedConfigMap),
          pod: () => submittedDriverPod(app, { podName: name, namespace, stagedConfigMap }),
        })),
    ...(Object.keys(executor).length === 0
      ? []
      : overrideFindings({
          at: 'executor.podOverrides',
          container: EXECUTOR_CONTAINER,
          template: executorPodTemplate(app, stagedConfigMap),
          pod: () => executorPod(app, PREVIEW, stagedVolumes(stagedConfigMap)),
        })),
  ];
}

const PREVIEW = { appId: '', driverPodName: '', driverPodUid: '', driverHost: '', namePrefix: 'x', executorId: '1' };
