import { drillDown, Uid } from '../model/links';
import { now, query } from '../model/query';
import { row } from '../model/row';
import { falling, rising, Unit, UP_OR_DOWN } from '../model/scale';
import { stat } from '../model/stat';
import { allocation, DRIVER, driver, executors, ofPods, overRange, rateOf, resource } from './selectors';

const busy = (of: string): string =>
  `${of} (sum by (executor_id) (${rateOf(executors('totalDuration_seconds_total'))}))`;

const failed = `sum(${overRange(executors('failedTasks_total'))})`;
const completed = `sum(${overRange(executors('completedTasks_total'))})`;

const waiting = `(time() - ${ofPods('max by (namespace, pod) (kube_pod_created)', 'executor')}) and on (namespace, pod) (max by (namespace, pod) (kube_pod_status_phase{phase="Pending"}) == 1)`;

const throttled = (kind: string): string =>
  `sum(${ofPods(`sum by (namespace, pod) (rate(container_cpu_cfs_${kind}periods_total{container=~"spark-kubernetes-(driver|executor)"}[$__rate_interval]))`)})`;

/**
 * The usual reasons of a slow application, one number for each, in the order in which they are worth a look. Red says
 * where to read on.
 */
export const verdict = row(
  'Why is it slow?',
  stat(
    {
      title: 'Driver',
      about:
        'Whether the driver answers. Down while its pod runs: it collects garbage, or its port is closed. Empty: it has finished, see the History Server.',
      unit: Unit.COUNT,
      queries: [now(`max(up{job="spark-driver",${DRIVER}})`)],
    },
    { words: UP_OR_DOWN, empty: 'finished' },
  ),
  stat(
    {
      title: 'Executors missing',
      about:
        'Executors that the application asked for and does not have. Read on under "Executors": they wait for nodes, for quota or for their queue.',
      unit: Unit.COUNT,
      queries: [query(`sum(spark:executors_missing{${DRIVER}})`)],
    },
    { thresholds: rising(1, 5), empty: 'fixed number', links: [drillDown('Scheduling', Uid.SCHEDULING)] },
  ),
  stat(
    {
      title: 'Longest pending',
      about:
        'Age of the oldest executor pod without a node. No room, a taint, quota or the queue: the Scheduling dashboard shows which.',
      unit: Unit.SECONDS,
      queries: [now(`max(${waiting})`)],
    },
    { thresholds: rising(60, 300), empty: 'none', links: [drillDown('Scheduling', Uid.SCHEDULING)] },
  ),
  stat(
    {
      title: 'Quota used',
      about: 'The scarcest resource of the quota of the namespace. At 100 % the API server refuses further executors.',
      unit: Unit.SHARE,
      queries: [
        query(
          'max(max by (namespace, resourcequota, resource) (kube_resourcequota{namespace="$run_namespace",type="used"}) / on (namespace, resourcequota, resource) (max by (namespace, resourcequota, resource) (kube_resourcequota{namespace="$run_namespace",type="hard"}) > 0))',
        ),
      ],
    },
    {
      thresholds: rising(0.9, 1),
      empty: 'no quota',
      links: [drillDown('Cost and capacity', Uid.COST, { namespace: '${run_namespace:raw}' })],
    },
  ),
  stat(
    {
      title: 'Slots busy',
      about:
        'Tasks that run, of those that could. Low: too few partitions, a long tail of one stage, or a driver that plans. High: more executors help.',
      unit: Unit.SHARE,
      queries: [query(`sum(${executors('activeTasks')}) / clamp_min(sum(${executors('maxTasks')}), 1)`)],
    },
    { thresholds: falling(0.2, 0.5), empty: 'no executors' },
  ),
  stat(
    {
      title: 'Busiest executor against mean',
      about:
        'Task time of the busiest executor over the mean of all. 1 is even; from 2 on, keys or partitions are skewed: see "Busiest executors".',
      unit: Unit.COUNT,
      queries: [query(`${busy('max')} / clamp_min(${busy('avg')}, 0.001)`)],
    },
    { thresholds: rising(2, 4), decimals: 1, empty: 'idle' },
  ),
  stat(
    {
      title: 'Garbage collection',
      about:
        'Share of task time that executors spend collecting garbage. Above 10 %: give executors more memory, or fewer cores each.',
      unit: Unit.SHARE,
      queries: [query(`max(spark:app_gc_ratio:rate5m{${DRIVER}})`)],
    },
    { thresholds: rising(0.1, 0.2), empty: 'idle' },
  ),
  stat(
    {
      title: 'Nearest to memory limit',
      about:
        'Working set of the fullest pod against its limit. At 100 % the kernel kills it: raise memoryOverhead, or use fewer cores for each executor.',
      unit: Unit.SHARE,
      queries: [
        query(
          `max(${ofPods(`spark:pod_memory_ws:max / on (namespace, pod, container) ${resource('limits', 'memory')}`)})`,
        ),
      ],
    },
    { thresholds: rising(0.9, 0.97), empty: 'no limits' },
  ),
  stat(
    {
      title: 'Spilled to disk',
      about:
        'What executors wrote to disk since it did not fit into memory, in the time range. Only applications with the JMX agent tell it.',
      unit: Unit.BYTES,
      queries: [query(`sum(${overRange(`spark_executor_diskBytesSpilled{${DRIVER}}`)})`)],
    },
    { thresholds: rising(1024 ** 3, 50 * 1024 ** 3), empty: 'needs JMX agent' },
  ),
  stat(
    {
      title: 'Tasks that failed',
      about: 'Share of failed tasks in the time range. Each is done again: see the errors of executors under "Logs".',
      unit: Unit.SHARE,
      queries: [query(`${failed} / clamp_min(${failed} + ${completed}, 1)`)],
    },
    { thresholds: rising(0.01, 0.05), decimals: 1, empty: 'idle' },
  ),
  stat(
    {
      title: 'Executors lost',
      about:
        'Executors that ended without being asked to, in the time range: out of memory, preempted, or their node went. Their shuffle files go with them.',
      unit: Unit.COUNT,
      queries: [query(`sum(${overRange(allocation('ExecutorsExitedUnexpectedly_Count'))})`)],
    },
    { thresholds: rising(1, 5), decimals: 0, empty: 'none' },
  ),
  stat(
    {
      title: 'CPU throttled',
      about: 'Scheduling periods in which a CPU limit stopped pods. Executors need no CPU limit.',
      unit: Unit.SHARE,
      queries: [query(`${throttled('throttled_')} / clamp_min(${throttled('')}, 0.001)`)],
    },
    { thresholds: rising(0.1, 0.25), empty: 'no limits' },
  ),
);

