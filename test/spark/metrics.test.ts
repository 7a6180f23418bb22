import {
  ApacheSparkOperator,
  KubeflowSparkOperator,
  LivyServer,
  SparkConf,
  SparkImage,
  SparkRunner,
  SparkVersion,
  StandaloneCluster,
  type SparkJobProps,
} from '../../lib';
import { SparkMetrics } from '../../lib/spark/features/metrics/spark-metrics';
import { connect, podOf } from '../services/servers';
import { containerOf, driverOf, executorOf, findings, job, propertiesOf, type Container } from './jobs';

const GATEWAY = { pushgatewayAddress: 'pushgateway.monitoring.svc:9091' };
const AGENT = '/opt/spark/agents/jmx_prometheus_javaagent-1.6.0.jar';
const KUBEFLOW = SparkRunner.kubeflow(KubeflowSparkOperator.fromExisting());
const RUNNERS = [
  ['native', SparkRunner.native()],
  ['submit', SparkRunner.submit()],
  ['kubeflow', KUBEFLOW],
  ['apache', SparkRunner.apache(ApacheSparkOperator.fromExisting())],
  ['standalone', SparkRunner.standalone(StandaloneCluster.fromUrl('spark://master:7077'))],
] as const;
const LIVY = SparkRunner.livy(LivyServer.fromUrl('http://livy.spark.svc:8998'));
const SINK = 'spark.metrics.conf.*.sink.prometheusServlet';

const withMetrics = (metrics: SparkMetrics, props: Partial<SparkJobProps> = {}): Partial<SparkJobProps> => ({
  ...props,
  features: [metrics],
});
const properties = (metrics: SparkMetrics, props: Partial<SparkJobProps> = {}): { [key: string]: string } =>
  propertiesOf(job(withMetrics(metrics, props)));
const rulesOf = (metrics: SparkMetrics, props: Partial<SparkJobProps> = {}): string[] =>
  findings(withMetrics(metrics, props)).map((line) => /(\S+): /.exec(line.replace(/^\[\S+\] /, ''))?.[1] ?? line);

describe('SparkMetrics.servlet', () => {
  test('one namespace for all runs, the page of the driver, and the JVM', () => {
    expect(properties(SparkMetrics.servlet())).toMatchObject({
      'spark.metrics.namespace': 'spark',
      [`${SINK}.class`]: 'org.apache.spark.metrics.sink.PrometheusServlet',
      [`${SINK}.path`]: '/metrics/prometheus',
      'spark.metrics.conf.*.source.jvm.class': 'org.apache.spark.metrics.source.JvmSource',
    });
  });
  test.each([
    [SparkVersion.V3_5, 'true'],
    [SparkVersion.V4_0, undefined],
    [SparkVersion.V4_3, undefined],
  ])('%s: the switches that it needs', (version, value) => {
    const set = properties(SparkMetrics.servlet(), { image: SparkImage.official(version) });
    expect(set['spark.ui.prometheus.enabled']).toBe(value);
    expect(set['spark.metrics.appStatusSource.enabled']).toBe(value);
  });
  test('process tree and streaming on demand', () => {
    const [processes, streaming] = [
      'spark.executor.processTreeMetrics.enabled',
      'spark.sql.streaming.metricsEnabled',
    ] as const;
    expect(properties(SparkMetrics.servlet({ processTree: true, streaming: true }))).toMatchObject({
      [processes]: 'true',
      [streaming]: 'true',
    });
    expect(properties(SparkMetrics.servlet())).not.toHaveProperty([processes]);
  });
  test.each(RUNNERS)('%s: the port of the pages is declared on the driver', (_, runner) => {
    const { ports } = containerOf(driverOf(job(withMetrics(SparkMetrics.servlet(), { runner }))));
    expect(ports).toContainEqual({ name: 'spark-ui', containerPort: 4040, protocol: 'TCP' });
  });
});

