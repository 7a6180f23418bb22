import { logs } from '../model/logs';
import { query } from '../model/query';
import { closedRow, row } from '../model/row';
import { rising, Unit } from '../model/scale';
import { timeseries } from '../model/timeseries';

const JVMS = 'job!~"spark-driver|spark-jmx"';

/** Servers that run in a JVM. */
export const jvms = row(
  'JVM servers: Livy, History Server, metastore',
  timeseries(
    {
      title: 'Heap used',
      about: 'Heap against its maximum. A History Server fills it while it replays event logs; Livy with sessions.',
      unit: Unit.SHARE,
      queries: [
        query(
          `max by (job, namespace, pod) (jvm_memory_used_bytes{area="heap",${JVMS}} / (jvm_memory_max_bytes{area="heap",${JVMS}} > 0))`,
          '{{namespace}}/{{pod}}',
        ),
      ],
    },
    { thresholds: rising(0.8, 0.9), empty: 'no JMX agent' },
  ),
  timeseries(
    {
      title: 'Time in garbage collection',
      about: 'Share of time that these servers collect garbage.',
      unit: Unit.SHARE,
      queries: [
        query(
          `sum by (job, namespace, pod) (rate(jvm_gc_collection_seconds_sum{${JVMS}}[$__rate_interval]))`,
          '{{namespace}}/{{pod}}',
        ),
      ],
    },
    { thresholds: rising(0.1, 0.2), empty: 'no JMX agent' },
  ),
  timeseries(
    {
      title: 'Threads',
      about: 'Threads of these servers. A steady climb is a leak.',
      unit: Unit.COUNT,
      queries: [query(`max by (job, namespace, pod) (jvm_threads_current{${JVMS}})`, '{{namespace}}/{{pod}}')],
    },
    { empty: 'no JMX agent' },
  ),
);

/** How people and programs come in. */
export const edge = row(
  'Way in',
  timeseries({
    title: 'Requests',
    about: 'Requests that NGINX serves, each second.',
    unit: Unit.REQUESTS_PER_SECOND,
    queries: [
      query(
        'sum by (namespace) (rate(nginx_ingress_nginx_http_requests_total[$__rate_interval]))',
        '{{namespace}}: all',
      ),
      query('sum by (status) (rate(nginx_ingress_controller_requests[$__rate_interval]))', 'status {{status}}'),
    ],
  }),
  timeseries(
    {
      title: 'Sign-on by answer',
      about:
        'Answers of oauth2-proxy. 401 and 403 are people who are not let in; 5xx are failures of the identity provider.',
      unit: Unit.REQUESTS_PER_SECOND,
      queries: [query('sum by (code) (rate(oauth2_proxy_requests_total[$__rate_interval]))', '{{code}}')],
    },
    { stacked: true, empty: 'no oauth2-proxy' },
  ),
  timeseries(
    {
      title: 'Reloads that failed',
      about: 'Configurations that NGINX refused: it goes on with the old one.',
      unit: Unit.COUNT,
      queries: [
        query(
          'sum by (namespace) (increase(nginx_ingress_controller_nginx_reload_errors_total[$__rate_interval]))',
          '{{namespace}}',
        ),
      ],
    },
    { bars: true, thresholds: rising(1, 2) },
  ),
);

/** What watches everything else. */
export const monitoring = closedRow(
  'Monitoring itself',
  timeseries({
    title: 'Series in memory',
    about: 'Series that Prometheus keeps. It needs a few KiB of memory for each.',
    unit: Unit.COUNT,
    queries: [query('max by (namespace, pod) (prometheus_tsdb_head_series)', '{{namespace}}/{{pod}}')],
  }),
  timeseries(
    {
      title: 'Rules and notifications that failed',
      about: 'Evaluations of rules, and notifications of Alertmanager, that failed: alerts may be missing.',
      unit: Unit.COUNT,
      queries: [
        query('sum(increase(prometheus_rule_evaluation_failures_total[$__rate_interval]))', 'rules'),
        query(
          'sum by (integration) (increase(alertmanager_notifications_failed_total[$__rate_interval]))',
          'notifications: {{integration}}',
        ),
      ],
    },
    { bars: true, thresholds: rising(1, 5) },
  ),
  timeseries(
    {
      title: 'Scrapes cut off',
      about: 'Targets that Prometheus refused, since they have more series than allowed.',
      unit: Unit.COUNT,
      queries: [
        query(
          'sum(increase(prometheus_target_scrapes_exceeded_sample_limit_total[$__rate_interval]))',
          'too many samples',
        ),
      ],
    },
    { bars: true, thresholds: rising(1, 5) },
  ),
  timeseries({
    title: 'Log lines',
    about: 'Lines that Loki took in, and lines that Loki or the collector threw away, each second.',
    unit: Unit.PER_SECOND,
    queries: [
      query('sum(rate(loki_distributor_lines_received_total[$__rate_interval]))', 'taken in'),
      query('sum by (reason) (rate(loki_discarded_samples_total[$__rate_interval]))', 'refused: {{reason}}'),
      query(
        'sum by (reason) (rate(loki_write_dropped_entries_total[$__rate_interval]))',
        'dropped by the collector: {{reason}}',
      ),
    ],
  }),
  timeseries({
    title: 'Log streams',
    about: 'Streams that Loki holds open. A label that changes with each run makes thousands.',
    unit: Unit.COUNT,
    queries: [query('sum(loki_ingester_memory_streams)', 'streams')],
  }),
  timeseries(
    {
      title: 'Age of pushed groups',
      about: 'Time since the last push of the ten oldest groups of the Pushgateway.',
      unit: Unit.SECONDS,
      queries: [query('topk(10, time() - max by (namespace, job) (push_time_seconds))', '{{namespace}}/{{job}}')],
    },
    { empty: 'nothing pushed' },
  ),
);

/** What servers say. */
export const serviceLogs = closedRow(
  'Logs',
  logs(
    { title: 'Errors of servers', about: 'Lines of the chosen servers that speak of an error, the newest first.' },
    '{namespace=~".+",app=~"$server"} |~ "ERROR|FATAL|Exception|panic:|level=error"',
  ),
);
