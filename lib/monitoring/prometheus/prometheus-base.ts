import type { ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { checkAtSynth } from '../../core/rules';
import { service } from '../../kube/deployment';
import { tcp, toApiServer, type NetworkPeer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { Observation, type IObserved } from '../../kube/observation';
import { AccountRights, serviceAccount } from '../../kube/rbac';
import type { IPrometheus } from '../interfaces';
import { MonitoringPart } from '../part';
import { Federation, portOf } from './federation';
import { baseFindings } from './findings';
import type { PrometheusBaseProps } from './props';
import type { RemoteWrite } from './remote-write';
import { DISCOVERY_RIGHTS } from './rights';

/** Port of the pages and the API. */
export const PROMETHEUS_PORT = 9090;
const RELOADER_PORT = 8080;
const LABEL = 'monitoring.cdk8s-spark.dev/prometheus';

/** What a Prometheus with a store and an agent have in common. Their pods are made by the operator. */
export abstract class PrometheusBase extends MonitoringPart implements IPrometheus, IObserved {
  public readonly prometheusUrl: string;
  public readonly prometheusPeer?: NetworkPeer;
  public readonly monitorLabels: { readonly [key: string]: string };
  /** The object that the operator makes pods of. */
  public abstract readonly server: KubeObject;
  /** Its Service. */
  public readonly service: KubeObject;
  /** Its account. */
  public readonly account: KubeObject;
  /** The PodDisruptionBudget; undefined with one replica. */
  public readonly budget?: KubeObject;
  private readonly reached = new Set<string>();

  /** @param remoteWrite Stores that it sends to. */
  protected constructor(
    scope: Construct,
    id: string,
    kind: string,
    props: PrometheusBaseProps,
    remoteWrite: RemoteWrite[],
  ) {
    super(scope, id, kind, props);
    const { name, namespace, selector: labels } = this._place;
    this.prometheusUrl = `http://${name}.${namespace}.svc:${PROMETHEUS_PORT}`;
    this.prometheusPeer = this._peer;
    this.monitorLabels = props.monitorLabels ?? { [LABEL]: name };
    const azure = remoteWrite.find(({ _azureClient: client }) => client !== undefined)?._azureClient;
    this.account = serviceAccount(this, 'Account', { name, namespace }, labels, {
      ...(azure !== undefined && { 'azure.workload.identity/client-id': azure }),
      ...props.accountAnnotations,
    });
    this.service = service(this, 'Service', {
      ...this._place,
      labels,
      ports: {
        web: { port: PROMETHEUS_PORT, target: PROMETHEUS_PORT },
        'reloader-web': { port: RELOADER_PORT, target: RELOADER_PORT },
      },
    });
    const { replicas = 1, ui } = props;
    this._close([PROMETHEUS_PORT, RELOADER_PORT], [toApiServer(props)], props.network);
    if (replicas > 1) {
      // Each replica has samples of its own: a graph that jumps between them would flicker.
      this.service.override('/spec/sessionAffinity', 'ClientIP');
      this.budget = this.makeBudget();
    }
    for (const { url, _options: options } of remoteWrite) this.reach(options.peer, portOf(url));
    if (ui) this.allow(...ui.leadTo(this, { service: name, namespace, port: PROMETHEUS_PORT }));
    checkAtSynth(this, () => baseFindings(name, props, remoteWrite));
  }

  public get observations(): Observation[] {
    const job = 'prometheus';
    return [
      Observation.scrape(this._workload, { job, port: 'web', portNumber: PROMETHEUS_PORT }),
      Observation.scrape(this._workload, { job, port: 'reloader-web', portNumber: RELOADER_PORT }),
    ];
  }

  public addTarget(target: NetworkPeer, port: number): void {
    const { name, namespace: own, selector: labels } = this._place;
    this._reach({ peers: [target], ports: [tcp(port)] });
    if (target.cidr !== undefined) return;
    const { namespace = own } = target;
    if (this.reached.has(namespace)) return;
    this.reached.add(namespace);
    new AccountRights(this, `Targets-${namespace}`, {
      // Several may have rights in one namespace.
      name: `${name}.${own}`,
      namespace,
      rules: DISCOVERY_RIGHTS,
      account: { name, namespace: own },
      labels,
    });
  }

  /** Makes the federated sources, once the object itself is there. @internal */
  protected _federate({ federation = [] }: PrometheusBaseProps): void {
    const { namespace } = this._place;
    for (const source of federation) {
      // Two of one name are a finding; their ids must differ for it to be told.
      const id = `Federation-${source.name}`;
      const free = this.node.tryFindChild(id) ? `${id}-${this.node.children.length}` : id;
      new Federation(this, free, { ...source, prometheus: this, namespace });
    }
  }

  private reach(peer: NetworkPeer | undefined, port: number): void {
    this._reach({ ...(peer && { peers: [peer] }), ports: [tcp(port)] });
  }

  private makeBudget(): KubeObject {
    const { name, namespace, selector: labels } = this._place;
    const manifest = k8s.KubePodDisruptionBudget.manifest({
      metadata: { name, namespace, labels: { ...labels } },
      spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: { ...labels } } },
    }) as ApiObjectProps;
    return new KubeObject(this, 'Budget', manifest);
  }
}
