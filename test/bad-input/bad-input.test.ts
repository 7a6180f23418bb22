import { App, Chart, Size } from 'cdk8s';
import { PlatformApp, SparkConf, SparkJob } from '../../lib';
import { PROPS } from '../spark/jobs';
import { readTree, temporary } from '../synth/trees';
import { APPLICATION_MISTAKES } from './application-mistakes';
import { CONF_MISTAKES } from './conf-mistakes';
import { APACHE_MISTAKES } from './apache-mistakes';
import { GITOPS_MISTAKES } from './gitops-mistakes';
import { KUBEFLOW_INSTALL_MISTAKES } from './kubeflow-install-mistakes';
import { KUBEFLOW_MISTAKES } from './kubeflow-mistakes';
import { JUPYTERHUB_MISTAKES } from './jupyterhub-mistakes';
import { LIVY_MISTAKES } from './livy-mistakes';
import { LIVY_SERVER_MISTAKES } from './livy-server-mistakes';
import { STANDALONE_MISTAKES } from './standalone-mistakes';
import { SUBMIT_MISTAKES } from './submit-mistakes';
import { UI_MISTAKES } from './ui-mistakes';
import { INGRESS_MISTAKES } from './ingress-mistakes';
import { SERVICES_MISTAKES } from './services-mistakes';
import { SPARK_PLATFORM_MISTAKES } from './spark-platform-mistakes';
import { STANDALONE_CLUSTER_MISTAKES } from './standalone-cluster-mistakes';
import { withJob, type Mistake } from './mistake';
import { ALERTMANAGER_MISTAKES } from './alertmanager-mistakes';
import { DASHBOARDS_MISTAKES } from './dashboards-mistakes';
import { EXPORTERS_MISTAKES } from './exporters-mistakes';
import { GRAFANA_MISTAKES } from './grafana-mistakes';
import { LOG_COLLECTOR_MISTAKES } from './log-collector-mistakes';
import { LOKI_MISTAKES } from './loki-mistakes';
import { METRICS_MISTAKES } from './metrics-mistakes';
import { PROMETHEUS_MISTAKES } from './prometheus-mistakes';
import { PUSHGATEWAY_MISTAKES } from './pushgateway-mistakes';
import { RULES_MISTAKES } from './rules-mistakes';
import { STACK_MISTAKES } from './stack-mistakes';
import { KUEUE_MISTAKES } from './kueue-mistakes';
import { NODE_POOL_MISTAKES } from './node-pool-mistakes';
import { POLICY_MISTAKES } from './policy-mistakes';
import { PLATFORM_MISTAKES } from './platform-mistakes';
import { ROLE_MISTAKES } from './role-mistakes';
import { SCHEDULING_MISTAKES } from './scheduling-mistakes';
import { VOLCANO_CONF_MISTAKES } from './volcano-conf-mistakes';
import { VOLCANO_INSTALL_MISTAKES } from './volcano-install-mistakes';
import { VOLCANO_QUEUE_MISTAKES } from './volcano-queue-mistakes';
import { YUNIKORN_MISTAKES } from './yunikorn-mistakes';
import { ZEPPELIN_MISTAKES } from './zeppelin-mistakes';

const MISTAKES = [
  ...APPLICATION_MISTAKES,
  ...ROLE_MISTAKES,
  ...CONF_MISTAKES,
  ...PLATFORM_MISTAKES,
  ...SPARK_PLATFORM_MISTAKES,
  ...NODE_POOL_MISTAKES,
  ...SCHEDULING_MISTAKES,
  ...VOLCANO_CONF_MISTAKES,
  ...VOLCANO_QUEUE_MISTAKES,
  ...VOLCANO_INSTALL_MISTAKES,
  ...YUNIKORN_MISTAKES,
  ...KUEUE_MISTAKES,
  ...POLICY_MISTAKES,
  ...STANDALONE_CLUSTER_MISTAKES,
  ...ZEPPELIN_MISTAKES,
  ...SERVICES_MISTAKES,
  ...INGRESS_MISTAKES,
  ...UI_MISTAKES,
  ...SUBMIT_MISTAKES,
  ...STANDALONE_MISTAKES,
  ...JUPYTERHUB_MISTAKES,
  ...LIVY_MISTAKES,
  ...LIVY_SERVER_MISTAKES,
  ...KUBEFLOW_MISTAKES,
  ...KUBEFLOW_INSTALL_MISTAKES,
  ...GITOPS_MISTAKES,
  ...APACHE_MISTAKES,
  ...STACK_MISTAKES,
  ...RULES_MISTAKES,
  ...PUSHGATEWAY_MISTAKES,
  ...PROMETHEUS_MISTAKES,
  ...METRICS_MISTAKES,
  ...LOKI_MISTAKES,
  ...LOG_COLLECTOR_MISTAKES,
  ...GRAFANA_MISTAKES,
  ...EXPORTERS_MISTAKES,
  ...DASHBOARDS_MISTAKES,
  ...ALERTMANAGER_MISTAKES,
];

