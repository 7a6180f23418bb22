import { Size, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { hashedName } from '../../core/names';
import { Label } from '../../core/labels';
import { HardenedDeployment, service } from '../../kube/deployment';
import { type NetworkPeer, networkPolicy, type PodChoice, tcp, TO_DNS } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import type { VolumeSpec } from '../../kube/pod';
import { VERSIONS } from '../../versions';
import { commandLine } from './keys';
import type { OAuth2ProxyProps } from './props';
import { EMAILS_PATH, METRICS_PORT, PASSWORDS_PATH, PROXY_PORT, settingsOf } from './settings';

/** The user of oauth2-proxy's image, which holds nothing but one program. */
const PROXY_UID = 65532;

/** What a server stands in front of. */
export interface Upstream {
  readonly url: string;
  /** Its pods; undefined where nothing is behind. */
  readonly peer?: NetworkPeer;
  readonly port?: number;
  /** How many seconds the backend may keep silent. @default - a minute */
  readonly seconds?: number;
  /** Prefix below which programs get 401 in place of a page. @default - none */
  readonly apiPrefix?: string;
}

/** One oauth2-proxy: two pods, a Service, and network policies that name each other end. */
export class OAuth2ProxyServer extends Construct {
  public readonly serviceName: string;
  public readonly workload: HardenedDeployment;
  private readonly upstreams: Upstream[] = [];
  private readonly pods: PodChoice;
  private policies = 0;

  public constructor(
    scope: Construct,
    id: string,
    serviceName: string,
    private readonly namespace: string,
    private readonly props: OAuth2ProxyProps,
  ) {
    super(scope, id);
    this.serviceName = serviceName;
    this.pods = { label: Label.INSTANCE, in: [serviceName] };
    this.workload = this.deployment();
    service(this, 'Service', {
      name: serviceName,
      namespace,
      labels: this.labels,
      selector: this.labels,
      ports: { http: { port: PROXY_PORT, target: PROXY_PORT }, metrics: { port: METRICS_PORT, target: METRICS_PORT } },
    });
    this.network();
  }

  /** Its pods, for the policies of others. */
  public get peer(): NetworkPeer {
    return { namespace: this.namespace, podLabels: { [Label.INSTANCE]: this.serviceName } };
  }

  /** Lets pods in. */
  public admit(peer: NetworkPeer): void {
    this.policy('from', { ingress: [{ peers: [peer], ports: [tcp(PROXY_PORT)] }] });
  }

  /** Sends those who signed on further. */
  public addUpstream(upstream: Upstream): void {
    this.upstreams.push(upstream);
    const { peer, port } = upstream;
    if (peer && port !== undefined) this.policy('to', { egress: [{ peers: [peer], ports: [tcp(port)] }] });
    this.workload.override('/spec/template/spec/containers/0/args', this.args());
  }

  private get labels(): { [key: string]: string } {
    return { [Label.NAME]: 'oauth2-proxy', [Label.INSTANCE]: this.serviceName };
  }

  private args(): string[] {
    const { upstreams } = this;
    const timeout = Math.max(60, ...upstreams.map(({ seconds = 0 }) => seconds));
    const api = upstreams.flatMap(({ apiPrefix }) =>
      apiPrefix === undefined ? [] : [`^${apiPrefix.replaceAll('.', '\\.')}`],
    );
    return commandLine({
      ...settingsOf(this.props),
      upstream: upstreams.map(({ url }) => url),
      'upstream-timeout': `${timeout}s`,
      ...(api.length > 0 && { 'api-route': api }),
    });
  }

  private deployment(): HardenedDeployment {
    const { namespace, props } = this;
    const { provider, images, memory = Size.mebibytes(128) } = props;
    const workload = new HardenedDeployment(this, 'Server', {
      name: this.serviceName,
      namespace,
      selector: this.labels,
      replicas: props.replicas ?? 2,
      uid: PROXY_UID,
      imagePullSecrets: images?.pullSecrets,
      ...(provider._workloadIdentity !== undefined && {
        serviceAccountName: 'oauth2-proxy',
        labels: { 'azure.workload.identity/use': 'true' },
      }),
      volumes: this.volumes(),
      containers: [
        {
          name: 'oauth2-proxy',
          image: images?.proxy ?? VERSIONS.OAUTH2_PROXY.images.proxy,
          args: this.args(),
          ports: { http: PROXY_PORT, metrics: METRICS_PORT },
          probe: { path: '/ping', port: PROXY_PORT },
          resources: { requests: { cpu: props.cpu ?? 0.05, memory }, limits: { memory } },
        },
      ],
    } as ConstructorParameters<typeof HardenedDeployment>[2]);
    const container = '/spec/template/spec/containers/0';
    workload.override(`${container}/env`, this.env());
    // Not ready without its session store; but a restart would not help it.
    workload.override(`${container}/readinessProbe/httpGet/path`, '/ready');
    // Workload identity brings a token of its own; that of the API server is nobody's business.
    workload.override('/spec/template/spec/automountServiceAccountToken', false);
    return workload;
  }

  private env(): object[] {
    const { provider, cookieSecret, sessions } = this.props;
    const sources = {
      OAUTH2_PROXY_COOKIE_SECRET: cookieSecret,
      OAUTH2_PROXY_CLIENT_SECRET: provider._clientSecret,
      OAUTH2_PROXY_REDIS_PASSWORD: sessions?._redis?.password,
    };
    return [
      ...Object.entries(sources).flatMap(([name, source]) =>
        source === undefined
          ? []
          : [{ name, valueFrom: { secretKeyRef: { name: source.secretName, key: source.key } } }],
      ),
      // It does not start without one; nobody is asked for it.
      ...(provider._htpasswd ? [{ name: 'OAUTH2_PROXY_CLIENT_SECRET', value: 'unused' }] : []),
    ];
  }

  private volumes(): VolumeSpec[] {
    const { provider, allowedEmails = [] } = this.props;
    const passwords = provider._htpasswd;
    const volumes: VolumeSpec[] = [];
    if (passwords) {
      const items = [{ key: passwords.key, path: passwords.key }];
      const secret = { secretName: passwords.secretName, items };
      volumes.push({ name: 'passwords', source: { secret }, mountPath: PASSWORDS_PATH });
    }
    if (allowedEmails.length > 0) {
      const data = { emails: `${allowedEmails.join('\n')}\n` };
      const name = hashedName(`${this.serviceName}-emails`, data);
      const manifest: unknown = k8s.KubeConfigMap.manifest({
        metadata: { name, namespace: this.namespace },
        immutable: true,
        data,
      });
      new KubeObject(this, 'Emails', manifest as ApiObjectProps);
      volumes.push({ name: 'emails', source: { configMap: { name } }, mountPath: EMAILS_PATH });
    }
    return volumes;
  }

  private network(): void {
    const { providerCidrs = [], metricsFrom = [] } = this.props.network ?? {};
    const redis = this.props.sessions?._redis;
    const provider = providerCidrs.length > 0 ? { peers: providerCidrs.map((cidr) => ({ cidr })) } : {};
    this.policy('outward', {
      egress: [
        { ...provider, ports: [tcp(443)] },
        TO_DNS,
        ...(redis ? [{ peers: [redis.peer], ports: [tcp(this.props.sessions?._port ?? 6379)] }] : []),
      ],
    });
    if (metricsFrom.length === 0) return;
    const peers = metricsFrom.map((namespace) => ({ namespace }));
    this.policy('metrics', { ingress: [{ peers, ports: [tcp(METRICS_PORT)] }] });
  }

  private policy(word: string, rows: Pick<Parameters<typeof networkPolicy>[2], 'ingress' | 'egress'>): void {
    const name = hashedName(`${this.serviceName}-${word}`, rows);
    const { namespace, pods } = this;
    networkPolicy(this, `Policy${this.policies++}`, { name, namespace, pods, ...rows });
  }
}
