import { drillDown, field, Uid } from '../model/links';
import { now, orZero, query } from '../model/query';
import { row } from '../model/row';
import { rising, Unit } from '../model/scale';
import { stat } from '../model/stat';
import { table } from '../model/table';
import { timeseries } from '../model/timeseries';

const NAMESPACE = 'namespace=~"$namespace"';
const LABELS = 'label_spark_app_name, label_spark_app_selector, label_spark_role';
const PENDING = `(max by (namespace, pod) (kube_pod_status_phase{${NAMESPACE},phase="Pending"}) == 1)`;
const PRIORITY = `max by (namespace, pod, priority_class) (kube_pod_info{${NAMESPACE}})`;
const OF_SPARK = `on (namespace, pod) group_left () spark:pod_labels:max{${NAMESPACE}}`;

/** `phase` by priority class, pods of Spark only. */
const byPriority = (phase: string): string =>
  `sum by (priority_class) ((${PRIORITY} and on (namespace, pod) (max by (namespace, pod) (kube_pod_status_phase{${NAMESPACE},phase="${phase}"}) == 1)) * ${OF_SPARK})`;

const waitingFor = `(time() - max by (namespace, pod) (kube_pod_created{${NAMESPACE}})) and on (namespace, pod) ${PENDING}`;

/** What waits, and for how long, whatever the scheduler. */
export const waiting = row(
  'Waiting pods',
  stat(
    {
      title: 'Pods waiting',
      about: 'Pods of Spark without a node.',
      unit: Unit.COUNT,
      queries: [query(orZero(`sum(spark:pod_phase:sum{${NAMESPACE},phase="Pending"})`))],
    },
    { thresholds: rising(1, 50), width: 6 },
  ),
  stat(
    {
      title: 'Of these, without room',
      about: 'Pods for which the scheduler found no node. The others wait for their queue, for a gate or for an image.',
      unit: Unit.COUNT,
      queries: [
        query(orZero(`sum(max by (namespace, pod) (kube_pod_status_unschedulable{${NAMESPACE}}) * ${OF_SPARK})`)),
      ],
    },
    { thresholds: rising(1, 50), width: 6 },
  ),
  stat(
    {
      title: 'Longest wait',
      about: 'Age of the oldest pod of Spark without a node.',
      unit: Unit.SECONDS,
      queries: [now(`max((${waitingFor}) * ${OF_SPARK})`)],
    },
    { thresholds: rising(300, 1800), width: 6, empty: 'nothing waits' },
  ),
  stat(
    {
      title: 'Drivers waiting',
      about: 'Applications that have not started, since their driver has no node.',
      unit: Unit.COUNT,
      queries: [query(orZero(`sum(spark:pod_phase:sum{${NAMESPACE},phase="Pending",label_spark_role="driver"})`))],
    },
    { thresholds: rising(1, 10), width: 6 },
  ),
  table(
    {
      title: 'Who waits',
      about: 'Applications with waiting pods: how many, and how long the oldest has waited.',
      labels: [
        { label: 'namespace', title: 'Namespace' },
        {
          label: 'label_spark_app_name',
          title: 'Application',
          links: [
            drillDown('Open application', Uid.APPLICATION, {
              namespace: field('namespace'),
              app_id: field('label_spark_app_selector'),
            }),
          ],
        },
        { label: 'label_spark_app_selector', title: 'Run' },
        { label: 'label_spark_role', title: 'Role' },
      ],
      numbers: [
        {
          title: 'Oldest',
          unit: Unit.SECONDS,
          thresholds: rising(300, 1800),
          query: now(
            `max by (namespace, ${LABELS}) ((${waitingFor}) * on (namespace, pod) group_left (${LABELS}) spark:pod_labels:max{${NAMESPACE}})`,
          ),
        },
        {
          title: 'Pods',
          unit: Unit.COUNT,
          query: now(`sum by (namespace, ${LABELS}) (spark:pod_phase:sum{${NAMESPACE},phase="Pending"}) > 0`),
        },
      ],
    },
    { empty: 'nothing waits' },
  ),
);

/** Who goes first, and who has to give way. */
export const priorities = row(
  'Priorities and preemption',
  timeseries(
    {
      title: 'Running by priority',
      about: 'Pods of Spark that run, by priority class.',
      unit: Unit.COUNT,
      queries: [query(byPriority('Running'), '{{priority_class}}')],
    },
    { stacked: true },
  ),
  timeseries(
    {
      title: 'Waiting by priority',
      about:
        'Pods of Spark without a node, by priority class. Urgent ones that wait while others run: preemption does not work.',
      unit: Unit.COUNT,
      queries: [query(byPriority('Pending'), '{{priority_class}}')],
    },
    { stacked: true, empty: 'nothing waits' },
  ),
  timeseries(
    {
      title: 'Pods that had to give way',
      about:
        'Pods marked for disruption, by reason: preempted for others, evicted by the kubelet, by taints or by the API.',
      unit: Unit.COUNT,
      queries: [
        query(
          `sum by (reason) (max by (namespace, pod, reason) (kube_pod_status_disruption_reason{${NAMESPACE}}) * ${OF_SPARK}) > 0`,
          '{{reason}}',
        ),
      ],
    },
    { bars: true, stacked: true, empty: 'none' },
  ),
);
