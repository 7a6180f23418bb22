import { Chart, type Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkAtSynth, type Finding } from '../../core/rules';
import { parseCidr } from '../../kube/network-policy';
import type { KubeObject } from '../../kube/object';
import type { IPrometheus } from '../interfaces';
import { pageFindings } from './findings';
import { endpointOf, monitorObject } from './objects';
import { MONITOR_RULES } from './rules';
import { ScrapeAccount } from './scrape-account';

/** What the monitor of the kubelets is told. */
export interface KubeletMonitorProps {
  /** Who scrapes. */
  readonly prometheus: IPrometheus;
  /** Name of the monitor and its account. @default - the construct's id */
  readonly name?: string;
  /** Namespace of the monitor. @default - the chart's */
  readonly namespace?: string;
  /** How often. @default - as Prometheus does */
  readonly interval?: Duration;
  /** Regular expressions of further metrics that are dropped. @default - none */
  readonly drop?: string[];
  /** Addresses of the nodes, for the network policy of Prometheus. @default - every address, on port 10250 */
  readonly nodeCidrs?: string[];
}

const PORT = 10250;

/** Much of it, and nothing here asks for it. The rest stays: CPU, memory, network, throttling, volumes. */
const CADVISOR_DROP = [
  'container_tasks_state',
  'container_memory_(failures_total|failcnt|mapped_file|swap|kernel_usage|max_usage_bytes|total_.*)',
  'container_blkio_.*',
  'container_fs_(io_.*|inodes_.*|read_seconds_total|write_seconds_total|sector_.*|reads_merged_total|writes_merged_total)',
  'container_(last_seen|start_time_seconds|file_descriptors|sockets|threads|threads_max|ulimits_soft)',
  'container_cpu_(load_.*|schedstat_.*|system_seconds_total|user_seconds_total)',
  'container_pressure_.*',
  'container_spec_memory_(swap_limit_bytes|reservation_limit_bytes)',
];
const KUBELET_DROP = [
  '(apiserver|authentication|authorization|aggregator|go|kubernetes_feature|rest_client|storage_operation|workqueue|csi|plugin_manager|volume_operation)_.*',
  'kubelet_(runtime_operations|pod_worker|pleg|cgroup_manager|http_requests|image_pull|pod_start|lifecycle|device_plugin)_.*bucket',
];
const PROBES_DROP = ['prober_probe_duration_seconds_bucket'];

/**
 * Has Prometheus scrape the kubelets: what containers use, volumes, and probes. The Service behind it is kept by the
 * operator (`kubeletService`). The kubelet asks who reads; an account that may read metrics of nodes and nothing else is
 * made for that.
 */
export class KubeletMonitor extends Component {
  /** The ServiceMonitor. */
  public readonly monitor: KubeObject;

  public constructor(scope: Construct, id: string, props: KubeletMonitorProps) {
    super(scope, id);
    const { prometheus, interval, drop = [], name = id } = props;
    const namespace = props.namespace ?? Chart.of(scope).namespace ?? 'default';
    const { token } = new ScrapeAccount(this, 'Account', {
      name: `${name}-scraper`,
      namespace,
      roleName: `${name}-scraper.${namespace}`,
      rules: [{ apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] }],
    });
    const page = (path: string, dropped: readonly string[], honorTimestamps?: boolean): object =>
      endpointOf({
        port: 'https-metrics',
        path,
        interval,
        // Each node signs its own certificate.
        insecureTls: true,
        token,
        honorLabels: true,
        honorTimestamps,
        job: 'kubelet',
        drop: [...dropped, ...drop],
      });
    const metadata = { name, namespace, labels: prometheus.monitorLabels };
    this.monitor = monitorObject(this, 'Resource', 'ServiceMonitor', metadata, {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'kubelet', 'k8s-app': 'kubelet' } },
      namespaceSelector: { matchNames: ['kube-system'] },
      attachMetadata: { node: false },
      endpoints: [
        page('/metrics', KUBELET_DROP),
        // cAdvisor's own clock lags behind by up to half a minute, and samples of gone containers would stay.
        page('/metrics/cadvisor', CADVISOR_DROP, false),
        page('/metrics/probes', PROBES_DROP),
      ],
    });
    // For the rights to find the Service there; the nodes themselves are addresses.
    prometheus.addTarget({ namespace: 'kube-system' }, PORT);
    const { nodeCidrs = ['0.0.0.0/0'] } = props;
    for (const cidr of nodeCidrs) prometheus.addTarget({ cidr }, PORT);
    checkAtSynth(this, (): Finding[] => [
      ...nodeCidrs.flatMap((value, i) =>
        parseCidr(value) === undefined ? [{ rule: MONITOR_RULES.nodeCidr, at: `nodeCidrs[${i}]`, value }] : [],
      ),
      ...pageFindings('', { port: 'https-metrics', paths: [], drop, ...(interval && { interval }) }),
    ]);
  }
}
