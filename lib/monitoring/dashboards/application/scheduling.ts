import { query } from '../model/query';
import { row } from '../model/row';
import { rising, Unit } from '../model/scale';
import { timeseries } from '../model/timeseries';
import { allocation, CHOSEN, executors, increaseOf, ofPods } from './selectors';

const PENDING = '(max by (namespace, pod) (kube_pod_status_phase{namespace=~"$namespace",phase="Pending"}) == 1)';

/** Whether it has the executors that it wants. */
export const scheduling = row(
  'Executors',
  timeseries({
    title: 'Wanted and had',
    about:
      'Dynamic allocation: executors that all tasks could use, those asked for, and those that run. A gap between the last two is a lack of room.',
    unit: Unit.COUNT,
    queries: [
      query(`max(${allocation('MaxNeededExecutors_Value')})`, 'could use'),
      query(`max(${allocation('TargetExecutors_Value')})`, 'asked for'),
      query(`max(${allocation('AllExecutors_Value')})`, 'has'),
    ],
  }),
  timeseries(
    {
      title: 'Executor pods by phase',
      about: 'Pods as Kubernetes counts them. Pending ones wait for a node or for their image.',
      unit: Unit.COUNT,
      queries: [query(`sum by (phase) (spark:pod_phase:sum{label_spark_role="executor",${CHOSEN}}) > 0`, '{{phase}}')],
    },
    { stacked: true },
  ),
  timeseries(
    {
      title: 'Age of pending executors',
      about: 'How long executor pods have waited so far: the oldest, and the mean.',
      unit: Unit.SECONDS,
      queries: [
        query(
          `max((time() - ${ofPods('max by (namespace, pod) (kube_pod_created)', 'executor')}) and on (namespace, pod) ${PENDING})`,
          'oldest',
        ),
        query(
          `avg((time() - ${ofPods('max by (namespace, pod) (kube_pod_created)', 'executor')}) and on (namespace, pod) ${PENDING})`,
          'mean',
        ),
      ],
    },
    { thresholds: rising(60, 300), empty: 'nothing waits' },
  ),
  timeseries({
    title: 'Slots',
    about:
      'Tasks that run now against tasks that could. A wide gap in the middle of a stage is skew, or too few partitions.',
    unit: Unit.COUNT,
    queries: [query(`sum(${executors('activeTasks')})`, 'busy'), query(`sum(${executors('maxTasks')})`, 'all')],
  }),
  timeseries(
    {
      title: 'Active tasks of the busiest executors',
      about: 'The ten executors with most running tasks. One line that stays alone is the tail of a skewed stage.',
      unit: Unit.COUNT,
      queries: [query(`topk(10, sum by (executor_id) (${executors('activeTasks')}))`, 'executor {{executor_id}}')],
    },
    { stacked: true },
  ),
  timeseries(
    {
      title: 'Why executors ended',
      about:
        'Executors that ended, by how. Unexpected ones were killed or lost their node; unfinished decommissions lost shuffle files.',
      unit: Unit.COUNT,
      queries: [
        query(`sum(${increaseOf(allocation('ExecutorsExitedUnexpectedly_Count'))})`, 'unexpected'),
        query(`sum(${increaseOf(allocation('ExecutorsGracefullyDecommissioned_Count'))})`, 'decommissioned'),
        query(`sum(${increaseOf(allocation('ExecutorsDecommissionUnfinished_Count'))})`, 'decommission unfinished'),
        query(`sum(${increaseOf(allocation('ExecutorsKilledByDriver_Count'))})`, 'idle'),
        query(
          `sum(max by (namespace, pod, reason) (kube_pod_status_disruption_reason{namespace=~"$namespace"}) * on (namespace, pod) group_left () spark:pod_labels:max{${CHOSEN}}) > 0`,
          'disrupted by Kubernetes (now)',
        ),
      ],
    },
    { bars: true, stacked: true },
  ),
);

/** Alerts that fire for the application, or for its namespace. */
export const ALERTS = 'alertname=~"Spark.*",namespace=~"$namespace",app_id=~"|$app_id"';
