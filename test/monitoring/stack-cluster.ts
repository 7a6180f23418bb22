import type { IConstruct } from 'constructs';
import { isObserved, type Observation } from '../../lib/kube/observation';
import { SparkTesting, type Manifest } from '../../lib/testing';

export interface Labels {
  readonly [key: string]: string;
}
/** A selector, as Kubernetes writes it. */
export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
}
interface Port {
  readonly name?: string;
  readonly port?: number;
  readonly containerPort?: number;
  readonly targetPort?: number | string;
}
/** A pod that the cluster would run. */
export interface Pod {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly ports: { readonly [name: string]: number };
  readonly onHost: boolean;
  readonly spec: Manifest;
}
interface Peer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string };
}
interface Row {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly Port[];
}

/** Kinds whose pods run for good, and are to be seen. */
const SERVERS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Prometheus', 'PrometheusAgent', 'Alertmanager'];
/** What the operator writes on the pods that it makes, and the ports that they have. */
const OPERATED: { readonly [kind: string]: { readonly name: string; readonly ports: Pod['ports'] } } = {
  Prometheus: { name: 'prometheus', ports: { web: 9090, 'reloader-web': 8080 } },
  PrometheusAgent: { name: 'prometheus-agent', ports: { web: 9090, 'reloader-web': 8080 } },
  Alertmanager: { name: 'alertmanager', ports: { web: 9093, 'reloader-web': 8080, 'mesh-tcp': 9094 } },
};

/** What would be in a cluster that objects are applied to: enough of it to ask who sees and who reaches whom. */
export class Cluster {
  public static of(scope: IConstruct): Cluster {
    const observed = scope.node.findAll().filter((one) => isObserved(one));
    return new Cluster(
      SparkTesting.manifests(scope),
      observed.flatMap(({ observations }) => observations),
    );
  }

  public readonly pods: Pod[];

  public constructor(
    public readonly objects: readonly Manifest[],
    public readonly observations: readonly Observation[],
  ) {
    this.pods = objects.flatMap(podsOf);
  }

  public with(...more: Manifest[]): Cluster {
    return new Cluster([...this.objects, ...more], this.observations);
  }

  public all(kind: string): Manifest[] {
    return this.objects.filter((one) => one.kind === kind);
  }

  public get servers(): Pod[] {
    return this.pods.filter(({ kind }) => SERVERS.includes(kind));
  }

  public podsBy(namespace: string, selector: Selector): Pod[] {
    return this.pods.filter((pod) => pod.namespace === namespace && fits(selector, pod.labels));
  }

  /** The pods behind an address such as `http://loki.monitoring.svc:3100/path`, and their port. */
  public behind(address: string): { readonly pods: Pod[]; readonly port: number } {
    const [, name, namespace, digits] = /^(?:https?:\/\/)?([a-z0-9-]+)\.([a-z0-9-]+)\.svc:(\d+)/.exec(address) ?? [];
    const service = this.all('Service').find(
      ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
    );
    const { selector, ports = [] } = specOf<{ selector?: Labels; ports?: Port[] }>(service);
    const port = ports.find((one) => one.port === Number(digits));
    if (selector === undefined || namespace === undefined || port === undefined) return { pods: [], port: NaN };
    const pods = this.podsBy(namespace, { matchLabels: selector });
    const target = port.targetPort ?? port.port ?? NaN;
    return { pods, port: typeof target === 'number' ? target : (pods[0]?.ports[target] ?? NaN) };
  }

  /** What keeps one pod from another: nothing, if a row on each side names them. */
  public barriers(from: Pod, to: Pod, port: number): string[] {
    const out = this.opened(from, 'Egress', to, port);
    // Policies do not act on pods that have the address of their node.
    const into = to.onHost || this.opened(to, 'Ingress', from, port);
    const way = `${from.name} -> ${to.namespace}/${to.name}:${port}`;
    return [...(out ? [] : [`${way}: no way out`]), ...(into ? [] : [`${way}: no way in`])];
  }

  private opened(self: Pod, type: 'Ingress' | 'Egress', other: Pod, port: number): boolean {
    return this.all('NetworkPolicy').some((policy) => {
      const {
        podSelector,
        policyTypes,
        ingress = [],
        egress = [],
      } = specOf<{
        podSelector: Selector;
        policyTypes: string[];
        ingress?: Row[];
        egress?: Row[];
      }>(policy);
      if (policy.metadata.namespace !== self.namespace || !fits(podSelector, self.labels)) return false;
      if (!policyTypes.includes(type)) return false;
      return (type === 'Ingress' ? ingress : egress).some(
        ({ from, to, ports }) =>
          ((from ?? to) === undefined || (from ?? to ?? []).some((peer) => isPeer(peer, other, self.namespace))) &&
          (ports === undefined || ports.some((one) => one.port === port)),
      );
    });
  }
}

/** Whether labels are those that a selector asks for. */
export function fits({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator === 'In') return values.includes(labels[key] ?? '');
      if (operator === 'Exists') return key in labels;
      throw new Error(`no test knows the operator ${operator}`);
    })
  );
}

export function specOf<T>(object: Manifest | undefined): T {
  return (object?.spec ?? {}) as T;
}

/** Labels do not lead to pods with the address of their node, and addresses not to all others. */
function isPeer({ namespaceSelector, podSelector, ipBlock }: Peer, pod: Pod, own: string): boolean {
  if (ipBlock) return pod.onHost && ipBlock.cidr === '0.0.0.0/0';
  if (pod.onHost) return false;
  const place = { 'kubernetes.io/metadata.name': pod.namespace };
  const near = namespaceSelector ? fits(namespaceSelector, place) : pod.namespace === own;
  return near && fits(podSelector ?? {}, pod.labels);
}

function podsOf(object: Manifest): Pod[] {
  const { kind, metadata } = object;
  const { name, namespace = 'default' } = metadata;
  const operated = OPERATED[kind];
  if (operated) {
    const { podMetadata } = specOf<{ podMetadata?: { labels?: Labels } }>(object);
    const labels = {
      ...podMetadata?.labels,
      'app.kubernetes.io/name': operated.name,
      'app.kubernetes.io/instance': name,
      'app.kubernetes.io/managed-by': 'prometheus-operator',
    };
    return [{ kind, name, namespace, labels, ports: operated.ports, onHost: false, spec: object }];
  }
  const job = kind === 'CronJob' ? specOf<{ jobTemplate: Manifest }>(object).jobTemplate : object;
  if (!['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'].includes(kind)) return [];
  const { template } = specOf<{ template: Manifest }>(job);
  const { containers, hostNetwork = false } = specOf<{ containers: { ports?: Port[] }[]; hostNetwork?: boolean }>(
    template,
  );
  const ports = Object.fromEntries(
    containers.flatMap(({ ports: declared = [] }) =>
      declared.map((port) => [port.name ?? '', port.containerPort ?? NaN] as const),
    ),
  );
  return [
    { kind, name, namespace, labels: template.metadata.labels ?? {}, ports, onHost: hostNetwork, spec: template },
  ];
}
