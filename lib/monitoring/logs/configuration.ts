import {
  block,
  component,
  expression,
  renderAlloy,
  type AlloyBlock,
  type AlloyStatement,
  type AlloyValue,
} from './alloy-syntax';
import { METADATA_LABELS, RELABEL_RULES, SOURCE_LABELS, userRules, type RelabelRule } from './labels';
import { LogCollection, type LogCollectorProps } from './props';
import { REDACTED, REDACTIONS } from './redaction';

/** Variable with the name of the node. */
export const NODE_VARIABLE = 'NODE_NAME';

/** First lines of Spark's own layout, of its structured one, and of the servers around it; the rest continues them. */
export const FIRST_LINE = '^(?:\\d{2,4}[-/]\\d{2}[-/]\\d{2}[ T]\\d{2}:\\d{2}:\\d{2}|\\{"ts":)';

/** Servers that write stack traces, beside pods with a role of Spark. */
const JVM_SERVERS = 'spark-.+|livy|hive-metastore|zeppelin';

/** Lines of checks that say nothing but that somebody asked. */
const HEALTH_CHECKS = '(?:kube-probe/|Prometheus/\\d|GET /(?:-/)?(?:healthz?|livez|readyz?|ping|metrics)[ ?"])';

const WRITER = 'default';

/** Configuration of the pods on each node. */
export function logsConfiguration(props: LogCollectorProps): string {
  const { collection = LogCollection.API, namespaces } = props;
  const files = collection === LogCollection.HOST_FILES;
  return renderAlloy([
    { comment: 'Pods of this node only: without the selector every node reads the whole cluster.' },
    component(
      'discovery.kubernetes',
      'pods',
      { role: 'pod' },
      ...(namespaces ? [block('namespaces', { names: [...namespaces] })] : []),
      block('selectors', { role: 'pod', field: expression(`"spec.nodeName=" + sys.env("${NODE_VARIABLE}")`) }),
    ),
    component(
      'discovery.relabel',
      'pods',
      { targets: expression('discovery.kubernetes.pods.targets') },
      block('rule', { source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Pending', action: 'drop' }),
      ...relabelRules(props, files).map(relabelBlock),
    ),
    ...(files ? fileSource() : apiSource()),
    component('loki.process', 'pods', { forward_to: receiver('write', WRITER) }, ...podStages(props, files)),
    writer(props),
  ]);
}

/** Configuration of the one pod that reads events. */
export function eventsConfiguration(props: LogCollectorProps): string {
  const { namespaces } = props;
  return renderAlloy([
    component('loki.source.kubernetes_events', 'events', {
      log_format: 'logfmt',
      namespaces: namespaces && [...namespaces],
      forward_to: receiver('process', 'events'),
    }),
    component(
      'loki.process',
      'events',
      { forward_to: receiver('write', WRITER) },
      block('stage.static_labels', { values: { app: 'kubernetes-events' } }),
      ...redactions(props),
      block('stage.label_drop', { values: ['job', 'instance'] }),
    ),
    writer(props),
  ]);
}

function apiSource(): AlloyBlock[] {
  return [
    component('loki.source.kubernetes', 'pods', {
      targets: expression('discovery.relabel.pods.output'),
      forward_to: receiver('process', 'pods'),
    }),
  ];
}

function fileSource(): AlloyBlock[] {
  return [
    component('local.file_match', 'pods', { path_targets: expression('discovery.relabel.pods.output') }),
    component('loki.source.file', 'pods', {
      targets: expression('local.file_match.pods.targets'),
      forward_to: receiver('process', 'pods'),
    }),
  ];
}

function relabelRules(props: LogCollectorProps, files: boolean): RelabelRule[] {
  return [
    ...RELABEL_RULES,
    ...userRules({ ...props.labels, ...props.structuredMetadata }),
    ...(files
      ? [
          {
            sources: ['__meta_kubernetes_pod_uid', '__meta_kubernetes_pod_container_name'],
            separator: '/',
            replacement: '/var/log/pods/*$1/*.log',
            target: '__path__',
          },
        ]
      : []),
  ];
}

function relabelBlock({ sources, separator, regex, replacement, target }: RelabelRule): AlloyBlock {
  return block('rule', { source_labels: [...sources], separator, regex, replacement, target_label: target });
}

/** Pods are told apart until traces are whole; only then their names leave the labels. */
function podStages(props: LogCollectorProps, files: boolean): AlloyStatement[] {
  const { structuredMetadata = {}, dropHealthChecks = false } = props;
  const metadata = [...METADATA_LABELS, ...Object.keys(structuredMetadata)];
  return [
    ...(files ? [block('stage.cri')] : []),
    ...[`{spark_role=~".+"}`, `{spark_role="",app=~"${JVM_SERVERS}"}`].map((selector) =>
      block(
        'stage.match',
        { selector },
        block('stage.multiline', { firstline: FIRST_LINE, max_wait_time: '3s', max_lines: 500 }),
      ),
    ),
    ...(dropHealthChecks
      ? [block('stage.drop', { expression: HEALTH_CHECKS, drop_counter_reason: 'health_check' })]
      : []),
    ...redactions(props),
    block('stage.label_drop', { values: [...metadata, ...SOURCE_LABELS] }),
    // Values of labels stay known to the pipeline. Taken from labels that are still there, they would come twice.
    block('stage.structured_metadata', { values: Object.fromEntries(metadata.map((name) => [name, ''])) }),
  ];
}

function redactions({ redactions: own = [] }: LogCollectorProps): AlloyStatement[] {
  const known = Object.entries(REDACTIONS).flatMap(([secret, regex]): AlloyStatement[] => [
    { comment: secret },
    block('stage.replace', { expression: regex, replace: REDACTED }),
  ]);
  return [
    ...known,
    ...own.map(({ expression: regex, replacement }) =>
      block('stage.replace', { expression: regex, replace: replacement ?? REDACTED }),
    ),
  ];
}

/** Lines wait in memory, and are tried again for about ten minutes. */
function writer({ loki, tenant = loki.lokiTenant, cluster, environment }: LogCollectorProps): AlloyBlock {
  const external: { [label: string]: AlloyValue } = {
    ...(cluster !== undefined && { cluster }),
    ...(environment !== undefined && { environment }),
  };
  return component(
    'loki.write',
    WRITER,
    { external_labels: Object.keys(external).length > 0 ? external : undefined },
    block('endpoint', {
      url: `${loki.lokiUrl}/loki/api/v1/push`,
      tenant_id: tenant,
      batch_size: '1MiB',
      batch_wait: '1s',
      min_backoff_period: '500ms',
      max_backoff_period: '5m',
      max_backoff_retries: 10,
      retry_on_http_429: true,
    }),
  );
}

function receiver(kind: 'process' | 'write', label: string): AlloyValue {
  return [expression(`loki.${kind}.${label}.receiver`)];
}
