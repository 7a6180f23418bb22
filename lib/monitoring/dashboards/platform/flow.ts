import { drillDown, field, Uid } from '../model/links';
import { now, query } from '../model/query';
import { closedRow, row } from '../model/row';
import { falling, rising, Unit } from '../model/scale';
import { stat } from '../model/stat';
import { table } from '../model/table';
import { timeseries } from '../model/timeseries';

const PODS = 'spark:pod_phase:sum{namespace=~"$namespace"';
const PENDING = '(max by (namespace, pod) (kube_pod_status_phase{namespace=~"$namespace",phase="Pending"}) == 1)';
const SUCCEEDED = 'sum(increase(spark_application_success_count[$__range]))';
const FAILED = 'sum(increase(spark_application_failure_count[$__range]))';
const JOB = 'by (namespace, job)';

/** How applications come and go. */
export const flow = row(
  'Coming and going',
  timeseries(
    {
      title: 'Drivers by phase',
      about: 'Driver pods as Kubernetes counts them. Finished ones stay until somebody deletes them.',
      unit: Unit.COUNT,
      queries: [query(`sum by (phase) (${PODS},label_spark_role="driver"}) > 0`, '{{phase}}')],
    },
    { stacked: true },
  ),
  timeseries(
    {
      title: 'Executors by namespace',
      about: 'Executor pods that run, by namespace.',
      unit: Unit.COUNT,
      queries: [query(`sum by (namespace) (${PODS},label_spark_role="executor",phase="Running"})`, '{{namespace}}')],
    },
    { stacked: true },
  ),
  timeseries(
    {
      title: 'Waiting by namespace',
      about: 'Pods of Spark without a node, by namespace.',
      unit: Unit.COUNT,
      queries: [query(`sum by (namespace) (${PODS},phase="Pending"}) > 0`, '{{namespace}}')],
    },
    { stacked: true, empty: 'nothing waits' },
  ),
  table(
    {
      title: 'Longest waiting',
      about: 'The ten pods of Spark that have waited longest for a node or their image.',
      labels: [
        { label: 'namespace', title: 'Namespace' },
        {
          label: 'label_spark_app_name',
          title: 'Application',
          links: [
            drillDown('Open application', Uid.APPLICATION, {
              namespace: field('namespace'),
              app_id: field('label_spark_app_selector'),
            }),
          ],
        },
        { label: 'label_spark_app_selector', title: 'Run' },
        { label: 'pod', title: 'Pod' },
      ],
      numbers: [
        {
          title: 'Waiting for',
          unit: Unit.SECONDS,
          thresholds: rising(60, 600),
          query: now(
            `topk(10, ((time() - max by (namespace, pod) (kube_pod_created{namespace=~"$namespace"})) and on (namespace, pod) ${PENDING}) * on (namespace, pod) group_left (label_spark_app_name, label_spark_app_selector) spark:pod_labels:max)`,
          ),
        },
      ],
    },
    { width: 16, empty: 'nothing waits' },
  ),
  timeseries(
    {
      title: 'Pods that cannot start',
      about: 'Containers that wait for something that may never come: an image, a Secret, a ConfigMap.',
      unit: Unit.COUNT,
      queries: [
        query(
          'sum by (namespace, reason) (kube_pod_container_status_waiting_reason{namespace=~"$namespace",reason=~"ImagePullBackOff|ErrImagePull|InvalidImageName|CreateContainerConfigError|CreateContainerError|CrashLoopBackOff"}) > 0',
          '{{namespace}}: {{reason}}',
        ),
      ],
    },
    { bars: true, stacked: true, height: 6, empty: 'none' },
  ),
);

/** Jobs that report their end to the Pushgateway, and CronJobs. */
export const jobs = row(
  'Scheduled jobs',
  table(
    {
      title: 'Last run of each job',
      about:
        'What jobs told of their last run. An exit code other than 0 is a failure; an old success is a job that no longer runs.',
      labels: [
        { label: 'namespace', title: 'Namespace' },
        { label: 'job', title: 'Job' },
      ],
      numbers: [
        {
          title: 'Since success',
          unit: Unit.SECONDS,
          thresholds: rising(26 * 3600, 50 * 3600),
          query: now(`time() - max ${JOB} (spark_job_last_success_timestamp_seconds{namespace=~"$namespace"})`),
        },
        {
          title: 'Since last run',
          unit: Unit.SECONDS,
          query: now(`time() - max ${JOB} (spark_job_last_run_timestamp_seconds{namespace=~"$namespace"})`),
        },
        {
          title: 'Took',
          unit: Unit.SECONDS,
          query: now(`max ${JOB} (spark_job_last_duration_seconds{namespace=~"$namespace"})`),
        },
        {
          title: 'Exit code',
          unit: Unit.COUNT,
          thresholds: rising(1, 1),
          query: now(`max ${JOB} (spark_job_last_exit_code{namespace=~"$namespace"})`),
        },
        {
          title: 'Records in',
          unit: Unit.COUNT,
          query: now(`max ${JOB} (spark_job_last_input_records{namespace=~"$namespace"})`),
        },
        {
          title: 'Records out',
          unit: Unit.COUNT,
          query: now(`max ${JOB} (spark_job_last_output_records{namespace=~"$namespace"})`),
        },
      ],
    },
    { width: 16, empty: 'no job reports its end' },
  ),
  table(
    {
      title: 'CronJobs',
      about: 'Time since the last success of each CronJob, whatever it starts.',
      labels: [
        { label: 'namespace', title: 'Namespace' },
        { label: 'cronjob', title: 'CronJob' },
      ],
      numbers: [
        {
          title: 'Since success',
          unit: Unit.SECONDS,
          thresholds: rising(26 * 3600, 50 * 3600),
          query: now(
            'time() - max by (namespace, cronjob) (kube_cronjob_status_last_successful_time{namespace=~"$namespace"})',
          ),
        },
      ],
    },
    { width: 8, empty: 'none' },
  ),
);

/** Jobs that Kubeflow's operator starts. */
export const operator = closedRow(
  'Spark operator',
  stat(
    {
      title: 'Succeeded',
      about: 'Share of the applications that ended well, of those that the operator saw end in the time range.',
      unit: Unit.SHARE,
      queries: [now(`${SUCCEEDED} / ((${SUCCEEDED} + ${FAILED}) > 0)`)],
    },
    { thresholds: falling(0.9, 0.99), height: 8, empty: 'none ended' },
  ),
  timeseries(
    {
      title: 'Submitted, ended',
      about: 'Applications that the operator submitted, that succeeded, that failed, and whose submission failed.',
      unit: Unit.COUNT,
      queries: [
        query('sum(increase(spark_application_submit_count[$__rate_interval]))', 'submitted'),
        query('sum(increase(spark_application_success_count[$__rate_interval]))', 'succeeded'),
        query('sum(increase(spark_application_failure_count[$__rate_interval]))', 'failed'),
        query('sum(increase(spark_application_failed_submission_count[$__rate_interval]))', 'submission failed'),
      ],
    },
    { bars: true, width: 10 },
  ),
  timeseries(
    {
      title: 'From creation to start',
      about: 'Time from the creation of a SparkApplication until its driver runs: 95 of 100 are faster.',
      unit: Unit.SECONDS,
      queries: [
        query(
          'histogram_quantile(0.95, sum by (le) (rate(spark_application_start_latency_seconds_histogram_bucket[$__rate_interval])))',
          '95 %',
        ),
      ],
    },
    { width: 10 },
  ),
);
