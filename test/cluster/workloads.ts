import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Chart, Size } from 'cdk8s';
import {
  PlatformApp,
  SparkApplication,
  SparkImage,
  SparkTenant,
  SparkVersion,
  StagedFile,
  type SparkDriverProps,
  type SparkExecutorProps,
  type SparkTenantProps,
} from '../../lib';
import { readManifests, type Manifest } from './manifest';

/** The image of `images/spark`. */
export const IMAGE = SparkImage.of('localhost/cdk8s-spark/spark:4.2.1', { version: SparkVersion.of('4.2.1') });

/** Sizes with which several jobs share two cores. */
export const DRIVER: SparkDriverProps = { coreRequest: 0.1, memory: Size.mebibytes(512) };
export const EXECUTOR: SparkExecutorProps = { instances: 2, coreRequest: 0.1, memory: Size.mebibytes(512) };

export const PYTHON_PI = SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['10'] });

const jar = StagedFile.fromPath(resolve(__dirname, '../../apps/examples/java/java-pi.jar'));
export const JAVA_PI = SparkApplication.java(jar.uri, 'JavaPi', { args: ['4'], stagedFiles: [jar] });

/** The same with more darts than anybody waits for. */
export const JAVA_HOLD = SparkApplication.java(jar.uri, 'JavaPi', { args: ['100000'], stagedFiles: [jar] });

/** A small Python program, staged with its job. */
export function script(name: string, text: string, args: string[] = []): SparkApplication {
  const file = StagedFile.inline(name, text);
  return SparkApplication.python(file.uri, { stagedFiles: [file], args });
}

/** The objects of a tenant and what `fill` puts into it, by way of the YAML files that a user gets. */
export function tenantWith(
  namespace: string,
  fill: (chart: Chart, tenant: SparkTenant) => void,
  props: SparkTenantProps = {},
): Manifest[] {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-spark-'));
  const app = new PlatformApp({ outdir, summary: false });
  const chart = new Chart(app, namespace);
  fill(chart, new SparkTenant(chart, namespace, props));
  app.synth();
  return readManifests(outdir);
}
