/** What is compared: the driver's pod, an executor's pod, or the properties that the driver reads. */
export type Subject = 'driver' | 'executor' | 'properties';

/** A difference between spark-submit's objects and ours that is meant to be. */
export interface AllowedDifference {
  readonly on: Subject;
  /** Paths of the fields: `*` stands for anything. */
  readonly paths: readonly string[];
  readonly reason: string;
}

const DRIVER = 'spec.containers[spark-kubernetes-driver]';
const EXECUTOR = 'spec.containers[spark-kubernetes-executor]';

/** All of them; `docs/parity.md` shows this table. A row that nothing matches fails the test. */
export const ALLOWED_DIFFERENCES: readonly AllowedDifference[] = [
  {
    on: 'driver',
    paths: ['metadata.labels.spark-app-selector', `${DRIVER}.env[SPARK_APPLICATION_ID].value`],
    reason:
      'the application id is new in each attempt; labels of a Job template are fixed, so the id is `spark-$(POD_UID)`',
  },
  {
    on: 'driver',
    paths: [
      'metadata.labels.batch.kubernetes.io/*',
      'metadata.labels.controller-uid',
      'metadata.labels.job-name',
      'metadata.ownerReferences*',
    ],
    reason: 'a Job owns the driver and replaces it; spark-submit leaves a bare pod',
  },
  {
    on: 'driver',
    paths: [
      'metadata.annotations.cluster-autoscaler.kubernetes.io/safe-to-evict',
      'metadata.annotations.karpenter.sh/do-not-disrupt',
    ],
    reason: 'the loss of the driver is the loss of the run: an autoscaler should not cause it',
  },
  {
    on: 'driver',
    paths: ['spec.securityContext*', `${DRIVER}.securityContext*`],
    reason: 'Pod Security `restricted`; spark-submit has no properties for it',
  },
  {
    on: 'driver',
    paths: ['*[opt-spark-work-dir]*', '*[tmp]*'],
    reason: 'the root file system is read-only, so what Spark writes to is a volume',
  },
  {
    on: 'driver',
    paths: ['spec.automountServiceAccountToken', 'spec.enableServiceLinks'],
    reason:
      'our accounts do not mount tokens by themselves; variables of Services named `spark-…` would be taken for settings',
  },
  {
    on: 'driver',
    paths: [`${DRIVER}.env[POD_NAME]*`, `${DRIVER}.env[POD_NAMESPACE]*`, `${DRIVER}.env[POD_UID]*`],
    reason: 'arguments refer to them: name, namespace and id are known only once the pod exists',
  },
  {
    on: 'driver',
    paths: [`${DRIVER}.env[SPARK_USER].value`],
    reason: 'spark-submit takes the name of the user who runs it; ours is the user of the image',
  },
  {
    on: 'driver',
    paths: [`${DRIVER}.env[SPARK_LOCAL_DIRS].value`, `${DRIVER}.volumeMounts[spark-local-dir-1].mountPath`],
    reason: 'spark-submit makes up a random path; a fixed one gives the same YAML each time',
  },
  {
    on: 'driver',
    paths: ['spec.volumes[*].configMap.name'],
    reason: 'our ConfigMaps are named after job and content',
  },
  {
    on: 'executor',
    paths: [`${EXECUTOR}.env[SPARK_DRIVER_URL].value`],
    reason: 'executors find the driver by the address of its pod instead of a Service: no race with DNS',
  },
  {
    on: 'executor',
    paths: [`${EXECUTOR}.env[SPARK_USER].value`],
    reason: 'as on the driver',
  },
  {
    on: 'executor',
    paths: [`${EXECUTOR}.env[SPARK_LOCAL_DIRS].value`, `${EXECUTOR}.volumeMounts[spark-local-dir-1].mountPath`],
    reason: 'as on the driver, from which executors inherit the path',
  },
  {
    on: 'properties',
    paths: [
      'spark.app.id',
      'spark.driver.host',
      'spark.kubernetes.driver.pod.name',
      'spark.kubernetes.executor.podNamePrefix',
      'spark.kubernetes.namespace',
    ],
    reason: 'known only once the pod exists, so the command line names the variable that Kubernetes replaces',
  },
  {
    on: 'properties',
    paths: ['spark.kubernetes.driver.service.deleteOnTermination'],
    reason: 'a Service that is declared must not be deleted by Spark',
  },
  {
    on: 'properties',
    paths: ['spark.master'],
    reason:
      'spark-submit records the address it submitted to; the driver uses the API server of its cluster either way',
  },
  {
    on: 'properties',
    paths: [
      'spark.app.submitTime',
      'spark.kubernetes.driver.label.*',
      'spark.kubernetes.submission.waitAppCompletion',
      'spark.submit.deployMode',
      'spark.submit.pyFiles',
    ],
    reason: 'settings of the submission itself, which the running driver does not read',
  },
];

/** A path of the table, as the test remembers that it was needed. */
export interface Allowance {
  readonly on: Subject;
  readonly path: string;
}

/** All paths of the table. */
export const ALLOWANCES: readonly Allowance[] = ALLOWED_DIFFERENCES.flatMap(({ on, paths }) =>
  paths.map((path) => ({ on, path })),
);

/** The paths of the table that allow a difference. */
export function allowances(on: Subject, path: string): Allowance[] {
  return ALLOWANCES.filter((allowance) => allowance.on === on && expression(allowance.path).test(path));
}

function expression(pattern: string): RegExp {
  const literal = pattern.split('*').map((part) => part.replace(/[.[\](){}+?^$|\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`);
}

/** The table as it stands in `docs/parity.md`. */
export function markdownTable(): string {
  const rows = ALLOWED_DIFFERENCES.map(
    ({ on, paths, reason }) => `| ${on} | ${paths.map((path) => `\`${path}\``).join('<br>')} | ${reason} |`,
  );
  return ['| on | field | why it differs |', '| --- | --- | --- |', ...rows].join('\n');
}
