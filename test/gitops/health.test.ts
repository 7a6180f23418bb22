import { execFileSync, spawnSync } from 'node:child_process';
import { healthExpressions } from '../../lib/gitops/health-cel';
import { healthLua } from '../../lib/gitops/health-lua';
import { SPARK_HEALTH, Verdict, type KindHealth } from '../../lib/gitops/spark-health';

const LUA = ['lua5.1', 'luajit', 'lua5.4', 'lua5.3', 'lua'].find((name) => spawnSync(name, ['-v']).status === 0);
/** Skipped, and listed as such, where there is no Lua: apt-get install lua5.4. */
const testLua = LUA === undefined ? test.skip : test;

/** A JSON value as Lua text. */
function lua(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(lua).join(', ')}}`;
  if (typeof value !== 'object' || value === null) return value === undefined ? 'nil' : JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `[${JSON.stringify(key)}] = ${lua(item)}`)
    .join(', ')}}`;
}

/** What the script says of an object: `status|message`. Argo CD gives scripts no other libraries than these. */
function health(kind: KindHealth, object: unknown): string {
  const program = [
    'local write = io.write',
    'string, os, io, math, debug, coroutine, package, require = nil',
    `obj = ${lua(object)}`,
    `local result = (function()\n${healthLua(kind)}\nend)()`,
    'write(result.status .. "|" .. result.message)',
  ].join('\n');
  return execFileSync(LUA as string, ['-'], { input: program, encoding: 'utf8' });
}

function kindOf(group: string, kind: string): KindHealth {
  const found = SPARK_HEALTH.find((one) => one.group === group && one.kind === kind);
  if (found === undefined) throw new Error(`no rule for ${kind}.${group}`);
  return found;
}

const KUBEFLOW = kindOf('sparkoperator.k8s.io', 'SparkApplication');
const SCHEDULED = kindOf('sparkoperator.k8s.io', 'ScheduledSparkApplication');
const CONNECT = kindOf('sparkoperator.k8s.io', 'SparkConnect');
const APACHE = kindOf('spark.apache.org', 'SparkApplication');
const CLUSTER = kindOf('spark.apache.org', 'SparkCluster');

const kubeflow = (state: string, type = 'Never', errorMessage = '') => ({
  spec: { restartPolicy: { type } },
  status: { applicationState: { state, errorMessage } },
});
const apache = (state: string, restartPolicy?: string, ...history: string[]) => ({
  spec: restartPolicy === undefined ? {} : { applicationTolerations: { restartConfig: { restartPolicy } } },
  status: {
    currentState: { currentStateSummary: state },
    stateTransitionHistory: Object.fromEntries(
      history.map((currentStateSummary, index) => [String(index), { currentStateSummary }]),
    ),
  },
});

