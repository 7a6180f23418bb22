import { query } from '../model/query';
import { row } from '../model/row';
import { rising, Unit } from '../model/scale';
import { timeseries } from '../model/timeseries';
import { DRIVER, driver, executors, increaseOf, rateOf } from './selectors';

const busySeconds = `sum by (executor_id) (${rateOf(executors('totalDuration_seconds_total'))})`;

/** How its work goes on. */
export const tasks = row(
  'Stages and tasks',
  timeseries({
    title: 'Tasks completed',
    about: 'Tasks that end well, each second. It falls when tasks get longer, or executors get fewer.',
    unit: Unit.PER_SECOND,
    queries: [
      query(`sum(${rateOf(executors('completedTasks_total'))})`, 'completed'),
      query(`sum(spark:app_tasks_completed:rate5m{${DRIVER}})`, 'completed, mean of 5 minutes'),
    ],
  }),
  timeseries({
    title: 'Mean task time',
    about:
      'Time that executors spend in tasks, for each task that ends. Well under a second: partitions are too small. Minutes: too large, or spilling.',
    unit: Unit.SECONDS,
    queries: [
      query(
        `sum(${rateOf(executors('totalDuration_seconds_total'))}) / (sum(${rateOf(executors('completedTasks_total'))}) > 0)`,
        'mean',
      ),
    ],
  }),
  timeseries({
    title: 'Stages',
    about: 'Stages that run, that wait for others, and that wait to be done again since their output was lost.',
    unit: Unit.COUNT,
    queries: [
      query(`sum(${driver('DAGScheduler_stage_runningStages_Value')})`, 'running'),
      query(`sum(${driver('DAGScheduler_stage_waitingStages_Value')})`, 'waiting'),
      query(`sum(${driver('DAGScheduler_stage_failedStages_Value')})`, 'to be done again'),
    ],
  }),
  timeseries(
    {
      title: 'Busiest executors',
      about:
        'Cores that tasks keep busy, on the ten busiest executors. Lines far above the mean have skewed partitions, or slow neighbours get none.',
      unit: Unit.CORES,
      queries: [query(`topk(10, ${busySeconds})`, 'executor {{executor_id}}'), query(`avg(${busySeconds})`, 'mean')],
    },
    { width: 12 },
  ),
  timeseries(
    {
      title: 'Failed tasks by executor',
      about: 'Failures of tasks. All on one executor: its node. On all: the program, the data or the memory.',
      unit: Unit.COUNT,
      queries: [
        query(
          `topk(10, sum by (executor_id) (${increaseOf(executors('failedTasks_total'))})) > 0`,
          'executor {{executor_id}}',
        ),
      ],
    },
    { bars: true, stacked: true, width: 6, empty: 'none' },
  ),
  timeseries(
    {
      title: 'Killed, skipped, excluded',
      about:
        'Tasks that speculation or a cancelled job killed, tasks whose result was there already, and executors that Spark gives no more work.',
      unit: Unit.COUNT,
      queries: [
        query(`sum(${increaseOf(driver('appStatus_tasks_killedTasks_Count'))})`, 'killed tasks'),
        query(`sum(${increaseOf(driver('appStatus_tasks_skippedTasks_Count'))})`, 'skipped tasks'),
        query(`sum(${driver('appStatus_tasks_excludedExecutors_Count')})`, 'excluded executors, so far'),
      ],
    },
    { width: 6, thresholds: rising(1000, 10000) },
  ),
);
