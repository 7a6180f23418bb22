import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAST_WORD_SCRIPT } from '../../lib/spark/features/metrics/last-word';

/** Each test starts programs, on machines that may be busy. */
jest.setTimeout(30_000);

/** What the gateway was told. */
interface Push {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

const pushes: Push[] = [];
let status = 200;
let gateway: Server;
let address = '';

beforeAll(async () => {
  gateway = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      pushes.push({ method: request.method ?? '', path: request.url ?? '', body });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((listening) => gateway.listen(0, '127.0.0.1', listening));
  address = `127.0.0.1:${(gateway.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((closed) => gateway.close(closed)));
beforeEach(() => {
  pushes.length = 0;
  status = 200;
});

/** A program in the place of Spark's entrypoint. */
function entrypoint(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'last-word-')), 'entrypoint.sh');
  writeFileSync(path, `#!/bin/bash\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Runs it as the driver's container does. `when` sees what it prints. */
function last(
  text: string,
  to = address,
  when?: (kill: () => void) => void,
): Promise<{ code: number | null; out: string }> {
  return new Promise((done) => {
    const args = ['-c', LAST_WORD_SCRIPT, 'last-word', to, 'load', entrypoint(text), 'driver', 'a b'];
    const child = spawn('/bin/bash', args, { env: { ...process.env, POD_NAMESPACE: 'etl' } });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (out += String(chunk)));
    child.stdout.once('data', () => when?.(() => child.kill('SIGTERM')));
    child.on('close', (code) => done({ code, out }));
  });
}

const value = (name: string): string | undefined =>
  new RegExp(`^spark_job_last_${name} (.*)$`, 'm').exec(pushes.at(-1)?.body ?? '')?.[1];

test('a success: arguments pass, and all is said under the key of the job', async () => {
  expect(await last('printf "%s|" "$@"')).toEqual({ code: 0, out: 'driver|a b|' });
  expect(pushes).toHaveLength(1);
  // PUT would take away what a failure does not say.
  expect(pushes[0]).toMatchObject({ method: 'POST', path: '/metrics/job/load/namespace/etl' });
  expect(value('exit_code')).toBe('0');
  expect(value('success_timestamp_seconds')).toBe(value('run_timestamp_seconds'));
  expect(Number(value('duration_seconds'))).toBeLessThan(30);
  // Nobody serves the driver's pages here.
  expect(value('input_records')).toBe('NaN');
});

test('a failure keeps its exit code and says nothing of success', async () => {
  expect((await last('exit 7')).code).toBe(7);
  expect(value('exit_code')).toBe('7');
  expect(value('success_timestamp_seconds')).toBeUndefined();
});

test('an entrypoint that is missing is a failure, too', async () => {
  expect((await last('exit 127')).code).toBe(127);
  expect(value('exit_code')).toBe('127');
});

test('TERM reaches the driver, whose own exit code stands', async () => {
  const text = 'trap "echo stopping; exit 42" TERM\necho up\nwhile :; do read -rt 0.1 <> <(:) || :; done';
  const { code, out } = await last(text, address, (kill) => kill());
  expect({ code, out }).toEqual({ code: 42, out: 'up\nstopping\n' });
  expect(value('exit_code')).toBe('42');
});

test('a gateway that refuses is asked twice and changes nothing', async () => {
  status = 400;
  const { code, out } = await last('exit 3');
  expect(code).toBe(3);
  expect(pushes).toHaveLength(2);
  expect(out).toContain('did not take it: HTTP/1.1 400');
});

test('no gateway changes nothing', async () => {
  const { code, out } = await last('exit 0', '127.0.0.1:1');
  expect(code).toBe(0);
  expect(out).toContain('no answer');
});
