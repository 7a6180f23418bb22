import { INVENTORY } from '../../../lib/monitoring/inventory/inventory';
import type { Series } from './series';
import { counter, level, made, madeHistogram, STORY_END, wave, type Shape } from './story';

/** Values of the labels of everything that is neither Spark nor Kubernetes. */
const VALUES: { readonly [label: string]: readonly string[] } = {
  queue_name: ['etl', 'ml', 'adhoc'],
  queue: ['root.etl', 'root.ml'],
  cluster_queue: ['etl', 'ml'],
  priority_class: ['urgent', 'routine'],
  result: ['scheduled', 'unschedulable', 'error'],
  state: ['active', 'pending'],
  reason: ['rate_limited'],
  action: ['enqueue', 'allocate', 'preempt'],
  code: ['200', '401', '500'],
  status: ['200', '404', '502'],
  handler: ['/api/v1/query'],
  controller: ['spark-application-controller'],
  name: ['spark-application-controller'],
  resource: ['cpu', 'memory'],
  app_type: ['spark'],
  quantile: ['0.5', '0.9'],
  integration: ['slack'],
  method: ['GET'],
  host: ['spark.example.com'],
  tenant: ['fake'],
  job_id: ['etl/orders-daily'],
  namespace: ['etl'],
};

/** The page of metrics that a source is on. */
const JOBS: { readonly [source: string]: string } = {
  volcano: 'volcano-scheduler',
  yunikorn: 'yunikorn',
  kueue: 'kueue',
  sparkOperator: 'spark-operator',
  prometheus: 'prometheus',
  prometheusOperator: 'prometheus-operator',
  alertmanager: 'alertmanager',
  pushgateway: 'pushgateway',
  loki: 'loki',
  alloy: 'alloy',
  grafana: 'grafana',
  nginxIngress: 'nginx-ingress',
  oauth2Proxy: 'oauth2-proxy',
};
const PROBES = ['spark-history-probe', 'livy-probe', 'jupyterhub-probe', 'zeppelin-probe', 'hive-metastore-probe'];

const SHAPES: readonly (readonly [RegExp, Shape])[] = [
  [/ssl_earliest|expire_time/, level(STORY_END + 40 * 86_400)],
  [/timestamp_seconds|start_time/, level(STORY_END - 3600)],
  [/successful|success$|ready|_up$|health_score|last_reload_status/, level(1)],
  [/max_fds/, level(65_536)],
  [/failed|errors?(_total)?$|dropped|discarded|panic|corruption|retries|exceeded|out_of|duplicate|missed/, level(0)],
  [/pod_group_(pending|unknown)|unschedule|victims/, level(0)],
  [/pod_group_/, wave(6, 3, 1500)],
  [/memory_bytes|_bytes$/, wave(4e8, 6e7, 1500)],
  [/milli_cpu/, wave(14_000, 5000, 1600)],
  [/cpu_seconds_total/, counter(0.12)],
  [/bytes_total/, counter(4e5)],
  [/(_total|_count|_sum|attempts|victims)$/, counter(0.4)],
  [/seconds|duration|latency/, wave(0.08, 0.05, 700)],
  [/milliseconds/, wave(18, 9, 700)],
  [/share|weight/, wave(0.6, 0.3, 1700)],
  [/series/, wave(52_000, 4000, 2500)],
  [/./, wave(5, 3, 1300)],
];
const shapeOf = (name: string): Shape => (SHAPES.find(([pattern]) => pattern.test(name)) ?? [/./, level(1)])[1];

const BOUNDS = [
  ['0.005', 0.3],
  ['0.05', 0.7],
  ['0.5', 0.93],
  ['5', 0.99],
  ['50', 1],
  ['500', 1],
  ['+Inf', 1],
] as const;

/** What servers, schedulers and operators show. */
export const otherSeries = (): Series[] => [
  ...Object.entries(JOBS).flatMap(([source, job]) => serverSeries(source, job)),
  ...PROBES.flatMap((job, i) => probeSeries(job, i)),
  ...['etl', 'ml'].flatMap(pushedSeries),
];

function serverSeries(source: string, job: string): Series[] {
  const target = { job, namespace: 'monitoring', pod: `${job}-0`, metrics_path: '/metrics' };
  const table = { ...INVENTORY[source], ...INVENTORY.process };
  return [
    made('up', target, level(1)),
    ...Object.entries(table).flatMap(([name, labels]): Series[] => {
      const [some = {}, ...more] = combinations(labels.filter((label) => label !== 'le'));
      if (labels.includes('le')) {
        return [some, ...more].flatMap((own) =>
          madeHistogram(name.replace(/_bucket$/, ''), { ...target, ...own }, 2, BOUNDS),
        );
      }
      if (/_(sum|count)$/.test(name) && `${name.replace(/_(sum|count)$/, '')}_bucket` in table) return [];
      return [some, ...more].map((own, i) => made(name, { ...target, ...own }, scaled(shapeOf(name), 1 / (i + 1))));
    }),
  ];
}

function probeSeries(job: string, i: number): Series[] {
  const target = {
    job,
    namespace: 'platform',
    instance: `http://${job.replace('-probe', '')}.platform.svc`,
    metrics_path: '/probe',
  };
  return [
    made('up', target, level(1)),
    made('probe_success', target, i === 3 ? (t) => (t > 3000 && t < 3600 ? 0 : 1) : level(1)),
    made('probe_duration_seconds', target, wave(0.04 * (i + 1), 0.02, 800, i)),
    made('probe_http_status_code', target, level(200)),
  ];
}

function pushedSeries(namespace: string, i: number): Series[] {
  const names = ['nightly', 'hourly'].map((job) => `${namespace}-${job}`);
  return names.flatMap((job, j) => {
    const own = { job, namespace };
    return [
      made('spark_job_last_run_timestamp_seconds', own, level(STORY_END - 3000 - 900 * j)),
      made('spark_job_last_success_timestamp_seconds', own, level(STORY_END - 3000 - 86_400 * i * j)),
      made('spark_job_last_duration_seconds', own, level(420 + 300 * (i + j))),
      made('spark_job_last_exit_code', own, level(i * j)),
      made('spark_job_last_input_records', own, level(1.2e6 * (i + 1))),
      made('spark_job_last_output_records', own, level(8.4e5 * (j + 1))),
    ];
  });
}

/** One set of labels for each combination of values that are known. */
function combinations(labels: readonly string[]): { [label: string]: string }[] {
  return labels.reduce<{ [label: string]: string }[]>(
    (sets, label) =>
      sets.flatMap((set) =>
        (VALUES[label] ?? []).map((value) => ({ ...set, [label]: value })).concat(VALUES[label] ? [] : [set]),
      ),
    [{}],
  );
}

const scaled =
  (shape: Shape, factor: number): Shape =>
  (t) =>
    shape(t) * (shape(t) === 1 || shape(t) > 1e9 ? 1 : factor);
