import type { ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { checkDnsLabel, checkDnsSubdomain } from '../../core/names';
import { checkAtSynth, type Finding } from '../../core/rules';
import { service } from '../../kube/deployment';
import { restrictedNamespace } from '../../kube/namespace';
import { parseCidr } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { AccountRights, serviceAccount } from '../../kube/rbac';
import type { IUiGateway } from '../gateway';
import { installFindings } from '../install-findings';
import { CONTROLLER_RULES as RULES } from '../rules';
import { PROXY_PORT } from '../sign-on/settings';
import type { UiBackend } from '../ui-route';
import { NginxCustomResources } from './crds';
import { ExistingNginxIngress } from './existing';
import { NGINX, NGINX_CONFIG, NGINX_LABELS, NGINX_SELECTOR, NginxPort } from './names';
import { NginxNetworkPolicies } from './network';
import { NginxRoutes } from './nginx-routes';
import {
  NginxCrds,
  NginxServiceType,
  NginxWorkload,
  type ExistingNginxIngressProps,
  type NginxIngressProps,
} from './props';
import { CLUSTER_RIGHTS, OWN_RIGHTS, WATCH_RIGHTS } from './rights';
import { configOf, settingFindings } from './settings';
import { NginxPods } from './workload';
import { Observation, type IObserved } from '../../kube/observation';
import { workloadOf } from '../../kube/workload';

/**
 * The NGINX Ingress Controller of F5, whole, and the routes on it. It watches the namespaces of its routes and no others,
 * and sees the Secrets of its own alone.
 *
 * @see https://docs.nginx.com/nginx-ingress-controller/
 */
export class NginxIngress extends NginxRoutes implements IObserved {
  /** A controller of F5 that somebody else installed. Routes, certificates and policies are made; nothing else is. */
  public static fromExisting(scope: Construct, id: string, props: ExistingNginxIngressProps = {}): IUiGateway {
    return new ExistingNginxIngress(scope, id, props);
  }

  /** The CustomResourceDefinitions; empty where somebody else installs them. */
  public readonly definitions: KubeObject[];
  /** The Deployment or DaemonSet. */
  public readonly controller: KubeObject;
  /** The ConfigMap with its settings; the controller follows its changes. */
  public readonly config: KubeObject;
  private readonly props: NginxIngressProps;
  private readonly pods: NginxPods;
  private readonly network: NginxNetworkPolicies;
  private readonly watched: string[] = [];

  public constructor(scope: Construct, id: string, props: NginxIngressProps = {}) {
    const { namespace = NGINX, className = 'nginx', routeKind } = props;
    const peer = { namespace, podLabels: { ...NGINX_SELECTOR } };
    super(scope, id, { ...props, namespace, className, routeKind, serviceName: NGINX, peer });
    this.props = props;
    const ground = restrictedNamespace(this, 'Resource', namespace, NGINX_LABELS);
    this.definitions =
      props.crds === NginxCrds.EXTERNAL ? [] : new NginxCustomResources(this, 'CustomResources').definitions;
    this.network = new NginxNetworkPolicies(this, 'Network', namespace, props.network ?? {});
    this.config = this.object(
      'Config',
      k8s.KubeConfigMap.manifest({
        metadata: { name: NGINX_CONFIG, namespace, labels: { ...NGINX_LABELS } },
        data: configOf(props.settings),
      }),
    );
    const ingressClass = this.object(
      'Class',
      k8s.KubeIngressClass.manifest({
        metadata: { name: className, labels: { ...NGINX_LABELS } },
        spec: { controller: 'nginx.org/ingress-controller' },
      }),
    );
    const rights = this.ownRights();
    this.pods = new NginxPods(this, 'Controller', { namespace, className, props, watched: [namespace] });
    this.controller = this.pods.workload;
    this.services();
    this.node.tryFindChild('SignOn')?.node.addDependency(ground, ...this.definitions);
    rights.node.addDependency(ground);
    this.network.node.addDependency(ground);
    this.config.node.addDependency(ground);
    this.pods.node.addDependency(ground, rights, this.config, ingressClass, this.network, ...this.definitions);
    for (const name of [namespace, ...(props.watchNamespaces ?? [])]) this.watch(name);
    const { signOn } = props;
    if (signOn) {
      this.watch(signOn.namespaceName);
      this.node.findChild(`Routes-${signOn.namespaceName}`).node.addDependency(signOn);
      const peers = { namespace: signOn.namespaceName };
      this.network.reach(peers, PROXY_PORT);
    }
    checkAtSynth(this, () => [...this.findings(), ...this._gatewayFindings()]);
  }

  /** Its own page of metrics. */
  public get observations(): Observation[] {
    const props = { job: 'nginx-ingress', port: 'metrics', portNumber: NginxPort.METRICS };
    return [Observation.scrape(workloadOf(this.controller), props)];
  }

  /** @internal */
  protected override get _kinds(): KubeObject[] {
    return this.definitions;
  }

  /** @internal */
  protected override _reach(place: Construct, { namespace, port, targetPort = port }: UiBackend): void {
    this.watch(namespace, place);
    this.network.reach({ namespace }, targetPort);
  }

  /** The rights in the namespace of a route are made with the route, after that namespace. */
  private watch(namespace: string, place: Construct = this): void {
    if (this.watched.includes(namespace)) return;
    this.watched.push(namespace);
    const account = { name: NGINX, namespace: this.namespaceName };
    const spec = { name: `${this.namespaceName}-routes`, namespace, rules: WATCH_RIGHTS, account };
    new AccountRights(place, `Routes-${namespace}`, spec);
    this.pods.watch([...this.watched]);
  }

  private ownRights(): Construct {
    const { namespaceName: namespace } = this;
    const account = { name: NGINX, namespace };
    const parts = new Construct(this, 'Rights');
    serviceAccount(parts, 'Account', account, NGINX_LABELS);
    new AccountRights(parts, 'Cluster', { name: namespace, rules: CLUSTER_RIGHTS, account, labels: NGINX_LABELS });
    new AccountRights(parts, 'Own', { name: NGINX, namespace, rules: OWN_RIGHTS, account, labels: NGINX_LABELS });
    return parts;
  }

  private services(): void {
    const { namespaceName: namespace, props } = this;
    const { type = NginxServiceType.LOAD_BALANCER, annotations, sourceRanges } = props.service ?? {};
    const outside = type !== NginxServiceType.CLUSTER_IP;
    const port = (name: string, number: number): k8s.ServicePort => ({
      name,
      port: number,
      targetPort: k8s.IntOrString.fromNumber(number),
    });
    this.object(
      'Service',
      k8s.KubeService.manifest({
        metadata: {
          name: NGINX,
          namespace,
          labels: { ...NGINX_LABELS },
          ...(annotations && { annotations: { ...annotations } }),
        },
        spec: {
          type,
          selector: { ...NGINX_SELECTOR },
          // Otherwise nginx would take a node for the client, and network policies could tell nobody apart.
          ...(outside && { externalTrafficPolicy: 'Local' }),
          ...(sourceRanges && { loadBalancerSourceRanges: [...sourceRanges] }),
          ports: [port('http', NginxPort.HTTP), port('https', NginxPort.HTTPS)],
        },
      }),
    );
    service(this, 'Metrics', {
      name: `${NGINX}-metrics`,
      namespace,
      labels: NGINX_LABELS,
      selector: NGINX_SELECTOR,
      ports: { metrics: { port: NginxPort.METRICS, target: NginxPort.METRICS } },
    });
  }

  private findings(): Finding[] {
    const { props, namespaceName: namespace } = this;
    const { workload, replicas, defaultTlsSecret, settings, service: entry = {}, watchNamespaces = [] } = props;
    return [
      ...installFindings({ ...props, namespace, network: props.network ?? {} }),
      ...(workload === NginxWorkload.DAEMON_SET && replicas !== undefined
        ? [{ rule: RULES.daemonSetReplicas, at: 'replicas', value: replicas }]
        : []),
      ...(defaultTlsSecret === undefined ? [] : checkDnsSubdomain('defaultTlsSecret', defaultTlsSecret)),
      ...watchNamespaces.flatMap((name, i) => checkDnsLabel(`watchNamespaces[${i}]`, name)),
      ...(entry.sourceRanges ?? [])
        .filter((cidr) => parseCidr(cidr) === undefined)
        .map((value) => ({ rule: RULES.loadBalancerSource, at: 'service.sourceRanges', value })),
      ...settingFindings(settings),
    ];
  }

  private object(id: string, manifest: unknown): KubeObject {
    return new KubeObject(this, id, manifest as ApiObjectProps);
  }
}
