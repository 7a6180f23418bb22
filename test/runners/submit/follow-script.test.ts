import { FakeCluster, hasPython } from './script';

const withPython = hasPython ? describe : describe.skip;

withPython('the script of the submitter', () => {
  let cluster: FakeCluster;
  beforeEach(() => (cluster = new FakeCluster()));
  afterEach(() => cluster.stop());

  const LOG = ['2026-01-01T00:00:01.100Z one', '2026-01-01T00:00:01.200Z two', '2026-01-01T00:00:03.100Z three'];

  test('submits, copies the log, and ends as the driver', async () => {
    cluster.submitted = (attempt) => ({ attempt, exit: 0, log: LOG });
    const { code, out } = await (await cluster.start({ mainClass: 'com.acme.Pi' })).end;
    expect({ code, out }).toEqual({ code: 0, out: 'one\ntwo\nthree\n' });
    expect(cluster.submissions).toEqual([
      expect.stringMatching(
        /^--master k8s:\/\/http:\S+ --deploy-mode cluster --properties-file \S+\/spark.properties .*--conf spark.kubernetes.driver.pod.name=pi-12345678-1-driver .*--class com.acme.Pi local:\/\/\/pi.py 10$/,
      ),
    ]);
  });

  test('ends with the exit code of a failed driver', async () => {
    cluster.submitted = (attempt) => ({ attempt, exit: 42, log: LOG });
    expect(await (await cluster.start()).end).toMatchObject({ code: 42, out: 'one\ntwo\nthree\n' });
  });

  test('the driver is owned by the Job, labelled with run and attempt, and has the rest of the time', async () => {
    await (
      await cluster.start({ deadline: 5 })
    ).end;
    expect(cluster.template).toMatchObject({
      metadata: {
        labels: { run: '12345678-aaaa-bbbb-cccc-1234567890ab', attempt: '1' },
        ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'pi', controller: false }],
      },
    });
  });

  test('follows a driver that is there, and repeats and loses no line when the connection breaks', async () => {
    const driver = cluster.add({ attempt: 1, log: [...LOG] });
    // In the middle of the second line, after it, and while the third comes with another of the same second.
    cluster.breaks.push(40, 58);
    cluster.onLog = () => {
      driver.log.push('2026-01-01T00:00:03.100Z three', '2026-01-01T00:00:03.000Z late');
      driver.exit = 0;
      cluster.onLog = () => undefined;
    };
    const { code, out } = await (await cluster.start()).end;
    expect({ code, out }).toEqual({ code: 0, out: 'one\ntwo\nthree\nthree\nlate\n' });
    expect(cluster.submissions).toEqual([]);
  });

  test('a driver that ended meanwhile is not started again', async () => {
    cluster.add({ attempt: 1, exit: 0, log: LOG });
    expect(await (await cluster.start({ retries: 3 })).end).toMatchObject({ code: 0, out: 'one\ntwo\nthree\n' });
    expect(cluster.submissions).toEqual([]);
  });

  test('a failed driver is an attempt: the next has a name of its own, and after the last there is none', async () => {
    cluster.add({ attempt: 1, exit: 1, log: [] });
    cluster.submitted = (attempt) => ({ attempt, exit: 7, log: [] });
    expect(await (await cluster.start({ retries: 1 })).end).toMatchObject({ code: 7 });
    expect(cluster.submissions).toEqual([expect.stringContaining('pi-12345678-2-driver')]);
    cluster.stop();
    expect(await (await cluster.start({ retries: 1 })).end).toMatchObject({ code: 7 });
    expect(cluster.submissions).toHaveLength(1);
  });

  test('a driver that Kubernetes has ended is a failure, though it went in peace', async () => {
    cluster.add({ attempt: 1, exit: 0, reason: 'DeadlineExceeded', log: [] });
    const { code, err } = await (await cluster.start()).end;
    expect(code).toBe(1);
    expect(err).toContain('ended with 1 DeadlineExceeded');
  });

  test('a token that is not taken is a failure, and not for ever', async () => {
    cluster.failures.push(...Array<number>(20).fill(401));
    const { code, err } = await (await cluster.start({ patience: 1 })).end;
    expect(code).toBe(1);
    expect(err).toContain('401 not now');
  });

  test('a driver that is deleted is a failure with a reason', async () => {
    cluster.add({ attempt: 1, log: LOG });
    cluster.onLog = () => cluster.drivers.clear();
    const { code, err } = await (await cluster.start()).end;
    expect(code).toBe(1);
    expect(err).toContain('driver pi-12345678-1-driver was deleted before its end');
  });

  test('an API server that is away is waited for', async () => {
    cluster.add({ attempt: 1, exit: 0, log: LOG });
    cluster.failures.push(500);
    expect(await (await cluster.start()).end).toMatchObject({ code: 0, out: 'one\ntwo\nthree\n' });
  });

  test('told to stop it leaves the driver to the next one', async () => {
    cluster.add({ attempt: 1, log: LOG });
    const script = await cluster.start();
    cluster.onLog = () => script.terminate();
    expect(await script.end).toMatchObject({ code: 213 });
    expect(cluster.drivers.size).toBe(1);
  });

  test('a submission that was cut off is taken back and made again', async () => {
    cluster.add({ attempt: 1, log: [], complete: false, started: false });
    cluster.submitted = (attempt) => ({ attempt, exit: 0, log: LOG, complete: true });
    expect(await (await cluster.start({ patience: -1 })).end).toMatchObject({ code: 0, out: 'one\ntwo\nthree\n' });
    expect(cluster.deleted).toEqual(['pi-12345678-1-driver']);
    expect(cluster.submissions).toHaveLength(1);
  });

  test('a spark-submit that fails without a driver is a failure; beside another that made it, it follows', async () => {
    cluster.submitted = () => ({ attempt: 0, log: [] });
    expect(await (await cluster.start({}, 9)).end).toMatchObject({ code: 9 });
    cluster.stop();
    cluster.submitted = (attempt) => ({ attempt, exit: 0, log: LOG });
    expect(await (await cluster.start({}, 1)).end).toMatchObject({ code: 0, out: 'one\ntwo\nthree\n' });
  });
});
