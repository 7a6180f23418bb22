import { Chart, type ApiObject, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { checkAtSynth, warnAtSynth } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { executorPod } from '../../spark/executor-pod';
import { SparkLabel } from '../../spark/labels';
import { SchedulingRoute, type IRenderedRun, type ISparkRunner, type SparkRun } from '../../spark/runner';
import { stagedVolumes, submittedDriverPod } from '../../spark/submission';
import { stagedFiles } from '../config-map';
import { addressOf } from '../job-properties';
import { uiService } from '../services';
import { runFindings, runWarnings } from './findings';
import type { IKubeflowSparkOperator } from './interfaces';
import type { KubeflowRunnerProps } from './runner-props';
import { KUBEFLOW_API, sparkApplicationManifest } from './scheduled-spark-application';

/** Spark inside of the operator, by its release: it makes the driver's pod, and says so in a label. */
const OPERATOR_SPARK: { readonly [release: string]: string } = { '2.5.2': '4.0.4' };

/**
 * Starts jobs through Kubeflow's Spark operator: a SparkApplication, or a ScheduledSparkApplication. The operator runs spark-submit
 * in cluster mode for each attempt. The same pods come out whether the operator has its webhook or not.
 *
 * @see https://github.com/kubeflow/spark-operator
 */
export class KubeflowRunner implements ISparkRunner {
  public readonly runnerName = 'kubeflow';
  private readonly operator: IKubeflowSparkOperator;
  private readonly props: KubeflowRunnerProps;

  /**
   * @param operator The installation that starts the jobs.
   * @param props How they are started.
   */
  public constructor(operator: IKubeflowSparkOperator, props: KubeflowRunnerProps = {}) {
    this.operator = operator;
    this.props = props;
  }

  public render(scope: Construct, run: SparkRun): IRenderedRun {
    const { operator, props } = this;
    const bound: SparkRun = { ...run, route: SchedulingRoute.OPERATOR };
    const needs = run.scheduler?.bind(scope, bound) ?? [];
    const stagedConfigMap = stagedFiles(scope, run);
    checkAtSynth(scope, () => runFindings({ scope, run: bound, operator, props, stagedConfigMap }));
    warnAtSynth(scope, () => runWarnings(bound, props));
    if (run.uiService && (!operator.uiService || isShared(run))) uiService(scope, run);
    const manifest = sparkApplicationManifest(bound, props, stagedConfigMap);
    const main = new KubeObject(scope, 'Resource', manifest as unknown as ApiObjectProps);
    for (const need of [...needs, operator]) if (Construct.isConstruct(need)) main.node.addDependency(need);
    return new SubmittedRun(main, bound, operator, stagedConfigMap);
  }
}

/** Each run of a schedule has a Service of the operator; an address leads to one Service for all of them. */
function isShared(run: SparkRun): boolean {
  return run.schedule !== undefined && addressOf(run) !== undefined;
}

/** What the operator makes of an application. */
class SubmittedRun implements IRenderedRun {
  public constructor(
    public readonly main: ApiObject,
    private readonly run: SparkRun,
    private readonly operator: IKubeflowSparkOperator,
    private readonly stagedConfigMap: string | undefined,
  ) {}

  public get driverPod(): unknown {
    const { application } = this.run;
    return submittedDriverPod(application, {
      podName: `${this.runName}-driver`,
      namespace: this.namespace,
      stagedConfigMap: this.stagedConfigMap,
      labels: {
        ...this.labelsFor(application.driver.labels),
        [SparkLabel.APP_NAME]: this.runName,
        [SparkLabel.VERSION]: OPERATOR_SPARK[this.operator.operatorVersion] ?? '<release>',
      },
    });
  }

  public get executorPod(): unknown {
    const { application } = this.run;
    const identity = {
      appId: 'spark-<application-id>',
      driverPodName: `${this.runName}-driver`,
      driverPodUid: '<driver-pod-uid>',
      driverHost: `${this.runName}-<id>-driver-svc`,
      namePrefix: `${this.runName}-<id>`,
      executorId: '1',
      namespace: this.namespace,
    };
    const pod = executorPod(application, identity, stagedVolumes(this.stagedConfigMap)) as {
      readonly metadata: { readonly labels: object; readonly ownerReferences: readonly object[] };
    };
    const owner = { apiVersion: KUBEFLOW_API, kind: 'SparkApplication', name: this.runName, uid: '<application-uid>' };
    const metadata = {
      ...pod.metadata,
      labels: { ...pod.metadata.labels, ...this.labelsFor(application.executor.labels) },
      ownerReferences: [owner, ...pod.metadata.ownerReferences],
    };
    return { ...pod, metadata };
  }

  /** Each run of a schedule is an application of its own. */
  private get runName(): string {
    return this.run.schedule === undefined ? this.run.name : `${this.run.name}-<time>`;
  }

  private get namespace(): string | undefined {
    return this.run.application.serviceAccount.namespace ?? Chart.of(this.main).namespace;
  }

  /** Labels of the application go to its pods, where those of the role are stronger. */
  private labelsFor(own: { readonly [key: string]: string }): { [key: string]: string } {
    const { metadata } = this.main.toJson() as { metadata: { labels?: { [key: string]: string } } };
    const copied = Object.entries(metadata.labels ?? {}).filter(([key]) => !key.startsWith('kueue.x-k8s.io/'));
    return {
      ...Object.fromEntries(copied),
      ...own,
      'sparkoperator.k8s.io/app-name': this.runName,
      'sparkoperator.k8s.io/launched-by-spark-operator': 'true',
      'sparkoperator.k8s.io/submission-id': '<submission-id>',
      ...(this.run.schedule !== undefined && { 'sparkoperator.k8s.io/scheduled-app-name': this.run.name }),
    };
  }
}
