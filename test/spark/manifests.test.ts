import { NodePool, SparkImage, SparkPriorityClass, SparkVersion } from '../../lib';
import { stringify } from 'yaml';
import { driverOf, executorOf, JAVA, job, PYTHON, R } from './jobs';

const VERSIONS = [SparkVersion.V3_5, SparkVersion.V4_0, SparkVersion.V4_1, SparkVersion.V4_2, SparkVersion.V4_3];
const LANGUAGES = { python: PYTHON, java: JAVA, r: R };
const cases = VERSIONS.flatMap((version) =>
  Object.entries(LANGUAGES).map(([language, application]) => ({ line: version.line, version, language, application })),
);

describe.each(cases)('Spark $line, $language', ({ version, application }) => {
  const one = job({
    application,
    image: SparkImage.official(version),
    priority: SparkPriorityClass.fromName('routine'),
    driver: { nodes: NodePool.DRIVER },
    executor: { nodes: NodePool.COMPUTE },
  });
  test('driver', () => expect(stringify(driverOf(one))).toMatchSnapshot());
  test('executor', () => expect(stringify(executorOf(one))).toMatchSnapshot());
});