/** A directory with the output of an earlier, correct tree. */
function goodOutput(): string {
  const outdir = temporary();
  const app = new PlatformApp({ outdir, summary: false });
  withJob({})(app);
  app.synth();
  expect(Object.keys(readTree(outdir))).not.toHaveLength(0);
  return outdir;
}

const outdir = goodOutput();
const before = readTree(outdir);

/** The lines that a tree of this making is refused with. */
function refusal(build: (app: App) => void): string[] {
  const app = new PlatformApp({ outdir, summary: false });
  try {
    build(app);
    app.synth();
  } catch (error) {
    const { message } = error as Error;
    return message
      .split('\n')
      .filter((line) => !line.startsWith('Validation failed'))
      .map((line) => line.trim());
  }
  throw new Error('nothing was found wrong');
}

afterEach(() => expect(readTree(outdir)).toEqual(before));

test('there are enough mistakes, each of its own name', () => {
  expect(MISTAKES.length).toBeGreaterThanOrEqual(60);
  const names = MISTAKES.map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
});

test.each(MISTAKES.map((mistake) => [mistake.name, mistake] as const))(
  '%s is refused with rule, path, value and fix, and nothing is written',
  (_name, { build, path, rule, at, value, says, spreads = false }: Mistake) => {
    const lines = refusal(build);
    const start = `${path === null ? '' : `[${path}] `}${rule}: ${at} = ${value}`;
    const line = lines.find((one) => one.startsWith(start)) ?? '';
    if (spreads) expect(lines).toContain(line);
    else expect(lines).toEqual([expect.stringContaining(start)]);
    expect(line).toMatch(/\. Fix: \S.*\.$/);
    if (says !== undefined) expect(line).toContain(says);
  },
);

/** What the validations of a tree say under the stock App, which has none of its own. */
function stockRefusal(build: (app: App) => void): string[] {
  const app = new App();
  try {
    build(app);
  } catch (error) {
    return [(error as Error).message];
  }
  return app.node
    .findAll()
    .flatMap(({ node }) =>
      node.validate().map((message) => (node.path === '' ? message : `[${node.path}] ${message}`)),
    );
}

/** Rules over finished output, which only `PlatformApp` has. */
const isOurs = ({ rule }: Mistake): boolean => /^(synth|policy)\//.test(rule);

test.each(MISTAKES.filter((mistake) => !isOurs(mistake)).map((mistake) => [mistake.name, mistake] as const))(
  '%s is found under the stock App as well',
  (_name, { build, path, rule, at, value, says = '', spreads = false }: Mistake) => {
    const lines = stockRefusal(build);
    const start = `${path === null ? '' : `[${path}] `}${rule}: ${at} = ${value}`;
    const line = lines.find((one) => one.startsWith(start)) ?? '';
    expect(line).toContain(says);
    expect(line).toMatch(/\. Fix: \S.*\.$/);
    if (!spreads) expect(lines).toEqual([line]);
  },
);

test('five mistakes at once are reported together', () => {
  const lines = refusal((app) => {
    const chart = new Chart(app, 'c');
    new SparkJob(chart, 'a', {
      ...PROPS,
      retries: -1,
      driver: { memory: Size.mebibytes(1) },
      executor: { memory: Size.mebibytes(512), instances: 0.5 },
      conf: SparkConf.of({ 'spark.executor.memory': '2g' }),
    });
    new SparkJob(chart, 'b', { ...PROPS, appName: '' });
  });
  expect(lines.map((line) => line.slice(0, line.indexOf(' = '))).sort()).toEqual([
    '[c/a] spark/conf-key-owned: conf["spark.executor.memory"]',
    '[c/a] spark/driver-memory-too-small: driver.memory',
    '[c/a] spark/instances: executor.instances',
    '[c/a] spark/retries: retries',
    '[c/b] spark/app-name: appName',
  ]);
});

test('a secret never stands in a message', () => {
  const [line] = refusal(withJob({ conf: SparkConf.of({ 'spark.hadoop.fs.s3a.secret.key': 'hunter2' }) }));
  expect(line).not.toContain('hunter2');
});