describe('in Argo CD', () => {
  testLua.each([
    ['', 'Never', 'Progressing'],
    ['SUBMITTED', 'Never', 'Progressing'],
    ['RUNNING', 'Never', 'Progressing'],
    ['RUNNING', 'OnFailure', 'Progressing'],
    ['RUNNING', 'Always', 'Healthy'],
    ['SUCCEEDING', 'Never', 'Progressing'],
    ['FAILING', 'Never', 'Degraded'],
    ['FAILING', 'OnFailure', 'Progressing'],
    ['SUBMISSION_FAILED', 'Never', 'Degraded'],
    ['SUBMISSION_FAILED', 'Always', 'Progressing'],
    ['PENDING_RERUN', 'OnFailure', 'Progressing'],
    ['INVALIDATING', 'Never', 'Progressing'],
    ['SUSPENDING', 'Never', 'Suspended'],
    ['SUSPENDED', 'Never', 'Suspended'],
    ['RESUMING', 'Never', 'Progressing'],
    ['COMPLETED', 'Never', 'Healthy'],
    ['FAILED', 'OnFailure', 'Degraded'],
    ['UNKNOWN', 'Never', 'Degraded'],
    ['A_STATE_OF_TOMORROW', 'Never', 'Progressing'],
  ])('a SparkApplication of Kubeflow in state %j that restarts %s is %s', (state, policy, expected) => {
    expect(health(KUBEFLOW, kubeflow(state, policy)).split('|')[0]).toBe(expected);
  });
  testLua('objects without status or with half of one are on their way', () => {
    for (const kind of SPARK_HEALTH) {
      expect(health(kind, { spec: {} })).toBe('Progressing|not seen by its operator yet');
      expect(health(kind, { spec: {}, status: {} })).toBe('Progressing|not seen by its operator yet');
    }
  });
  testLua("the message is the operator's, or the state", () => {
    expect(health(KUBEFLOW, kubeflow('FAILED', 'Never', 'driver container failed'))).toBe(
      'Degraded|driver container failed',
    );
    expect(health(KUBEFLOW, kubeflow('RUNNING'))).toBe('Progressing|RUNNING');
  });
  testLua.each([
    ['Scheduled', false, 'Healthy'],
    ['Scheduled', true, 'Suspended'],
    ['Validating', false, 'Progressing'],
    ['', false, 'Progressing'],
    ['FailedValidation', false, 'Degraded'],
    ['FailedValidation', true, 'Degraded'],
  ])('a ScheduledSparkApplication in state %j, suspended %j, is %s', (scheduleState, suspend, expected) => {
    expect(health(SCHEDULED, { spec: { suspend }, status: { scheduleState } }).split('|')[0]).toBe(expected);
  });
  testLua.each([
    ['', 'Progressing'],
    ['Provisioning', 'Progressing'],
    ['NotReady', 'Progressing'],
    ['Ready', 'Healthy'],
    ['Failed', 'Degraded'],
  ])('a SparkConnect in state %j is %s', (state, expected) => {
    expect(health(CONNECT, { spec: {}, status: { state } }).split('|')[0]).toBe(expected);
  });
  testLua.each([
    ['Submitted', undefined, 'Progressing'],
    ['DriverRequested', undefined, 'Progressing'],
    ['RunningHealthy', undefined, 'Progressing'],
    ['RunningHealthy', 'Always', 'Healthy'],
    ['RunningWithPartialCapacity', 'Always', 'Healthy'],
    ['RunningWithBelowThresholdExecutors', 'Always', 'Progressing'],
    ['Succeeded', undefined, 'Healthy'],
    ['Failed', undefined, 'Degraded'],
    ['Failed', 'OnFailure', 'Progressing'],
    ['DriverStartTimedOut', 'OnInfrastructureFailure', 'Progressing'],
    ['ScheduledToRestart', 'OnFailure', 'Progressing'],
  ])('a SparkApplication of Apache in state %s that restarts %s is %s', (state, policy, expected) => {
    expect(health(APACHE, apache(state, policy)).split('|')[0]).toBe(expected);
  });
  testLua('an ended SparkApplication of Apache is as healthy as its last attempt', () => {
    const after = (...history: string[]): string =>
      health(APACHE, apache('ResourceReleased', 'OnFailure', ...history, 'ResourceReleased')).split('|')[0] ?? '';
    expect(after('Submitted', 'RunningHealthy', 'Succeeded')).toBe('Healthy');
    expect(after('Submitted', 'Failed')).toBe('Degraded');
    expect(after('Failed', 'ScheduledToRestart', 'Succeeded')).toBe('Healthy');
    // Keys are texts: the tenth comes after the ninth, not after the first.
    expect(after(...Array<string>(9).fill('Failed'), 'Submitted', 'Succeeded')).toBe('Healthy');
    expect(after()).toBe('Degraded');
    expect(health(APACHE, apache('TerminatedWithoutReleaseResources', undefined, 'Succeeded')).split('|')[0]).toBe(
      'Healthy',
    );
  });
  testLua.each([
    ['Submitted', 'Progressing'],
    ['RunningHealthy', 'Healthy'],
    ['SchedulingFailure', 'Degraded'],
    ['Failed', 'Degraded'],
    ['ResourceReleased', 'Degraded'],
  ])('a SparkCluster in state %s is %s', (state, expected) => {
    expect(health(CLUSTER, apache(state)).split('|')[0]).toBe(expected);
  });
});

describe('the scripts', () => {
  test.each(SPARK_HEALTH.map((kind) => [`${kind.kind}.${kind.group}`, kind] as const))(
    'of %s know each state once and use no library',
    (_name, kind) => {
      const script = healthLua(kind);
      const states = Object.values(kind.states).flat();
      expect(new Set(states).size).toBe(states.length);
      for (const state of states) expect(script).toContain(`  ["${state}"] = "`);
      expect(script).not.toMatch(/string\.|os\.|io\.|math\.|require|\/\/|goto/);
      expect((script.match(/\bthen\b/g) ?? []).length).toBeGreaterThan(0);
    },
  );
});

describe('in Flux', () => {
  test('a SparkApplication of Kubeflow', () => {
    expect(healthExpressions(KUBEFLOW)).toMatchSnapshot();
  });
  test('a SparkApplication of Apache', () => {
    expect(healthExpressions(APACHE)).toMatchSnapshot();
  });
  test.each(SPARK_HEALTH.map((kind) => [`${kind.kind}.${kind.group}`, kind] as const))(
    'the expressions of %s are balanced and know each state',
    (_name, kind) => {
      const { apiVersion: _apiVersion, kind: _kind, ...expressions } = healthExpressions(kind);
      for (const expression of Object.values(expressions)) {
        const depth = [...expression].reduce((sum, char) => sum + (char === '(' ? 1 : char === ')' ? -1 : 0), 0);
        expect([expression, depth]).toEqual([expression, 0]);
        expect(expression).not.toContain('undefined');
      }
      const all = Object.values(expressions).join(' ');
      for (const state of Object.values(kind.states).flat()) expect(all).toContain(`'${state}'`);
    },
  );
  test('verdicts that the scripts write are those of Argo CD', () => {
    expect([Verdict.PROGRESSING, Verdict.HEALTHY, Verdict.SUSPENDED, Verdict.DEGRADED]).toEqual([
      'Progressing',
      'Healthy',
      'Suspended',
      'Degraded',
    ]);
  });
});
