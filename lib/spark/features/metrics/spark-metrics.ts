import type { Observation } from '../../../kube/observation';
import { CONF_DIRECTORY } from '../../paths';
import type { IPushgateway } from '../../pushgateway';
import type { ISparkFeature, ResolvedApplication } from '../../resolved-application';
import type { SparkRole } from '../../role';
import type { SparkVersion } from '../../version';
import { agentFindings, metricsFindings, optionFindings } from './findings';
import { JMX_RULES_TEXT } from './jmx-rules';
import { LAST_WORD_SCRIPT } from './last-word';
import { agentsOf, driversOf, JMX_PORT, JMX_PORT_NAME } from './observations';
import type { SparkMetricsJmxOptions, SparkMetricsOptions, SparkMetricsServletOptions } from './options';
import { SPARK_METRICS_RULES } from './rules';

const RULES_FILE = 'jmx-exporter.yaml';
const DEFAULT_ENTRYPOINT = '/opt/entrypoint.sh';

/**
 * Metrics of an application for Prometheus. All series have names that stay from run to run: which run they are about
 * is said by labels.
 *
 * @see https://spark.apache.org/docs/latest/monitoring.html#metrics
 */
export class SparkMetrics implements ISparkFeature {
  /** Rules of the agent for `SparkMetrics.jmx`, for images that bring them as a file. */
  public static readonly JMX_RULES: string = JMX_RULES_TEXT;

  /**
   * Two pages on the driver's UI port 4040, `/metrics/prometheus/` for the driver and `/metrics/executors/prometheus` for
   * all executors. No jar and no agent; works with every runner.
   */
  public static servlet(options: SparkMetricsServletOptions = {}): SparkMetrics {
    return new SparkMetrics(options, undefined);
  }

  /**
   * The same two pages, and an agent in each driver and executor that shows all that they know of themselves: spill,
   * shuffle in detail, the JVM. Where the UI is off the agent stands alone.
   */
  public static jmx(options: SparkMetricsJmxOptions): SparkMetrics {
    return new SparkMetrics(options, options);
  }

  /** How the drivers of a namespace are observed; jobs made without this package are found as well. */
  public static driverObservation(namespace: string): Observation {
    return driversOf(namespace);
  }

  /** How drivers and executors of a namespace that have the agent are observed. @param port Its port, 8090 by default. */
  public static jmxObservations(namespace: string, port: number = JMX_PORT): Observation[] {
    return agentsOf(namespace, port);
  }

  public readonly featureName = 'SparkMetrics';

  private constructor(
    private readonly options: SparkMetricsOptions,
    private readonly agent: SparkMetricsJmxOptions | undefined,
  ) {}

  /** Where jobs leave their last word: tenants open the way to it. */
  public get lastWord(): IPushgateway | undefined {
    return this.options.lastWord;
  }

  public bind(application: ResolvedApplication): void {
    const hasUi = application.conf.get('spark.ui.enabled')?.toLowerCase() !== 'false';
    const properties = {
      ...common(this.options),
      ...(hasUi && servlet(application.image.version)),
      ...(this.agent && { 'spark.metrics.conf.*.sink.jmx.class': 'org.apache.spark.metrics.sink.JmxSink' }),
    };
    for (const finding of [...metricsFindings(application, properties), ...optionFindings(this.options)]) {
      application._report(finding);
    }
    for (const [key, value] of Object.entries(properties)) application.setProperty(key, value);
    if (!hasUi && this.agent === undefined) {
      application._report({
        rule: SPARK_METRICS_RULES.uiDisabled,
        at: 'conf["spark.ui.enabled"]',
        value: 'false',
      });
    }
    if (this.agent !== undefined) bindAgent(application, this.agent);
    bindLastWord(application, this.options);
  }
}

/** A constant namespace: Spark's own default is the application id, and every run would have series of other names. */
function common({ processTree, streaming }: SparkMetricsOptions): { [key: string]: string } {
  return {
    'spark.metrics.namespace': 'spark',
    'spark.metrics.conf.*.source.jvm.class': 'org.apache.spark.metrics.source.JvmSource',
    ...(processTree === true && { 'spark.executor.processTreeMetrics.enabled': 'true' }),
    ...(streaming === true && { 'spark.sql.streaming.metricsEnabled': 'true' }),
  };
}

/** The name of the sink is Spark's: under another one it has no page. */
function servlet(version: SparkVersion): { [key: string]: string } {
  const sink = 'spark.metrics.conf.*.sink.prometheusServlet';
  return {
    [`${sink}.class`]: 'org.apache.spark.metrics.sink.PrometheusServlet',
    [`${sink}.path`]: '/metrics/prometheus',
    // On by themselves from Spark 4.0.
    ...(!version.traits.prometheusUi && {
      'spark.ui.prometheus.enabled': 'true',
      'spark.metrics.appStatusSource.enabled': 'true',
    }),
  };
}

function bindAgent(app: ResolvedApplication, agent: SparkMetricsJmxOptions): void {
  const { agentJar, port = JMX_PORT, rulesFile = `${CONF_DIRECTORY}/${RULES_FILE}` } = agent;
  for (const finding of agentFindings(agent)) app._report(finding);
  if (agent.rulesFile === undefined) app.addConfFile(RULES_FILE, JMX_RULES_TEXT);
  for (const role of [app.driver, app.executor]) {
    role.javaOptions.push(`-javaagent:${agentJar}=${port}:${rulesFile}`);
    // Monitors find ports by their names.
    setPodField(app, role, '/spec/containers/0/ports/-', { name: JMX_PORT_NAME, containerPort: port, protocol: 'TCP' });
  }
}

function bindLastWord(app: ResolvedApplication, options: SparkMetricsOptions): void {
  const { lastWord, entrypoint = DEFAULT_ENTRYPOINT } = options;
  if (lastWord === undefined) return;
  const { pushgatewayAddress } = lastWord;
  setPodField(app, app.driver, '/spec/containers/0/command', [
    ...['/bin/bash', '-c', LAST_WORD_SCRIPT, 'last-word'],
    ...[pushgatewayAddress, app.jobName, entrypoint],
  ]);
}

function setPodField(app: ResolvedApplication, role: SparkRole, path: string, value: unknown): void {
  if (role._setPodField(path, value)) return;
  app._report({ rule: SPARK_METRICS_RULES.podFieldTaken, at: `${role.name}.podOverrides`, value: path });
}
