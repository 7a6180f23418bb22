import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchOf, Client, IMPATIENT, JOB, Livy, SECOND, SESSION, type Step } from './harness';

// Each test starts processes, and machines with two cores are busy.
jest.setTimeout(120_000);

let livy: Livy;
const started: Livy[] = [];

async function server(...options: string[]): Promise<Livy> {
  livy = await Livy.start(...options);
  started.push(livy);
  await livy.control({ job: JOB });
  return livy;
}

/** A server whose batches survive it. */
const recovering = (...options: string[]): Promise<Livy> =>
  server('--state-file', join(mkdtempSync(join(tmpdir(), 'livy-state-')), 'state.json'), ...options);

afterEach(() => Promise.all(started.splice(0).map((one) => one.stop())));

const STARTING: Step = { state: 'starting' };
const RUNNING: Step = { state: 'running', appId: 'spark-7' };
const SUCCESS: Step = { state: 'success' };
const DEAD: Step = { state: 'dead' };
const FOREVER = batchOf(STARTING, RUNNING);
const mirrored = (lines: readonly string[]): string[] =>
  lines.filter((line) => !line.startsWith('[livy]') && !line.startsWith('spark-submit says'));
const sessions = async (): Promise<string[]> => (await livy.told()).batches.map(({ name }) => name);
const created = async (): Promise<string[]> =>
  (await livy.told()).events.filter((event) => event.startsWith('created')).map((event) => event.slice(8));

describe('a batch', () => {
  test('that succeeds: states, application, UI and log are shown, and the program ends with 0', async () => {
    await server();
    const batch = batchOf(STARTING, { ...RUNNING, log: ['one', 'two'] }, { ...SUCCESS, log: ['Pi is roughly 3.14'] });
    const { code, lines } = await new Client(livy, batch).ended();
    expect(lines).toEqual([
      `[livy] submitted as batch 0, session ${SESSION}`,
      '[livy] batch 0 is starting, application -, UI -',
      `spark-submit says ${SESSION}`,
      '[livy] batch 0 is running, application spark-7, UI http://history/history/spark-7/jobs/',
      'one',
      'two',
      '[livy] batch 0 is success, application spark-7, UI http://history/history/spark-7/jobs/',
      'Pi is roughly 3.14',
      '[livy] batch 0 has succeeded',
    ]);
    expect(code).toBe(0);
  });

  test.each(['dead', 'killed', 'error'])(
    'that is %s: the pods are described, the program ends with 1',
    async (state) => {
      await server();
      const { code, lines } = await new Client(livy, batchOf(RUNNING, { state })).ended();
      expect(lines.slice(-2)).toEqual([`\tphase: ${state}`, `[livy] batch 0 has failed: it is ${state}`]);
      expect(code).toBe(1);
    },
  );

  test('is sent as it is, with the name of the attempt', async () => {
    await server();
    await new Client(livy, { file: 'local:///x.py', conf: { 'spark.a': 'ü' } }).ended();
    expect((await livy.told()).batches[0]?.body).toEqual({
      file: 'local:///x.py',
      conf: { 'spark.a': 'ü' },
      name: SESSION,
    });
  });
});

describe('the log', () => {
  test('loses no line and repeats none while Livy forgets the first ones', async () => {
    await server('--log-size', '5');
    const texts = ['a', 'b', 'a', 'b', 'c', 'c', 'c', 'd', 'a', 'b', 'e', 'f'];
    const steps = texts.map((text): Step => ({ ...RUNNING, log: [text] }));
    const { lines } = await new Client(livy, batchOf(...steps, SUCCESS)).ended();
    expect(mirrored(lines)).toEqual(texts);
  });

  test('says so when it went too fast', async () => {
    await server('--log-size', '3');
    const batch = batchOf({ ...RUNNING, log: ['a', 'b'] }, { ...RUNNING, log: ['c', 'd', 'e', 'f', 'g'] }, SUCCESS);
    const { lines } = await new Client(livy, batch).ended();
    expect(mirrored(lines)).toEqual(['a', 'b', 'e', 'f', 'g']);
    expect(lines).toContain('[livy] some lines of the log may be missing: Livy keeps 3');
  });

  test('takes lines that no terminal can show', async () => {
    await server();
    const { code, lines } = await new Client(livy, batchOf({ ...SUCCESS, log: ['\ud800 π'] })).ended();
    expect(mirrored(lines)).toEqual(['\\ud800 π']);
    expect(code).toBe(0);
  });
});

