import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { openMetrics, type Series } from './series';

/** A program of the machine, where it has it. */
export function program(name: string): string | undefined {
  const paths = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, name));
  return paths.find((path) => existsSync(path));
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: {
    readonly result: { readonly metric: Series['labels']; readonly values?: Pair[]; readonly value?: Pair }[];
  };
}
type Pair = readonly [seconds: number, value: string];

/** A real Prometheus that scrapes nothing, over series that were written before. */
export class RecordedPrometheus {
  private readonly directory = mkdtempSync(join(tmpdir(), 'pictures-'));
  private server?: ChildProcess;
  private port = 0;

  /** Adds series; the server is started again with them. */
  public async load(series: readonly Series[]): Promise<void> {
    await this.stop();
    const file = join(this.directory, 'series.txt');
    writeFileSync(file, openMetrics(series));
    const data = join(this.directory, 'data');
    execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', file, data], { stdio: 'pipe' });
    await this.start();
  }

  /** Values over time. @throws Error with what Prometheus says of the query. */
  public async range(query: string, start: number, end: number, step: number): Promise<Series[]> {
    const parts = { query, start: String(start), end: String(end), step: String(step) };
    return this.ask('query_range', parts);
  }

  /** Values of one moment. @throws Error with what Prometheus says of the query. */
  public async instant(query: string, time: number): Promise<Series[]> {
    return this.ask('query', { query, time: String(time) });
  }

  /** Ends the server and forgets the series. */
  public async end(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async ask(path: string, parts: { readonly [name: string]: string }): Promise<Series[]> {
    const body = new URLSearchParams(parts);
    const response = await fetch(`http://127.0.0.1:${this.port}/api/v1/${path}`, { method: 'POST', body });
    const { status, error, data } = (await response.json()) as Answer;
    if (status !== 'success') throw new Error(`${error ?? status}: ${parts.query ?? ''}`);
    return data.result.map(({ metric, values, value }) => ({
      labels: metric,
      values: (values ?? (value ? [value] : [])).map(([seconds, text]) => [seconds, Number(text)] as const),
    }));
  }

  private async start(): Promise<void> {
    this.port = await freePort();
    const config = join(this.directory, 'prometheus.yml');
    writeFileSync(config, 'global: {}\n');
    this.server = spawn('prometheus', [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(this.directory, 'data')}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${this.port}`,
      '--log.level=error',
    ]);
    for (let i = 0; i < 100; i++) {
      if (
        await fetch(`http://127.0.0.1:${this.port}/-/ready`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('Prometheus did not start');
  }

  private async stop(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    delete this.server;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill();
    await ended;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
