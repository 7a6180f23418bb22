import { Chart, Duration, Size, type App } from 'cdk8s';
import { LogCollection } from '../../lib/monitoring/logs/props';
import { Loki } from '../../lib/monitoring/loki/loki';
import { LokiStorage } from '../../lib/monitoring/loki/storage';
import { Prometheus } from '../../lib/monitoring/prometheus/prometheus';
import { RemoteWrite } from '../../lib/monitoring/prometheus/remote-write';
import { MonitoringMode } from '../../lib/monitoring/stack/mode';
import type { MonitoringStackProps } from '../../lib/monitoring/stack/props';
import { MonitoringStack } from '../../lib/monitoring/stack/stack';
import { ALERTMANAGER, GRAFANA } from '../monitoring/grafana-samples';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string, path?: string];

const mistake = (name: string, props: () => MonitoringStackProps, ...[rule, at, value, says, path]: Line): Mistake => ({
  name,
  build: (app: App) => void new MonitoringStack(new Chart(app, 'c', { namespace: 'monitoring' }), 's', props()),
  rule,
  at,
  value,
  path: path ?? 'c/s',
  ...(says !== undefined && { says }),
});

const THEIRS = Prometheus.fromExisting({
  url: 'http://prometheus-operated.observability.svc:9090',
  monitorLabels: { release: 'kube-prometheus-stack' },
});
const existing = (props: MonitoringStackProps) => (): MonitoringStackProps => ({
  ...props,
  mode: MonitoringMode.bringYourOwn({ prometheus: THEIRS }),
});
const agent = (props: MonitoringStackProps) => (): MonitoringStackProps => ({
  ...props,
  mode: MonitoringMode.agent([
    RemoteWrite.insecureAnonymous('http://store.far.svc:9009/push', { peer: { namespace: 'far' } }),
  ]),
});
const LOKI = Loki.fromUrl('http://loki.logs.svc:3100', { peer: { namespace: 'logs' } });

/** Mistakes about a monitoring stack as a whole. */
export const STACK_MISTAKES: readonly Mistake[] = [
  mistake(
    'an Alertmanager where somebody else has one',
    existing({ alertmanager: { replicas: 3 } }),
    'stack/existing',
    'alertmanager',
    '["replicas"]',
  ),
  mistake(
    'retention of a Prometheus that somebody else runs',
    existing({ prometheus: { retention: Duration.days(30) } }),
    'stack/existing',
    'prometheus',
    '["retention"]',
  ),
  mistake(
    'a Pushgateway beside an existing stack',
    existing({ pushgateway: true }),
    'stack/existing',
    'pushgateway',
    'true',
    'MonitoringMode.bringYourOwn({ pushgateway })',
  ),
  mistake(
    'a Grafana beside an existing one',
    existing({ grafana: GRAFANA }),
    'stack/existing',
    'grafana',
    '["admin","secretKey"]',
    'MonitoringMode.bringYourOwn({ grafana })',
  ),
  mistake(
    'a node exporter where somebody else watches nodes',
    existing({ nodeExporter: true }),
    'stack/existing',
    'nodeExporter',
    'true',
  ),
  mistake(
    'labels of series that somebody else keeps',
    existing({ externalLabels: { cluster: 'one' } }),
    'stack/existing',
    'externalLabels',
    '["cluster"]',
  ),
  mistake(
    'a namespace for agents that are not there',
    existing({ agentsNamespace: 'eyes' }),
    'stack/agents-namespace',
    'agentsNamespace',
    '"eyes"',
    'HOST_FILES',
  ),
  mistake('alerts of an agent', agent({ rules: { disabled: ['LivyDown'] } }), 'stack/agent', 'rules', '["disabled"]'),
  mistake('receivers of an agent', agent({ alertmanager: {} }), 'stack/agent', 'alertmanager', '[]'),
  mistake('a Grafana of an agent', agent({ grafana: GRAFANA }), 'stack/agent', 'grafana', '["admin","secretKey"]'),
  mistake(
    'dashboards of an agent',
    agent({ dashboards: { historyUrl: 'https://history.example.com', folder: 'Jobs' } }),
    'stack/agent',
    'dashboards',
    '["folder"]',
  ),
  mistake(
    'an agent that keeps series',
    agent({ prometheus: { retentionSize: Size.gibibytes(4) } }),
    'stack/agent',
    'prometheus.retentionSize',
    '"4096 MiB"',
  ),
  mistake(
    'an agent that tells people',
    agent({ prometheus: { alertmanagers: [ALERTMANAGER] } }),
    'stack/agent',
    'prometheus.alertmanagers',
    '1',
  ),
  mistake(
    'stores of an agent in two places',
    agent({ prometheus: { remoteWrite: [RemoteWrite.insecureAnonymous('http://a.b.svc:1/push')] } }),
    'stack/agent',
    'prometheus.remoteWrite',
    '1',
    'MonitoringMode.agent',
  ),
  mistake(
    'an agent without a store',
    () => ({ mode: MonitoringMode.agent([]) }),
    'prometheus/remote-write-none',
    'remoteWrite',
    '[]',
    undefined,
    'c/s/Servers/Agent',
  ),
  mistake(
    'a Loki that is made and exists',
    () => ({ logs: { loki: LOKI, server: { storage: LokiStorage.claim({ size: Size.gibibytes(1) }) } } }),
    'stack/existing-loki',
    'logs.server',
    '["storage"]',
  ),
  mistake(
    'nodes at no addresses',
    () => ({ nodeCidrs: ['10.0.0.0'] }),
    'monitor/node-cidr',
    'nodeCidrs[0]',
    '"10.0.0.0"',
    undefined,
    'c/s/Servers/Kubelets',
  ),
  mistake(
    'a namespace for agents, and lines that come from the API server',
    () => ({ nodeExporter: false, logs: { collection: LogCollection.API }, agentsNamespace: 'eyes' }),
    'stack/agents-namespace',
    'agentsNamespace',
    '"eyes"',
  ),
  {
    name: 'a stack without a namespace',
    build: (app: App) => void new MonitoringStack(new Chart(app, 'c'), 's'),
    rule: 'monitoring/namespace',
    at: 'namespace',
    value: 'undefined',
    path: 'c/s/Servers/Operator',
  },
];
