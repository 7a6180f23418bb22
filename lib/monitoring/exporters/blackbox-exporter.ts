import { Duration, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { hashedName } from '../../core/names';
import { checkAtSynth, type Finding } from '../../core/rules';
import { HardenedDeployment, service } from '../../kube/deployment';
import { tcp, type NetworkPeer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { Observation, type IObserved } from '../../kube/observation';
import { serviceAccount } from '../../kube/rbac';
import { VERSIONS } from '../../versions';
import type { IProber } from '../interfaces';
import { MonitoringPart, type MonitoringPartProps } from '../part';
import { blackboxModules } from './blackbox-modules';
import { exporterPod } from './exporter-pod';
import { partFindings } from './part-findings';
import { EXPORTER_RULES as RULES } from './rules';

/** Settings of the blackbox exporter. */
export interface BlackboxExporterProps extends MonitoringPartProps {
  /** Pods. @default 1 */
  readonly replicas?: number;
  /** After which time a server that does not answer counts as down. @default - 5 seconds */
  readonly timeout?: Duration;
}

const PORT = 9115;
const CONFIG = '/etc/blackbox_exporter';
const LONGEST = 120_000;

/**
 * Asks servers that have no metrics whether they answer. Who may call it makes it call others: only Prometheus may, and it
 * gets a way out only to what it is told of.
 *
 * @see https://github.com/prometheus/blackbox_exporter
 */
export class BlackboxExporter extends MonitoringPart implements IProber, IObserved {
  /**
   * One that runs already. It must have the modules `http_2xx`, `http_up` and `tcp_connect`, and ways to what it asks.
   *
   * @param address Host and port: `blackbox.monitoring.svc:9115`.
   * @param peer Its pods, for the network policies of what it asks.
   */
  public static fromExisting(address: string, peer?: NetworkPeer): IProber {
    return { proberAddress: address, ...(peer && { proberPeer: peer }), addTarget: () => undefined };
  }

  public readonly proberAddress: string;
  public readonly proberPeer?: NetworkPeer;
  public readonly observations: Observation[];
  /** The Deployment. */
  public readonly deployment: KubeObject;
  /** Its Service. */
  public readonly service: KubeObject;
  /** Its account, which has no rights and no token. */
  public readonly account: KubeObject;

  /** @throws RuleError `monitoring/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: BlackboxExporterProps = {}) {
    super(scope, id, 'blackbox-exporter', props);
    const { partName: name, namespaceName: namespace, _selector: labels } = this;
    const { replicas = 1, timeout = Duration.seconds(5) } = props;
    this.proberAddress = `${name}.${namespace}.svc:${PORT}`;
    this.proberPeer = this._peer;
    this.account = serviceAccount(this, 'Account', { name, namespace }, labels);
    const config = this.config(blackboxModules(timeout));
    const { deployment } = new HardenedDeployment(this, 'Deployment', {
      ...this._place,
      replicas,
      ...this.pod(config, props),
    });
    // The account is named without its token.
    deployment.override('/spec/template/spec/serviceAccountName', name);
    this.deployment = deployment;
    this.service = service(this, 'Service', { ...this._place, labels, ports: { http: { port: PORT, target: PORT } } });
    const policy = this._close([PORT], [], props.network);
    deployment.addDependency(this.account, policy);
    this.observations = [
      Observation.scrape(this._workload, { job: 'blackbox-exporter', port: 'http', portNumber: PORT }),
    ];
    checkAtSynth(this, () => [...partFindings(name, props), ...findings(replicas, timeout)]);
  }

  public addTarget(target: NetworkPeer, port: number): void {
    this._reach({ peers: [target], ports: [tcp(port)] });
  }

  /** Its name follows its content, so that a change rolls out. @returns its name */
  private config(modules: string): string {
    const data = { 'config.yml': modules };
    const name = hashedName(`${this.partName}-modules`, data);
    const manifest = k8s.KubeConfigMap.manifest({
      metadata: { name, namespace: this.namespaceName, labels: { ...this._selector } },
      immutable: true,
      data,
    }) as ApiObjectProps;
    new KubeObject(this, 'Config', manifest);
    return name;
  }

  private pod(config: string, props: BlackboxExporterProps) {
    const { image = VERSIONS.BLACKBOX_EXPORTER.images.server } = props;
    const container = {
      name: 'blackbox-exporter',
      image,
      args: [`--config.file=${CONFIG}/config.yml`, `--web.listen-address=:${PORT}`],
      ports: { http: PORT },
      probe: { path: '/-/healthy', port: PORT },
    };
    const volumes = [{ name: 'config', source: { configMap: { name: config } }, mountPath: CONFIG }];
    return exporterPod({ container, cores: 0.02, mebibytes: 32, volumes }, props);
  }
}

function findings(replicas: number, timeout: Duration): Finding[] {
  const ms = timeout.toMilliseconds({ integral: false });
  return [
    ...(Number.isInteger(replicas) && replicas >= 1 ? [] : [{ rule: RULES.replicas, at: 'replicas', value: replicas }]),
    ...(Number.isInteger(ms) && ms >= 1 && ms <= LONGEST
      ? []
      : [{ rule: RULES.timeout, at: 'timeout', value: `${ms} ms` }]),
  ];
}
