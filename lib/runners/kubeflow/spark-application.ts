import { Duration } from 'cdk8s';
import { SparkLanguage } from '../../spark/application';
import type { SparkRun } from '../../spark/runner';
import { submissionProperties, submittedMain } from '../../spark/submission';
import { timeToLiveOf } from '../workload';
import { batchScheduling } from './batch-scheduler';
import type { PodTemplate } from '../pod-template';
import { driverPodTemplate, executorPodTemplate } from './pod-templates';
import { PropertyFields } from './property-fields';
import { KubeflowJvmType, type KubeflowRunnerProps } from './runner-props';

const RETRY_INTERVAL = Duration.seconds(10);
const SUBMISSION_RETRY_INTERVAL = Duration.seconds(20);
const SUBMISSION_RETRIES = 3;

/** What the operator says by itself on the command line: the name of the object, and what follows from the main file. */
const SAID_BY_THE_OPERATOR = ['spark.app.name', 'spark.kubernetes.resource.type'];

/**
 * The `spec` of a SparkApplication: all that it says is written out, since the operator's webhook would otherwise fill it
 * in behind the back of whoever applies the object, and without the webhook nobody would. What Spark has a property for is a
 * field or stands in `sparkConf`; everything else stands in the pod templates. No field needs the webhook.
 *
 * @see https://github.com/kubeflow/spark-operator/blob/v2.5.2/docs/api-docs.md
 */
export function sparkApplicationSpec(
  run: SparkRun,
  props: KubeflowRunnerProps,
  stagedConfigMap: string | undefined,
): { readonly [field: string]: unknown } {
  const { application: app } = run;
  const { application, image } = app;
  const fields = new PropertyFields(submissionProperties(app));
  for (const key of SAID_BY_THE_OPERATOR) fields.take(key);
  const ttl = timeToLiveOf(run);
  const spec = {
    type: typeOf(application.language, props),
    mode: 'cluster',
    sparkVersion: semantic(image.version.release),
    ...fields.text('image', 'spark.kubernetes.container.image'),
    ...fields.text('imagePullPolicy', 'spark.kubernetes.container.image.pullPolicy'),
    ...fields.list('imagePullSecrets', 'spark.kubernetes.container.image.pullSecrets'),
    ...(application.mainClass !== undefined && { mainClass: application.mainClass }),
    mainApplicationFile: submittedMain(app),
    ...((application.options.args ?? []).length > 0 && { arguments: [...(application.options.args ?? [])] }),
    ...dependencies(fields, submittedMain(app)),
    ...fields.text('memoryOverheadFactor', 'spark.kubernetes.memoryOverheadFactor'),
    restartPolicy: restartPolicy(run, props),
    ...(ttl !== undefined && { timeToLiveSeconds: seconds(ttl) }),
    ...(props.suspended === true && { suspend: true }),
    ...batchScheduling(run),
    ...uiOptions(props),
    ...dynamicAllocation(fields),
    driver: role(fields, 'driver', driverPodTemplate(app, stagedConfigMap)),
    executor: {
      ...fields.number('instances', 'spark.executor.instances'),
      ...role(fields, 'executor', executorPodTemplate(app, stagedConfigMap)),
    },
  };
  return { ...spec, ...(Object.keys(fields.rest).length > 0 && { sparkConf: fields.rest }) };
}

function typeOf(language: SparkLanguage, { jvmType = KubeflowJvmType.JAVA }: KubeflowRunnerProps): string {
  if (language === SparkLanguage.JAVA) return jvmType;
  return language === SparkLanguage.PYTHON ? 'Python' : 'R';
}

/** Vendors append what is no semantic version; the operator only wants to know that it is 3.0 or later. */
export function semantic(release: string): string {
  return /^\d+\.\d+\.\d+([-+][0-9A-Za-z.-]+)?$/.test(release) ? release : release.split('.').slice(0, 3).join('.');
}

