import { durationText } from '../../core/quantities';
import type { ApiObject, ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { checkDnsLabel, CRON_JOB_NAME_MAX, DNS_LABEL_MAX } from '../../core/names';
import { checkAtSynth, RuleError } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { driverManifest, driverPod, type DriverStart } from '../../spark/driver-pod';
import { executorPod } from '../../spark/executor-pod';
import { SPARK_RULES } from '../../spark/rules';
import { ConcurrencyPolicy, type IRenderedRun, type ISparkRunner, type SparkRun } from '../../spark/runner';
import { metadataOf } from '../metadata';
import { scheduleFindings } from '../schedule-findings';
import { JobConfig } from './job-config';
import { driverService, serviceNames, uiService } from '../services';
import { cronJobSpec, forScheduler, jobSpec } from '../workload';
import { NATIVE_RULES } from './rules';

/** What owns the driver's pod. */
export enum NativeDriverKind {
  /** A Job: retries, a deadline and a time to live; it survives the death of the pod and of the node. */
  JOB = 'Job',
  /** A bare Pod, as spark-submit leaves it: one attempt, no supervision. */
  POD = 'Pod',
  /**
   * Nothing yet: a PodTemplate and the ConfigMaps it names. Somebody else starts pods from it, such as Airflow's
   * KubernetesPodOperator with `job.toPodTemplate()`.
   */
  TEMPLATE = 'PodTemplate',
}

/** How the native runner starts drivers. */
export interface NativeRunnerProps {
  /** What owns the driver's pod. @default NativeDriverKind.JOB */
  readonly driverKind?: NativeDriverKind;
  /**
   * Give the driver a headless Service, as spark-submit does, and let executors find it by name. Needed on IPv6
   * clusters and by meshes; otherwise the pod's address is simpler and races with nothing.
   *
   * @default false
   */
  readonly driverService?: boolean;
}

/**
 * Starts drivers without spark-submit and without an operator: the manifests are what spark-submit would have created,
 * and the driver creates its own executors. Each attempt has an application id of its own, so that a retry never counts
 * the executors of the attempt before.
 *
 * @see https://spark.apache.org/docs/latest/running-on-kubernetes.html#how-it-works
 */
export class NativeRunner implements ISparkRunner {
  public readonly runnerName = 'native';
  private readonly driverKind: NativeDriverKind;
  private readonly driverService: boolean;

  public constructor(props: NativeRunnerProps = {}) {
    this.driverKind = props.driverKind ?? NativeDriverKind.JOB;
    this.driverService = props.driverService ?? false;
  }

  public render(scope: Construct, run: SparkRun): IRenderedRun {
    this.check(scope, run);
    const needs = run.scheduler?.bind(scope, run) ?? [];
    const config = new JobConfig(scope, run);
    const start = this.driverStart(run, config);
    // Kubernetes picks the suffix of a Job's pods.
    const driverPodName = this.driverKind === NativeDriverKind.POD ? `${run.name}-driver` : `${run.name}-xxxxx`;
    const pod = this.driverPod(run, start);
    if (this.driverService) driverService(scope, run);
    if (run.uiService) uiService(scope, run);
    const main = this.main(scope, run, pod);
    for (const need of needs) main.node.addDependency(need);
    const driver = (): object => driverManifest(run.application, start, this.driverPod(run, start));
    return {
      main,
      // Previews are made when somebody looks: an app of thousands of jobs does not keep thousands of them.
      get driverPod(): unknown {
        return driver();
      },
      get podTemplate(): unknown {
        return driver();
      },
      get executorPod(): unknown {
        return executorPod(run.application, {
          appId: 'spark-<driver-pod-uid>',
          driverPodName,
          driverPodUid: '<driver-pod-uid>',
          driverHost: '<driver-pod-ip>',
          namePrefix: driverPodName,
          executorId: '1',
          namespace: run.application.serviceAccount.namespace,
        });
      },
    };
  }

  /** A bare pod has no Job that ends it in time. */
  private driverPod(run: SparkRun, start: DriverStart): k8s.PodTemplateSpec {
    const pod = driverPod(run.application, start);
    if (this.driverKind === NativeDriverKind.JOB || run.deadline === undefined || pod.spec === undefined) return pod;
    return { ...pod, spec: { ...pod.spec, activeDeadlineSeconds: run.deadline.toSeconds({ integral: false }) } };
  }

  /** What only the pod knows goes on the command line, where Kubernetes replaces $(VAR) and Spark lets it win. */
  private driverStart(run: SparkRun, config: JobConfig): DriverStart {
    const appId = 'spark-$(POD_UID)';
    return {
      appId,
      lateProperties: {
        'spark.kubernetes.namespace': '$(POD_NAMESPACE)',
        'spark.kubernetes.driver.pod.name': '$(POD_NAME)',
        'spark.app.id': appId,
        'spark.driver.host': this.driverService
          ? `${serviceNames(run).driver}.$(POD_NAMESPACE).svc`
          : '$(SPARK_DRIVER_BIND_ADDRESS)',
        // A bare pod keeps its name from run to run, and so would its executors while the old ones still end.
        ...(this.driverKind !== NativeDriverKind.POD && { 'spark.kubernetes.executor.podNamePrefix': '$(POD_NAME)' }),
        ...run.application._lateProperties,
      },
      ownerUid: this.driverKind === NativeDriverKind.JOB ? JOB_UID_LABEL : 'metadata.uid',
      ...config.references,
    };
  }

  private main(scope: Construct, run: SparkRun, pod: k8s.PodTemplateSpec): ApiObject {
    const { path, manifest } = this.workload(run, pod);
    const main = new KubeObject(scope, 'Resource', manifest as ApiObjectProps);
    for (const [field, value] of Object.entries(run.application.driver.props.podOverrides ?? {})) {
      main.override(`${path}${field}`, value);
    }
    return main;
  }

  /** The object around the driver's pod, and where in it the pod stands. */
  private workload(run: SparkRun, pod: k8s.PodTemplateSpec): { readonly path: string; readonly manifest: unknown } {
    const metadata = metadataOf(run);
    if (run.schedule !== undefined) {
      const spec = cronJobSpec(run, run.schedule, pod);
      return { path: '/spec/jobTemplate/spec/template', manifest: k8s.KubeCronJob.manifest({ metadata, spec }) };
    }
    const own = { ...metadata, ...forScheduler(run, metadata) };
    if (this.driverKind === NativeDriverKind.JOB) {
      return { path: '/spec/template', manifest: k8s.KubeJob.manifest({ metadata: own, spec: jobSpec(run, pod) }) };
    }
    if (this.driverKind === NativeDriverKind.TEMPLATE) {
      return { path: '/template', manifest: k8s.KubePodTemplate.manifest({ metadata, template: pod }) };
    }
    const podMetadata = {
      ...own,
      ...pod.metadata,
      name: `${run.name}-driver`,
      labels: { ...own.labels, ...pod.metadata?.labels },
      annotations: { ...own.annotations, ...pod.metadata?.annotations },
    };
    return { path: '', manifest: k8s.KubePod.manifest({ metadata: podMetadata, ...(pod.spec && { spec: pod.spec }) }) };
  }

  private check(scope: Construct, run: SparkRun): void {
    const { driverKind } = this;
    const isJob = driverKind === NativeDriverKind.JOB;
    if (!isJob && run.schedule !== undefined) {
      throw new RuleError(
        { rule: NATIVE_RULES.scheduledPod, at: 'runner', value: `native, driverKind ${driverKind}` },
        scope,
      );
    }
    const names = serviceNames(run);
    const services = [...(this.driverService ? [names.driver] : []), ...(run.uiService ? [names.ui] : [])];
    const longest = Math.max(0, ...services.map((name) => name.length - run.name.length));
    const max = Math.min(run.schedule === undefined ? DNS_LABEL_MAX : CRON_JOB_NAME_MAX, DNS_LABEL_MAX - longest);
    checkAtSynth(scope, () => [
      ...checkDnsLabel('name', run.name, max),
      ...(!isJob && run.retries > 0 ? [{ rule: NATIVE_RULES.podRetries, at: 'retries', value: run.retries }] : []),
      ...(!isJob && run.timeToLive !== undefined
        ? [{ rule: NATIVE_RULES.podTimeToLive, at: 'timeToLive', value: durationText(run.timeToLive) }]
        : []),
      ...(run.schedule === undefined ? [] : scheduleFindings(run.schedule)),
      ...(this.driverService && (run.schedule?.concurrency ?? ConcurrencyPolicy.FORBID) !== ConcurrencyPolicy.FORBID
        ? [{ rule: SPARK_RULES.overlappingRuns, at: 'schedule.concurrency', value: run.schedule?.concurrency }]
        : []),
    ]);
  }
}

/** Where a Job's pods carry the uid of their Job. */
const JOB_UID_LABEL = "metadata.labels['batch.kubernetes.io/controller-uid']";
