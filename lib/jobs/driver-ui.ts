import { Chart, type ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { RuleError, type Finding } from '../core/rules';
import type { UiEndpoint } from '../ingress/ui-endpoint';
import { tcp, type NetworkPeer } from '../kube/network-policy';
import type { KubeObject } from '../kube/object';
import { serviceNames } from '../runners/services';
import type { ISparkHistoryServer } from '../services/history-server/interfaces';
import { serverPolicy } from '../kube/server-network';
import { driverUiProperties, UI_OWNERS } from '../services/spark-server/ui';
import { instanceLabels, SparkLabel } from '../spark/labels';
import { BLOCK_MANAGER_PORT, DRIVER_PORT, UI_PORT } from '../spark/paths';
import type { ISparkFeature, ResolvedApplication } from '../spark/resolved-application';
import { ConcurrencyPolicy, type SparkRun } from '../spark/runner';
import { JOB_RULES as RULES } from './rules';

/** Argo CD shows annotations that begin like this as links; for everybody else they are text. */
export const LINK = 'link.argocd.argoproj.io/';

/** What a driver is told of the address of its UI. */
export class DriverUi implements ISparkFeature {
  public readonly featureName = 'DriverUi';

  public constructor(private readonly ui: UiEndpoint) {}

  public bind(application: ResolvedApplication): void {
    for (const [key, value] of Object.entries(driverUiProperties(this.ui))) application.setProperty(key, value);
  }
}

/**
 * Leads the address of a UI to the drivers of a job, and lets in who comes that way.
 *
 * @returns The network policy, which must be there before a driver; nothing where nobody comes.
 */
export function leadToDriver(job: Construct, ui: UiEndpoint, run: SparkRun): KubeObject | undefined {
  const namespace = run.application.serviceAccount.namespace ?? Chart.of(job).namespace;
  if (namespace === undefined) throw new RuleError({ rule: RULES.uiNamespace, at: 'ui', value: ui.url }, job);
  const peers = ui.leadTo(job, { service: serviceNames(run).ui, namespace, port: UI_PORT });
  return peers.length === 0 ? undefined : policy(job, run, namespace, peers);
}

/** The executors stand in it too: where no policy chose the driver before, this one would keep them out. */
function policy(job: Construct, { name }: SparkRun, namespace: string, peers: readonly NetworkPeer[]): KubeObject {
  const executors = { ...instanceLabels(name), [SparkLabel.ROLE]: 'executor' };
  return serverPolicy(job, 'UiPolicy', {
    name: `${name}-ui`,
    namespace,
    pods: { ...instanceLabels(name), [SparkLabel.ROLE]: 'driver' },
    ingress: [
      { peers, ports: [tcp(UI_PORT)] },
      { peers: [{ podLabels: executors }], ports: [tcp(DRIVER_PORT, BLOCK_MANAGER_PORT)] },
    ],
  });
}

/** Writes on an object where the pages of its job are. */
export function linkTo(object: ApiObject, ui: UiEndpoint | undefined, history: ISparkHistoryServer | undefined): void {
  if (ui) object.metadata.addAnnotation(`${LINK}spark-ui`, ui.url);
  if (history) object.metadata.addAnnotation(`${LINK}spark-history`, `${history.historyServerUrl}/`);
}

/** Findings for a job whose UI has an address. */
export function uiFindings(ui: UiEndpoint, { application: { conf }, schedule }: SparkRun): Finding[] {
  const { concurrency } = schedule ?? {};
  return [
    ...[...Object.keys(UI_OWNERS), ...REVERSE_PROXY]
      .filter((key) => conf.get(key) !== undefined)
      .map((key) => ({ rule: RULES.uiConf, at: `conf["${key}"]`, value: conf.get(key), because: `ui is ${ui.url}` })),
    ...(conf.get('spark.ui.enabled') === 'false'
      ? [{ rule: RULES.uiDisabled, at: 'conf["spark.ui.enabled"]', value: 'false', because: `ui is ${ui.url}` }]
      : []),
    ...(concurrency === ConcurrencyPolicy.ALLOW
      ? [{ rule: RULES.uiOverlap, at: 'schedule.concurrency', value: concurrency, because: `ui is ${ui.url}` }]
      : []),
  ];
}

/** Of a standalone cluster, whose master would show the pages instead. */
const REVERSE_PROXY = ['spark.ui.reverseProxy', 'spark.ui.reverseProxyUrl'];
