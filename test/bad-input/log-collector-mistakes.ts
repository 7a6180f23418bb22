import { Chart, Size, type App } from 'cdk8s';
import { restrictedNamespace } from '../../lib/kube/namespace';
import { Loki } from '../../lib/monitoring/loki/loki';
import type { LokiProps } from '../../lib/monitoring/loki/props';
import { LokiStorage } from '../../lib/monitoring/loki/storage';
import { LogCollector } from '../../lib/monitoring/logs/log-collector';
import { LogCollection, type LogCollectorProps } from '../../lib/monitoring/logs/props';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

const STORAGE = LokiStorage.claim({ size: Size.gibibytes(20) });

const mistake = (name: string, build: (chart: Chart) => void, [rule, at, value, says]: Line): Mistake => ({
  name: `logs: ${name}`,
  build: (app: App) => build(new Chart(app, 'c', { namespace: 'monitoring' })),
  rule,
  at,
  value,
  path: 'c/s',
  ...(says !== undefined && { says }),
});
const of = (chart: Chart, props: Partial<LogCollectorProps>, loki: Partial<LokiProps> = {}): void => {
  new LogCollector(chart, 's', { loki: new Loki(chart, 'loki', { storage: STORAGE, ...loki }), ...props });
};
const logs = (name: string, props: Partial<LogCollectorProps>, ...line: Line): Mistake =>
  mistake(name, (chart) => of(chart, props), line);

export const LOG_COLLECTOR_MISTAKES: readonly Mistake[] = [
  mistake('a Loki that asks for a tenant', (chart) => of(chart, {}, { authEnabled: true }), [
    'logs/tenant-missing',
    'tenant',
    'undefined',
  ]),
  logs('a tenant that Loki ignores', { tenant: 'a' }, 'logs/tenant-unused', 'tenant', '"a"'),
  logs(
    'a tenant with a slash',
    { loki: Loki.fromUrl('http://loki:3100', { peer: { namespace: 'logs' } }), tenant: 'a/b' },
    'logs/tenant',
    'tenant',
    '"a/b"',
  ),
  logs(
    'a Loki without a way out',
    { loki: Loki.fromUrl('https://logs.example.com') },
    'logs/unreachable',
    'network.egress',
    '[]',
    'https://logs.example.com',
  ),
  logs(
    'a Loki with a path',
    { loki: Loki.fromUrl('http://loki:3100/loki/api/v1/push', { peer: { namespace: 'logs' } }) },
    'logs/url',
    'loki',
    '"http://loki:3100/loki/api/v1/push"',
  ),
  logs('no namespaces', { namespaces: [] }, 'logs/namespaces', 'namespaces', '[]'),
  {
    ...logs('a namespace in capitals', { namespaces: ['Etl'] }, 'names/dns-label', 'namespaces[0]', '"Etl"'),
    spreads: true,
  },
  logs(
    'an index label per run',
    { labels: { app_id: 'spark-app-selector' } },
    'logs/label-per-pod',
    'labels.app_id',
    '"spark-app-selector"',
  ),
  logs(
    'an index label per executor',
    { labels: { executor: 'spark-exec-id' } },
    'logs/label-per-pod',
    'labels.executor',
    '"spark-exec-id"',
  ),
  logs('the pod as an index label', { labels: { pod: 'example.com/pod' } }, 'logs/label-name', 'labels', '"pod"'),
  logs('a label with a dash', { labels: { 'cost-center': 'cc' } }, 'logs/label-name', 'labels', '"cost-center"'),
  logs(
    'a label of no pod',
    { labels: { team: 'example.com/team/x' } },
    'names/label-key',
    'labels',
    '"example.com/team/x"',
  ),
  logs(
    'one name twice',
    { labels: { team: 'a' }, structuredMetadata: { team: 'b' } },
    'logs/label-name',
    'structuredMetadata',
    '"team"',
    'labels as well',
  ),
  logs(
    'more labels than Loki takes',
    {
      cluster: 'east',
      environment: 'prod',
      labels: Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`l${i}`, `example.com/l${i}`])),
    },
    'logs/label-budget',
    'labels',
    '16',
    'namespace, app',
  ),
  logs(
    'a redaction of nothing',
    { redactions: [{ expression: 'ticket=\\S+' }] },
    'logs/redaction',
    'redactions[0].expression',
    '"ticket=\\\\S+"',
    'no group',
  ),
  logs(
    'a redaction that does not parse',
    { redactions: [{ expression: '(ticket' }] },
    'logs/redaction',
    'redactions[0].expression',
    '"(ticket"',
    'does not parse',
  ),
  logs(
    'a redaction that looks ahead',
    { redactions: [{ expression: '(?=x)(y)' }] },
    'logs/redaction',
    'redactions[0].expression',
    '"(?=x)(y)"',
    'RE2',
  ),
  mistake(
    'files of the node in a restricted namespace',
    (chart) => {
      restrictedNamespace(chart, 'namespace', 'monitoring');
      of(chart, { collection: LogCollection.HOST_FILES });
    },
    ['logs/privileged-namespace', 'namespace', '"monitoring"', 'Pod Security is restricted'],
  ),
  logs('32 MiB', { memory: Size.mebibytes(32) }, 'logs/memory', 'memory', '"32 MiB"'),
  logs('no cores', { cores: -1 }, 'logs/cores', 'cores', '-1'),
  logs('an API server at no range', { apiServerCidrs: ['10.0.0.1'] }, 'service/peer', 'apiServerCidrs', '"10.0.0.1"'),
];