describe('nothing is submitted twice', () => {
  test.each([
    ['the answer to the submission never comes', { on: 'POST /batches', do: 'swallow' }],
    ['the submission is lost', { on: 'POST /batches', do: 'drop' }],
    ['Livy answers 502', { on: 'POST /batches', do: 502 }],
  ])('when %s', async (_, fault) => {
    await server();
    await livy.control({ faults: [fault] });
    const { code } = await new Client(livy, batchOf(STARTING, RUNNING, SUCCESS), IMPATIENT).ended();
    expect(code).toBe(0);
    expect(await created()).toEqual([SESSION]);
  });

  test('when the first look-up misses a batch that Livy has', async () => {
    await server();
    await new Client(livy, batchOf(SUCCESS)).ended();
    await livy.control({ faults: [{ on: `GET /batches/${SESSION}`, do: 404, msg: 'not yet' }] });
    const { code, lines } = await new Client(livy, batchOf(SUCCESS)).ended();
    expect(code).toBe(0);
    expect(lines).not.toContain(`[livy] submitted as batch 0, session ${SESSION}`);
    expect(await created()).toEqual([SESSION]);
  });

  test('when the pod is killed and another one takes over', async () => {
    await server();
    const batch = batchOf(STARTING, RUNNING, RUNNING, ...Array.from({ length: 40 }, () => RUNNING), SUCCESS);
    const first = new Client(livy, batch);
    await first.says(/is running/);
    first.signal('SIGKILL');
    await first.ended();
    const { code, lines } = await new Client(livy, batch).ended();
    expect(lines[0]).toBe(`[livy] going on with batch 0, session ${SESSION}`);
    expect(code).toBe(0);
    expect(await created()).toEqual([SESSION]);
  });

  test('when the batch ended between two pods', async () => {
    await server();
    await new Client(livy, batchOf(SUCCESS)).ended();
    expect((await new Client(livy, batchOf(SUCCESS)).ended()).code).toBe(0);
    expect(await created()).toEqual([SESSION]);
  });

  test('when Livy crashes in the middle and recovers', async () => {
    await recovering();
    const client = new Client(
      livy,
      batchOf(STARTING, { ...RUNNING, exit: true }, RUNNING, { ...SUCCESS, log: ['end'] }),
    );
    await livy.restartAfterCrash();
    const { code, lines } = await client.ended();
    expect(lines).toContain(
      '[livy] batch 0 is recovering, application spark-7, UI http://history/history/spark-7/jobs/',
    );
    expect(lines).toContain('[livy] Livy answers again');
    expect(mirrored(lines)).toEqual(['end']);
    expect(code).toBe(0);
    expect(await sessions()).toEqual([SESSION]);
  });

  test('when Livy crashes and has lost everything', async () => {
    await server();
    const client = new Client(livy, batchOf(STARTING, { ...RUNNING, exit: true }));
    await livy.restartAfterCrash();
    const { code, lines } = await client.ended();
    expect(lines.at(-1)).toMatch(/Livy no longer knows session pi-0123abcd-1: it lost its state/);
    expect(code).toBe(3);
    expect(await sessions()).toEqual([]);
  });

  test.each([
    ['still runs', { phase: 'Running' }, 3, /still runs: nothing is submitted beside it/],
    ['has succeeded', { phase: 'Succeeded' }, 0, /has succeeded/],
    ['has failed', { phase: 'Failed' }, 1, /has failed/],
  ])('when Livy has forgotten a batch whose driver %s', async (_, status, expected, says) => {
    await server();
    const labels = { 'spark-role': 'driver', 'spark-app-name': SESSION };
    await livy.control({ pods: [{ metadata: { name: 'pi-driver', labels }, status }] });
    const { code, lines } = await new Client(livy, batchOf(SUCCESS)).ended();
    expect(lines.at(-1)).toMatch(says);
    expect(code).toBe(expected);
    expect(await created()).toEqual([]);
  });
});

