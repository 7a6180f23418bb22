import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogLine } from './panel';
import { freePort } from './prometheus';
import type { Series } from './series';

/** What a Loki answers. */
export interface LokiAnswers {
  range(
    query: string,
    start: number,
    end: number,
    step: number,
  ): Promise<{ readonly series: Series[]; readonly lines: LogLine[] }>;
}

/** Lines of one stream, each with its structured metadata. */
export interface Stream {
  readonly stream: { readonly [label: string]: string };
  readonly values: readonly (readonly [seconds: number, line: string, metadata: { readonly [name: string]: string }])[];
}

interface Answer {
  readonly data: {
    readonly resultType: string;
    readonly result: { readonly metric?: Series['labels']; readonly values: (readonly [string | number, string])[] }[];
  };
}

/**
 * A real Loki over lines that were made up. It is told that they are of today, since it looks for lines of months ago
 * where there are none; its answers have their own times again.
 */
export class RecordedLoki implements LokiAnswers {
  private readonly directory = mkdtempSync(join(tmpdir(), 'pictures-loki-'));
  private server?: ChildProcess;
  private url = '';
  private readonly later: number;

  /** @param end The last moment of the lines. */
  public constructor(end: number) {
    this.later = Math.floor(Date.now() / 1000) - 60 - end;
  }

  public async load(streams: readonly Stream[]): Promise<void> {
    const [port, grpc] = [await freePort(), await freePort()];
    this.url = `http://127.0.0.1:${port}/loki/api/v1`;
    const file = join(this.directory, 'loki.yaml');
    writeFileSync(file, configuration(this.directory, port, grpc));
    this.server = spawn('loki', [`-config.file=${file}`], { stdio: 'ignore' });
    for (let i = 0; ; i++) {
      const ready = await fetch(`http://127.0.0.1:${port}/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) break;
      if (i > 300) throw new Error('Loki did not start');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const { later } = this;
    const body = streams.map(({ stream, values }) => ({
      stream,
      values: values.map(([seconds, line, metadata]) => [`${seconds + later}000000000`, line, metadata]),
    }));
    const response = await fetch(`${this.url}/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ streams: body }),
    });
    if (!response.ok) throw new Error(`Loki took no lines: ${await response.text()}`);
  }

  public async range(
    query: string,
    start: number,
    end: number,
    step: number,
  ): Promise<{ series: Series[]; lines: LogLine[] }> {
    const parts = new URLSearchParams({
      query,
      start: String(start + this.later),
      end: String(end + this.later),
      step: `${step}s`,
      limit: '100',
    });
    const response = await fetch(`${this.url}/query_range?${parts.toString()}`);
    if (!response.ok) throw new Error(`${await response.text()}: ${query}`);
    const { data } = (await response.json()) as Answer;
    if (data.resultType === 'streams') {
      const lines = data.result.flatMap(({ values }) =>
        values.map(([at, text]) => ({ seconds: Number(at) / 1e9 - this.later, text })),
      );
      return { series: [], lines: lines.sort((a, b) => b.seconds - a.seconds) };
    }
    const series = data.result.map(({ metric = {}, values }) => ({
      labels: metric,
      values: values.map(([at, value]) => [Number(at) - this.later, Number(value)] as const),
    }));
    return { series, lines: [] };
  }

  public async end(): Promise<void> {
    const { server } = this;
    if (server !== undefined) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGKILL');
      await ended;
    }
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function configuration(directory: string, port: number, grpc: number): string {
  return `auth_enabled: false
server: { http_listen_address: 127.0.0.1, http_listen_port: ${port}, grpc_listen_address: 127.0.0.1, grpc_listen_port: ${grpc}, log_level: error }
common:
  instance_addr: 127.0.0.1
  path_prefix: ${directory}
  replication_factor: 1
  storage: { filesystem: { chunks_directory: ${directory}/chunks, rules_directory: ${directory}/rules } }
  ring: { kvstore: { store: inmemory } }
schema_config:
  configs:
    - { from: 2024-01-01, store: tsdb, object_store: filesystem, schema: v13, index: { prefix: index_, period: 24h } }
limits_config: { reject_old_samples: false, allow_structured_metadata: true, discover_log_levels: true, volume_enabled: true }
ingester: { max_chunk_age: 48h }
query_range: { align_queries_with_step: false }
analytics: { reporting_enabled: false }
`;
}
