import type { Finding } from '../../../core/rules';
import { BLOCK_MANAGER_PORT, CONNECT_PORT, DRIVER_PORT, UI_PORT } from '../../paths';
import type { ResolvedApplication } from '../../resolved-application';
import type { SparkMetricsJmxOptions, SparkMetricsOptions } from './options';
import { SPARK_METRICS_RULES as RULES } from './rules';

const TAKEN = [DRIVER_PORT, BLOCK_MANAGER_PORT, UI_PORT, CONNECT_PORT];

/** Everything wrong with an application whose metrics are shown with these properties. */
export function metricsFindings(app: ResolvedApplication, properties: { readonly [key: string]: string }): Finding[] {
  const foreign = Object.entries(properties).flatMap(([key, value]) => {
    const set = app.conf.get(key);
    return set === undefined || set === value
      ? []
      : [{ rule: RULES.property, at: `conf["${key}"]`, value: set, because: `it must be ${value}` }];
  });
  const other = app.property('spark.metrics.namespace');
  return [
    ...(/["\\\n\r]/.test(app.appName) ? [{ rule: RULES.appName, at: 'appName', value: app.appName }] : []),
    ...(other === undefined ? [] : [{ rule: RULES.twice, at: 'features', value: `spark.metrics.namespace=${other}` }]),
    ...foreign,
  ];
}

/** Findings for the options of all ways. */
export function optionFindings({ lastWord, entrypoint }: SparkMetricsOptions): Finding[] {
  const address = lastWord?.pushgatewayAddress;
  return [
    ...(address === undefined || isAddress(address)
      ? []
      : [{ rule: RULES.gateway, at: 'SparkMetrics.lastWord', value: address }]),
    ...(entrypoint === undefined || isPath(entrypoint)
      ? []
      : [{ rule: RULES.entrypoint, at: 'SparkMetrics.entrypoint', value: entrypoint }]),
  ];
}

/** Findings for the agent. */
export function agentFindings({ agentJar, rulesFile, port }: SparkMetricsJmxOptions): Finding[] {
  return [
    ...(isPath(agentJar) && agentJar.endsWith('.jar')
      ? []
      : [{ rule: RULES.agentJar, at: 'SparkMetrics.agentJar', value: agentJar }]),
    ...(/javaagent-0\.[^/]*\.jar$/.test(agentJar)
      ? [{ rule: RULES.agentVersion, at: 'SparkMetrics.agentJar', value: agentJar }]
      : []),
    ...(rulesFile === undefined || isPath(rulesFile)
      ? []
      : [{ rule: RULES.rulesFile, at: 'SparkMetrics.rulesFile', value: rulesFile }]),
    ...(port === undefined || (Number.isInteger(port) && port > 1023 && port < 65536 && !TAKEN.includes(port))
      ? []
      : [
          {
            rule: RULES.port,
            at: 'SparkMetrics.port',
            value: port,
            ...(TAKEN.includes(port) && { because: 'Spark uses it' }),
          },
        ]),
  ];
}

/** Option texts of the JVM are split at blanks, and the agent's own at colons. */
function isPath(path: string): boolean {
  return /^\/[^\s:=,]+$/.test(path);
}

function isAddress(address: string): boolean {
  const [, port = ''] = /^[A-Za-z0-9.-]+:(\d{1,5})$/.exec(address) ?? [];
  return Number(port) >= 1 && Number(port) <= 65535;
}
