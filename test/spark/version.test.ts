import { ImagePullPolicy, SparkImage, SparkVersion } from '../../lib';
import type { SparkVersionTraits } from '../../lib';

const ALL = [SparkVersion.V3_5, SparkVersion.V4_0, SparkVersion.V4_1, SparkVersion.V4_2, SparkVersion.V4_3];
const row = (trait: keyof SparkVersionTraits): unknown[] => ALL.map(({ traits }) => traits[trait]);

test('five lines', () => expect(ALL.map(({ line }) => line)).toEqual(['3.5', '4.0', '4.1', '4.2', '4.3']));

test.each<[keyof SparkVersionTraits, unknown[]]>([
  ['allocationBatchSize', [5, 10, 10, 20, 20]],
  ['claimAccessMode', ['ReadWriteOnce', ...Array<string>(4).fill('ReadWriteOncePod')]],
  ['minMemoryOverheadProperty', [false, true, true, true, true]],
  ['connectPort', [false, false, true, true, true]],
  ['terminationGracePeriodProperty', [false, false, true, true, true]],
  ['resizePolicy', [false, false, false, true, true]],
  ['writesAllowPrivilegeEscalation', [false, false, false, false, true]],
  ['rollingEventLog', [false, true, true, true, true]],
  ['prometheusUi', [false, true, true, true, true]],
  ['driverPodIp', [false, false, false, false, true]],
  ['hadoop', ['3.3.4', '3.4.1', '3.4.1', '3.5.0', '3.5.0']],
  ['scala', ['2.12', '2.13', '2.13', '2.13', '2.13']],
])('%s by line', (trait, values) => expect(row(trait)).toEqual(values));

test('other releases of a line, with the suffixes of vendors', () => {
  expect(SparkVersion.of('4.1.1')).toMatchObject({ release: '4.1.1', line: '4.1' });
  expect(SparkVersion.of('3.5.6-amzn-1')).toMatchObject({ release: '3.5.6-amzn-1', line: '3.5' });
});

test.each(['4.1', '2.4.8', '4.9.0', 'latest', ''])('%p is no release', (release) => {
  expect(() => SparkVersion.of(release)).toThrow('spark/unknown-version: SparkVersion.of = ');
});

test('lines are ordered', () => {
  expect(SparkVersion.V4_1.atLeast('4.1')).toBe(true);
  expect(SparkVersion.V4_1.atLeast('3.5')).toBe(true);
  expect(SparkVersion.V4_1.atLeast('4.2')).toBe(false);
});

test('official images', () => {
  expect(SparkImage.official(SparkVersion.V4_1).reference).toBe('apache/spark:4.1.4');
  expect(SparkImage.officialR(SparkVersion.V4_1).reference).toBe('apache/spark:4.1.4-r');
});

test('defaults of an image', () => {
  const image = SparkImage.of('registry:5000/team/spark:1', { version: SparkVersion.V4_1 });
  expect(image).toMatchObject({ pullPolicy: ImagePullPolicy.IF_NOT_PRESENT, pullSecrets: [], uid: 185 });
});

test.each(['a:1', 'a/b:1.0', `a/b@sha256:${'0'.repeat(64)}`, 'host.example:443/x/y:latest-1'])(
  '%s is fine',
  (reference) => expect(SparkImage.of(reference, { version: SparkVersion.V4_1 }).reference).toBe(reference),
);
test.each([
  ['a', 'untagged'],
  ['a:latest', 'untagged'],
  ['host:5000/a', 'untagged'],
  ['', 'reference'],
  ['A:1', 'reference'],
  ['a b:1', 'reference'],
])('%p is refused as image-%s', (reference, rule) => {
  expect(() => SparkImage.of(reference, { version: SparkVersion.V4_1 })).toThrow(`spark/image-${rule}: `);
});
