import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { checkDnsLabel, checkDnsSubdomain } from '../core/names';
import { checkAtSynth, RuleError, warnAtSynth, type Finding } from '../core/rules';
import type { IUiGateway } from '../ingress/gateway';
import { UiEndpoint } from '../ingress/ui-endpoint';
import type { UiSignOn } from '../ingress/ui-sign-on';
import type { IObserved } from '../kube/observation';
import { SparkPriorities } from '../scheduling/priorities';
import type { SparkImage } from '../spark/image';
import { SparkCapacity, type CapacityRow } from './capacity';
import type { ISparkPlatform, SparkPlatformComponent } from './component';
import { componentsOf, type SparkPlatformComponents } from './components/components';
import { closedNamespace } from './ground';
import { overDefaults, type SparkJobDefaults } from './job-defaults';
import type { SparkNetwork } from './network';
import { makeIngress, type SparkPlatformIngress } from './platform-ingress';
import { PLATFORM_RULES } from './rules';
import { openDoors } from './sign-on';
import { SparkTenant, type SparkTenantProps } from './tenant';
import { PlatformWatch } from './watch';

/** What a platform is made of. */
export interface SparkPlatformProps {
  /** Image of its servers and, unless they say otherwise, of jobs. */
  readonly image: SparkImage;
  /** What it has beside tenants and priorities. @default - nothing */
  readonly components?: SparkPlatformComponents;
  /** The way in for people. @default - none: interfaces are reached by `kubectl port-forward` */
  readonly ingress?: SparkPlatformIngress;
  /** What jobs of all tenants are, unless the tenant or the job says otherwise. @default - what each says */
  readonly jobs?: SparkJobDefaults;
  /** Ways through the closed networks of all tenants, unless a tenant says otherwise, property by property. @default - none */
  readonly network?: SparkNetwork;
  /** Put before the names of the priority classes, which belong to the whole cluster. @default - none */
  readonly priorityPrefix?: string;
}

/**
 * A whole platform: priorities, the way in, the servers that people touch, and teams with their jobs. It is the
 * application's own level: each part becomes a chart beside it, and so a file, named after the part.
 *
 * @see apps/platform/platform.ts
 */
export class SparkPlatform extends Construct implements ISparkPlatform {
  public readonly image: SparkImage;
  public readonly network: SparkNetwork;
  /** Four priority classes: routine, urgent, exceptional, rush. */
  public readonly priorities: SparkPriorities;
  public readonly gateway?: IUiGateway;

  private readonly scope: Construct;
  private readonly props: SparkPlatformProps;
  private readonly cluster: Chart;
  private readonly charts = new Map<string, Chart>();
  private readonly members = new Map<string, SparkTenant>();
  private readonly parts = new Map<string, SparkPlatformComponent>();
  private readonly watch = new PlatformWatch();

  /** @param scope The app. */
  public constructor(scope: Construct, id: string, props: SparkPlatformProps) {
    super(scope, id);
    this.scope = scope;
    this.props = props;
    this.image = props.image;
    this.network = props.network ?? {};
    this.cluster = new Chart(scope, 'cluster');
    const { priorityPrefix: prefix } = props;
    this.priorities = new SparkPriorities(this.cluster, 'Priorities', prefix === undefined ? {} : { prefix });
    if (props.ingress) {
      const { gateway, chart } = makeIngress(scope, props.ingress, this.network);
      this.gateway = gateway;
      if (chart) this.watch.ground(chart);
    }
    for (const component of componentsOf(props.components ?? {})) this.addComponent(component);
    checkAtSynth(this, () => [...this.findings(), ...openDoors(this.node.root, this.gateway)]);
    warnAtSynth(this, () => (this.component('monitoring') ? this.watch.findings(this.node.root) : []));
  }

  public get tenants(): SparkTenant[] {
    return [...this.members.values()];
  }

  /**
   * Adds a part: one of your own, or one of this package that came too late for `components`.
   *
   * @throws RuleError `platform/component-twice` for a second one of that name.
   */
  public addComponent(component: SparkPlatformComponent): void {
    const { componentName: name } = component;
    const [wrong] = checkDnsLabel('componentName', name);
    if (wrong) throw new RuleError(wrong, this);
    if (this.parts.has(name)) {
      throw new RuleError({ rule: PLATFORM_RULES.componentTwice, at: 'componentName', value: name }, this);
    }
    this.parts.set(name, component);
    component.addTo(this);
    for (const tenant of this.tenants) component.addTenant(this, tenant);
    for (const observation of this.watch.all) component.observe(this, observation);
    this.look();
  }

  /**
   * Has servers monitored that are made outside of the platform: schedulers, operators, your own. Those of its
   * components and tenants it finds by itself.
   */
  public observe(...observed: IObserved[]): void {
    this.watch.add(observed);
    this.look();
  }

  public component(name: string): SparkPlatformComponent | undefined {
    return this.parts.get(name);
  }

  /**
   * Adds a team: its namespace, and in it what each component has for teams.
   *
   * @param id Name of its chart, and of its namespace unless `props.name` says another.
   * @throws RuleError `platform/tenant-twice` for a second one of that namespace.
   */
  public addTenant(id: string, props: SparkTenantProps = {}): SparkTenant {
    const namespace = props.name ?? id;
    if (this.members.has(namespace)) {
      throw new RuleError({ rule: PLATFORM_RULES.tenantTwice, at: 'name', value: namespace }, this, id);
    }
    const tenant = new SparkTenant(this.chart(id), 'Tenant', {
      name: id,
      ...props,
      network: { ...this.network, ...props.network },
      jobs: overDefaults(props.jobs ?? {}, overDefaults(this.props.jobs ?? {}, { image: this.image })),
    });
    this.members.set(tenant.namespaceName, tenant);
    for (const component of this.parts.values()) component.addTenant(this, tenant);
    this.look();
    return tenant;
  }

  /** Every job of the platform on paper: queue, priority, requests, and whom it may evict. */
  public capacity(): CapacityRow[] {
    return this.tenants.flatMap((tenant) => SparkCapacity.of(tenant));
  }

  public groundFor(name: string): Chart {
    const known = this.charts.get(name);
    if (known) return known;
    const chart = this.chart(name, name);
    closedNamespace(chart, name);
    this.charts.set(name, chart);
    return chart;
  }

  public endpointFor(name: string, signOn?: UiSignOn): UiEndpoint | undefined {
    const { ingress } = this.props;
    if (ingress === undefined || this.gateway === undefined) return undefined;
    return UiEndpoint.on(this.gateway, { host: `${name}.${ingress.domain}`, ...(signOn && { signOn }) });
  }

  private chart(id: string, namespace?: string): Chart {
    const chart = new Chart(this.scope, id, namespace === undefined ? {} : { namespace });
    chart.addDependency(this.cluster);
    this.watch.ground(chart);
    return chart;
  }

  /** Tells all components of servers that are new. */
  private look(): void {
    for (const observation of this.watch.fresh()) {
      for (const component of this.parts.values()) component.observe(this, observation);
    }
  }

  private findings(): Finding[] {
    const { ingress } = this.props;
    return ingress === undefined ? [] : checkDnsSubdomain('ingress.domain', ingress.domain);
  }
}
