import { Chart, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { checkAtSynth } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { executorPod } from '../../spark/executor-pod';
import { SparkLabel } from '../../spark/labels';
import { SchedulingRoute, type IRenderedRun, type ISparkRunner, type SparkRun } from '../../spark/runner';
import { stagedVolumes, submittedDriverPod } from '../../spark/submission';
import { stagedFiles } from '../config-map';
import { uiService } from '../services';
import type { IApacheSparkOperator } from './interfaces';
import { runFindings } from './runner-findings';
import type { ApacheRunnerProps } from './runner-props';
import { sparkApplication } from './spark-application';

/** Name that the operator gives itself, in a label of all it makes. */
const OPERATOR_NAME = 'spark-kubernetes-operator';
/** Spark inside of operator 1.0.0: it makes the driver's pod, and says so in a label. */
const OPERATOR_SPARK = '4.2.0';

/**
 * Starts jobs through Apache's Spark Kubernetes operator: a SparkApplication of `spark.apache.org`, from which the operator
 * makes the driver, and makes it again after a failure. Each attempt has an id of its own, `<name>-<attempt>`.
 *
 * @see https://github.com/apache/spark-kubernetes-operator
 */
export class ApacheRunner implements ISparkRunner {
  public readonly runnerName = 'apache';
  private readonly operator: IApacheSparkOperator;
  private readonly props: ApacheRunnerProps;

  /**
   * @param operator The installation that starts the jobs.
   * @param props How they are started.
   */
  public constructor(operator: IApacheSparkOperator, props: ApacheRunnerProps = {}) {
    this.operator = operator;
    this.props = props;
  }

  public render(scope: Construct, run: SparkRun): IRenderedRun {
    const { operator, props } = this;
    const { application } = run;
    const namespace = application.serviceAccount.namespace ?? Chart.of(scope).namespace;
    const needs = run.scheduler?.bind(scope, { ...run, route: SchedulingRoute.PROPERTIES }) ?? [];
    checkAtSynth(scope, () => runFindings(run, namespace, operator, props));
    const stagedConfigMap = stagedFiles(scope, run);
    if (run.uiService) uiService(scope, run);
    const manifest = sparkApplication(run, props, stagedConfigMap) as ApiObjectProps;
    const main = new KubeObject(scope, 'Resource', manifest);
    for (const need of [...needs, operator]) if (Construct.isConstruct(need)) main.node.addDependency(need);
    const id = `${run.name}-<attempt>`;
    const driverPodName = `${id}-driver`;
    const labels = { 'spark.operator/name': OPERATOR_NAME, 'spark.operator/spark-app-name': run.name };
    return {
      main,
      get driverPod(): unknown {
        return submittedDriverPod(application, {
          podName: driverPodName,
          namespace,
          stagedConfigMap,
          labels: { ...labels, [SparkLabel.VERSION]: OPERATOR_SPARK },
        });
      },
      get executorPod(): unknown {
        const identity = { appId: id, driverPodName, driverPodUid: '<driver-pod-uid>', namespace };
        return executorPod(
          application,
          { ...identity, driverHost: '<driver-pod-ip>', namePrefix: id, executorId: '1' },
          stagedVolumes(stagedConfigMap),
        );
      },
    };
  }
}
