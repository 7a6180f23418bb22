import { NGINX_INGRESS, OAUTH2_PROXY } from './edge';
import { KUBELET, KUBE_STATE, NODE } from './kubernetes';
import { RECORDED } from './recorded';
import { KUEUE, SPARK_OPERATOR, VOLCANO, YUNIKORN } from './schedulers';
import { JVM, SPARK_DRIVER, SPARK_EXECUTORS, SPARK_JMX, SPARK_JOB } from './spark';
import { ALERTMANAGER, ALLOY, BLACKBOX, GRAFANA, LOKI, PROCESS, PROMETHEUS } from './stack';
import { PROMETHEUS_OPERATOR, PUSHGATEWAY, SCRAPE } from './stack';
import { TARGET_LABELS, type MetricTable } from './table';

/**
 * Every metric that rules and dashboards may name, by source. A name that is missing here is a mistake in a query, or
 * a source that nobody scrapes.
 */
export const INVENTORY: { readonly [source: string]: MetricTable } = {
  sparkDriver: SPARK_DRIVER,
  sparkExecutors: SPARK_EXECUTORS,
  sparkJmx: SPARK_JMX,
  sparkJob: SPARK_JOB,
  jvm: JVM,
  kubeStateMetrics: KUBE_STATE,
  kubelet: KUBELET,
  nodeExporter: NODE,
  volcano: VOLCANO,
  yunikorn: YUNIKORN,
  kueue: KUEUE,
  sparkOperator: SPARK_OPERATOR,
  scrape: SCRAPE,
  process: PROCESS,
  prometheus: PROMETHEUS,
  prometheusOperator: PROMETHEUS_OPERATOR,
  alertmanager: ALERTMANAGER,
  pushgateway: PUSHGATEWAY,
  blackbox: BLACKBOX,
  loki: LOKI,
  alloy: ALLOY,
  grafana: GRAFANA,
  nginxIngress: NGINX_INGRESS,
  oauth2Proxy: OAUTH2_PROXY,
  recorded: RECORDED,
};

const LABELS = new Map(Object.values(INVENTORY).flatMap((table) => Object.entries(table)));
const PATTERNS = [...LABELS.keys()]
  .filter((name) => name.includes('<'))
  .map((name) => ({ name, regexp: pattern(name) }));

/** Whether a source or a recording rule makes a metric of this name. */
export function isKnownMetric(name: string): boolean {
  return known(name) !== undefined;
}

/** Whether the regular expression of a `__name__` matcher finds any metric. */
export function matchesKnownMetric(expression: string): boolean {
  const regexp = new RegExp(`^(?:${expression})$`);
  return [...LABELS.keys()].some((name) => regexp.test(name.replace(/<(\w+)>/, '$1')));
}

/** The labels that a query may use on a metric: those of its target too, unless a rule records it. */
export function labelsOf(name: string): readonly string[] {
  const metric = known(name);
  const labels = LABELS.get(metric ?? '') ?? [];
  return metric === undefined || metric in RECORDED ? labels : [...TARGET_LABELS, ...labels];
}

function known(name: string): string | undefined {
  return LABELS.has(name) ? name : PATTERNS.find(({ regexp }) => regexp.test(name))?.name;
}

function pattern(name: string): RegExp {
  return new RegExp(`^${name.replace(/<\w+>/, '.+')}$`);
}
