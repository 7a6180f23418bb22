import { checkAtSynth } from '../../core/rules';
import type { UiSignOn } from '../../ingress/ui-sign-on';
import type { Observation } from '../../kube/observation';
import type { MonitoringStackProps } from '../../monitoring/stack/props';
import { MonitoringStack } from '../../monitoring/stack/stack';
import { SparkLabel } from '../../spark/labels';
import type { ISparkFeature } from '../../spark/resolved-application';
import { SparkPlatformComponent, type ISparkPlatform } from '../component';
import { PLATFORM_RULES } from '../rules';
import type { SparkTenant } from '../tenant';
import { HistoryComponent } from './history-component';

const NAME = 'monitoring';
/** Its address for people, below the platform's domain. */
const GRAFANA = 'grafana';
const GATEWAY = 'pushgateway';

/** The monitoring of a platform. */
export interface MonitoringComponentProps extends MonitoringStackProps {
  /** Who asks users of Grafana to sign on. @default - Grafana itself, or the platform where Grafana asks nobody */
  readonly signOn?: UiSignOn;
}

/** Sees every server of the platform, and every job of its tenants. */
export class MonitoringComponent extends SparkPlatformComponent {
  /** The stack, once the platform has it. */
  public stack?: MonitoringStack;
  private readonly props: MonitoringComponentProps;

  public constructor(props: MonitoringComponentProps = {}) {
    super(NAME);
    this.props = props;
  }

  /** What a driver that is no job must be told to be seen as those of jobs are. */
  public get driverFeatures(): ISparkFeature[] {
    return this.stack ? [this.stack.driverFeature()] : [];
  }

  public override addTo(platform: ISparkPlatform): void {
    const { grafana, dashboards, signOn, ...props } = this.props;
    const { apiServerCidrs, apiServerPorts } = platform.network;
    const ui = grafana?.ui ?? (grafana && platform.endpointFor(GRAFANA, signOn));
    const history = historyUrl(platform);
    const ground = platform.groundFor(NAME);
    if (signOn && (grafana === undefined || grafana.ui)) {
      const because = grafana ? 'grafana.ui has a sign-on of its own' : 'there is no Grafana';
      checkAtSynth(ground, () => [
        { rule: PLATFORM_RULES.monitoringSignOn, at: 'monitoring.signOn', value: 'set', because },
      ]);
    }
    this.stack = new MonitoringStack(ground, 'Monitoring', {
      ...(apiServerCidrs && { apiServerCidrs }),
      ...(apiServerPorts && { apiServerPorts }),
      ...props,
      ...(grafana && { grafana: { ...grafana, ...(ui && { ui }) } }),
      dashboards: { ...(history !== undefined && { historyUrl: history }), ...dashboards },
    });
  }

  public override addTenant(_platform: ISparkPlatform, tenant: SparkTenant): void {
    const { stack } = this;
    if (stack === undefined) return;
    const { namespaceName: namespace } = tenant;
    stack.observeJobs(namespace);
    tenant.addJobFeature(stack.jobFeature(), stack.driverFeature());
    if (stack.grafana) tenant.linkGrafana(stack.grafana);
    const { pushgateway, servers } = stack;
    if (pushgateway === undefined) return;
    servers.pushgateway?.allow({ namespace, podLabels: { [SparkLabel.ROLE]: 'driver' } });
    if (pushgateway.pushgatewayPeer === undefined) return;
    const port = Number(/:(\d+)$/.exec(pushgateway.pushgatewayAddress)?.[1] ?? 9091);
    tenant.networkPolicies.addEgress({
      name: GATEWAY,
      ...pushgateway.pushgatewayPeer,
      ports: [port],
      driverOnly: true,
    });
  }

  public override observe(_platform: ISparkPlatform, observation: Observation): void {
    this.stack?.observe({ observations: [observation] });
  }
}

/** What people type for the jobs of all tenants; nothing where each tenant has a server of its own. */
function historyUrl(platform: ISparkPlatform): string | undefined {
  const history = platform.component('history');
  const server = history instanceof HistoryComponent && platform.gateway ? history.server : undefined;
  return server?.historyServerUrl;
}
