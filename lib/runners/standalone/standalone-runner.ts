import type { ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { applyOverrides } from '../../core/override';
import { checkAtSynth } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import type { IRenderedRun, ISparkRunner, SparkRun } from '../../spark/runner';
import type { IStandaloneCluster } from '../../spark/standalone-cluster';
import { metadataOf } from '../metadata';
import { uiService } from '../services';
import { cronJobSpec, jobSpec } from '../workload';
import { clientDriver } from './client-driver';
import { clusterSubmitter } from './cluster-submitter';
import { standaloneFindings } from './findings';
import { clientProperties, clusterProperties } from './properties';
import { StandaloneDeployMode, type StandaloneRunnerProps } from './standalone-runner-props';

/**
 * Runs applications on a standalone cluster: the executors are processes of its workers, so nothing that a job says of
 * executor pods can be honoured, and all of it is refused. In client mode the driver is a pod of ours in a Job; in cluster
 * mode a Job hands it to the master and waits.
 *
 * @see https://spark.apache.org/docs/latest/spark-standalone.html#launching-spark-applications
 */
export class StandaloneRunner implements ISparkRunner {
  public readonly runnerName = 'standalone';
  private readonly cluster: IStandaloneCluster;
  private readonly props: StandaloneRunnerProps;

  public constructor(cluster: IStandaloneCluster, props: StandaloneRunnerProps = {}) {
    this.cluster = cluster;
    this.props = props;
  }

  public render(scope: Construct, run: SparkRun): IRenderedRun {
    const { cluster, props } = this;
    const isCluster = props.deployMode === StandaloneDeployMode.CLUSTER;
    checkAtSynth(scope, () => standaloneFindings(scope, run, cluster, props));
    if (run.uiService && !isCluster) uiService(scope, run);
    const pod = isCluster
      ? clusterSubmitter(scope, run, clusterProperties(run.application, cluster, props), props)
      : clientDriver(scope, run, clientProperties(run.application, cluster, props));
    const main = new KubeObject(scope, 'Resource', manifestOf(run, pod, isCluster) as ApiObjectProps);
    const overrides = isCluster ? {} : (run.application.driver.props.podOverrides ?? {});
    const path = run.schedule === undefined ? '/spec/template' : '/spec/jobTemplate/spec/template';
    for (const [field, value] of Object.entries(overrides)) main.override(`${path}${field}`, value);
    return {
      main,
      get driverPod(): unknown {
        const { metadata = {}, spec } = pod;
        return applyOverrides(k8s.KubePod.manifest({ metadata, ...(spec && { spec }) }) as object, overrides);
      },
      // A process of a worker has no pod.
      executorPod: undefined,
    };
  }
}

function manifestOf(run: SparkRun, pod: k8s.PodTemplateSpec, isCluster: boolean): object {
  const metadata = metadataOf(run);
  const once = (spec: k8s.JobSpec): k8s.JobSpec => (isCluster ? { ...spec, podFailurePolicy: NEVER_AGAIN } : spec);
  if (run.schedule === undefined) return k8s.KubeJob.manifest({ metadata, spec: once(jobSpec(run, pod)) }) as object;
  const { jobTemplate, ...spec } = cronJobSpec(run, run.schedule, pod);
  const template = { ...jobTemplate, ...(jobTemplate.spec && { spec: once(jobTemplate.spec) }) };
  return k8s.KubeCronJob.manifest({ metadata, spec: { ...spec, jobTemplate: template } }) as object;
}

/** The driver on its worker outlives the pod that handed it over; another pod would hand over a second one. */
const NEVER_AGAIN: k8s.PodFailurePolicy = {
  rules: [{ action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
};
