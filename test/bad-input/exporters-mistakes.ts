import { Chart, Duration, Size, type App } from 'cdk8s';
import { BlackboxExporter, type BlackboxExporterProps } from '../../lib/monitoring/exporters/blackbox-exporter';
import { KubeStateMetrics, type KubeStateMetricsProps } from '../../lib/monitoring/exporters/kube-state-metrics';
import { NodeExporter, type NodeExporterProps } from '../../lib/monitoring/exporters/node-exporter';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

const mistake = (name: string, build: (chart: Chart) => void, [rule, at, value, says]: Line): Mistake => ({
  name,
  build: (app: App) => build(new Chart(app, 'c', { namespace: 'monitoring' })),
  rule,
  at,
  value,
  path: 'c/x',
  ...(says !== undefined && { says }),
});

const state = (name: string, props: KubeStateMetricsProps, ...line: Line): Mistake =>
  mistake(name, (chart) => void new KubeStateMetrics(chart, 'x', props), line);
const node = (name: string, props: NodeExporterProps, ...line: Line): Mistake =>
  mistake(name, (chart) => void new NodeExporter(chart, 'x', props), line);
const blackbox = (name: string, props: BlackboxExporterProps, ...line: Line): Mistake =>
  mistake(name, (chart) => void new BlackboxExporter(chart, 'x', props), line);

export const EXPORTERS_MISTAKES: readonly Mistake[] = [
  state(
    'labels of objects that nobody watches',
    { extraLabels: { secrets: ['team'] } },
    'exporter/label-resource',
    'extraLabels',
    '"secrets"',
  ),
  state('all labels of all pods', { extraLabels: { pods: ['*'] } }, 'exporter/label-key', 'extraLabels["pods"]', '"*"'),
  state(
    'a label that Kubernetes does not take',
    { extraLabels: { nodes: ['a b'] } },
    'names/label-key',
    'extraLabels["nodes"]',
    '"a b"',
  ),
  state('an API server at no range', { apiServerCidrs: ['api'] }, 'exporter/api-server', 'apiServerCidrs', '"api"'),
  state('an API server at no port', { apiServerPorts: [0] }, 'exporter/api-server', 'apiServerPorts', '0'),
  state('an exporter with no cores', { cores: 0 }, 'exporter/cores', 'cores', '0'),
  state('an image that changes by itself', { image: 'registry/ksm' }, 'exporter/image', 'image', '"registry/ksm"'),
  state(
    'less memory than is asked for',
    { memory: Size.mebibytes(128), memoryLimit: Size.mebibytes(64) },
    'exporter/memory-limit',
    'memoryLimit',
    '"64 MiB"',
  ),
  node('an exporter without memory', { memory: Size.mebibytes(0) }, 'exporter/memory', 'memory', '"0 MiB"'),
  node('a collector that is none', { collectors: ['no-cpu'] }, 'exporter/collector', 'collectors', '"no-cpu"'),
  blackbox('a prober without pods', { replicas: 0 }, 'exporter/replicas', 'replicas', '0'),
  blackbox(
    'a prober that never gives up',
    { timeout: Duration.hours(1) },
    'exporter/timeout',
    'timeout',
    '"3600000 ms"',
  ),
  blackbox(
    'a prober with a way out to nobody',
    { network: { egress: [{ ports: [443] }] } },
    'service/peer',
    'network.egress[0]',
    '{"ports":[443]}',
  ),
];
