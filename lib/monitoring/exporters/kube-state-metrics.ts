import type { Construct } from 'constructs';
import { checkAtSynth, type Finding } from '../../core/rules';
import { checkKeys } from '../../core/names';
import { HardenedDeployment, service } from '../../kube/deployment';
import { parseCidr, toApiServer } from '../../kube/network-policy';
import type { KubeObject } from '../../kube/object';
import { Observation, type IObserved } from '../../kube/observation';
import { AccountRights, serviceAccount } from '../../kube/rbac';
import { isPort } from '../../kube/server-network';
import { VERSIONS } from '../../versions';
import { MonitoringPart, type MonitoringPartProps } from '../part';
import { exporterPod } from './exporter-pod';
import {
  DEFAULT_RESOURCES,
  DROPPED_METRICS,
  kubeStateRights,
  type KubeStateResource,
  NAMESPACE_LABELS,
  POD_LABELS,
} from './kube-state-resources';
import { partFindings } from './part-findings';
import { EXPORTER_RULES as RULES } from './rules';

/** Settings of kube-state-metrics. */
export interface KubeStateMetricsProps extends MonitoringPartProps {
  /** Kinds beside those that rules and dashboards of this package ask for. @default - none */
  readonly extraResources?: KubeStateResource[];
  /**
   * Labels of objects that become labels of `kube_<kind>_labels`, by kind, beside those of Spark's pods and of the teams'
   * namespaces: `{ nodes: ['pool'] }`. @default - none
   */
  readonly extraLabels?: { readonly [resource: string]: string[] };
  /** Regular expressions of metrics that are left out, too. @default - none */
  readonly dropMetrics?: string[];
  /** Addresses of the API server, for the network policy. @default - every address */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server. @default [443, 6443] */
  readonly apiServerPorts?: number[];
}

const PORT = 8080;
/** Metrics of the exporter itself. */
const OWN_PORT = 8081;

/**
 * Makes metrics of what the API server knows: phases, requests and labels of pods, quotas, jobs. One pod for the
 * cluster: a second would count everything twice.
 *
 * @see https://github.com/kubernetes/kube-state-metrics
 */
export class KubeStateMetrics extends MonitoringPart implements IObserved {
  public readonly observations: Observation[];
  /** Kinds that it watches: its rights are for these alone. */
  public readonly resources: KubeStateResource[];
  /** The Deployment. */
  public readonly deployment: KubeObject;
  /** Its Service. */
  public readonly service: KubeObject;
  /** Its account. */
  public readonly account: KubeObject;

  /** @throws RuleError `monitoring/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: KubeStateMetricsProps = {}) {
    super(scope, id, 'kube-state-metrics', props);
    const { partName: name, namespaceName: namespace, _selector: labels } = this;
    this.resources = [...new Set([...DEFAULT_RESOURCES, ...(props.extraResources ?? [])])].sort();
    const account = { name, namespace };
    this.account = serviceAccount(this, 'Account', account, labels);
    const rights = new AccountRights(this, 'Rights', {
      name: `${namespace}-${name}`,
      rules: kubeStateRights(this.resources),
      account,
      labels,
    });
    const { deployment } = new HardenedDeployment(this, 'Deployment', { ...this._place, ...this.pod(props) });
    // It is ready when it has read the cluster once, which only its own page tells.
    const ready = '/spec/template/spec/containers/0/readinessProbe/httpGet';
    deployment.override(ready, { path: '/readyz', port: OWN_PORT });
    this.deployment = deployment;
    this.service = service(this, 'Service', {
      ...this._place,
      labels,
      ports: { metrics: { port: PORT, target: PORT }, telemetry: { port: OWN_PORT, target: OWN_PORT } },
    });
    const policy = this._close([PORT, OWN_PORT], [toApiServer(props)], props.network);
    deployment.addDependency(this.account, rights, policy);
    const { _workload: pods } = this;
    const job = 'kube-state-metrics';
    this.observations = [
      // The namespace and pod of a metric are those that it tells of.
      Observation.scrape(pods, { job, port: 'metrics', portNumber: PORT, honorLabels: true }),
      Observation.scrape({ ...pods, name: `${name}-telemetry` }, { job, port: 'telemetry', portNumber: OWN_PORT }),
    ];
    checkAtSynth(this, () => [...partFindings(name, props), ...this.findings(props)]);
  }

  private pod(props: KubeStateMetricsProps) {
    const { image = VERSIONS.KUBE_STATE_METRICS.images.server } = props;
    const labels = Object.entries(labelsOf(props)).map(([resource, keys]) => `${resource}=[${keys.join(',')}]`);
    const container = {
      name: 'kube-state-metrics',
      image,
      args: [
        `--port=${PORT}`,
        `--telemetry-port=${OWN_PORT}`,
        `--resources=${this.resources.join(',')}`,
        `--metric-labels-allowlist=${labels.join(',')}`,
        `--metric-denylist=${[...DROPPED_METRICS, ...(props.dropMetrics ?? [])].join(',')}`,
        '--auto-gomemlimit',
      ],
      ports: { metrics: PORT, telemetry: OWN_PORT },
      probe: { path: '/livez', port: PORT },
    };
    return exporterPod({ container, cores: 0.02, mebibytes: 128, account: this.partName }, props);
  }

  private findings({ extraLabels = {}, apiServerCidrs = [], apiServerPorts = [] }: KubeStateMetricsProps): Finding[] {
    const watched = (resource: string): boolean => this.resources.map(String).includes(resource);
    return [
      ...Object.entries(extraLabels).flatMap(([resource, keys]) => [
        ...(watched(resource) ? [] : [{ rule: RULES.labelResource, at: 'extraLabels', value: resource }]),
        ...keys.flatMap((key) => labelFindings(`extraLabels["${resource}"]`, key)),
      ]),
      ...apiServerCidrs
        .filter((cidr) => parseCidr(cidr) === undefined)
        .map((value) => ({ rule: RULES.apiServer, at: 'apiServerCidrs', value })),
      ...apiServerPorts
        .filter((port) => !isPort(port))
        .map((value) => ({ rule: RULES.apiServer, at: 'apiServerPorts', value })),
    ];
  }
}

function labelFindings(at: string, key: string): Finding[] {
  return key.includes('*') ? [{ rule: RULES.labelKey, at, value: key }] : checkKeys(at, { [key]: '' });
}

function labelsOf({ extraLabels = {} }: KubeStateMetricsProps): { readonly [resource: string]: readonly string[] } {
  const labels: { [resource: string]: readonly string[] } = { namespaces: NAMESPACE_LABELS, pods: POD_LABELS };
  for (const [resource, keys] of Object.entries(extraLabels)) {
    labels[resource] = [...new Set([...(labels[resource] ?? []), ...keys])];
  }
  return labels;
}
