import { SecretSource } from '../../../lib';
import { LivyRunner, type LivyRunnerProps } from '../../../lib/runners/livy/livy-runner';
import { LivyServer, type LivyServerOptions } from '../../../lib/services/livy/livy-server';
import type { ISparkRunner } from '../../../lib';

export const URL = 'http://livy.livy.svc:8998';
/** What a server needs so that its pods are hardened. */
export const TEMPLATES = { driverTemplate: '/etc/spark/driver.yaml', executorTemplate: '/etc/spark/executor.yaml' };
export const PASSWORD = SecretSource.fromKubernetes('livy', 'password');

/** The runner of a server with templates; what a test is about goes on top. */
export function livy(
  server: LivyServerOptions & { readonly url?: string } = {},
  props: LivyRunnerProps = {},
): ISparkRunner {
  const { url = URL, ...options } = server;
  return new LivyRunner(LivyServer.fromUrl(url, { ...TEMPLATES, ...options }), props);
}
