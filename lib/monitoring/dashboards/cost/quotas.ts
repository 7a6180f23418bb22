import { now, query } from '../model/query';
import { row } from '../model/row';
import { rising, Unit } from '../model/scale';
import { table } from '../model/table';
import { timeseries } from '../model/timeseries';

const BY = 'by (namespace, resourcequota, resource)';

/** Resources that are told in bytes: `requests.memory`, `requests.ephemeral-storage`, storage of a class. */
const OF_BYTES = '.*(memory|storage|hugepages-.+)';

const quota = (type: 'used' | 'hard', resources: string): string =>
  `max ${BY} (kube_resourcequota{namespace=~"$namespace",type="${type}",${resources}})`;

const full = (resources: string): string =>
  `${quota('used', resources)} / on (namespace, resourcequota, resource) (${quota('hard', resources)} > 0)`;

/** Cores, pods and bytes cannot share a column: its numbers have one unit. */
const quotaTable = (title: string, what: string, unit: string, resources: string) =>
  table(
    {
      title,
      about: `What each quota allows of ${what}, and how much of that is taken. At 100 % the API server refuses further pods.`,
      labels: [
        { label: 'namespace', title: 'Tenant' },
        { label: 'resourcequota', title: 'Quota' },
        { label: 'resource', title: 'Resource' },
      ],
      numbers: [
        { title: 'Full', unit: Unit.SHARE, thresholds: rising(0.9, 1), query: now(full(resources)) },
        { title: 'Used', unit, query: now(quota('used', resources)) },
        { title: 'Allowed', unit, query: now(quota('hard', resources)) },
      ],
    },
    { width: 12, empty: 'no quotas' },
  );

const running = (resource: string): string =>
  `sum(max by (node) (kube_node_status_allocatable{resource="${resource}"}))`;

/** What tenants may have, and what there is. */
export const quotas = row(
  'Quotas and nodes',
  quotaTable('Quotas of cores and objects', 'cores, pods and other objects', Unit.COUNT, `resource!~"${OF_BYTES}"`),
  quotaTable('Quotas of memory and storage', 'memory and storage', Unit.BYTES, `resource=~"${OF_BYTES}"`),
  timeseries(
    {
      title: 'Quota used',
      about: 'How full the ten fullest quotas were. A line at 100 % is a tenant that waits for itself.',
      unit: Unit.SHARE,
      queries: [query(`topk(10, ${full('resource!=""')})`, '{{namespace}}: {{resource}}')],
    },
    { width: 12, thresholds: rising(0.9, 1), empty: 'no quotas' },
  ),
  timeseries(
    {
      title: 'Cores of nodes',
      about:
        'Cores that nodes have for pods. Far above what is requested at night: nodes that the autoscaler could take away.',
      unit: Unit.CORES,
      queries: [query(running('cpu'), 'nodes')],
    },
    { width: 12 },
  ),
);
