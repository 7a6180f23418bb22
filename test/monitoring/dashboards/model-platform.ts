import { INVENTORY } from '../../../lib/monitoring/inventory/inventory';

/** Labels of one thing that series are told of. */
interface Thing {
  readonly [label: string]: string;
}

export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** A counter, or a gauge that grows; and one that stays. */
const GROWING = '1+1x90';
const always = (value: number): string => `${value}x90`;

const application = (id: string): Thing => ({
  namespace: id,
  app_id: id,
  app_name: id,
  application_id: id,
  application_name: id,
  label_spark_app_selector: id,
  label_spark_app_name: id,
});

const APPLICATIONS = ['etl', 'ml'].map(application);

const pod = (app: Thing, role: string, number: number): Thing => ({
  ...app,
  pod: `${app.namespace}-${role}-${number}`,
  container: `spark-kubernetes-${role}`,
  spark_role: role,
  label_spark_role: role,
  executor_id: String(number),
  priority_class: 'spark-urgent',
  node: 'node',
});

const DRIVERS = APPLICATIONS.map((app) => pod(app, 'driver', 1));
const PODS = [...DRIVERS, ...APPLICATIONS.flatMap((app) => [1, 2].map((number) => pod(app, 'executor', number)))];
const SERVER: Thing = {
  namespace: 'livy',
  pod: 'livy-0',
  container: 'livy',
  label_app_kubernetes_io_name: 'livy',
  label_spark_role: '',
};

/** The driver is a row of the executors page, too. */
const ROWS = DRIVERS.flatMap((driver) => ['driver', '1', '2'].map((executor_id) => ({ ...driver, executor_id })));

/** Who tells the series of a source, and under which job. Others are told once. */
const TOLD_BY: { readonly [source: string]: readonly Thing[] } = {
  sparkDriver: DRIVERS.map((driver) => ({ ...driver, job: 'spark-driver' })),
  sparkExecutors: ROWS.map((row) => ({ ...row, job: 'spark-driver' })),
  sparkJmx: PODS.map((one) => ({ ...one, job: 'spark-jmx' })),
  sparkJob: APPLICATIONS.map((app) => ({ ...app, job: 'nightly' })),
  jvm: [{ ...SERVER, job: 'livy' }],
  scrape: DRIVERS.map((driver) => ({ ...driver, job: 'spark-driver' })),
  kubeStateMetrics: [...PODS, SERVER].map((one) => ({ ...one, job: 'kube-state-metrics' })),
  kubelet: [...PODS, SERVER].map((one) => ({ ...one, job: 'kubelet' })),
  blackbox: [{ ...SERVER, job: 'livy-probe' }],
};

/** Labels that have several values at once. */
const VALUES: { readonly [label: string]: readonly string[] } = {
  resource: ['cpu', 'memory', 'vcore'],
  phase: ['Running', 'Pending', 'Failed'],
  type: ['used', 'hard'],
  reason: ['OOMKilled', 'ImagePullBackOff', 'PreemptionByScheduler'],
  condition: ['Ready', 'MemoryPressure'],
  status: ['true', 'false', 'active'],
  state: ['allocated', 'pending', 'guaranteed', 'max'],
  area: ['heap', 'nonheap'],
  alertstate: ['firing'],
  alertname: ['SparkGcOverhead', 'VolcanoQueueStarved', 'LivyDown'],
  severity: ['warning'],
  le: ['1', '10', '+Inf'],
  queue_name: ['default', 'etl'],
};

/** Labels of the target, which only series of pods take from there. */
const TARGET = ['job', 'namespace', 'pod', 'container'];

/** Series of two applications, of which one executor each is pending, on a platform with everything. */
export function modelPlatform(): InputSeries[] {
  const all = Object.entries(INVENTORY)
    .filter(([source]) => source !== 'recorded')
    .flatMap(([source, metrics]) =>
      Object.entries(metrics).flatMap(([metric, labels]) =>
        (TOLD_BY[source] ?? [{ ...SERVER, job: source }]).flatMap((thing) => series(metric, labels, thing)),
      ),
    );
  return [...new Map(all.map((one) => [one.series, one])).values()];
}

function series(metric: string, labels: readonly string[], thing: Thing): InputSeries[] {
  const names = [...new Set([...TARGET, ...labels])].filter((label) => label in thing || labels.includes(label));
  const sets = names.reduce<Thing[]>(
    (found, label) =>
      found.flatMap((set) => valuesOf(label, thing).map((value): Thing => ({ ...set, [label]: value }))),
    [{}],
  );
  return sets.map((set) => ({
    series: `${metric.replace(/<(\w+)>/, '$1')}{${Object.entries(set)
      .map(([k, v]) => `${k}="${v}"`)
      .join()}}`,
    values: valuesIn(metric, set),
  }));
}

function valuesOf(label: string, thing: Thing): readonly string[] {
  const own = thing[label];
  return own === undefined ? (VALUES[label] ?? ['x']) : [own];
}

function valuesIn(metric: string, { phase, pod: name = '' }: Thing): string {
  if (metric === 'kube_pod_status_phase') {
    const actual = name.endsWith('executor-2') ? 'Pending' : 'Running';
    return always(phase === actual ? 1 : 0);
  }
  return metric === 'kube_pod_labels' ? always(1) : GROWING;
}
