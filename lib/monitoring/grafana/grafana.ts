import { Lazy, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { contentHash } from '../../core/names';
import { sizeQuantity } from '../../core/quantities';
import { checkAtSynth, RuleError, warnAtSynth } from '../../core/rules';
import { UiPrefix } from '../../ingress/ui-route';
import { UiSignOn } from '../../ingress/ui-sign-on';
import { HardenedDeployment, service } from '../../kube/deployment';
import { tcp } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { Observation, type IObserved } from '../../kube/observation';
import { hardenedPod } from '../../kube/pod';
import { serviceAccount } from '../../kube/rbac';
import type { IGrafana } from '../interfaces';
import { MonitoringPart } from '../part';
import type { GrafanaDashboard } from '../dashboards/grafana-dashboard';
import { dashboardWarnings, shownFindings } from './dashboard-findings';
import type { GrafanaDataSource } from './data-source';
import { grafanaFindings, portOf } from './findings';
import { iniText, merged, type Ini } from './ini';
import { dashboardUrl } from './links';
import { type CONFIG_FILES, dashboardMap, grafanaPod } from './pod';
import type { GrafanaProps } from './props';
import { dashboardFile, dashboardText, dataSourcesFile, foldersOf, providersFile } from './provisioning';
import { GRAFANA_RULES } from './rules';
import { DASHBOARDS_PATH, GRAFANA_PORT, grafanaIni, ownIni } from './settings';

const IDENTITY = 'azure.workload.identity';

/**
 * Grafana: dashboards over metrics, logs and alerts. Data sources and dashboards are files, so that nothing is lost with
 * its database; people sign on with what `authentication` says. It calls nobody outside the cluster by itself.
 *
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
 */
export class Grafana extends MonitoringPart implements IGrafana, IObserved {
  /** A Grafana that runs already. @param url What people type. @throws RuleError for anything but http or https. */
  public static fromUrl(url: string): IGrafana {
    if (!/^https?:\/\/[^/@]+(\/[^?#]*)?$/.test(url)) {
      throw new RuleError({ rule: GRAFANA_RULES.url, at: 'url', value: url.includes('@') ? '(not shown)' : url });
    }
    return { grafanaUrl: url.replace(/\/+$/, '') };
  }

  public readonly grafanaUrl: string;
  /** The Deployment of its pods. */
  public readonly deployment: KubeObject;
  /** Its Service, on port 3000. */
  public readonly service: KubeObject;
  /** Its account, which has no rights. */
  public readonly account: KubeObject;
  /** grafana.ini, data sources, and where dashboards are. */
  public readonly config: KubeObject;
  /** The claim of its database; undefined where none is made. */
  public readonly claim?: KubeObject;
  private readonly dataSources: GrafanaDataSource[] = [];
  private readonly dashboards: GrafanaDashboard[] = [];
  private readonly maps = new Map<string, KubeObject>();

  /** @throws RuleError `monitoring/namespace` if no namespace is known. */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: GrafanaProps,
  ) {
    super(scope, id, 'grafana', props);
    const { ui, database } = props;
    const { name, namespace, selector } = this._place;
    this.grafanaUrl = (ui?.url ?? `http://${name}.${namespace}.svc:${GRAFANA_PORT}`).replace(/\/$/, '');

    this.account = serviceAccount(this, 'Account', { name, namespace }, selector);
    this.config = this.configMap();
    if (database?._file?.size !== undefined) this.claim = this.makeClaim();
    const policy = this._close([GRAFANA_PORT], [], props.network);
    const workload = this.makeWorkload();
    this.deployment = workload.deployment;
    this.service = service(this, 'Service', {
      name,
      namespace,
      labels: selector,
      selector,
      ports: { http: { port: GRAFANA_PORT, target: GRAFANA_PORT } },
    });
    const { peer, port = 5432 } = database?._postgres ?? {};
    if (peer) this._reach({ peers: [peer], ports: [tcp(port)] });
    this.lead();
    this.addDataSource(...(props.dataSources ?? []));
    this.addDashboard(...(props.dashboards ?? []));
    this.deployment.addDependency(this.account, this.config, policy, ...(this.claim ? [this.claim] : []));
    checkAtSynth(this, () => [
      ...grafanaFindings(name, props, this.dataSources, this.ini),
      ...shownFindings(this.dashboards, this.dataSources, props.homeDashboard),
    ]);
    warnAtSynth(this, () => dashboardWarnings(this.dashboards));
  }

  /** It has metrics of its own: requests, data sources, the database. */
  public get observations(): Observation[] {
    const { pathname } = new URL(this.rootUrl);
    // Below a prefix, it sends who asks for /metrics to the address of people.
    const props = { job: 'grafana', port: 'http', portNumber: GRAFANA_PORT, paths: [`${pathname}metrics`] };
    return [Observation.scrape(this._workload, props)];
  }

  /** Adds data sources, and the ways to them: those of this package let Grafana in. */
  public addDataSource(...dataSources: GrafanaDataSource[]): void {
    for (const { _model } of dataSources) {
      const { url, peer, part } = _model;
      if (peer && url !== undefined && URL.canParse(url)) {
        this._reach({ peers: [peer], ports: [tcp(portOf(url))] });
      }
      part?.allow(this._peer);
    }
    this.dataSources.push(...dataSources);
    this.refresh();
  }

  /** Adds dashboards, each as a ConfigMap: a change is seen within a minute or two, without a restart. */
  public addDashboard(...dashboards: GrafanaDashboard[]): void {
    for (const dashboard of dashboards) {
      if (dashboard.uid === '' || this.maps.has(dashboard.uid)) continue; // findings say so
      const { name, namespace, selector } = this._place;
      const { uid } = dashboard;
      const map = new KubeObject(this, `Dashboard-${uid}`, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: dashboardMap(name, uid), namespace, labels: { ...selector } },
        data: { [dashboardFile(uid)]: dashboardText(dashboard) },
      });
      this.deployment.addDependency(map);
      this.maps.set(uid, map);
    }
    this.dashboards.push(...dashboards);
    this.refresh();
  }

  /**
   * Address of a dashboard.
   *
   * @param uid Such as `spark-application`.
   * @param variables Values of its variables: `{ namespace: 'etl' }`. @default - none
   */
  public dashboardUrl(uid: string, variables: { readonly [name: string]: string } = {}): string {
    return dashboardUrl(this, uid, variables);
  }

  /** Sets one field of the Deployment. @see Component.override */
  public override override(path: string, value?: unknown): void {
    this.deployment.override(path, value);
  }

  private get rootUrl(): string {
    return `${this.grafanaUrl}/`;
  }

  private get ini(): Ini {
    const home = foldersOf(this.dashboards).find(({ dashboards }) =>
      dashboards.some(({ uid }) => uid === this.props.homeDashboard),
    );
    return grafanaIni(this.props, {
      dataSources: this.dataSources,
      rootUrl: this.rootUrl,
      home: home && `${DASHBOARDS_PATH}/${home.slug}/${dashboardFile(this.props.homeDashboard ?? '')}`,
    });
  }

  private data(): { [key in keyof typeof CONFIG_FILES]: string } {
    return {
      'grafana.ini': iniText(merged(this.ini, ownIni(this.props.settings))),
      'datasources.yaml': dataSourcesFile(this.dataSources),
      'dashboards.yaml': providersFile(foldersOf(this.dashboards)),
    };
  }

  private configMap(): KubeObject {
    const { name, namespace, selector } = this._place;
    return new KubeObject(this, 'Config', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, labels: { ...selector } },
      // Data sources and dashboards may still come.
      data: Lazy.any({ produce: () => this.data() }) as unknown,
    });
  }

  private makeClaim(): KubeObject {
    const { name, namespace, selector } = this._place;
    const { size, storageClassName } = this.props.database?._file ?? {};
    const manifest = k8s.KubePersistentVolumeClaim.manifest({
      metadata: { name, namespace, labels: { ...selector } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(storageClassName !== undefined && { storageClassName }),
        ...(size && { resources: { requests: { storage: k8s.Quantity.fromString(sizeQuantity(size)) } } }),
      },
    }) as ApiObjectProps;
    return new KubeObject(this, 'Claim', manifest);
  }

  private makeWorkload(): HardenedDeployment {
    const { props } = this;
    const { authentication, database } = props;
    const reason = authentication?._model.insecure;
    const workload = new HardenedDeployment(this, 'Server', {
      ...grafanaPod(props, { name: this.partName, dataSources: [], folders: [] }),
      ...this._place,
      replicas: props.replicas ?? 1,
      // Two pods would write to one file.
      recreate: database?._postgres === undefined,
      podAnnotations: {
        'cdk8s-spark/config': Lazy.any({ produce: () => contentHash(this.data()) }) as string,
      },
    });
    workload.override('/spec/template/spec/serviceAccountName', this.partName);
    if (reason !== undefined) workload.deployment.metadata.addAnnotation('cdk8s-spark/insecure-anonymous', reason);
    return workload;
  }

  /** The way in for people. */
  private lead(): void {
    const { ui, authentication } = this.props;
    const { name: serviceName, namespace } = this._place;
    const peers = ui?.leadTo(
      this,
      { service: serviceName, namespace, port: GRAFANA_PORT, basePath: ui.prefix },
      {
        prefixHandling: UiPrefix.KEEP,
        webSocket: true,
        signOn: authentication?._model.asks === false ? UiSignOn.required() : UiSignOn.backend(),
      },
    );
    this.allow(...(peers ?? []));
  }

  /** Tells the pods of data sources and dashboards that came later. */
  private refresh(): void {
    const { partName: name, dataSources, props } = this;
    const folders = foldersOf(
      this.dashboards.filter(({ uid }, i, all) => all.findIndex((one) => one.uid === uid) === i),
    );
    const { containers, volumes } = hardenedPod(grafanaPod(props, { name, dataSources, folders }));
    this.deployment.override('/spec/template/spec/volumes', volumes);
    this.deployment.override('/spec/template/spec/containers/0/env', containers[0]?.env);
    this.deployment.override('/spec/template/spec/containers/0/volumeMounts', containers[0]?.volumeMounts);
    const identity = [props.authentication?._model, ...dataSources.map(({ _model }) => _model)].find(
      (one) => one?.workloadIdentity !== undefined,
    )?.workloadIdentity;
    if (identity === undefined) return;
    this.account.metadata.addAnnotation(`${IDENTITY}/client-id`, identity);
    this.deployment.override(`/spec/template/metadata/labels/${IDENTITY}~1use`, 'true');
  }
}
