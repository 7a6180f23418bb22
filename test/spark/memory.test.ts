import { Size } from 'cdk8s';
import * as fc from 'fast-check';
import { type SparkApplication, type SparkExecutorProps, type SparkJob } from '../../lib';
import { memoryParts } from '../../lib/spark/memory';
import { containerOf, driverOf, executorOf, job, JAVA, propertiesOf, PYTHON, R, type Pod } from './jobs';

const memory = (pod: Pod): string | undefined => containerOf(pod).resources.limits.memory;
const gib = (size: number): Size => Size.gibibytes(size);
const mib = (size: number): Size => Size.mebibytes(size);
const sized = (application: SparkApplication, props: SparkExecutorProps): SparkJob =>
  job({ application, driver: { memory: props.memory ?? gib(1) }, executor: props });

describe('what spark-submit gives to pods', () => {
  test.each([
    ['a JVM driver of 1 GiB', memory(driverOf(sized(JAVA, { memory: gib(1) }))), '1408Mi'],
    ['a Python driver of 4 GiB', memory(driverOf(sized(PYTHON, { memory: gib(4) }))), '5734Mi'],
    ['an R driver of 4 GiB', memory(driverOf(sized(R, { memory: gib(4) }))), '5734Mi'],
    ['a JVM executor of 4 GiB', memory(executorOf(sized(JAVA, { memory: gib(4) }))), '4505Mi'],
    [
      'a Python executor of 4 GiB with 1 GiB for Python and 2 GiB off the heap',
      memory(executorOf(sized(PYTHON, { memory: gib(4), pysparkMemory: gib(1), offHeapMemory: gib(2) }))),
      '8806Mi',
    ],
    ['a default driver', memory(driverOf(job({ application: JAVA, driver: {} }))), '1408Mi'],
    ['a default executor', memory(executorOf(job({ application: JAVA, executor: {} }))), '1408Mi'],
    ['a small Python driver', memory(driverOf(job())), '896Mi'],
    ['an overhead by hand', memory(executorOf(sized(JAVA, { memory: gib(4), memoryOverhead: mib(100) }))), '4196Mi'],
    ['no overhead', memory(executorOf(sized(JAVA, { memory: gib(4), memoryOverhead: mib(0) }))), '4Gi'],
    ['a factor by hand', memory(executorOf(sized(JAVA, { memory: gib(4), memoryOverheadFactor: 0.25 }))), '5Gi'],
    ['a floor by hand', memory(executorOf(sized(JAVA, { memory: gib(1), minMemoryOverhead: mib(600) }))), '1624Mi'],
  ])('%s', (_name, actual, expected) => expect(actual).toBe(expected));

  test('requests equal limits', () => {
    const pods = [driverOf(job()), executorOf(job())].map((pod) => containerOf(pod).resources);
    for (const { requests, limits } of pods) expect(requests.memory).toBe(limits.memory);
  });

  test('the driver does not count what only executors have', () => {
    const one = job({ application: PYTHON, executor: { offHeapMemory: gib(1), pysparkMemory: gib(1) } });
    expect(memory(driverOf(one))).toBe('896Mi');
    expect(memory(executorOf(one))).toBe('3481Mi');
  });
});

test('the formula, for any sizes', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(
      fc.record({
        heap: fc.integer({ min: 450, max: 1_000_000 }),
        factor: fc.double({ min: 0, max: 2, noNaN: true }),
        overhead: fc.option(amount, { nil: undefined }),
        minOverhead: amount,
        offHeap: amount,
        pyspark: amount,
      }),
      (input) => {
        const parts = memoryParts(input);
        const computed = Math.floor(input.heap * input.factor);
        const floored = computed < input.minOverhead ? input.minOverhead : computed;
        expect(parts.overhead).toBe(input.overhead ?? floored);
        expect(parts.total).toBe(input.heap + parts.overhead + input.offHeap + input.pyspark);
        expect(Number.isInteger(parts.total)).toBe(true);
      },
    ),
  );
});

test('the pod and the properties that Spark sizes executors by agree, for any heap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 450, max: 100_000 }), fc.constantFrom(JAVA, PYTHON, R), (heap, application) => {
      const one = sized(application, { memory: mib(heap) });
      const properties = propertiesOf(one);
      const read = (text = ''): number => parseInt(text) * (text.endsWith('g') ? 1024 : 1);
      expect(read(properties['spark.executor.memory'])).toBe(heap);
      const factor = Number(properties['spark.kubernetes.memoryOverheadFactor']);
      const total = heap + Math.max(Math.trunc(heap * factor), 384);
      expect(memory(executorOf(one))).toBe(`${total}Mi`);
    }),
    { numRuns: 25 },
  );
});

test('sizes reach Spark as the JVM reads them, with one letter', () => {
  const properties = propertiesOf(
    sized(PYTHON, {
      memory: gib(4),
      memoryOverhead: mib(1024),
      minMemoryOverhead: mib(500),
      memoryOverheadFactor: 0.5,
      pysparkMemory: gib(1),
      offHeapMemory: gib(2),
    }),
  );
  expect(properties).toMatchObject({
    'spark.driver.memory': '4g',
    'spark.executor.memory': '4g',
    'spark.executor.memoryOverhead': '1024m',
    'spark.executor.minMemoryOverhead': '500m',
    'spark.executor.memoryOverheadFactor': '0.5',
    'spark.executor.pyspark.memory': '1024m',
    'spark.memory.offHeap.enabled': 'true',
    'spark.memory.offHeap.size': '2g',
    'spark.kubernetes.memoryOverheadFactor': '0.4',
  });
});

test('executors get their heap in MiB', () => {
  const heap = (size: Size): unknown =>
    containerOf(executorOf(sized(JAVA, { memory: size }))).env.find(({ name }) => name === 'SPARK_EXECUTOR_MEMORY')
      ?.value;
  expect([heap(gib(2)), heap(mib(700))]).toEqual(['2048m', '700m']);
});
