import { KubeflowSparkOperator, LivyServer, SparkConf, SparkRunner, type SparkJobProps } from '../../lib';
import { SparkMetrics } from '../../lib/spark/features/metrics/spark-metrics';
import { inJob, withJob, type Mistake } from './mistake';

const AGENT = '/opt/spark/agents/jmx_prometheus_javaagent-1.6.0.jar';
const GATEWAY = { pushgatewayAddress: 'pushgateway.monitoring.svc:9091' };

const bound = (metrics: SparkMetrics, props: Partial<SparkJobProps> = {}): Mistake['build'] =>
  withJob({ ...props, features: [metrics] });
const conf = (key: string, value: string): Partial<SparkJobProps> => ({ conf: SparkConf.of({ [key]: value }) });
const servlet = SparkMetrics.servlet();
const agent = (props: object): Mistake['build'] => bound(SparkMetrics.jmx({ agentJar: AGENT, ...props }));

/** Metrics of jobs. */
export const METRICS_MISTAKES: readonly Mistake[] = [
  inJob(
    'a name with quotes, which would break the page of metrics',
    bound(servlet, { appName: 'load "big"' }),
    ...(['spark-metrics/app-name', 'appName', '"load \\"big\\""'] as const),
  ),
  inJob(
    'a name with a backslash, which would break the page of metrics',
    bound(servlet, { appName: 'load\\big' }),
    ...(['spark-metrics/app-name', 'appName', '"load\\\\big"'] as const),
  ),
  inJob(
    'metrics on the pages of a UI that is off',
    bound(servlet, conf('spark.ui.enabled', 'false')),
    ...(['spark-metrics/ui-disabled', 'conf["spark.ui.enabled"]', '"false"', 'SparkMetrics.jmx'] as const),
  ),
  inJob(
    'names of metrics that change with each run',
    bound(servlet, conf('spark.metrics.namespace', '${spark.app.id}')),
    ...(['spark-metrics/property', 'conf["spark.metrics.namespace"]', '"${spark.app.id}"', 'must be spark'] as const),
  ),
  inJob(
    'a page of metrics somewhere else',
    bound(servlet, conf('spark.metrics.conf.*.sink.prometheusServlet.path', '/prometheus')),
    ...([
      'spark-metrics/property',
      'conf["spark.metrics.conf.*.sink.prometheusServlet.path"]',
      '"/prometheus"',
    ] as const),
  ),
  inJob(
    'metrics of queries that are wanted and refused',
    bound(SparkMetrics.servlet({ streaming: true }), conf('spark.sql.streaming.metricsEnabled', 'false')),
    ...(['spark-metrics/property', 'conf["spark.sql.streaming.metricsEnabled"]', '"false"'] as const),
  ),
  inJob(
    'an agent that Spark would have to fetch',
    agent({ agentJar: 's3a://lake/agent.jar' }),
    ...(['spark-metrics/agent-jar', 'SparkMetrics.agentJar', '"s3a://lake/agent.jar"'] as const),
  ),
  inJob(
    'an agent that nobody maintains',
    agent({ agentJar: '/opt/jmx_prometheus_javaagent-0.11.0.jar' }),
    ...([
      'spark-metrics/agent-version',
      'SparkMetrics.agentJar',
      '"/opt/jmx_prometheus_javaagent-0.11.0.jar"',
    ] as const),
  ),
  inJob(
    'rules of an agent without a path',
    agent({ rulesFile: 'rules.yaml' }),
    ...(['spark-metrics/rules-file', 'SparkMetrics.rulesFile', '"rules.yaml"'] as const),
  ),
  inJob(
    "an agent on the UI's port",
    agent({ port: 4040 }),
    ...(['spark-metrics/port', 'SparkMetrics.port', '4040', 'Spark uses it'] as const),
  ),
  inJob(
    'an agent on a port of root',
    agent({ port: 443 }),
    ...(['spark-metrics/port', 'SparkMetrics.port', '443'] as const),
  ),
  inJob(
    'a last word to a URL',
    bound(SparkMetrics.servlet({ lastWord: { pushgatewayAddress: 'http://pushgateway:9091/' } })),
    ...(['spark-metrics/gateway', 'SparkMetrics.lastWord', '"http://pushgateway:9091/"'] as const),
  ),
  inJob(
    'an entrypoint that is looked for on the path',
    bound(SparkMetrics.servlet({ lastWord: GATEWAY, entrypoint: 'entrypoint.sh' })),
    ...(['spark-metrics/entrypoint', 'SparkMetrics.entrypoint', '"entrypoint.sh"'] as const),
  ),
  inJob(
    'a last word beside a command of the user',
    bound(SparkMetrics.servlet({ lastWord: GATEWAY }), {
      driver: { podOverrides: { '/spec/containers/0/command': ['/opt/start.sh'] } },
    }),
    ...(['spark-metrics/pod-field-taken', 'driver.podOverrides', '"/spec/containers/0/command"'] as const),
  ),
  inJob(
    'rules of an agent in a directory that the operator makes',
    bound(SparkMetrics.jmx({ agentJar: AGENT }), {
      runner: SparkRunner.kubeflow(KubeflowSparkOperator.fromExisting()),
    }),
    ...(['runners/not-portable', 'addConfFile', '"jmx-exporter.yaml"'] as const),
  ),
  inJob(
    'a last word from a driver without a template',
    bound(SparkMetrics.servlet({ lastWord: GATEWAY }), {
      runner: SparkRunner.livy(
        LivyServer.fromUrl('https://livy.example.com', { driverTemplate: '/d.yaml', executorTemplate: '/e.yaml' }),
      ),
    }),
    ...([
      'runners/not-portable',
      'driver.podOverrides',
      '"/spec/containers/0/command"',
      'templates of a Livy',
    ] as const),
  ),
];
