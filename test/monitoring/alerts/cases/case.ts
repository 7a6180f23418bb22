/** Series by name and labels, and their values, one a minute, as promtool writes them: `1x20`, `0+1x20`, `_x5 1x5`. */
export interface Series {
  readonly [series: string]: string;
}

/** An alert as it fires. */
export interface Fired {
  /** Its labels, but for alertname and those of the rule. */
  readonly labels: { readonly [label: string]: string };
  /** `$value` as the description shows it. */
  readonly value?: string;
}

/** What an alert does with some series. */
export interface AlertCase {
  readonly alert: string;
  /** What the series show: `it waits for 9 minutes`. */
  readonly name: string;
  readonly series: Series;
  /** When somebody looks: `12m`. */
  readonly at: string;
  /** What fires then; nothing: the alert is silent. */
  readonly fires: readonly Fired[];
}

export type Labels = { readonly [label: string]: string };

/** `name{a="b"}` */
export function series(name: string, labels: Labels = {}): string {
  const list = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return `${name}{${list.join(', ')}}`;
}

/** A series that fires. */
export function fires(alert: string, name: string, at: string, data: Series, ...fired: readonly Fired[]): AlertCase {
  return { alert, name, at, series: data, fires: fired };
}

/** Series that must not fire. */
export function silent(alert: string, name: string, at: string, data: Series): AlertCase {
  return { alert, name, at, series: data, fires: [] };
}

/** The pod of a Spark application, as kube-state-metrics of one instance shows it. */
export function sparkPod(pod: string, role: string, phase: string, values: string, instance = 'ksm-0'): Series {
  const at = { namespace: 'etl', pod, uid: pod, instance };
  const label = { label_spark_app_selector: 'spark-1', label_spark_app_name: 'daily' };
  const phases = ['Pending', 'Running', 'Succeeded', 'Failed'];
  return {
    [series('kube_pod_labels', { ...at, ...label, label_spark_role: role })]: values.replace(/[\d.]+(?=x)/g, '1'),
    ...Object.fromEntries(
      phases.map((one) => [series('kube_pod_status_phase', { ...at, phase: one }), one === phase ? values : '0x2000']),
    ),
  };
}

/** Labels of what a driver shows. */
export const DRIVER: Labels = { namespace: 'etl', pod: 'daily-driver', app_id: 'spark-1', app_name: 'daily' };
/** The same, of its application. */
export const APP: Labels = { namespace: 'etl', app_id: 'spark-1', app_name: 'daily' };

/** A metric of the driver's own page. */
export function driver(metric: string, values: string, labels: Labels = {}): Series {
  const target = { job: 'spark-driver', instance: '10.0.0.1:4040', metrics_path: '/metrics/prometheus/' };
  return { [series(`metrics_spark_driver_${metric}`, { ...DRIVER, ...target, ...labels })]: values };
}

/** A metric of the driver's page about executors. */
export function executor(metric: string, id: string, values: string): Series {
  const target = { job: 'spark-driver', instance: '10.0.0.1:4040', metrics_path: '/metrics/executors/prometheus' };
  const own = { application_id: 'spark-1', application_name: 'daily', executor_id: id };
  return { [series(`metrics_executor_${metric}`, { ...DRIVER, ...target, ...own })]: values };
}
