import { Chart, Size, Testing } from 'cdk8s';
import {
  KueueLocalQueue,
  SparkJob,
  SparkPriorities,
  SparkScheduler,
  VolcanoQueue,
  YuniKornQueue,
  type ISparkScheduler,
} from '../../lib';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { driverOf, executorOf, JAVA, problems, PROPS, propertiesOf } from '../spark/jobs';

const SCHEDULERS: readonly [string, ISparkScheduler][] = [
  ['default', SparkScheduler.default()],
  ['volcano', SparkScheduler.volcano(VolcanoQueue.fromName('etl'))],
  ['yunikorn', SparkScheduler.yunikorn(YuniKornQueue.fromPath('root.etl'))],
  ['kueue', SparkScheduler.kueue(KueueLocalQueue.fromName('etl', { namespaceName: 'etl' }))],
];

/** The same text under every scheduler. */
function under(scheduler?: ISparkScheduler): SparkJob {
  const chart = new Chart(Testing.app(), 'c');
  return new SparkJob(chart, 'pi', {
    ...PROPS,
    application: JAVA,
    driver: { memory: Size.gibibytes(1) },
    executor: { instances: 2, memory: Size.gibibytes(1) },
    priority: new SparkPriorities(chart, 'priorities').rush,
    ...(scheduler && { scheduler }),
  });
}

/** Fields of `after` that `before` has not, or has otherwise. */
function changes(before: unknown, after: unknown, at = ''): { [path: string]: unknown } {
  if (JSON.stringify(before) === JSON.stringify(after)) return {};
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null)
    return { [at]: after };
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const get = (object: object, field: string): unknown => (object as { [field: string]: unknown })[field];
  return Object.assign({}, ...fields.map((field) => changes(get(before, field), get(after, field), `${at}/${field}`)));
}

/** What a scheduler adds to a job: objects, and fields of its pods, of its Job and of its properties. */
function additions(scheduler: ISparkScheduler): unknown {
  const [plain, job] = [under(), under(scheduler)];
  // Names of ConfigMaps follow their content.
  const jobOf = (one: SparkJob): unknown => SparkTesting.find(one, 'Job').metadata;
  const known = SparkTesting.manifests(plain).map(({ kind }) => kind);
  return {
    objects: SparkTesting.manifests(job).filter(({ kind }: Manifest) => !known.includes(kind)),
    job: changes(jobOf(plain), jobOf(job)),
    driver: {
      ...changes(driverOf(plain).metadata, driverOf(job).metadata),
      schedulerName: driverOf(job).spec.schedulerName,
    },
    executor: {
      ...changes(executorOf(plain).metadata, executorOf(job).metadata),
      schedulerName: executorOf(job).spec.schedulerName,
    },
    properties: changes(propertiesOf(plain), propertiesOf(job)),
  };
}

describe.each(SCHEDULERS)('the same job under %s', (_, scheduler) => {
  test('is whole', () => expect(problems(under(scheduler))).toEqual([]));
  test('differs from a job without scheduler in nothing but this', () =>
    expect(additions(scheduler)).toMatchSnapshot());
});

test('the default scheduler adds nothing', () => {
  expect(SparkTesting.manifests(under(SparkScheduler.default()))).toEqual(SparkTesting.manifests(under()));
});

test('driver and executors never have two schedulers', () => {
  for (const [, scheduler] of SCHEDULERS) {
    const job = under(scheduler);
    expect(driverOf(job).spec.schedulerName).toBe(executorOf(job).spec.schedulerName);
  }
});
