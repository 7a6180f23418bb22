import { Duration, Size } from 'cdk8s';
import { mebibytes } from '../../core/quantities';
import { MIN_OVERHEAD_MIB, NON_JVM_OVERHEAD_FACTOR } from '../../spark/memory';
import type { StandaloneClusterProps } from './props';

/** What a daemon needs outside of its heap. */
const DAEMON_EXTRA_MIB = 512;
export const WORKER_HEAP = Size.mebibytes(512);
const EXECUTOR_OVERHEAD_FACTOR = 0.1;

/** Numbers of a cluster, defaults filled in. */
export interface StandaloneSizes {
  readonly masters: number;
  readonly masterCores: number;
  readonly masterHeap: Size;
  readonly shellHeap: Size;
  /** What the pod of a master asks for, in MiB. */
  readonly masterMib: number;
  /** What it may use with a shell in it, in MiB. */
  readonly masterLimitMib: number;
  /** The fewest workers. */
  readonly minWorkers: number;
  /** The most. */
  readonly maxWorkers: number;
  readonly workerCores: number;
  /** What a worker offers. */
  readonly workerMemory: Size;
  /** Its container: the daemon, heaps of executors, and what they need beside. In MiB. */
  readonly workerMib: number;
  readonly defaultCores: number;
  readonly graceSeconds: number;
}

export function sizesOf(props: StandaloneClusterProps): StandaloneSizes {
  const { masters = {}, workers = {}, decommissionGrace = Duration.minutes(2) } = props;
  const { memory: masterHeap = Size.gibibytes(1), shellMemory: shellHeap = Size.mebibytes(512) } = masters;
  const { cores = 1, memory = Size.gibibytes(1), memoryOverhead, autoscaling } = workers;
  const masterMib = mebibytes(masterHeap) + DAEMON_EXTRA_MIB;
  const overhead = memoryOverhead ? mebibytes(memoryOverhead) : besides(memory, EXECUTOR_OVERHEAD_FACTOR);
  const minWorkers = autoscaling ? (autoscaling.minReplicas ?? 1) : (workers.replicas ?? 1);
  return {
    masters: masters.replicas ?? 1,
    masterCores: masters.cores ?? 0.5,
    masterHeap,
    shellHeap,
    masterMib,
    masterLimitMib: masterMib + mebibytes(shellHeap) + besides(shellHeap, NON_JVM_OVERHEAD_FACTOR),
    minWorkers,
    maxWorkers: autoscaling?.maxReplicas ?? minWorkers,
    workerCores: cores,
    workerMemory: memory,
    workerMib: mebibytes(WORKER_HEAP) + DAEMON_EXTRA_MIB + mebibytes(memory) + overhead,
    defaultCores: props.defaultCores ?? cores,
    graceSeconds: decommissionGrace.toMilliseconds() / 1000,
  };
}

function besides(heap: Size, factor: number): number {
  return Math.max(MIN_OVERHEAD_MIB, Math.ceil(mebibytes(heap) * factor));
}