describe('attempts', () => {
  test('follow each other under names of their own', async () => {
    await server();
    const env = { LIVY_RETRIES: '1' };
    expect((await new Client(livy, batchOf(DEAD), env).ended()).code).toBe(1);
    await livy.control({ job: { ...JOB, status: { failed: 1 } } });
    expect((await new Client(livy, batchOf(SUCCESS), env).ended()).code).toBe(0);
    expect(await created()).toEqual([SESSION, SECOND]);
  });

  test('end with the retries of the job', async () => {
    await server();
    await new Client(livy, batchOf(DEAD)).ended();
    await livy.control({ job: { ...JOB, status: { failed: 1 } } });
    const { code, lines } = await new Client(livy, batchOf(DEAD)).ended();
    expect(lines.at(-1)).toBe('[livy] all attempts have failed');
    expect(code).toBe(3);
    expect(await created()).toEqual([SESSION]);
  });

  test('are counted by the Job where Livy has forgotten them', async () => {
    await server();
    await livy.control({ job: { ...JOB, status: { failed: 1 } } });
    await new Client(livy, batchOf(SUCCESS), { LIVY_RETRIES: '1' }).ended();
    expect(await created()).toEqual([SECOND]);
  });
});

describe('refusals end the program at once', () => {
  test.each([
    ['a wrong password', ['--user', 'etl:right'], { LIVY_USERNAME: 'etl', LIVY_PASSWORD: 'wrong' }],
    ['no credentials', ['--token', 'right'], {}],
  ])('%s', async (_, options, env) => {
    await server(...options);
    const { code, lines } = await new Client(livy, FOREVER, env).ended();
    expect(lines).toEqual(['[livy] Livy refuses with 401: <html>nothing here</html>']);
    expect(code).toBe(3);
  });

  test('an account without the right to submit', async () => {
    await server();
    await livy.control({ faults: [{ on: 'POST /batches', do: 403, msg: 'User x not allowed' }] });
    const { code, lines } = await new Client(livy, FOREVER).ended();
    expect(lines.at(-1)).toBe('[livy] Livy refuses the batch with 403: User x not allowed');
    expect(code).toBe(3);
  });

  test.each(['GET /batches/.*', 'POST /batches'])(
    'a server that sends %s elsewhere gets no credentials there',
    async (on) => {
      await server('--token', 'abc');
      await livy.control({ faults: [{ on, do: 302 }] });
      const { code, lines } = await new Client(livy, FOREVER, { LIVY_TOKEN: 'abc' }).ended();
      expect(lines.at(-1)).toMatch(/with 302: the answer lies elsewhere, at \/version$/);
      expect(code).toBe(3);
    },
  );

  test.each([
    ['an unknown field', { file: 'local:///x.py', spot: true }, /400: Unrecognized field "spot"/],
    ['no file', {}, /400: requirement failed: File is required/],
    ['a denied property', { file: 'x', conf: { 'spark.denied.a': 'b' } }, /400: Blacklisted .*spark\.denied\.a/],
  ])('%s', async (_, batch, says) => {
    await server();
    const { code, lines } = await new Client(livy, batch).ended();
    expect(lines.at(-1)).toMatch(says);
    expect(code).toBe(3);
  });
});

test.each([
  ['basic', ['--user', 'etl:pa:ß'], { LIVY_USERNAME: 'etl', LIVY_PASSWORD: 'pa:ß\n' }],
  ['bearer', ['--token', 'abc'], { LIVY_TOKEN: 'abc\n' }],
])('%s authentication', async (_, options, env) => {
  await server(...options);
  expect((await new Client(livy, batchOf(SUCCESS), env as { [name: string]: string }).ended()).code).toBe(0);
});

