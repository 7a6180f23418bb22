import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { get, kubectl } from './kubectl';
import { at, type Container, type Manifest } from './manifest';
import { waitFor } from './wait';

/** Path of the operator's binary, of the release in `versions.ts`; empty where it is not given. */
const OPERATOR = process.env.CDK8S_SPARK_PROMETHEUS_OPERATOR ?? '';

/** A suite that needs the operator. */
export const withOperator = OPERATOR === '' ? describe.skip : describe;

interface KubeConfig {
  readonly clusters: { readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } }[];
  readonly users: {
    readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string };
  }[];
}

/** The real Prometheus Operator on this machine, with the flags of a Deployment and the rights of its account. */
export class OperatorProcess {
  public static async start(deployment: Manifest): Promise<OperatorProcess> {
    const conf = JSON.parse(await kubectl(['config', 'view', '--raw', '--minify', '-o', 'json'])) as KubeConfig;
    const [cluster, user] = [conf.clusters[0]?.cluster, conf.users[0]?.user];
    const directory = mkdtempSync(join(tmpdir(), 'operator-'));
    const file = (name: string, data = ''): string => {
      writeFileSync(join(directory, name), Buffer.from(data, 'base64'), { mode: 0o600 });
      return join(directory, name);
    };
    const [container] = at<Container[]>(deployment, 'spec.template.spec.containers') ?? [];
    const account = `${deployment.metadata.namespace}:${at<string>(deployment, 'spec.template.spec.serviceAccountName')}`;
    const child = spawn(OPERATOR, [
      ...((container?.args ?? []) as string[]),
      `--apiserver=${cluster?.server}`,
      `--ca-file=${file('ca.crt', cluster?.['certificate-authority-data'])}`,
      `--cert-file=${file('tls.crt', user?.['client-certificate-data'])}`,
      `--key-file=${file('tls.key', user?.['client-key-data'])}`,
      `--as=system:serviceaccount:${account}`,
      '--web.listen-address=127.0.0.1:0',
    ]);
    return new OperatorProcess(child, directory);
  }

  /** Everything that it said. */
  public log = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.log += chunk.toString('utf8')));
    }
    child.on('error', (error) => (this.log += error.message));
  }

  /** Waits for something that it makes; its last words are part of the message if that does not come. */
  public makes<T>(what: string, probe: () => Promise<T | undefined | false>): Promise<T> {
    return waitFor(what, probe, { explain: () => Promise.resolve(this.log.slice(-6000)) });
  }

  /** Ends it, and waits until it is gone: else it would make again what is deleted next. */
  public async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.kill()) await once(this.child, 'exit');
    rmSync(this.directory, { recursive: true });
  }
}

/** The configuration that the operator wrote for a Prometheus or an agent; undefined as long as there is none. */
export async function generated(secret: string, namespace: string): Promise<string | undefined> {
  const data = at<Record<string, string>>(await get('secret', secret, namespace), 'data');
  const packed = data?.['prometheus.yaml.gz'];
  return packed === undefined ? undefined : gunzipSync(Buffer.from(packed, 'base64')).toString('utf8');
}
