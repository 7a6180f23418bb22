import { SPARK_DRIVER, SPARK_EXECUTORS } from '../../../lib/monitoring/inventory/spark';
import type { Series } from './series';
import { APPLICATIONS, counter, level, made, steps, wave, type MadeApplication, type Shape } from './story';

const GIB = 2 ** 30;

/** The first rule whose pattern fits says how a metric goes. */
const SHAPES: readonly (readonly [RegExp, Shape])[] = [
  [/numberTargetExecutors/, steps([0, 2], [120, 6], [4500, 4])],
  [/numberMaxNeeded/, steps([0, 2], [90, 8], [4400, 3])],
  [/numberAllExecutors/, steps([0, 0], [160, 2], [240, 4], [330, 6], [4560, 4])],
  [/ExecutorAllocation.*(Unexpectedly|Unfinished)/, steps([0, 0], [3900, 1])],
  [/ExecutorAllocation/, level(0)],
  [/runningStages|activeJobs/, wave(2, 1, 700)],
  [/waitingStages/, wave(3, 2, 900)],
  [/failedStages|failedTasks|failedJobs|killedTasks|numDroppedEvents|excluded/, steps([0, 0], [2400, 2], [3900, 9])],
  [/queue_.*_size/, wave(120, 110, 400)],
  [/jvm_(heap|total)_max|jvm_heap_committed/, level(4 * GIB)],
  [/jvm_heap_usage/, wave(0.55, 0.2, 300)],
  [/(used|used_after_gc)_Value/, wave(2.1 * GIB, 0.8 * GIB, 300)],
  [/(max|committed|capacity)_Value/, level(GIB)],
  [/memory_max.*_MB/, level(2300)],
  [/_MB_Value/, wave(700, 300, 1200)],
  [/jvmCpuTime/, (t) => counter(4e8)(t)],
  [/GCTime_Value|_time_Value/, counter(18)],
  [/GCTime_seconds/, counter(0.06)],
  [/GCCount|_count_Value/, counter(0.1)],
  [/Percentile|_Max|_Min/, wave(40, 20, 500)],
  [/OneMinuteRate/, wave(25, 8)],
  [/allJobs|Jobs_Count|Stages_Count/, counter(0.02)],
  [/tasks_.*_Count|Events|_Count$/, counter(6)],
  [/totalDuration/, counter(3.1)],
  [/completedTasks|totalTasks/, counter(1.4)],
  [/(InputBytes|Shuffle).*_bytes_total/, counter(9e6)],
  [/totalCores|maxTasks/, level(4)],
  [/activeTasks/, wave(3, 1, 250)],
  [/maxMemory|totalO.*StorageMemory/, level(2.4 * GIB)],
  [/rddBlocks/, wave(40, 15)],
  [/RSSMemory/, wave(2.6 * GIB, 0.5 * GIB, 1500)],
  [/VMemory/, level(6 * GIB)],
  [/(bytes|Memory.*_Value)$/, wave(0.9 * GIB, 0.4 * GIB, 1100)],
  [/./, wave(3, 1)],
];

const shapeOf = (name: string): Shape => (SHAPES.find(([pattern]) => pattern.test(name)) ?? [/./, level(1)])[1];

/** What drivers and their executors show. */
export const sparkSeries = (): Series[] => APPLICATIONS.flatMap(application);

function application({ namespace, name, id, life, pods }: MadeApplication, index: number): Series[] {
  const target = {
    namespace,
    pod: `${name}-driver`,
    app_id: id,
    app_name: name,
    spark_role: 'driver',
    job: 'spark-driver',
  };
  const since =
    (shape: Shape, from: number, factor = 1): Shape =>
    (t) =>
      factor * shape(t - from);
  const driver = Object.keys(SPARK_DRIVER)
    .map((metric) =>
      metric.replace('<pool>', 'G1_Old_Gen').replace('<collector>', 'G1_Young_Generation').replace('<query>', 'clicks'),
    )
    .filter((metric) => !metric.includes('streaming') || index === 2)
    .map((metric) =>
      made(
        metric,
        { ...target, metrics_path: '/metrics/prometheus/' },
        since(shapeOf(metric), life[0], 1 - index / 5),
        life,
      ),
    );
  const executors = pods.flatMap(({ executor, life: own }, i) =>
    Object.keys(SPARK_EXECUTORS).map((metric) =>
      made(
        metric,
        { ...target, metrics_path: '/metrics/executors/prometheus', executor_id: executor, application_id: id },
        metric === 'spark_info'
          ? level(1)
          : since(shapeOf(metric), own[0], executor === 'driver' ? 0.02 : 1 + (i % 3) / 6),
        own,
      ),
    ),
  );
  const up = ['/metrics/prometheus/', '/metrics/executors/prometheus'].map((metrics_path) =>
    made('up', { ...target, metrics_path }, level(1), life),
  );
  return [...driver, ...executors, ...up];
}
