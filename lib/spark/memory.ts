/** MiB that Spark keeps for itself; heaps below one and a half times that are refused. */
export const RESERVED_MIB = 300;
/** Smallest executor heap in MiB. */
export const MIN_EXECUTOR_MIB = RESERVED_MIB * 1.5;
/**
 * Smallest driver heap in MiB. The driver measures its own heap, and the serial collector, which the JVM picks in small
 * containers, hides a survivor space from it: 464 MiB show as 448.6, 465 as 450.5 (measured on Java 17).
 */
export const MIN_DRIVER_MIB = 465;
/** Floor of the overhead in MiB: a constant in Spark 3.5, the default of `minMemoryOverhead` from 4.0. */
export const MIN_OVERHEAD_MIB = 384;
/** Overhead factor of JVM applications. */
export const JVM_OVERHEAD_FACTOR = 0.1;
/** Overhead factor of Python and R applications, whose workers live outside the heap. */
export const NON_JVM_OVERHEAD_FACTOR = 0.4;

/** The inputs of Spark's memory formula, in MiB. */
export interface MemoryInput {
  readonly heap: number;
  readonly factor: number;
  readonly overhead: number | undefined;
  readonly minOverhead: number;
  readonly offHeap: number;
  readonly pyspark: number;
}

/** The parts of a Spark container's memory, in MiB. */
export interface MemoryParts {
  readonly heap: number;
  readonly overhead: number;
  readonly offHeap: number;
  readonly pyspark: number;
  readonly total: number;
}

/**
 * Spark's formula: heap + max(trunc(factor × heap), floor) + off-heap + pyspark. `Math.trunc` of an IEEE double product
 * gives the very number that Spark's `toLong` gives.
 *
 * @see https://spark.apache.org/docs/latest/configuration.html#memory-management
 */
export function memoryParts(input: MemoryInput): MemoryParts {
  const overhead = input.overhead ?? Math.max(Math.trunc(input.factor * input.heap), input.minOverhead);
  const { heap, offHeap, pyspark } = input;
  return { heap, overhead, offHeap, pyspark, total: heap + overhead + offHeap + pyspark };
}
