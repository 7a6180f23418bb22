import { rules } from '../../../core/rules';

/** Mistakes about the metrics of an application. */
export const SPARK_METRICS_RULES = rules('spark-metrics', {
  appName: [
    'Spark writes the application name into label values without escaping it, and one such name breaks the whole page',
    'use a name without quotes, backslashes and line breaks',
  ],
  uiDisabled: [
    "the pages of metrics are pages of the driver's UI, and it is off",
    'leave out spark.ui.enabled, or use SparkMetrics.jmx',
  ],
  property: [
    'the monitors, dashboards and alerts of this package count on another value of this property',
    'leave it out of conf',
  ],
  twice: ['another feature has set up the metrics of this application', 'bind SparkMetrics alone'],
  agentJar: [
    'the JVM loads the agent before Spark can fetch anything: its jar is a file of the image',
    'write its absolute path, such as /opt/spark/agents/jmx_prometheus_javaagent.jar',
  ],
  agentVersion: [
    'agents before 1.0 are no longer maintained and know another format of their configuration',
    'use release 1.0 or later of the agent',
  ],
  rulesFile: [
    'the agent reads its rules from a file of the image',
    'write its absolute path, or leave it out for the rules of this package',
  ],
  port: ['the agent needs a port of its own', 'use a port above 1023 that Spark does not use, such as 8090'],
  podFieldTaken: [
    'this override and the feature would set the same field of the pod, and one of them would be lost',
    'leave the override out, or the option of the feature that sets the field',
  ],
  gateway: ['the last word is sent to a host and a port', 'write it like pushgateway.monitoring.svc:9091'],
  entrypoint: ['the entrypoint is a program of the image', 'write its absolute path, such as /opt/entrypoint.sh'],
});
