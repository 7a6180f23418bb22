import { Chart, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { mebibytes, mebibyteQuantity, sizeQuantity, cpuQuantity } from '../../core/quantities';
import { checkAtSynth } from '../../core/rules';
import { restrictedPod } from '../../kube/hardening';
import { NetworkProtocol, tcp, type NetworkPeer, type PolicyRow } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { Observation, type IObserved } from '../../kube/observation';
import { serviceAccount } from '../../kube/rbac';
import { serverPolicy } from '../../kube/server-network';
import { oneAtATime } from '../../kube/stateful-set';
import { service } from '../../kube/deployment';
import { onNodes } from '../../scheduling/server-nodes';
import { VERSIONS } from '../../versions';
import type { IAlertmanager } from '../interfaces';
import { MonitoringPart } from '../part';
import { configurationText, secretNames } from './configuration';
import { alertmanagerFindings, RETENTION } from './findings';
import type { AlertmanagerProps } from './props';
import { goDuration } from './times';

const PORT = 9093;
/** The operator's reloader beside each Alertmanager. */
const RELOADER_PORT = 8080;
/** By which the pods of one Alertmanager agree on who tells. */
const PEER_PORT = 9094;
const UID = 65534;

/**
 * Tells people of alerts: groups them, mutes what need not be told, and sends the rest to receivers. The Prometheus
 * operator makes its pods. It has no login: whoever may call it can silence alerts.
 *
 * @see https://prometheus.io/docs/alerting/latest/alertmanager/
 */
export class Alertmanager extends MonitoringPart implements IAlertmanager, IObserved {
  /** One that runs already. @param name Its Service. @param namespace Namespace of the Service. @param port Its port. */
  public static fromExisting(name: string, namespace: string, port: number = PORT): IAlertmanager {
    const alertmanagerUrl = `http://${name}.${namespace}.svc:${port}`;
    return { alertmanagerName: name, alertmanagerNamespace: namespace, alertmanagerUrl };
  }

  public readonly alertmanagerName: string;
  public readonly alertmanagerNamespace: string;
  public readonly alertmanagerUrl: string;
  public readonly alertmanagerPeer?: NetworkPeer;
  public readonly observations: Observation[];
  /** `alertmanager.yaml` as Alertmanager reads it: routes, receivers and inhibitions, without a secret. */
  public readonly configuration: string;
  /** The Alertmanager, of which the operator makes a StatefulSet. */
  public readonly server: KubeObject;
  /** The Secret with the configuration, which the operator takes from nowhere else. It holds no secret. */
  public readonly configSecret: KubeObject;
  /** Its Service. */
  public readonly service: KubeObject;
  /** Its account, which has no rights and no token. */
  public readonly account: KubeObject;
  /** Lets its pods talk to each other; undefined with one. */
  public readonly peerPolicy?: KubeObject;
  /** One pod at a time may be evicted; undefined with one, where it could only forbid what a drain needs. */
  public readonly budget?: KubeObject;

  /** @throws RuleError `monitoring/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: AlertmanagerProps = {}) {
    super(scope, id, 'alertmanager', props);
    const { replicas = 1, ui } = props;
    const { partName: name, namespaceName: namespace, _selector: labels } = this;
    this.alertmanagerName = name;
    this.alertmanagerNamespace = namespace;
    this.alertmanagerUrl = `http://${name}.${namespace}.svc:${PORT}`;
    this.alertmanagerPeer = this._peer;
    this.configuration = configurationText(props);

    this.account = serviceAccount(this, 'Account', { name, namespace }, labels);
    const secret = `${name}-config`;
    this.configSecret = new KubeObject(this, 'Config', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: secret, namespace, labels: { ...labels } },
      type: 'Opaque',
      // As the API server keeps it: what is written otherwise would look changed with each apply.
      data: { 'alertmanager.yaml': Buffer.from(this.configuration, 'utf8').toString('base64') },
    });
    this.server = this.resource(secret, props);
    this.service = service(this, 'Service', {
      ...this._place,
      labels,
      ports: { web: { port: PORT, target: PORT } },
    });
    const policy = this._close([PORT, RELOADER_PORT], [], props.network);
    this.allow(...(ui?.leadTo(this, { service: name, namespace, port: PORT }) ?? []));
    if (replicas > 1) {
      const peers: PolicyRow[] = [
        { peers: [this._peer], ports: [tcp(PEER_PORT), { protocol: NetworkProtocol.UDP, ports: [PEER_PORT] }] },
      ];
      const between = { name: `${name}-peers`, namespace, pods: labels, ingress: peers, egress: peers };
      this.peerPolicy = serverPolicy(this, 'PeerPolicy', between);
      this.budget = oneAtATime(this, 'Budget', this._place);
    }
    this.server.addDependency(this.account, this.configSecret, policy);
    this.observations = this.observe();
    checkAtSynth(this, () => alertmanagerFindings(name, props));
  }

  private resource(configSecret: string, props: AlertmanagerProps): KubeObject {
    const { cores = 0.01, memory = Size.mebibytes(128), imagePullSecrets = [], priority, ui } = props;
    const { replicas = 1, retention = RETENTION, image = VERSIONS.ALERTMANAGER.images.server } = props;
    const secrets = secretNames(props);
    const matchLabels = { ...this._selector };
    const limit = props.memoryLimit ? mebibytes(props.memoryLimit) : 2 * mebibytes(memory);
    const spec = {
      version: VERSIONS.ALERTMANAGER.version,
      image,
      imagePullPolicy: 'IfNotPresent',
      ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
      replicas,
      retention: goDuration(retention),
      configSecret,
      ...(secrets.length > 0 && { secrets }),
      // The prefix is taken away on the way in, so that callers in the cluster need not know it.
      ...(ui && { externalUrl: ui.url }),
      serviceAccountName: this.partName,
      automountServiceAccountToken: false,
      securityContext: restrictedPod(UID),
      resources: {
        requests: { cpu: cpuQuantity(cores), memory: sizeQuantity(memory) },
        limits: { memory: mebibyteQuantity(limit) },
      },
      storage: storageOf(props),
      ...(priority && { priorityClassName: priority.priorityClassName }),
      ...onNodes(props.nodes),
      ...(replicas > 1 && {
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels },
          },
        ],
      }),
    };
    return new KubeObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Alertmanager',
      metadata: {
        name: this.partName,
        namespace: this.namespaceName,
        labels: { ...Chart.of(this).labels, ...matchLabels },
      },
      spec,
    });
  }

  /** The reloader knows whether a changed configuration was taken. */
  private observe(): Observation[] {
    const { _workload: pods } = this;
    const reloader = { ...pods, name: `${pods.name}-reloader` };
    return [
      Observation.scrape(pods, { job: 'alertmanager', port: 'web', portNumber: PORT }),
      Observation.scrape(reloader, { job: 'alertmanager', port: 'reloader-web', portNumber: RELOADER_PORT }),
    ];
  }
}

function storageOf({ storage }: AlertmanagerProps): { readonly [key: string]: unknown } {
  if (storage === undefined) return { emptyDir: { sizeLimit: '1Gi' } };
  const { size, storageClassName } = storage;
  return {
    volumeClaimTemplate: {
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(storageClassName !== undefined && { storageClassName }),
        resources: { requests: { storage: sizeQuantity(size) } },
      },
    },
  };
}
