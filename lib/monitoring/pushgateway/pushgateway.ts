import { Size, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { mebibytes, sizeQuantity } from '../../core/quantities';
import { checkAtSynth, RuleError } from '../../core/rules';
import { HardenedDeployment, service } from '../../kube/deployment';
import type { NetworkPeer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { Observation, type IObserved } from '../../kube/observation';
import { serviceAccount } from '../../kube/rbac';
import { onNodes } from '../../scheduling/server-nodes';
import type { IPushgateway } from '../../spark/pushgateway';
import { VERSIONS } from '../../versions';
import { MonitoringPart } from '../part';
import { PushgatewayCleaner } from './cleanup';
import { pushgatewayFindings } from './findings';
import type { PushgatewayProps } from './props';
import { PUSHGATEWAY_RULES } from './rules';

const PORT = 9091;
const DATA = '/data';
/** `nobody`, whom the image runs as. */
const NOBODY = 65534;

/**
 * A Pushgateway: jobs leave their last word there, and Prometheus reads it when it likes. One pod, since two would each
 * know half. It asks nobody who they are, so its policy decides who may push.
 *
 * @see https://github.com/prometheus/pushgateway
 */
export class Pushgateway extends MonitoringPart implements IPushgateway, IObserved {
  /**
   * One that runs already.
   *
   * @param address Host and port: `pushgateway.monitoring.svc:9091`.
   * @param peer Its pods, for the network policies of jobs.
   * @throws RuleError `pushgateway/address`
   */
  public static fromAddress(address: string, peer?: NetworkPeer): IPushgateway {
    if (!/^[A-Za-z0-9.-]+:\d{1,5}$/.test(address)) {
      throw new RuleError({ rule: PUSHGATEWAY_RULES.address, at: 'Pushgateway.fromAddress', value: address });
    }
    return { pushgatewayAddress: address, ...(peer && { pushgatewayPeer: peer }) };
  }

  public readonly pushgatewayAddress: string;
  public readonly pushgatewayPeer?: NetworkPeer;
  /** The Deployment of its only pod. */
  public readonly deployment: KubeObject;
  /** Its Service. */
  public readonly service: KubeObject;
  /** Its account, which has no rights and no token. */
  public readonly account: KubeObject;
  /** The claim with what was pushed; undefined where it is kept in memory only. */
  public readonly claim?: KubeObject;
  /** The CronJob that deletes groups that nobody renews. */
  public readonly cleanup: KubeObject;

  /** @throws RuleError `monitoring/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: PushgatewayProps = {}) {
    super(scope, id, 'pushgateway', props);
    const { partName: name, namespaceName: namespace } = this;
    const memory = props.memory ?? Size.mebibytes(128);
    const memoryLimit = props.memoryLimit ?? Size.mebibytes(2 * mebibytes(memory));
    this.pushgatewayAddress = `${name}.${namespace}.svc:${PORT}`;
    this.pushgatewayPeer = this._peer;
    this.account = serviceAccount(this, 'Account', { name, namespace }, { ...this._selector });
    if (props.volume) this.claim = this.makeClaim(props.volume);
    const { deployment } = new HardenedDeployment(this, 'Server', {
      ...this._place,
      uid: NOBODY,
      recreate: props.volume !== undefined,
      ...(props.priority && { priorityClassName: props.priority.priorityClassName }),
      placement: onNodes(props.nodes),
      imagePullSecrets: props.imagePullSecrets ?? [],
      containers: [
        {
          name: 'pushgateway',
          image: props.image ?? VERSIONS.PUSHGATEWAY.images.server,
          args: [
            `--web.listen-address=:${PORT}`,
            ...(props.volume ? [`--persistence.file=${DATA}/metrics`, '--persistence.interval=1m'] : []),
          ],
          ports: { http: PORT },
          probe: { path: '/-/ready', port: PORT },
          resources: { requests: { cpu: props.cores ?? 0.05, memory }, limits: { memory: memoryLimit } },
        },
      ],
      volumes: props.volume
        ? [{ name: 'data', source: { persistentVolumeClaim: { claimName: name } }, mountPath: DATA, readOnly: false }]
        : [],
    });
    deployment.override('/spec/template/spec/serviceAccountName', name);
    this.deployment = deployment;
    this.node.defaultChild = deployment;
    const ports = { http: { port: PORT, target: PORT } };
    this.service = service(this, 'Service', { ...this._place, labels: this._selector, ports });
    const policy = this._close([PORT], [], props.network);
    deployment.addDependency(this.account, policy, ...(this.claim ? [this.claim] : []));
    const cleaner = new PushgatewayCleaner(
      this,
      'Cleanup',
      { name, namespace, address: this.pushgatewayAddress, gateway: this._peer, port: PORT },
      props,
    );
    this.cleanup = cleaner.cronJob;
    this.allow(cleaner.peer);
    checkAtSynth(this, () => pushgatewayFindings(name, namespace, { memory, memoryLimit }, props));
  }

  /** Labels of the page win: they are those of the jobs. */
  public get observations(): Observation[] {
    return [
      Observation.scrape(this._workload, { job: 'pushgateway', port: 'http', portNumber: PORT, honorLabels: true }),
    ];
  }

  private makeClaim({ size, storageClassName }: NonNullable<PushgatewayProps['volume']>): KubeObject {
    const { name, namespace, selector } = this._place;
    const storage = k8s.Quantity.fromString(sizeQuantity(size ?? Size.gibibytes(1)));
    const manifest = k8s.KubePersistentVolumeClaim.manifest({
      metadata: { name, namespace, labels: { ...selector } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(storageClassName !== undefined && { storageClassName }),
        resources: { requests: { storage } },
      },
    }) as ApiObjectProps;
    return new KubeObject(this, 'Claim', manifest);
  }
}
