import { Chart, Duration, Size, type App } from 'cdk8s';
import { Observation } from '../../lib/kube/observation';
import { Monitors } from '../../lib/monitoring/monitors/monitors';
import { PodMonitor } from '../../lib/monitoring/monitors/pod-monitor';
import type { MetricsEndpoint } from '../../lib/monitoring/monitors/props';
import { PrometheusOperator } from '../../lib/monitoring/operator/prometheus-operator';
import { Prometheus } from '../../lib/monitoring/prometheus/prometheus';
import { PrometheusAgent } from '../../lib/monitoring/prometheus/prometheus-agent';
import type { PrometheusProps } from '../../lib/monitoring/prometheus/props';
import { RemoteWrite } from '../../lib/monitoring/prometheus/remote-write';
import { PrometheusStorage } from '../../lib/monitoring/prometheus/storage';
import { secret } from '../monitoring/operator-samples';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

const mistake = (name: string, build: (chart: Chart) => void, [rule, at, value, says]: Line): Mistake => ({
  name,
  build: (app: App) => build(new Chart(app, 'c', { namespace: 'monitoring' })),
  rule,
  at,
  value,
  path: 'c/s',
  ...(says !== undefined && { says }),
});

const server = (name: string, props: PrometheusProps, ...line: Line): Mistake =>
  mistake(name, (chart) => void new Prometheus(chart, 's', props), line);

const existing = Prometheus.fromExisting({ url: 'http://p.monitoring.svc:9090', monitorLabels: { release: 'p' } });
const page = (name: string, endpoint: Partial<MetricsEndpoint>, ...line: Line): Mistake =>
  mistake(
    name,
    (chart) =>
      void new PodMonitor(chart, 's', {
        prometheus: existing,
        podLabels: { app: 'a' },
        endpoints: [{ port: 'metrics', portNumber: 9999, ...endpoint }],
      }),
    line,
  );

const workload = { name: 'history', namespace: 'etl', podLabels: { app: 'history' } };
const store = 'https://store.example.com/write';

export const PROMETHEUS_MISTAKES: readonly Mistake[] = [
  server(
    'series that fill the volume',
    { retentionSize: Size.gibibytes(49), storage: PrometheusStorage.claim(Size.gibibytes(50)) },
    'prometheus/retention-size',
    'retentionSize',
    '"50176 MiB"',
    '43520 MiB',
  ),
  server('series kept for an hour', { retention: Duration.hours(1) }, 'prometheus/retention', 'retention', '"1 hour"'),
  server(
    'a scrape longer than its interval',
    { scrapeInterval: Duration.seconds(10), scrapeTimeout: Duration.seconds(20) },
    'prometheus/timeout',
    'scrapeTimeout',
    '"20 seconds"',
  ),
  server(
    'an external label that is none',
    { externalLabels: { 'cluster-name': 'a' } },
    'prometheus/label-name',
    'externalLabels',
    '"cluster-name"',
  ),
  server(
    'remote write in plain text',
    { remoteWrite: [RemoteWrite.bearer('http://store.example.com/write', secret('token'))] },
    'prometheus/remote-write-http',
    'remoteWrite[0].url',
    '"http://store.example.com/write"',
  ),
  server(
    'a keep list with look-around',
    { remoteWrite: [RemoteWrite.bearer(store, secret('token'), { keep: ['(?!go_).*'] })] },
    'prometheus/regex',
    'remoteWrite[0].keep[0]',
    '"(?!go_).*"',
  ),
  mistake('an agent that sends nowhere', (chart) => void new PrometheusAgent(chart, 's', { remoteWrite: [] }), [
    'prometheus/remote-write-none',
    'remoteWrite',
    '[]',
  ]),
  {
    ...server(
      'a federation of everything',
      { federation: [{ name: 'all', url: 'https://other.example.com', match: ['{__name__=~".+"}'] }] },
      'prometheus/federation-match',
      'match[0]',
      '"{__name__=~\\".+\\"}"',
    ),
    path: 'c/s/Federation-all',
  },
  page('a port by its number', { port: '9999' }, 'monitor/port-name', 'endpoints[0].port', '"9999"'),
  page(
    'a timeout longer than the interval of a page',
    { interval: Duration.seconds(5), scrapeTimeout: Duration.seconds(9) },
    'monitor/timeout',
    'endpoints[0].scrapeTimeout',
    '"9 seconds"',
  ),
  page('everything dropped', { drop: ['.*'] }, 'monitor/drop-all', 'endpoints[0].drop[0]', '".*"'),
  page('a drop list that is no expression', { drop: ['a('] }, 'monitor/regex', 'endpoints[0].drop[0]', '"a("'),
  mistake(
    'a probe and nobody to ask',
    (chart) => {
      const target = 'http://history.etl.svc:18080/';
      const observations = [Observation.probe(workload, { job: 'history', target, portNumber: 18080 })];
      new Monitors(chart, 's', { prometheus: existing }).observe({ observations });
    },
    ['monitor/prober', 'prober', 'undefined', 'etl/history'],
  ),
  mistake(
    'the same page under two jobs',
    (chart) => {
      const scrape = (job: string) => Observation.scrape(workload, { job, port: 'metrics', portNumber: 8090 });
      new Monitors(chart, 's', { prometheus: existing }).observe({ observations: [scrape('a'), scrape('b')] });
    },
    ['monitor/scraped-twice', 'job', '"b"', '/metrics is scraped as a'],
  ),
  mistake('an operator for no namespace', (chart) => void new PrometheusOperator(chart, 's', { namespaces: [] }), [
    'prometheus-operator/namespaces',
    'namespaces',
    '[]',
  ]),
];