describe('SparkMetrics.jmx', () => {
  const metrics = SparkMetrics.jmx({ agentJar: AGENT });
  test('agent, its rules and its port in both pods', () => {
    const made = job(withMetrics(metrics));
    const option = `-javaagent:${AGENT}=8090:/opt/spark/conf/jmx-exporter.yaml`;
    expect(propertiesOf(made)).toMatchObject({
      'spark.metrics.conf.*.sink.jmx.class': 'org.apache.spark.metrics.sink.JmxSink',
      'spark.driver.extraJavaOptions': option,
      'spark.executor.extraJavaOptions': option,
      [`${SINK}.path`]: '/metrics/prometheus',
    });
    for (const pod of [driverOf(made), executorOf(made)]) {
      expect(containerOf(pod).ports).toContainEqual({ name: 'jmx-exporter', containerPort: 8090, protocol: 'TCP' });
    }
  });
  test('ports of Spark stay beside it', () => {
    const names = (pod: unknown): string[] => containerOf(pod as never).ports.map(({ name }) => name);
    const made = job(withMetrics(metrics));
    expect(names(driverOf(made))).toEqual(expect.arrayContaining(['spark-ui', 'blockmanager', 'jmx-exporter']));
    expect(names(executorOf(made))).toEqual(['blockmanager', 'jmx-exporter']);
  });
  test('props that are shared between jobs stay as they are', () => {
    const driver = { podOverrides: { '/spec/hostUsers': false } };
    const [first, second] = [job(withMetrics(metrics, { driver })), job(withMetrics(metrics, { driver }))];
    expect(driver.podOverrides).toEqual({ '/spec/hostUsers': false });
    for (const made of [first, second]) {
      expect(containerOf(driverOf(made)).ports.filter(({ name }) => name === 'jmx-exporter')).toHaveLength(1);
      expect(driverOf(made).spec).toMatchObject({ hostUsers: false });
    }
  });
  test('servers that are drivers have it as well', () => {
    const server = connect({ features: [metrics] });
    const { container } = podOf(server);
    expect(container.ports).toContainEqual({ name: 'jmx-exporter', containerPort: 8090, protocol: 'TCP' });
  });
  test('without a UI the agent stands alone', () => {
    const conf = SparkConf.of({ 'spark.ui.enabled': false });
    expect(properties(metrics, { conf })).not.toHaveProperty([`${SINK}.path`]);
    expect(rulesOf(metrics, { conf })).toEqual([]);
  });
  test('operators need the rules in the image', () => {
    const runner = KUBEFLOW;
    expect(findings(withMetrics(metrics, { runner })).join()).toContain('addConfFile');
    const inImage = SparkMetrics.jmx({ agentJar: AGENT, rulesFile: '/opt/spark/agents/spark.yaml' });
    expect(findings(withMetrics(inImage, { runner }))).toEqual([]);
  });
});

describe('rules of the agent', () => {
  // The agent's own text of a bean: domain, key properties in their order, keys, attribute, value.
  const patterns = [...SparkMetrics.JMX_RULES.matchAll(/pattern: '(.+)'\n {4}name: (\S+)/g)].map(
    ([, pattern = '', name = '']) => [new RegExp(`^.*(?:${pattern}).*$`), name] as const,
  );
  const nameOf = (bean: string): string | undefined => {
    const found = patterns.find(([pattern]) => pattern.test(bean));
    return found && bean.replace(found[0], found[1]).replace(/[^A-Za-z0-9_]/g, '_');
  };
  test.each([
    ['metrics<name=spark.driver.jvm.heap.used, type=gauges><>Value: 1', 'spark_driver_jvm_heap_used'],
    ['metrics<name=spark.driver.jvm.heap.used, type=gauges><>Number: 1', undefined],
    ['metrics<name=spark.1.executor.diskBytesSpilled, type=counters><>Count: 1', 'spark_executor_diskBytesSpilled'],
    ['metrics<name=spark.12.JVMCPU.jvmCpuTime, type=gauges><>Value: 1', 'spark_executor_JVMCPU_jvmCpuTime'],
    [
      'metrics<name=spark.driver.DAGScheduler.messageProcessingTime, type=timers><>95thPercentile: 1',
      'spark_driver_DAGScheduler_messageProcessingTime_95thPercentile',
    ],
    ['metrics<name=spark.driver.DAGScheduler.messageProcessingTime, type=timers><>StdDev: 1', undefined],
  ])('%s', (bean, name) => expect(nameOf(bean)).toBe(name));
});

