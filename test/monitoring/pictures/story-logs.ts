import type { Stream } from './loki';
import { APPLICATIONS, STORY_END } from './story';

const LENGTH = 5400;
const LINES: readonly (readonly [every: number, line: string])[] = [
  [15, 'INFO TaskSetManager: Finished task 12.0 in stage 4.0 (TID 212) in 1204 ms'],
  [40, 'INFO BlockManagerInfo: Added broadcast_9_piece0 in memory (size: 34.1 KiB, free: 2.3 GiB)'],
  [95, 'WARN TaskSetManager: Lost task 3.0 in stage 4.0 (TID 187): FetchFailed'],
  [310, 'ERROR Executor: Exception in task 7.1 in stage 5.0: java.lang.OutOfMemoryError: Java heap space'],
  [600, 'ERROR SparkContext: org.apache.spark.SparkException: Job aborted due to stage failure'],
];

/** What drivers and executors write, under the labels of the collector. */
export const logStreams = (): Stream[] =>
  APPLICATIONS.flatMap(({ namespace, name, id, pods }) =>
    pods.map(({ pod, node, role, executor, life }, i) => ({
      stream: {
        namespace,
        app: 'spark',
        container: `spark-kubernetes-${role}`,
        spark_role: role,
        job_name: name,
        stream: 'stderr',
      },
      values: LINES.flatMap(([every, line]) =>
        Array.from({ length: Math.floor((life[1] - life[0]) / every) }, (_, k) => {
          const metadata = { spark_app_id: id, spark_exec_id: executor, pod, node };
          return [STORY_END - LENGTH + life[0] + k * every + i, line, metadata] as const;
        }),
      ).sort(([a], [b]) => a - b),
    })),
  );
