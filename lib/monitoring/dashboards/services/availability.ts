import { drillDown, field, Uid } from '../model/links';
import { now, orZero, query } from '../model/query';
import { row } from '../model/row';
import { falling, rising, Unit, UP_OR_DOWN } from '../model/scale';
import { stat } from '../model/stat';
import { table } from '../model/table';
import { timeseries } from '../model/timeseries';
import { ofServers, SERVER } from './selectors';

const PROBED = 'job=~".+-probe"';
const CONTAINERS = 'by (namespace, pod, container)';
const POD = `by (namespace, pod, ${SERVER})`;

const ready = `sum by (namespace, pod) (max ${CONTAINERS} (kube_pod_container_status_ready)) / sum by (namespace, pod) (max ${CONTAINERS} (kube_pod_container_info))`;

/** Whether people reach what they use. */
export const availability = row(
  'Do they answer?',
  stat(
    {
      title: 'Probes that fail',
      about: 'Services that did not answer the last probe: History Server, Livy, notebooks, metastore.',
      unit: Unit.COUNT,
      queries: [now(orZero(`count(probe_success{${PROBED}} == 0)`))],
    },
    { thresholds: rising(1, 2), width: 6 },
  ),
  stat(
    {
      title: 'Targets down',
      about: 'Scrape targets that do not answer, but drivers, which come and go.',
      unit: Unit.COUNT,
      queries: [now(orZero('count(up{job!="spark-driver"} == 0)'))],
    },
    { thresholds: rising(1, 5), width: 6 },
  ),
  stat(
    {
      title: 'Next certificate expires in',
      about: 'Time until the first certificate that a probe saw is no longer valid.',
      unit: Unit.SECONDS,
      queries: [now(`min(probe_ssl_earliest_cert_expiry{${PROBED}}) - time()`)],
    },
    { thresholds: falling(7 * 86400, 14 * 86400), width: 6, empty: 'no TLS probed' },
  ),
  stat(
    {
      title: 'Restarts',
      about: 'Containers of servers that restarted in the time range.',
      unit: Unit.COUNT,
      queries: [
        now(
          `sum(${ofServers('sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total[$__range]))')})`,
        ),
      ],
    },
    { thresholds: rising(1, 5), decimals: 0, width: 6 },
  ),
  table(
    {
      title: 'Servers',
      about:
        'Pods of the servers: ready containers, restarts, and what they use of what they may. Click a name for its lines.',
      labels: [
        {
          label: SERVER,
          title: 'Server',
          links: [drillDown('Logs', Uid.LOGS, { namespace: field('namespace'), app: field(SERVER) })],
        },
        { label: 'namespace', title: 'Namespace' },
        { label: 'pod', title: 'Pod' },
      ],
      numbers: [
        {
          title: 'Ready',
          unit: Unit.SHARE,
          thresholds: falling(0.5, 1),
          query: now(`max ${POD} (${ofServers(ready)})`),
        },
        {
          title: 'Restarts, 1 day',
          unit: Unit.COUNT,
          decimals: 0,
          thresholds: rising(1, 5),
          query: now(
            `max ${POD} (${ofServers('sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total[1d]))')})`,
          ),
        },
        {
          title: 'Memory of limit',
          unit: Unit.SHARE,
          thresholds: rising(0.85, 0.95),
          query: now(
            `max ${POD} (${ofServers('max by (namespace, pod) (max by (namespace, pod, container) (container_memory_working_set_bytes{container!="",container!="POD"}) / on (namespace, pod, container) max by (namespace, pod, container) (kube_pod_container_resource_limits{resource="memory"}))')})`,
          ),
        },
        {
          title: 'Memory',
          unit: Unit.BYTES,
          query: now(
            `max ${POD} (${ofServers('sum by (namespace, pod) (max by (namespace, pod, container) (container_memory_working_set_bytes{container!="",container!="POD"}))')})`,
          ),
        },
        {
          title: 'Cores',
          unit: Unit.CORES,
          decimals: 2,
          query: now(
            `max ${POD} (${ofServers('sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{container!="",container!="POD"}[$__rate_interval]))')})`,
          ),
        },
      ],
      sortBy: 'Restarts, 1 day',
    },
    { height: 10 },
  ),
  timeseries(
    {
      title: 'Probes',
      about: 'Whether each service answered: 1 is yes.',
      unit: Unit.COUNT,
      queries: [query(`min by (job, instance) (probe_success{${PROBED}})`, '{{job}} {{instance}}')],
    },
    { words: UP_OR_DOWN, max: 1, width: 12, empty: 'nothing is probed' },
  ),
  timeseries(
    {
      title: 'Time to answer',
      about: 'How long each service took to answer its probe.',
      unit: Unit.SECONDS,
      queries: [query(`max by (job, instance) (probe_duration_seconds{${PROBED}})`, '{{job}} {{instance}}')],
    },
    { width: 12, empty: 'nothing is probed' },
  ),
);
