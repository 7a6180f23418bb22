import { Chart, Size, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { checkAtSynth } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { hardenedPod } from '../../kube/pod';
import { executorPod } from '../../spark/executor-pod';
import { instanceLabels, SparkLabel } from '../../spark/labels';
import { SchedulingRoute, type IRenderedRun, type ISparkRunner, type SparkRun } from '../../spark/runner';
import { stagedVolumes, submittedDriverPod } from '../../spark/submission';
import { metadataOf } from '../metadata';
import { uiService } from '../services';
import { cronJobSpec, forScheduler, jobSpec } from '../workload';
import { makesPodGroup, submitFindings } from './findings';
import * as files from './submission-files';
import type { SubmitRunnerProps } from './submit-runner-props';
import { SparkSubmitter } from './submitter-account';

/** The submitter's container. */
const CONTAINER = 'spark-submit';
/** Value of `spark-role` on the submitter's pod: it may reach the API server, and no Service selects it. */
const ROLE = 'submitter';

/**
 * Starts drivers with the real spark-submit in cluster mode: a Job whose pod submits, then follows the driver's log and
 * ends with its exit code. The driver belongs to the Job; a submitter that is moved follows the driver that is there.
 *
 * @see https://spark.apache.org/docs/latest/running-on-kubernetes.html#cluster-mode
 */
export class SubmitRunner implements ISparkRunner {
  public readonly runnerName = 'submit';
  private readonly props: SubmitRunnerProps;

  public constructor(props: SubmitRunnerProps = {}) {
    this.props = props;
  }

  public render(scope: Construct, run: SparkRun): IRenderedRun {
    const needs = run.scheduler?.bind(scope, { ...run, route: SchedulingRoute.SUBMISSION }) ?? [];
    const namespace = run.application.serviceAccount.namespace ?? Chart.of(scope).namespace;
    const { submitterImage = run.application.image, submitter } = this.props;
    const submission = new files.SubmissionFiles(scope, run, submitterImage.version);
    const account =
      submitter ??
      new SparkSubmitter(scope, 'Submitter', {
        name: `${run.name}-submitter`,
        volcano: makesPodGroup(run),
        ...(namespace !== undefined && { namespace }),
      });
    if (run.uiService) uiService(scope, run);
    const pod = this.submitterPod(Chart.of(scope).labels, run, submission, account.submitterAccountName);
    const main = new KubeObject(scope, 'Resource', manifestOf(run, pod) as ApiObjectProps);
    for (const need of needs) main.node.addDependency(need);
    if (account instanceof SparkSubmitter) main.node.addDependency(account);
    checkAtSynth(scope, () => submitFindings(run, namespace, this.props));
    return { main, ...previews(run, submission) };
  }

  private submitterPod(
    labels: { readonly [key: string]: string },
    run: SparkRun,
    submission: files.SubmissionFiles,
    account: string,
  ): k8s.PodTemplateSpec {
    const { submitterImage: image = run.application.image } = this.props;
    const { containers, ...pod } = hardenedPod({
      uid: image.uid,
      serviceAccountName: account,
      restartPolicy: 'Never',
      // A submission that has begun is finished.
      terminationGracePeriodSeconds: 60,
      imagePullSecrets: image.pullSecrets,
      containers: [
        {
          name: CONTAINER,
          image: image.reference,
          command: ['python3', `${files.SUBMISSION_DIRECTORY}/${files.SCRIPT_FILE}`, files.SUBMISSION_DIRECTORY],
          env: { HOME: '/tmp', SPARK_USER: 'spark', SPARK_CONF_DIR: files.CONF_DIRECTORY },
          fieldEnv: {
            JOB_NAME: "metadata.labels['batch.kubernetes.io/job-name']",
            JOB_UID: "metadata.labels['batch.kubernetes.io/controller-uid']",
            NAMESPACE: 'metadata.namespace',
          },
          resources: {
            requests: { cpu: 0.1, memory: Size.mebibytes(384) },
            limits: { memory: Size.gibibytes(1) },
          },
        },
      ],
      volumes: [
        {
          name: 'submission',
          source: { configMap: { name: submission.configMapName, items: submission.items } },
          mountPath: files.SUBMISSION_DIRECTORY,
        },
        { name: 'tmp', source: { emptyDir: {} }, mountPath: '/tmp' },
      ],
    });
    return {
      metadata: { labels: { ...labels, ...instanceLabels(run.name), [SparkLabel.ROLE]: ROLE } },
      spec: {
        ...pod,
        enableServiceLinks: false,
        containers: containers.map((container) => ({ ...container, imagePullPolicy: image.pullPolicy })),
      },
    };
  }
}

function manifestOf(run: SparkRun, pod: k8s.PodTemplateSpec): object {
  const metadata = metadataOf(run);
  if (run.schedule === undefined) {
    return k8s.KubeJob.manifest({
      metadata: { ...metadata, ...forScheduler(run, metadata) },
      spec: survivable(jobSpec(run, pod)),
    }) as object;
  }
  const { jobTemplate, ...spec } = cronJobSpec(run, run.schedule, pod);
  const template = { ...jobTemplate, ...(jobTemplate.spec && { spec: survivable(jobTemplate.spec) }) };
  return k8s.KubeCronJob.manifest({ metadata, spec: { ...spec, jobTemplate: template } }) as object;
}

/** A submitter that was told to go has not failed: its driver goes on, and the next submitter follows it. */
function survivable(spec: k8s.JobSpec): k8s.JobSpec {
  const moved = {
    action: 'Ignore',
    onExitCodes: { containerName: CONTAINER, operator: 'In', values: [files.STOPPED] },
  } as k8s.PodFailurePolicyRule;
  return { ...spec, podFailurePolicy: { rules: [moved, ...(spec.podFailurePolicy?.rules ?? [])] } };
}

function previews(run: SparkRun, { staged }: files.SubmissionFiles): Pick<IRenderedRun, 'driverPod' | 'executorPod'> {
  const { application, name } = run;
  const { namespace } = application.serviceAccount;
  const podName = `${files.driverStem(name)}-<job-uid>-1-driver`;
  return {
    get driverPod(): unknown {
      const labels = { [files.RUN_LABEL]: '<job-uid>', [files.ATTEMPT_LABEL]: '1' };
      return submittedDriverPod(application, { podName, namespace, stagedConfigMap: staged, labels });
    },
    get executorPod(): unknown {
      const identity = {
        appId: 'spark-<application-id>',
        driverPodName: podName,
        driverPodUid: '<driver-pod-uid>',
        driverHost: '<driver-service>',
        namePrefix: `${name}-<id>`,
        executorId: '1',
        namespace,
      };
      return executorPod(application, identity, stagedVolumes(staged));
    },
  };
}
