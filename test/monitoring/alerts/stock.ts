import { Chart, Testing } from 'cdk8s';
import type { SparkRulesProps } from '../../../lib/monitoring/alerts/props';
import { SparkRules } from '../../../lib/monitoring/alerts/spark-rules';
import type { IPrometheus } from '../../../lib/monitoring/interfaces';

/** A rule as it stands in a PrometheusRule. */
export interface WrittenRule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: { readonly [label: string]: string };
  readonly annotations?: { readonly [key: string]: string };
}

export interface WrittenGroup {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly WrittenRule[];
}

/** A PrometheusRule. */
export interface WrittenObject {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: { [key: string]: string } };
  readonly spec: { readonly groups: readonly WrittenGroup[] };
}

/** Every value of the label `job` that is ours. */
export const JOBS: readonly string[] = [
  ...['spark-driver', 'spark-jmx', 'spark-master', 'spark-worker', 'spark-history-probe', 'livy-probe'],
  ...['jupyterhub-probe', 'zeppelin-probe', 'hive-metastore-probe', 'grafana', 'loki', 'alloy', 'prometheus'],
  ...['prometheus-operator', 'alertmanager', 'pushgateway', 'kube-state-metrics', 'node-exporter', 'blackbox-exporter'],
  ...['kubelet', 'nginx-ingress', 'oauth2-proxy', 'spark-operator', 'apache-spark-operator', 'volcano-scheduler'],
  ...['volcano-controllers', 'yunikorn', 'kueue'],
];

export const PROMETHEUS: IPrometheus = {
  prometheusUrl: 'http://prometheus.monitoring.svc:9090',
  monitorLabels: { release: 'ours' },
  addTarget: () => undefined,
};

/** The objects of a set of rules. */
export function written(props: Partial<SparkRulesProps> = {}, then?: (rules: SparkRules) => void): WrittenObject[] {
  const chart = new Chart(Testing.app(), 'c', { namespace: 'monitoring' });
  const rules = new SparkRules(chart, 'rules', { prometheus: PROMETHEUS, ...props });
  then?.(rules);
  return Testing.synth(chart) as WrittenObject[];
}

/** All groups, where everything is monitored. */
export function groups(props: Partial<SparkRulesProps> = { observed: [...JOBS] }): WrittenGroup[] {
  return written(props).flatMap(({ spec }) => spec.groups);
}

/** All rules, where everything is monitored. */
export function rulesOf(props?: Partial<SparkRulesProps>): WrittenRule[] {
  return groups(props).flatMap(({ rules }) => rules);
}
