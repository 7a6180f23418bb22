import { Lazy, Size, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { Component } from '../../core/component';
import { contentHash } from '../../core/names';
import { sizeQuantity } from '../../core/quantities';
import { checkAtSynth, RuleError } from '../../core/rules';
import { UiPrefix } from '../../ingress/ui-route';
import { UiSignOn } from '../../ingress/ui-sign-on';
import type { NetworkPeer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { AccountRights, serviceAccount } from '../../kube/rbac';
import { namespaceOf } from '../spark-server/findings';
import { samePort, serverConfig, serverService, singlePod } from '../spark-server/workload';
import type { JupyterHubSqliteOptions } from './database';
import { hubFindings } from './findings';
import { BLOCK_PREFIX, CONFIG_FILE, LOADER, VALUES_FILE } from './loader';
import { HubPort, INSECURE_ANNOTATION, PROFILE_LABEL, placesOf, type HubPlaces } from './names';
import { apiServerOf, HubPolicies, profilePolicies } from './network';
import { hubPod, proxyPod } from './pods';
import type { NotebookProfile } from './profile';
import type { ProfileParts } from './profile-model';
import type { JupyterHubProps } from './props';
import { HUB_RIGHTS } from './rights';
import { PROFILE_RULES } from './rules';
import { offerOf, type ProfileOffer } from './spawner';
import { hubValues } from './values';
import { Observation, type IObserved } from '../../kube/observation';
import { workloadOf } from '../../kube/workload';

/**
 * JupyterHub: people sign on, choose a profile and get a notebook of their own, which reaches Spark the way the profile
 * says. One hub and one proxy; notebooks go on while either of them starts again.
 *
 * @see https://jupyterhub.readthedocs.io/en/5.5.0/
 */
export class JupyterHub extends Component implements IObserved {
  /** Name of the hub. */
  public readonly hubName: string;
  /** Namespace of the hub and its notebooks. */
  public readonly namespaceName: string;
  /** Address that people type, or that of the Service inside the cluster, with a slash at the end. */
  public readonly url: string;
  /** All notebooks, for the network policies of servers that let them in. */
  public readonly notebookPeer: NetworkPeer;
  /** The Deployment of the hub. */
  public readonly deployment: KubeObject;
  /** The Deployment of the proxy. */
  public readonly proxy: KubeObject;
  /** The Service of the hub. */
  public readonly service: KubeObject;
  /** The Service by which the hub tells the proxy its routes. */
  public readonly proxyApiService: KubeObject;
  /** The Service of everybody else. */
  public readonly publicService: KubeObject;
  /** Configuration of the hub. */
  public readonly config: KubeObject;
  /** The account of the hub. */
  public readonly account: KubeObject;
  /** Its rights. */
  public readonly role: KubeObject;
  /** Gives them to the account. */
  public readonly roleBinding: KubeObject;
  /** The claim of the database, where one is made. */
  public readonly claim?: KubeObject;
  /** What reaches the hub, and what it reaches. */
  public readonly hubPolicy: KubeObject;
  /** What reaches the proxy, and what it reaches. */
  public readonly proxyPolicy: KubeObject;
  /** What reaches notebooks, and what all of them reach. */
  public readonly notebookPolicy: KubeObject;

  private readonly offers: ProfileOffer[] = [];
  private readonly added: { readonly profile: NotebookProfile; readonly parts: ProfileParts }[] = [];
  private readonly places: HubPlaces;

  /** @throws RuleError `service/namespace` if no namespace is known. */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: JupyterHubProps,
  ) {
    super(scope, id);
    const { ui, network = {}, database } = props;
    const namespace = namespaceOf(scope, id, props.namespace);
    const places = placesOf(props.name ?? id, namespace, ui?._base);
    const { name, labels, hub, proxy } = places;
    const publicName = `${name}-proxy-public`;
    this.places = places;
    this.hubName = name;
    this.namespaceName = namespace;
    this.url = ui?.url ?? `http://${publicName}.${namespace}.svc${places.base}`;
    this.notebookPeer = { namespace, podLabels: places.notebooks };

    this.account = serviceAccount(this, 'Account', { name: hub.name, namespace }, labels);
    const rights = new AccountRights(this, 'Rights', {
      name: hub.name,
      namespace,
      rules: HUB_RIGHTS,
      account: { name: hub.name, namespace },
      labels,
    });
    this.role = rights.role;
    this.roleBinding = rights.binding;
    const { size, claimName } = database._sqlite ?? {};
    if (size !== undefined) this.claim = this.databaseClaim(database._sqlite ?? {}, size);

    this.config = this.configMap();
    const names = { config: hub.name, claim: size === undefined ? claimName : `${name}-database` };
    const template = hubPod(props, places, names);
    const annotations = { 'cdk8s-spark/config': Lazy.any({ produce: () => contentHash(this.data()) }) as string };
    this.deployment = singlePod(this, 'Resource', hub, 1, {
      ...template,
      metadata: { ...template.metadata, annotations },
    });
    const reason = props.authenticator._insecure;
    if (reason !== undefined) this.deployment.metadata.addAnnotation(INSECURE_ANNOTATION, reason);
    this.proxy = singlePod(this, 'Proxy', proxy, 1, proxyPod(props, places));
    this.service = serverService(this, 'Service', hub, hub.name, { ports: [samePort('http', HubPort.HUB)] });
    this.proxyApiService = serverService(this, 'ProxyApi', proxy, `${proxy.name}-api`, {
      ports: [samePort('api', HubPort.PROXY_API)],
    });
    this.publicService = serverService(this, 'ProxyPublic', proxy, publicName, {
      ports: [{ name: 'http', port: HubPort.PUBLIC, targetPort: k8s.IntOrString.fromNumber(HubPort.PROXY) }],
    });
    const policies = new HubPolicies(this, places, network, this.route(publicName));
    this.hubPolicy = policies.hub;
    this.proxyPolicy = policies.proxy;
    this.notebookPolicy = policies.notebooks;
    const before = [this.account, rights.role, rights.binding, this.config, this.hubPolicy, this.notebookPolicy];
    this.deployment.addDependency(...before, ...(this.claim ? [this.claim] : []));
    this.proxy.addDependency(this.proxyPolicy);
    for (const profile of props.profiles ?? []) this.addProfile(profile);
    checkAtSynth(this, () => hubFindings(name, props, this.added));
  }

  /** Its metrics are for those who are signed on; the hub and its proxy tell everybody whether they work. */
  public get observations(): Observation[] {
    const { name, namespace, base, hubUrl } = this.places;
    const probe = { job: 'jupyterhub-probe' };
    return [
      Observation.probe(workloadOf(this.deployment), {
        ...probe,
        target: `${hubUrl}${base}hub/health`,
        portNumber: HubPort.HUB,
      }),
      Observation.probe(workloadOf(this.proxy), {
        ...probe,
        target: `http://${name}-proxy-public.${namespace}.svc:${HubPort.PUBLIC}/_chp_healthz`,
        portNumber: HubPort.PROXY,
      }),
    ];
  }

  /**
   * Offers one more profile, with the objects it needs.
   *
   * @throws RuleError `notebook/profile-twice`, `notebook/profile-name`
   */
  public addProfile(profile: NotebookProfile): void {
    const { slug } = profile;
    const at = 'profiles';
    if (slug === '') throw new RuleError({ rule: PROFILE_RULES.profileName, at, value: profile.name }, this);
    if (this.added.some((other) => other.profile.slug === slug)) {
      throw new RuleError({ rule: PROFILE_RULES.profileTwice, at, value: profile.name, because: slug }, this);
    }
    const { places } = this;
    const { name, namespace, notebooks, hub } = places;
    const parts = profile._parts({
      hub: name,
      namespace,
      slug,
      notebooks: { ...notebooks, [PROFILE_LABEL]: slug },
      apiServer: apiServerOf(this.props.network ?? {}),
    });
    const scope = new Construct(this, `Profile-${slug}`);
    const files = Object.fromEntries((parts.files ?? []).map(({ key, content }) => [key, content]));
    const place = { ...hub, name, selector: places.labels };
    const config = parts.files?.length ? serverConfig(scope, 'Files', place, slug, files) : undefined;
    profilePolicies(scope, places, profile, parts);
    this.added.push({ profile, parts });
    this.offers.push(offerOf(profile, parts, config));
  }

  /** Who connects to the proxy by way of the address. */
  private route(service: string): NetworkPeer[] {
    const { ui, authenticator } = this.props;
    if (ui === undefined) return [];
    const { base, namespace } = this.places;
    const backend = {
      service,
      namespace,
      port: HubPort.PUBLIC,
      targetPort: HubPort.PROXY,
      basePath: base,
      executesCode: true,
    };
    // A hub that believes any name asks nobody, so that the gateway has to.
    const asks = authenticator._insecure === undefined || Object.keys(authenticator._secrets).length > 0;
    return ui.leadTo(this, backend, {
      prefixHandling: UiPrefix.KEEP,
      webSocket: true,
      signOn: asks ? UiSignOn.backend() : UiSignOn.required(),
      maxBodySize: Size.mebibytes(64),
    });
  }

  private data(): { [file: string]: string } {
    const values = hubValues(this.props, this.places, this.offers);
    const blocks = Object.entries(this.props.extraConfig ?? {});
    return {
      [CONFIG_FILE]: LOADER,
      [VALUES_FILE]: `${JSON.stringify(values, undefined, 2)}\n`,
      ...Object.fromEntries(blocks.map(([key, block]) => [`${BLOCK_PREFIX}${key}.py`, block])),
    };
  }

  private configMap(): KubeObject {
    const { hub, labels } = this.places;
    return new KubeObject(this, 'Config', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: hub.name, namespace: hub.namespace, labels: { ...labels } },
      // Profiles may still come.
      data: Lazy.any({ produce: () => this.data() }) as unknown,
    });
  }

  private databaseClaim({ storageClassName }: JupyterHubSqliteOptions, size: Size): KubeObject {
    const { name, namespace, labels } = this.places;
    const manifest = k8s.KubePersistentVolumeClaim.manifest({
      metadata: { name: `${name}-database`, namespace, labels: { ...labels } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(storageClassName !== undefined && { storageClassName }),
        resources: { requests: { storage: k8s.Quantity.fromString(sizeQuantity(size)) } },
      },
    }) as ApiObjectProps;
    return new KubeObject(this, 'DatabaseClaim', manifest);
  }
}
