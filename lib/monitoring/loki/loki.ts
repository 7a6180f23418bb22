import { Size, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { checkAtSynth } from '../../core/rules';
import { service } from '../../kube/deployment';
import { tcp, type NetworkPeer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { Observation, type IObserved } from '../../kube/observation';
import { serviceAccount } from '../../kube/rbac';
import { callers, serverPolicy } from '../../kube/server-network';
import { oneAtATime, serverSet } from '../../kube/stateful-set';
import type { ILoki } from '../interfaces';
import { MonitoringPart } from '../part';
import { hashedConfigMap } from './config-map';
import { asksForTenant, lokiConfiguration, LokiPort, memoryOf } from './configuration';
import { lokiFindings } from './findings';
import { CONFIG_FILE, DATA_VOLUME, lokiPod } from './pod';
import type { ExistingLokiProps, LokiProps } from './props';

const DEFAULT_CLAIM = { size: Size.gibibytes(10) };

/**
 * Loki as one process: takes logs, keeps them in an object store or on a claim, and answers queries. Enough for about
 * 20 GB a day in one pod, and more in three. It has no login: who may call decides the network policy.
 *
 * @see https://grafana.com/docs/loki/latest/get-started/deployment-modes/#monolithic-mode
 */
export class Loki extends MonitoringPart implements ILoki, IObserved {
  /** A Loki that runs already. @param url Its address without a path: `http://loki.logs.svc:3100`. */
  public static fromUrl(url: string, props: ExistingLokiProps = {}): ILoki {
    const { tenant, peer } = props;
    return {
      lokiUrl: url.replace(/\/+$/, ''),
      ...(tenant !== undefined && { lokiTenant: tenant }),
      ...(peer && { lokiPeer: peer }),
    };
  }

  public readonly lokiUrl: string;
  public readonly lokiTenant?: string;
  public readonly lokiPeer?: NetworkPeer;
  public readonly observations: Observation[];
  /** Whether each request must name a tenant. */
  public readonly asksForTenant: boolean;
  /** The StatefulSet of its pods. */
  public readonly statefulSet: KubeObject;
  /** Its configuration. */
  public readonly configMap: KubeObject;
  /** The Service that callers use. */
  public readonly service: KubeObject;
  /** The Service that gives each pod a name, and by which replicas find each other before they are ready. */
  public readonly headlessService: KubeObject;
  /** Its account, which has no rights in the cluster. */
  public readonly account: KubeObject;
  /** The budget of three replicas. */
  public readonly budget?: KubeObject;
  /** Lets three replicas talk with each other. */
  public readonly peerPolicy?: KubeObject;

  /** @throws RuleError `monitoring/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: LokiProps) {
    super(scope, id, 'loki', props);
    const { storage, replicas = 1, network, tenant } = props;
    const { _place: place } = this;
    const { name, namespace, selector } = place;
    const headless = `${name}-headless`;
    this.lokiUrl = `http://${name}.${namespace}.svc:${LokiPort.HTTP}`;
    if (tenant !== undefined) this.lokiTenant = tenant;
    this.lokiPeer = this._peer;
    this.asksForTenant = asksForTenant(props);
    this.observations = [Observation.scrape(this._workload, { job: 'loki', port: 'http', portNumber: LokiPort.HTTP })];

    const policy = this._close([LokiPort.HTTP], [], network);
    this.account = serviceAccount(this, 'Account', { name, namespace }, selector, props.accountAnnotations);
    this.configMap = hashedConfigMap(this, 'Config', place, {
      [CONFIG_FILE]: lokiConfiguration(props, {
        peers: `${headless}.${namespace}.svc`,
        memoryLimit: memoryOf(props).limits,
      }),
    });
    this.service = service(this, 'Service', {
      name,
      namespace,
      labels: selector,
      selector,
      ports: { http: same(LokiPort.HTTP), grpc: same(LokiPort.GRPC) },
    });
    this.headlessService = this.headless(headless, replicas);
    this.statefulSet = serverSet(this, 'Resource', place, {
      replicas,
      serviceName: headless,
      parallel: true,
      template: lokiPod(props, { account: name, configMap: this.configMap.name, selector }),
      claim: {
        volume: DATA_VOLUME,
        storageClassName: undefined,
        ...(storage._claim ?? props.walClaim ?? DEFAULT_CLAIM),
      },
    });
    if (replicas > 1) {
      this.budget = oneAtATime(this, 'Budget', place);
      this.peerPolicy = this.peers();
    }
    this.statefulSet.addDependency(policy, this.account, this.configMap, this.headlessService);
    checkAtSynth(this, () => lokiFindings(name, props));
  }

  /** Replicas look for each other before they are ready. */
  private headless(name: string, replicas: number): KubeObject {
    const { namespace, selector } = this._place;
    const ports = { http: LokiPort.HTTP, grpc: LokiPort.GRPC, ...(replicas > 1 && { gossip: LokiPort.GOSSIP }) };
    const manifest = k8s.KubeService.manifest({
      metadata: { name, namespace, labels: { ...selector } },
      spec: {
        clusterIp: 'None',
        publishNotReadyAddresses: true,
        selector: { ...selector },
        ports: Object.entries(ports).map(([port, number]) => ({
          name: port,
          port: number,
          targetPort: k8s.IntOrString.fromNumber(number),
        })),
      },
    }) as ApiObjectProps;
    return new KubeObject(this, 'HeadlessService', manifest);
  }

  private peers(): KubeObject {
    const { name, namespace, selector } = this._place;
    const ports = [LokiPort.GOSSIP, LokiPort.GRPC];
    return serverPolicy(this, 'PeerPolicy', {
      name: `${name}-peers`,
      namespace,
      pods: selector,
      ingress: callers([this._peer], ...ports),
      egress: [{ peers: [this._peer], ports: [tcp(...ports)] }],
    });
  }
}

function same(port: number): { port: number; target: number } {
  return { port, target: port };
}
