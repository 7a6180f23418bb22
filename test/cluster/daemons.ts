import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from './wait';

/** A server on the machine of the tests, which pods of the node can reach. */
export class Daemon {
  /** Host and port. */
  public readonly address: string;
  private readonly child: ChildProcess;
  private said = '';

  public constructor(
    program: string,
    args: string[],
    host: string,
    public readonly port: number,
  ) {
    this.address = `${host}:${port}`;
    this.child = spawn(program, [...args, `--web.listen-address=${this.address}`]);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (text) => (this.said = (this.said + String(text)).slice(-5000)));
    }
    this.child.on('error', (error) => (this.said += error.message));
  }

  /** Waits until it answers. */
  public async ready(): Promise<void> {
    await waitFor(
      `${this.address} is ready`,
      async () => (await this.get('/-/ready').catch(() => undefined)) !== undefined,
      {
        explain: () => Promise.resolve(this.said),
      },
    );
  }

  /** A page. */
  public get(path: string): Promise<string> {
    return page(`http://${this.address}${path}`);
  }

  /** The `data` of an answer of its API. */
  public async api<T>(path: string, query: { readonly [name: string]: string } = {}): Promise<T> {
    const text = await this.get(`/api/v1/${path}?${new URLSearchParams(query).toString()}`);
    return (JSON.parse(text) as { data: T }).data;
  }

  public stop(): void {
    this.child.kill();
  }
}

/** What a server says; a refusal is an error. */
export async function page(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(20_000) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

/** A Prometheus with these scrape settings. */
export function prometheus(program: string, scrapes: readonly object[], port: number): Daemon {
  const directory = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const config = join(directory, 'prometheus.yml');
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({ scrape_configs: scrapes }));
  const args = [`--config.file=${config}`, `--storage.tsdb.path=${join(directory, 'data')}`];
  return new Daemon(program, args, '127.0.0.1', port);
}

/** A port that nobody uses. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, host, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** The address of this machine as another one sees it. */
export function addressTowards(other: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.connect(9, other, () => {
      const { address } = socket.address();
      socket.close(() => resolve(address));
    });
  });
}
