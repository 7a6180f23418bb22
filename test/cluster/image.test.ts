import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const IMAGE = resolve(__dirname, '../../images/spark');

test('both recipes of the image hold the same release of Spark, user and environment', () => {
  const container = readFileSync(join(IMAGE, 'Containerfile'), 'utf8');
  const kit = readFileSync(join(IMAGE, 'spark.sh'), 'utf8');
  expect(/^ARG SPARK_VERSION=(.*)$/m.exec(container)?.[1]).toBe(/^spark=(.*)$/m.exec(kit)?.[1]);
  expect(/^USER (\d+)$/m.exec(container)?.[1]).toBe(/^user=(\d+) /m.exec(kit)?.[1]);
  expect(/^ENTRYPOINT \["(.*)"\]$/m.exec(container)?.[1]).toBe(/^entrypoint=\((.*)\)$/m.exec(kit)?.[1]);
  const environment = /^ENV ((?:\\\n|.)*)$/m
    .exec(container)?.[1]
    ?.split(/[\s\\]+/)
    .filter(Boolean);
  expect(environment).toEqual(/^env=\((.*)\)$/m.exec(kit)?.[1]?.split(' '));
});
