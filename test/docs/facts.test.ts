import { Size } from 'cdk8s';
import { SparkRole, SparkRoleName, SparkVersion } from '../../lib';
import { SparkLanguage } from '../../lib/spark/application';
import { read } from '../../scripts/quote-examples';

const PAGE = read('docs/spark-pods.md');

/** The rows of a table, without the head, as cells. */
function rows(heading: string): string[][] {
  const section = PAGE.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('docs/spark-pods.md', () => {
  const memory = rows('Memory');
  test('has a table of memory', () => expect(memory.length).toBeGreaterThanOrEqual(6));
  test.each(memory)('memory of %s for %s', (heap, language, overhead, container) => {
    const role = new SparkRole(
      SparkRoleName.EXECUTOR,
      { memory: Size.mebibytes(Number(heap)) },
      language === 'JVM' ? SparkLanguage.JAVA : SparkLanguage.PYTHON,
    );
    expect([role._memory.overhead, role._memory.total].map(String)).toEqual([overhead, container]);
  });

  const versions = [SparkVersion.V3_5, SparkVersion.V4_0, SparkVersion.V4_1, SparkVersion.V4_2, SparkVersion.V4_3];
  const yes = (value: boolean): string => (value ? 'yes' : 'no');
  const facts: { readonly [row: string]: (version: SparkVersion) => string } = {
    'newest release': (version) => version.release,
    'executors per allocation round': ({ traits }) => String(traits.allocationBatchSize),
    'access mode of claims on demand': ({ traits }) => traits.claimAccessMode,
    '`minMemoryOverhead` can be set': ({ traits }) => yes(traits.minMemoryOverheadProperty),
    'driver declares port 15002 (Spark Connect)': ({ traits }) => yes(traits.connectPort),
    'grace period of executors is a property': ({ traits }) => yes(traits.terminationGracePeriodProperty),
    'executors have a `resizePolicy`': ({ traits }) => yes(traits.resizePolicy),
    "executors use the driver's pod IP by default": ({ traits }) => yes(traits.driverPodIp),
    'event logs roll by default': ({ traits }) => yes(traits.rollingEventLog),
    'Hadoop client': ({ traits }) => traits.hadoop,
    Scala: ({ traits }) => traits.scala,
  };
  test('compares the versions as the code does', () => {
    expect(rows('Versions of Spark')).toEqual(
      Object.entries(facts).map(([row, fact]) => [row, ...versions.map((version) => fact(version))]),
    );
  });
});