describe('the last word', () => {
  const metrics = SparkMetrics.servlet({ lastWord: GATEWAY });
  const commandOf = (container: Container): string[] => (container.command as string[] | undefined) ?? [];

  test.each(RUNNERS)('%s: a command around the entrypoint, whose arguments stay', (_, runner) => {
    const container = containerOf(driverOf(job(withMetrics(metrics, { runner }), 'load')));
    expect(commandOf(container).slice(0, 2)).toEqual(['/bin/bash', '-c']);
    expect(commandOf(container).slice(3)).toEqual([
      'last-word',
      'pushgateway.monitoring.svc:9091',
      'load',
      '/opt/entrypoint.sh',
    ]);
    expect(container.args[0]).toBe('driver');
  });
  test('executors have none', () => expect(containerOf(executorOf(job(withMetrics(metrics)))).command).toBeUndefined());
  test('nothing in it that Kubernetes would replace', () => {
    const script = commandOf(containerOf(driverOf(job(withMetrics(metrics)))))[2] ?? '';
    expect(script).not.toMatch(/\$\$|\$\([A-Z_]+\)/);
  });
  test('Livy has no place for it, and says so', () => {
    const line = findings(withMetrics(metrics, { runner: LIVY }));
    expect(line.join()).toContain('driver.podOverrides');
  });
});

describe('what is wrong', () => {
  const jmx = (props: object): SparkMetrics => SparkMetrics.jmx({ agentJar: AGENT, ...props });
  test.each([
    ['spark-metrics/app-name', SparkMetrics.servlet(), { appName: 'the "big" one' }],
    ['spark-metrics/app-name', SparkMetrics.servlet(), { appName: 'back\\slash' }],
    ['spark-metrics/ui-disabled', SparkMetrics.servlet(), { conf: SparkConf.of({ 'spark.ui.enabled': 'false' }) }],
    ['spark-metrics/property', SparkMetrics.servlet(), { conf: SparkConf.of({ 'spark.metrics.namespace': 'etl' }) }],
    ['spark-metrics/agent-jar', jmx({ agentJar: 'local:///opt/agent.jar' }), {}],
    ['spark-metrics/agent-version', jmx({ agentJar: '/opt/jmx_prometheus_javaagent-0.20.0.jar' }), {}],
    ['spark-metrics/rules-file', jmx({ rulesFile: 'spark.yaml' }), {}],
    ['spark-metrics/port', jmx({ port: 4040 }), {}],
    ['spark-metrics/port', jmx({ port: 80 }), {}],
    ['spark-metrics/gateway', SparkMetrics.servlet({ lastWord: { pushgatewayAddress: 'http://gateway' } }), {}],
    ['spark-metrics/entrypoint', SparkMetrics.servlet({ entrypoint: 'entrypoint.sh' }), {}],
    [
      'spark-metrics/pod-field-taken',
      SparkMetrics.servlet({ lastWord: GATEWAY }),
      { driver: { podOverrides: { '/spec/containers/0/command': ['sh'] } } },
    ],
  ] as const)('%s', (rule, metrics, props) => expect(rulesOf(metrics, props)).toEqual([rule]));

  test('the same value in conf is no contradiction', () => {
    expect(rulesOf(SparkMetrics.servlet(), { conf: SparkConf.of({ 'spark.metrics.namespace': 'spark' }) })).toEqual([]);
  });
});

describe('observations', () => {
  test('drivers of a namespace, by the label of Spark', () => {
    const { workload, _scrape: scrape } = SparkMetrics.driverObservation('etl');
    expect(workload).toEqual({ name: 'spark-drivers', namespace: 'etl', podLabels: { 'spark-role': 'driver' } });
    expect(scrape).toMatchObject({
      job: 'spark-driver',
      port: 'spark-ui',
      portNumber: 4040,
      paths: ['/metrics/prometheus/', '/metrics/executors/prometheus'],
      labelsFromPods: {
        app_id: 'spark-app-selector',
        app_name: 'spark-app-name',
        spark_role: 'spark-role',
        job_name: 'app.kubernetes.io/instance',
      },
      labelsFromPodUid: { app_id: 'spark-' },
    });
  });
  test('agents of both roles', () => {
    const found = SparkMetrics.jmxObservations('etl', 9000);
    expect(found.map(({ workload }) => workload.name)).toEqual(['spark-drivers-jmx', 'spark-executors-jmx']);
    for (const { _scrape: scrape } of found) {
      expect(scrape).toMatchObject({ job: 'spark-jmx', port: 'jmx-exporter', portNumber: 9000 });
    }
  });
});
