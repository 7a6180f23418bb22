import { Duration, Size } from 'cdk8s';
import { mebibytes } from '../../core/quantities';
import type { Finding, Rule } from '../../core/rules';
import { needsAgents } from './agents-namespace';
import type { MonitoringStackProps } from './props';
import { STACK_RULES as RULES } from './rules';

/** What a stack is told of servers that it does not make. */
export function stackFindings(props: MonitoringStackProps): Finding[] {
  const { mode, agentsNamespace } = props;
  return [
    ...(mode?._existing ? existingFindings(props) : []),
    ...(mode?._remoteWrite ? agentFindings(props) : []),
    ...logFindings(props),
    ...(agentsNamespace === undefined || needsAgents(props)
      ? []
      : [{ rule: RULES.agentsNamespace, at: 'agentsNamespace', value: agentsNamespace }]),
  ];
}

function existingFindings(props: MonitoringStackProps): Finding[] {
  const { prometheus, alertmanager, pushgateway, nodeExporter, grafana, externalLabels, logs = false } = props;
  const inMode = (name: string): string => `name it in MonitoringMode.bringYourOwn({ ${name} }), and remove it here`;
  return [
    ...unused(RULES.existing, { prometheus, alertmanager, ...(nodeExporter === true && { nodeExporter }) }),
    ...unused(RULES.existing, { externalLabels: logs === false ? externalLabels : undefined }),
    ...unused(RULES.existing, { pushgateway: pushgateway === false ? undefined : pushgateway }, inMode('pushgateway')),
    ...unused(RULES.existing, { grafana }, inMode('grafana')),
  ];
}

function agentFindings({ prometheus = {}, alertmanager, grafana, dashboards, rules }: MonitoringStackProps): Finding[] {
  const { retention, retentionSize, evaluationInterval, alertmanagers, remoteWrite } = prometheus;
  // A platform tells every stack where its history is.
  const { historyUrl: _history, ...told } = dashboards ?? {};
  return [
    ...unused(RULES.agent, { alertmanager, grafana, rules }),
    ...unused(RULES.agent, { dashboards: Object.keys(told).length > 0 ? told : undefined }),
    ...unused(RULES.agent, {
      'prometheus.retention': retention,
      'prometheus.retentionSize': retentionSize,
      'prometheus.evaluationInterval': evaluationInterval,
      'prometheus.alertmanagers': alertmanagers,
    }),
    ...unused(RULES.agent, { 'prometheus.remoteWrite': remoteWrite }, 'give all stores to MonitoringMode.agent'),
  ];
}

function logFindings({ logs }: MonitoringStackProps): Finding[] {
  if (typeof logs !== 'object' || logs.loki === undefined) return [];
  return unused(RULES.existingLoki, { 'logs.server': logs.server });
}

/** What was given says names and secrets of its own, so that only its keys are shown. */
function unused(rule: Rule, given: { readonly [at: string]: unknown }, fix?: string): Finding[] {
  return Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([at, value]) => ({ rule, at, value: shown(value), ...(fix !== undefined && { fix }) }));
}

function shown(value: unknown): unknown {
  if (value instanceof Size) return `${mebibytes(value)} MiB`;
  if (value instanceof Duration) return value.toHumanString();
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value) : value;
}
