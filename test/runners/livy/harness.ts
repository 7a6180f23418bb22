import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { CLIENT_FILE, CLIENT_SCRIPT } from '../../../lib/runners/livy/client-script';
import { SERVERS_FILE, SERVERS_SCRIPT } from '../../../lib/runners/livy/client-servers';

const SERVER = resolve(__dirname, 'livy_server.py');
export const UID = '0123abcd-0000-4000-8000-000000000000';
/** Sessions of the job's attempts. */
export const SESSION = 'pi-0123abcd-1';
export const SECOND = 'pi-0123abcd-2';
/** The Job around the program, as the API server tells of it. */
export const JOB = { metadata: { name: 'pi', uid: UID }, spec: {}, status: {} };

/** One step of a batch; see livy_server.py. */
export interface Step {
  readonly state: string;
  readonly appId?: string;
  readonly log?: readonly string[];
  readonly exit?: boolean;
}

/** What the server tells of itself. */
export interface Told {
  readonly events: string[];
  readonly batches: { readonly id: number; readonly name: string; readonly state: string; readonly body: object }[];
}

/** The test server as a process of its own. */
export class Livy {
  public static async start(...options: string[]): Promise<Livy> {
    const livy = new Livy(options);
    await livy.launch(0);
    return livy;
  }

  public port = 0;
  private process: ChildProcess | undefined;

  private constructor(private readonly options: readonly string[]) {}

  public get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What has happened so far. */
  public told(): Promise<Told> {
    return this.control();
  }

  /** Sets faults, the Job and its pods. */
  public control(body?: object): Promise<Told> {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return fetch(`${this.url}/control`, init).then((answer) => answer.json() as Promise<Told>);
  }

  /** Waits for the crash that a step asks for, then starts again on the same port. */
  public async restartAfterCrash(): Promise<void> {
    if (this.process !== undefined) await once(this.process, 'exit');
    await this.launch(this.port);
  }

  public async stop(): Promise<void> {
    if (this.process?.exitCode !== null || this.process.signalCode !== null) return;
    const end = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await end;
  }

  private async launch(port: number): Promise<void> {
    const child = spawn('python3', [SERVER, '--port', String(port), ...this.options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.process = child;
    const line = await new Promise<string>((resume) => createInterface({ input: child.stdout }).once('line', resume));
    this.port = Number(line.replace('listening on ', ''));
  }
}

/** For servers that never answer. */
export const IMPATIENT = { LIVY_REQUEST_SECONDS: '0.5' };

/** A run of the program. */
export interface Ended {
  readonly code: number | null;
  readonly lines: string[];
}

/** The program of the runner, started as in its pod. */
export class Client {
  public readonly lines: string[] = [];
  private readonly child: ChildProcess;
  private readonly end: Promise<unknown>;
  private readonly waiting: { readonly pattern: RegExp; readonly resume: () => void }[] = [];

  public constructor(livy: Livy, batch: object, env: { readonly [name: string]: string } = {}) {
    const directory = mkdtempSync(join(tmpdir(), 'livy-client-'));
    const account = join(directory, 'account');
    mkdirSync(account);
    writeFileSync(join(account, 'token'), 'token');
    writeFileSync(join(directory, CLIENT_FILE), CLIENT_SCRIPT);
    writeFileSync(join(directory, SERVERS_FILE), SERVERS_SCRIPT);
    writeFileSync(join(directory, 'batch.json'), JSON.stringify(batch));
    this.child = spawn('python3', ['-B', join(directory, CLIENT_FILE)], {
      stdio: ['ignore', 'pipe', 2],
      env: {
        PATH: process.env.PATH ?? '',
        LIVY_URL: livy.url,
        LIVY_POLL_SECONDS: '0.02',
        LIVY_PATIENCE_SECONDS: '60',
        LIVY_REQUEST_SECONDS: '20',
        LIVY_RETRIES: '0',
        LIVY_BATCH_FILE: join(directory, 'batch.json'),
        JOB_NAME: 'pi',
        JOB_NAMESPACE: 'etl',
        JOB_UID: UID,
        KUBERNETES_API: livy.url,
        ACCOUNT_DIRECTORY: account,
        ...env,
      },
    });
    this.end = once(this.child, 'close');
    if (this.child.stdout !== null) createInterface({ input: this.child.stdout }).on('line', (line) => this.hear(line));
  }

  /** Waits until the program has printed such a line. */
  public async says(pattern: RegExp): Promise<void> {
    if (this.lines.some((line) => pattern.test(line))) return;
    const said = new Promise<void>((resume) => this.waiting.push({ pattern, resume }));
    await Promise.race([
      said,
      this.end.then(() => {
        if (!this.lines.some((line) => pattern.test(line)))
          throw new Error(`never said ${String(pattern)}:\n${this.lines.join('\n')}`);
      }),
    ]);
  }

  public signal(name: 'SIGTERM' | 'SIGKILL'): void {
    this.child.kill(name);
  }

  public async ended(): Promise<Ended> {
    await this.end;
    return { code: this.child.exitCode, lines: this.lines };
  }

  private hear(line: string): void {
    this.lines.push(line);
    for (const { pattern, resume } of this.waiting) if (pattern.test(line)) resume();
  }
}

/** A request whose batch goes through these steps. */
export function batchOf(...steps: Step[]): object {
  return { file: 'local:///opt/app/pi.py', args: [JSON.stringify(steps)] };
}
