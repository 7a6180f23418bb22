import { checkDnsLabel, checkDnsSubdomain } from '../core/names';
import { RuleError, type Finding } from '../core/rules';
import { groupOf } from '../kube/scopes';
import { breach, dig, text, type Json } from './json';
import type { IPolicy, PolicyBreach } from './policy';
import { ROUTE_READERS, type Entrance } from './routes';
import { POLICY_RULES } from './rules';

/** What signs users on in front of the platform. */
export interface SignOnProps {
  /**
   * Services that ask for a sign-on themselves, or that are the door all routes go through, each as
   * `<namespace>/<name>`: a sign-on proxy, a notebook hub, the ingress controller.
   *
   * @default - none
   */
  readonly services?: string[];
  /**
   * Policies and filters of ingress controllers that ask for a sign-on, each as `<namespace>/<name>`: a `Policy` of
   * `k8s.nginx.org`, an `AuthenticationFilter` of `gateway.nginx.org`.
   *
   * @default - none: only what a route itself shows counts
   */
  readonly filters?: string[];
}

/** Routes and Services that lead in from outside ask for a sign-on, or lead to what does. */
export class SignOn implements IPolicy {
  public readonly policyName: string = POLICY_RULES.signOn.id;
  private readonly services: ReadonlySet<string>;
  private readonly filters: ReadonlySet<string>;

  /** @throws RuleError for a name without a namespace. */
  public constructor({ services = [], filters = [] }: SignOnProps) {
    const [wrong] = [...nameFindings('services', services), ...nameFindings('filters', filters)];
    if (wrong) throw new RuleError(wrong);
    this.services = new Set(services);
    this.filters = new Set(filters);
  }

  public check(manifest: { [key: string]: unknown }): PolicyBreach[] {
    const kind = `${groupOf(text(manifest.apiVersion))}/${text(manifest.kind)}`;
    const namespace = namespaceOf(manifest);
    return (ROUTE_READERS[kind]?.(manifest) ?? [])
      .filter((entrance) => !this.asks(entrance, namespace))
      .map(({ at, value, because }) => breach(POLICY_RULES.signOn, at, value, because));
  }

  private asks({ signsOn, services, filters }: Entrance, namespace: string): boolean {
    const full = (name: string): string => (name.includes('/') ? name : `${namespace}/${name}`);
    if (signsOn === true || filters.some((name) => this.filters.has(full(name)))) return true;
    return services.every((name) => this.services.has(full(name)));
  }
}

function namespaceOf(manifest: Json): string {
  return text(dig(manifest, 'metadata', 'namespace')) || 'default';
}

function nameFindings(at: string, names: readonly string[]): Finding[] {
  const isFull = (name: string): boolean => {
    const [namespace = '', own = '', ...more] = name.split('/');
    return more.length === 0 && [...checkDnsLabel(at, namespace), ...checkDnsSubdomain(at, own)].length === 0;
  };
  return names
    .filter((name) => !isFull(name))
    .map((value) => ({ rule: POLICY_RULES.signOnName, at: `signOn.${at}`, value }));
}