/** The submission adds the main jar by itself. */
function dependencies(fields: PropertyFields, main: string): object {
  const deps = {
    ...fields.list('jars', 'spark.jars', [main]),
    ...fields.list('files', 'spark.files'),
    ...fields.list('pyFiles', 'spark.submit.pyFiles'),
    ...fields.list('archives', 'spark.archives'),
    ...fields.list('packages', 'spark.jars.packages'),
    ...fields.list('excludePackages', 'spark.jars.excludes'),
    ...fields.list('repositories', 'spark.jars.repositories'),
  };
  return Object.keys(deps).length === 0 ? {} : { deps };
}

/** Unset, a retry count means none and an interval an error; both are written. */
function restartPolicy({ retries }: SparkRun, props: KubeflowRunnerProps): object {
  const { retryInterval = RETRY_INTERVAL, submissionRetryInterval = SUBMISSION_RETRY_INTERVAL } = props;
  const submissionRetries = props.submissionRetries ?? (retries > 0 ? SUBMISSION_RETRIES : 0);
  const tries = retries > 0 || submissionRetries > 0;
  return {
    type: tries ? 'OnFailure' : 'Never',
    ...(tries && { onFailureRetries: retries }),
    onFailureRetryInterval: seconds(retryInterval),
    ...(tries && { onSubmissionFailureRetries: submissionRetries }),
    onSubmissionFailureRetryInterval: seconds(submissionRetryInterval),
  };
}

/** In `sparkConf` alone the operator would not see it, and write a number of executors beside it. */
export function dynamicAllocation(fields: PropertyFields): object {
  const prefix = 'spark.dynamicAllocation.';
  if (fields.take(`${prefix}enabled`) !== 'true') return {};
  return {
    dynamicAllocation: {
      enabled: true,
      ...fields.number('initialExecutors', `${prefix}initialExecutors`),
      ...fields.number('minExecutors', `${prefix}minExecutors`),
      ...fields.number('maxExecutors', `${prefix}maxExecutors`),
      shuffleTrackingEnabled: fields.take(`${prefix}shuffleTracking.enabled`) !== 'false',
    },
  };
}

function role(fields: PropertyFields, name: 'driver' | 'executor', template: PodTemplate): object {
  const kube = `spark.kubernetes.${name}`;
  const labels = fields.map(`${kube}.label.`);
  const annotations = fields.map(`${kube}.annotation.`);
  return {
    ...fields.number('cores', `spark.${name}.cores`),
    ...fields.text('coreRequest', `${kube}.request.cores`),
    ...fields.text('coreLimit', `${kube}.limit.cores`),
    ...fields.text('memory', `spark.${name}.memory`),
    ...fields.text('memoryOverhead', `spark.${name}.memoryOverhead`),
    ...fields.text('serviceAccount', `spark.kubernetes.authenticate.${name}.serviceAccountName`),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
    ...fields.text('javaOptions', `spark.${name}.extraJavaOptions`),
    ...(name === 'executor' && { deleteOnTermination: fields.take(`${kube}.deleteOnTermination`) !== 'false' }),
    template,
  };
}

function uiOptions({ ui, driverIngress = [] }: KubeflowRunnerProps): object {
  return {
    ...(ui !== undefined && {
      sparkUIOptions: {
        ...(ui.servicePort !== undefined && { servicePort: ui.servicePort }),
        ...(ui.serviceType !== undefined && { serviceType: ui.serviceType }),
        ...(ui.serviceAnnotations !== undefined && { serviceAnnotations: { ...ui.serviceAnnotations } }),
        ...(ui.ingressAnnotations !== undefined && { ingressAnnotations: { ...ui.ingressAnnotations } }),
        ...(ui.ingressTls !== undefined && { ingressTLS: ui.ingressTls.map((tls) => ({ ...tls })) }),
      },
    }),
    ...(driverIngress.length > 0 && {
      driverIngressOptions: driverIngress.map((ingress) => ({
        servicePort: ingress.servicePort,
        servicePortName: ingress.servicePortName ?? `driver-ing-${ingress.servicePort}`,
        ingressURLFormat: ingress.ingressUrlFormat,
        ...(ingress.serviceType !== undefined && { serviceType: ingress.serviceType }),
        ...(ingress.serviceAnnotations !== undefined && { serviceAnnotations: { ...ingress.serviceAnnotations } }),
      })),
    }),
  };
}

function seconds(duration: Duration): number {
  return duration.toSeconds({ integral: false });
}
