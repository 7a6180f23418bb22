import { Chart, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { checkAtSynth } from '../../core/rules';
import { unrestricted } from '../../kube/exemption';
import { KubeObject } from '../../kube/object';
import { Observation, type IObserved } from '../../kube/observation';
import { hardenedPod } from '../../kube/pod';
import { serviceAccount } from '../../kube/rbac';
import { VERSIONS } from '../../versions';
import { MonitoringPart, type MonitoringPartProps } from '../part';
import { exporterPod } from './exporter-pod';
import { COLLECTOR_SETTINGS, NODE_COLLECTORS } from './node-collectors';
import { partFindings } from './part-findings';
import { EXPORTER_RULES as RULES } from './rules';

/** Settings of the node exporter. */
export interface NodeExporterProps extends MonitoringPartProps {
  /** Collectors that are on, all others being off. @default - the fourteen that show a node's health */
  readonly collectors?: string[];
}

const PORT = 9100;
/** Where the container sees the node. */
const ROOT = '/host/root';
const SEES_NODE = "it reads the node's own network, processes and file systems, and changes none";

/**
 * Makes metrics of the nodes, with a pod on each of them. It shares network and processes with the node and reads its file
 * systems, which Pod Security admits only in a privileged namespace: give it one of its own. As nobody, without rights and
 * without a way to write, it can do no more than read.
 *
 * No network policy holds for pods on the network of their node: everybody in the cluster can read these metrics, and
 * Prometheus needs a way out to the addresses of the nodes, port 9100.
 *
 * @see https://github.com/prometheus/node_exporter
 */
export class NodeExporter extends MonitoringPart implements IObserved {
  public readonly observations: Observation[];
  /** The DaemonSet. */
  public readonly daemonSet: KubeObject;
  /** Its account, which has no rights and no token. */
  public readonly account: KubeObject;

  /** @throws RuleError `monitoring/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: NodeExporterProps = {}) {
    super(scope, id, 'node-exporter', props);
    const { partName: name, namespaceName: namespace, _selector: labels } = this;
    this.account = serviceAccount(this, 'Account', { name, namespace }, labels);
    this.daemonSet = this.makeDaemonSet(props);
    this.daemonSet.addDependency(this.account);
    this.observations = [
      Observation.scrape(this._workload, { job: 'node-exporter', port: 'metrics', portNumber: PORT }),
    ];
    checkAtSynth(this, () => [
      ...partFindings(name, props),
      ...(props.collectors ?? [])
        .filter((one) => !/^[a-z0-9_]+$/.test(one))
        .map((value) => ({ rule: RULES.collector, at: 'collectors', value })),
    ]);
  }

  private makeDaemonSet(props: NodeExporterProps): KubeObject {
    const matchLabels = { ...this._selector };
    const labels = { ...Chart.of(this).labels, ...matchLabels };
    const manifest = k8s.KubeDaemonSet.manifest({
      metadata: { name: this.partName, namespace: this.namespaceName, labels, annotations: unrestricted(SEES_NODE) },
      spec: {
        selector: { matchLabels },
        updateStrategy: { rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('10%') } },
        template: { metadata: { labels }, spec: this.pod(props) },
      },
    }) as ApiObjectProps;
    const set = new KubeObject(this, 'Resource', manifest);
    // What the node mounts later is seen, too.
    set.override('/spec/template/spec/containers/0/volumeMounts/0/mountPropagation', 'HostToContainer');
    return set;
  }

  private pod(props: NodeExporterProps): k8s.PodSpec {
    const { image = VERSIONS.NODE_EXPORTER.images.server, collectors = NODE_COLLECTORS } = props;
    const container = {
      name: 'node-exporter',
      image,
      args: [
        // Not on every address that the node has: one of them may be public.
        `--web.listen-address=[$(HOST_IP)]:${PORT}`,
        `--path.rootfs=${ROOT}`,
        `--path.procfs=${ROOT}/proc`,
        `--path.sysfs=${ROOT}/sys`,
        '--collector.disable-defaults',
        ...collectors.flatMap((one) => [
          `--collector.${one}`,
          ...(COLLECTOR_SETTINGS[one] ?? []).map((setting) => `--collector.${one}.${setting}`),
        ]),
      ],
      fieldEnv: { HOST_IP: 'status.hostIP' },
      ports: { metrics: PORT },
      probe: { path: '/', port: PORT },
    };
    const root = { name: 'root', source: { hostPath: { path: '/' } }, mountPath: ROOT, readOnly: true };
    const pod = hardenedPod(exporterPod({ container, cores: 0.05, mebibytes: 32, volumes: [root] }, props));
    return {
      ...pod,
      serviceAccountName: this.partName,
      hostNetwork: true,
      hostPid: true,
      // Where it does not run, nobody sees how the node is.
      tolerations: [{ operator: 'Exists' }],
    };
  }
}
