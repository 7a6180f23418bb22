import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from './kubectl';

const ROOT = resolve(__dirname, '../..');
const JAR = join(ROOT, 'apps/examples/java/java-pi.jar');

/** Entries of a jar, without the manifest, which names the JDK. */
async function classes(jar: string): Promise<Record<string, string>> {
  const dir = mkdtempSync(join(tmpdir(), 'java-pi-'));
  const { code, stderr } = await run('jar', ['--extract', '--file', jar], { cwd: dir });
  if (code !== 0) throw new Error(stderr);
  const { stdout } = await run('jar', ['--list', '--file', jar]);
  const names = stdout.split('\n').filter((name) => name.endsWith('.class'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(dir, name)).toString('hex')]));
}

const withSpark = process.env.SPARK_HOME === undefined ? test.skip : test;

withSpark('the jar of the JVM example is what its source compiles to', async () => {
  const output = join(mkdtempSync(join(tmpdir(), 'java-pi-')), 'java-pi.jar');
  const { code, stderr } = await run(join(ROOT, 'scripts/build-java-pi.sh'), [output]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const committed = await classes(JAR);
  expect(Object.keys(committed)).toEqual(['JavaPi.class']);
  expect(committed).toEqual(await classes(output));
});

test('its bytecode runs on Java 17', async () => {
  const { 'JavaPi.class': bytecode = '' } = await classes(JAR);
  expect(bytecode.slice(0, 8)).toBe('cafebabe');
  expect(parseInt(bytecode.slice(12, 16), 16)).toBe(61);
});
