import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FOLLOW_SCRIPT, type Submission } from '../../../lib/runners/submit/follow-script';

export const hasPython = spawnSync('python3', ['--version']).status === 0;

/** A driver as the API server shows it. */
export interface FakeDriver {
  attempt: number;
  /** Exit code once it has ended. */
  exit?: number;
  /** Why Kubernetes ended it, if it did. */
  reason?: string;
  /** Lines of its log, each with its time. */
  log: string[];
  /** Whether its ConfigMap is there. */
  complete?: boolean;
  started?: boolean;
}

const UID = '12345678-aaaa-bbbb-cccc-1234567890ab';

/** A namespace's API server with drivers in it, and a spark-submit that makes them. */
export class FakeCluster {
  public readonly drivers = new Map<string, FakeDriver>();
  public readonly deleted: string[] = [];
  /** What the log breaks off after, once for each entry: a number of characters. */
  public readonly breaks: number[] = [];
  /** Answers given before the real ones. */
  public readonly failures: number[] = [];
  /** Called when a driver's log has been sent. */
  public onLog: (driver: FakeDriver) => void = () => undefined;
  /** What a submitted driver is. */
  public submitted: (attempt: number) => FakeDriver = (attempt) => ({ attempt, exit: 0, log: [], complete: true });
  private readonly directory = mkdtempSync(join(tmpdir(), 'submit-'));
  private readonly server: Server = createServer((request, response) => this.answer(request, response));
  /** When the first submitter was made: 100 seconds ago. */
  private readonly begun = `${new Date(Date.now() - 100_000).toISOString().slice(0, 19)}Z`;
  private seen = 0;

  public static name(attempt: number): string {
    return `pi-${UID.slice(0, 8)}-${attempt}-driver`;
  }

  public add(driver: FakeDriver): FakeDriver {
    this.drivers.set(FakeCluster.name(driver.attempt), driver);
    return driver;
  }

  /** Command lines of spark-submit. */
  public get submissions(): string[] {
    const file = join(this.directory, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  public get template(): unknown {
    return JSON.parse(readFileSync(join(this.directory, 'driver-template.json.1'), 'utf8'));
  }

  /** Starts the script as the submitter's container does. */
  public async start(settings: Partial<Submission> = {}, sparkSubmitEndsWith = 0): Promise<Running> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const file = (name: string, text: string): string => {
      writeFileSync(join(this.directory, name), text);
      return join(this.directory, name);
    };
    const copy = `cp "${this.directory}/driver-template.json" "${this.directory}/driver-template.json.1"`;
    const submit = file(
      'submit',
      `#!/bin/sh\necho "$*" >>"${this.directory}/calls"\n${copy}\nexit ${sparkSubmitEndsWith}\n`,
    );
    chmodSync(submit, 0o755);
    const submission: Submission = {
      api: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      account: this.directory,
      sparkSubmit: submit,
      stem: 'pi',
      container: 'spark-kubernetes-driver',
      runLabel: 'run',
      attemptLabel: 'attempt',
      retries: 0,
      main: 'local:///pi.py',
      args: ['10'],
      stopped: 213,
      patience: 60,
      ...settings,
    };
    file('token', 'a-token');
    file('submission.json', JSON.stringify(submission));
    file('driver-template.json', JSON.stringify({ kind: 'Pod', spec: {} }));
    const env = { ...process.env, JOB_NAME: 'pi', JOB_UID: UID, NAMESPACE: 'etl', TMPDIR: this.directory };
    return new Running(spawn('python3', [file('follow.py', FOLLOW_SCRIPT), this.directory], { env }));
  }

  public stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer({ url = '', method, headers }: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, 'http://api');
    const [kind, name = '', part] = pathname.replace('/api/v1/namespaces/etl/', '').split('/');
    const failure = headers.authorization === 'Bearer a-token' ? this.failures.shift() : 401;
    if (failure !== undefined) return void response.writeHead(failure).end('not now');
    this.notice();
    const driver = this.drivers.get(name);
    const send = (value: unknown): void => void response.end(JSON.stringify(value));
    if (kind === 'configmaps') {
      const complete = [...this.drivers.values()].some(({ attempt, complete: is }) => name === `conf-${attempt}` && is);
      return void (complete ? send({}) : response.writeHead(404).end());
    }
    if (name === '') {
      if (searchParams.get('labelSelector') === `run=${UID}`)
        return send({ items: [...this.drivers.values()].map((one) => this.pod(one)) });
      return send({ items: [{ metadata: { creationTimestamp: this.begun } }] });
    }
    if (driver === undefined) return void response.writeHead(404).end();
    if (method === 'DELETE') {
      this.deleted.push(name);
      this.drivers.delete(name);
      return send({});
    }
    return part === 'log' ? this.sendLog(driver, searchParams, response) : send(this.pod(driver));
  }

  /** The script waits for spark-submit, so whatever comes after it sees the driver. */
  private notice(): void {
    for (const call of this.submissions.slice(this.seen)) {
      const attempt = Number(/-(\d+)-driver/.exec(call)?.[1]);
      if (this.submitted(attempt).attempt > 0) this.add(this.submitted(attempt));
    }
    this.seen = this.submissions.length;
  }

  private sendLog(driver: FakeDriver, query: URLSearchParams, response: ServerResponse): void {
    const since = query.get('sinceTime')?.replace('Z', '') ?? '';
    const text = driver.log
      .filter((line) => line >= since)
      .map((line) => `${line}\n`)
      .join('');
    const cut = query.get('follow') === 'true' ? this.breaks.shift() : undefined;
    response.end(text.slice(0, cut));
    if (cut === undefined) this.onLog(driver);
  }

  private pod({ attempt, exit, reason, complete = true, started = true }: FakeDriver): unknown {
    const state = exit === undefined ? { running: {} } : { terminated: { exitCode: exit, reason: 'Error' } };
    const ended = exit === 0 && reason === undefined ? 'Succeeded' : 'Failed';
    const phase = exit !== undefined ? ended : started ? 'Running' : 'Pending';
    return {
      metadata: {
        name: FakeCluster.name(attempt),
        labels: { attempt: String(attempt) },
        creationTimestamp: this.begun,
      },
      spec: { volumes: [{ name: 'spark-conf-volume-driver', configMap: { name: `conf-${attempt}` } }] },
      status: {
        phase,
        ...(reason !== undefined && { reason }),
        ...(started && complete && { containerStatuses: [{ name: 'spark-kubernetes-driver', state }] }),
      },
    };
  }
}

/** The script while it runs. */
export class Running {
  private out = '';
  private err = '';
  /** Its exit code and what it wrote. */
  public readonly end: Promise<{ code: number | null; out: string; err: string }>;

  public constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (data: Buffer) => (this.out += data.toString()));
    child.stderr?.on('data', (data: Buffer) => (this.err += data.toString()));
    this.end = new Promise((resolve) => child.on('close', (code) => resolve({ code, out: this.out, err: this.err })));
  }

  public terminate(): void {
    this.child.kill('SIGTERM');
  }
}