/** What the application is, and how far it came. */
export const overview = row(
  'Overview',
  stat(
    {
      title: 'Running for',
      about: 'Time since the driver started.',
      unit: Unit.SECONDS,
      queries: [query(`time() - max(${ofPods('max by (namespace, pod) (kube_pod_start_time)', 'driver')})`)],
    },
    { width: 3 },
  ),
  stat(
    {
      title: 'Executors',
      about: 'Executors that answer to the driver now.',
      unit: Unit.COUNT,
      queries: [query(`count(${executors('maxTasks')})`)],
    },
    { width: 3 },
  ),
  stat(
    {
      title: 'Cores',
      about: 'Cores of these executors.',
      unit: Unit.COUNT,
      queries: [query(`sum(${executors('totalCores')})`)],
    },
    { width: 3 },
  ),
  stat(
    {
      title: 'Active jobs',
      about: 'Jobs of Spark, one for each action of the program, that run now.',
      unit: Unit.COUNT,
      queries: [query(`sum(${driver('DAGScheduler_job_activeJobs_Value')})`)],
    },
    { width: 3 },
  ),
  stat(
    {
      title: 'Jobs succeeded',
      about: 'Jobs of Spark that ended well since the driver started.',
      unit: Unit.COUNT,
      queries: [query(`sum(${driver('appStatus_jobs_succeededJobs_Count')})`)],
    },
    { width: 3 },
  ),
  stat(
    {
      title: 'Jobs failed',
      about: 'Jobs of Spark that failed since the driver started. The program may have caught it, and gone on.',
      unit: Unit.COUNT,
      queries: [query(`sum(${driver('appStatus_jobs_failedJobs_Count')})`)],
    },
    { width: 3, thresholds: rising(1, 2) },
  ),
  stat(
    {
      title: 'Last job took',
      about: 'Duration of the job of Spark that ended last.',
      unit: Unit.MILLISECONDS,
      queries: [query(`max(${driver('appStatus_jobDuration_Value')})`)],
    },
    { width: 3 },
  ),
  stat(
    {
      title: 'Spark',
      about: 'Release of Spark that the driver runs.',
      unit: Unit.COUNT,
      queries: [query(`max by (version) (spark_info{${DRIVER}})`, '{{version}}')],
    },
    { width: 3, names: true },
  ),
);