describe('patience', () => {
  test('waits for a place when too many sessions are being created', async () => {
    await server('--max-creation', '1');
    await fetch(`${livy.url}/batches`, { method: 'POST', body: JSON.stringify({ file: 'x', name: 'other' }) });
    const client = new Client(livy, batchOf(SUCCESS));
    await client.says(/Livy is busy .*too many sessions/);
    await fetch(`${livy.url}/batches/other`, { method: 'DELETE' });
    expect((await client.ended()).code).toBe(0);
  });

  test.each([
    ['5xx', { on: 'GET /batches/.*', do: 503 }],
    ['no answer', { on: 'GET /batches/.*', do: 'drop' }],
    ['a 404 of a proxy', { on: 'GET /batches/.*', do: 404 }],
    ['408', { on: 'GET /batches/.*', do: 408, msg: 'too slow' }],
    ['429', { on: 'GET /batches/.*', do: 429, msg: 'too many requests' }],
  ])('outlives %s', async (_, fault) => {
    await server();
    await livy.control({ faults: [fault, fault] });
    const { code, lines } = await new Client(livy, batchOf(RUNNING, SUCCESS), IMPATIENT).ended();
    expect(lines.filter((line) => line.includes('does not answer')).length).toBeGreaterThanOrEqual(1);
    expect(lines).toContain('[livy] Livy answers again');
    expect(code).toBe(0);
    expect(await created()).toEqual([SESSION]);
  });

  test('ends', async () => {
    await server();
    await livy.stop();
    await expect(
      new Client(livy, FOREVER, { KUBERNETES_API: 'http://127.0.0.1:9', LIVY_PATIENCE_SECONDS: '0.1' }).ended(),
    ).resolves.toMatchObject({ code: 1 });
  });
});

describe('a pod that is stopped', () => {
  const now = new Date().toISOString().replace(/\.\d+/, '');
  const past = '2020-01-01T00:00:00Z';

  async function stopped(job: unknown): Promise<{ code: number | null; events: string[]; lines: string[] }> {
    await server();
    const client = new Client(livy, FOREVER);
    await client.says(/is running/);
    await livy.control({ job });
    client.signal('SIGTERM');
    const { code, lines } = await client.ended();
    return { code, lines, events: (await livy.told()).events.slice(1) };
  }

  test.each([
    ['was deleted', null],
    ['was made anew', { ...JOB, metadata: { name: 'pi', uid: 'another' } }],
    ['is being deleted', { ...JOB, metadata: { ...JOB.metadata, deletionTimestamp: now } }],
    ['is suspended', { ...JOB, spec: { suspend: true } }],
    ['has failed', { ...JOB, status: { conditions: [{ type: 'FailureTarget', status: 'True' }] } }],
    ['is beyond its deadline', { ...JOB, spec: { activeDeadlineSeconds: 60 }, status: { startTime: past } }],
    ['went with all rights', 403],
  ])('deletes the batch when its Job %s', async (_, job) => {
    expect(await stopped(job)).toMatchObject({ code: 4, events: [`deleted ${SESSION}`] });
  });

  test.each([
    ['lives on', JOB],
    ['has time left', { ...JOB, spec: { activeDeadlineSeconds: 3600 }, status: { startTime: now } }],
  ])('leaves the batch to the next pod when its Job %s', async (_, job) => {
    expect(await stopped(job)).toMatchObject({ code: 4, events: [] });
  });

  test('deletes a batch whose submission was never answered', async () => {
    await server();
    await livy.control({ faults: [{ on: 'POST /batches', do: 'swallow' }] });
    const client = new Client(livy, FOREVER, { LIVY_POLL_SECONDS: '1', LIVY_REQUEST_SECONDS: '0.2' });
    await client.says(/no answer to the submission/);
    await livy.control({ job: null });
    client.signal('SIGTERM');
    expect((await client.ended()).code).toBe(4);
    expect((await livy.told()).events).toContain(`deleted ${SESSION}`);
  });

  test('asks again for a batch that Livy does not know yet, and not where it may not', async () => {
    const fault = (status: number): object => ({ on: 'DELETE /batches/.*', do: status, msg: 'no' });
    await server();
    for (const [status, gone] of [
      [404, true],
      [403, false],
    ] as const) {
      const client = new Client(livy, FOREVER);
      await client.says(/is running/);
      await livy.control({ job: null, faults: [fault(status)] });
      client.signal('SIGTERM');
      expect((await client.ended()).code).toBe(4);
      const { batches } = await livy.told();
      expect(batches).toHaveLength(gone ? 0 : 1);
      await livy.control({ job: JOB });
    }
  });
});
