import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { Alertmanager } from '../alertmanager/alertmanager';
import { BlackboxExporter } from '../exporters/blackbox-exporter';
import { KubeStateMetrics } from '../exporters/kube-state-metrics';
import { NodeExporter } from '../exporters/node-exporter';
import { GrafanaDataSource } from '../grafana/data-source';
import { Grafana } from '../grafana/grafana';
import type { GrafanaProps } from '../grafana/props';
import type { IAlertmanager, ILoki, IPrometheus } from '../interfaces';
import { LogCollector } from '../logs/log-collector';
import { LogCollection } from '../logs/props';
import { Loki } from '../loki/loki';
import { LokiStorage } from '../loki/storage';
import { KubeletMonitor } from '../monitors/kubelet-monitor';
import { PrometheusOperator } from '../operator/prometheus-operator';
import { PrometheusAgent } from '../prometheus/prometheus-agent';
import { Prometheus } from '../prometheus/prometheus';
import type { RemoteWrite } from '../prometheus/remote-write';
import { PrometheusStorage } from '../prometheus/storage';
import { Pushgateway } from '../pushgateway/pushgateway';
import type { MonitoringLogs, MonitoringStackProps } from './props';
import { MonitoringSize, SIZES, type PodSize, type StackSizes } from './size';

const EVERYWHERE = ['0.0.0.0/0'];

/** Makes the parts of a stack: names, sizes and places as the stack has them, and what the user says of a part last. */
export class StackParts {
  private readonly sizes: StackSizes;

  public constructor(
    private readonly scope: Construct,
    private readonly props: MonitoringStackProps,
  ) {
    this.sizes = SIZES[props.size ?? MonitoringSize.MEDIUM];
  }

  public operator(): PrometheusOperator {
    return new PrometheusOperator(this.scope, 'Operator', {
      ...this.common('prometheus-operator', this.sizes.operator),
      ...this.apiServer,
    });
  }

  public prober(): BlackboxExporter {
    const { replicas } = this.sizes.blackbox;
    const common = this.common('blackbox-exporter', this.sizes.blackbox);
    return new BlackboxExporter(this.scope, 'BlackboxExporter', { ...common, replicas });
  }

  public alertmanager(): Alertmanager {
    const { claims, alertmanager } = this.sizes;
    return new Alertmanager(this.scope, 'Alertmanager', {
      ...this.common('alertmanager', alertmanager),
      replicas: alertmanager.replicas,
      ...(claims && { storage: { size: Size.gibibytes(1) } }),
      ...this.props.alertmanager,
    });
  }

  public prometheus(own: IAlertmanager): Prometheus {
    const { replicas, retention, storage } = this.sizes.prometheus;
    const { alertmanagers: others = [], ...more } = this.props.prometheus ?? {};
    return new Prometheus(this.scope, 'Prometheus', {
      ...this.scraper,
      ...{ replicas, retention, alertmanagers: [own, ...others] },
      storage: this.sizes.claims ? PrometheusStorage.claim(storage) : PrometheusStorage.emptyDir(storage),
      ...more,
    });
  }

  public agent(remoteWrite: RemoteWrite[]): PrometheusAgent {
    const { retention: _none, retentionSize: _nothing, ...more } = this.props.prometheus ?? {};
    return new PrometheusAgent(this.scope, 'Agent', { ...this.scraper, ...more, remoteWrite });
  }

  public kubeStateMetrics(): KubeStateMetrics {
    return new KubeStateMetrics(this.scope, 'KubeStateMetrics', {
      ...this.common('kube-state-metrics', this.sizes.kubeStateMetrics),
      ...this.apiServer,
    });
  }

  public kubelets(name: string, prometheus: IPrometheus): KubeletMonitor {
    const { nodeCidrs } = this.props;
    return new KubeletMonitor(this.scope, 'Kubelets', { name, prometheus, ...(nodeCidrs && { nodeCidrs }) });
  }

  public nodeExporter(namespace: string, prometheus: IPrometheus): NodeExporter {
    const { nodes: _everywhere, ...common } = this.common('node-exporter', { cores: 0.02, memory: Size.mebibytes(32) });
    const exporter = new NodeExporter(this.scope, 'NodeExporter', { ...common, namespace });
    // Its pods have the addresses of their nodes, and no label leads a policy there.
    for (const { _scrape: page } of exporter.observations) {
      for (const cidr of this.props.nodeCidrs ?? EVERYWHERE) if (page) prometheus.addTarget({ cidr }, page.portNumber);
    }
    return exporter;
  }

  public pushgateway(): Pushgateway {
    const { pushgateway } = this.props;
    return new Pushgateway(this.scope, 'Pushgateway', {
      ...this.common('pushgateway', this.sizes.pushgateway),
      ...(this.sizes.claims && { volume: {} }),
      ...(typeof pushgateway === 'object' && pushgateway),
    });
  }

  public loki({ server }: MonitoringLogs): Loki {
    const { retention, claim } = this.sizes.loki;
    return new Loki(this.scope, 'Loki', {
      ...this.common('loki', this.sizes.loki),
      retention,
      storage: LokiStorage.claim({ size: claim }),
      ...server,
    });
  }

  public logCollector({ collection, namespaces }: MonitoringLogs, loki: ILoki, agents?: string): LogCollector {
    const { nodes: _everywhere, ...common } = this.common('alloy', this.sizes.collector);
    const { cluster, environment } = this.props.externalLabels ?? {};
    return new LogCollector(this.scope, 'LogCollector', {
      ...{ ...common, ...this.apiServer, loki },
      ...(collection !== undefined && { collection }),
      ...(collection === LogCollection.HOST_FILES && agents !== undefined && { namespace: agents }),
      ...(namespaces && { namespaces }),
      ...(cluster !== undefined && { cluster }),
      ...(environment !== undefined && { environment }),
    });
  }

  public grafana(props: GrafanaProps, prometheus: IPrometheus, loki?: ILoki, alertmanager?: IAlertmanager): Grafana {
    const { historyUrl } = this.props.dashboards ?? {};
    const lines = historyUrl === undefined ? {} : { historyServerUrl: historyUrl };
    return new Grafana(this.scope, 'Grafana', {
      ...this.common('grafana', this.sizes.grafana),
      homeDashboard: 'spark-platform',
      ...props,
      dataSources: [
        GrafanaDataSource.prometheus(prometheus),
        ...(loki ? [GrafanaDataSource.loki(loki, lines)] : []),
        ...(alertmanager ? [GrafanaDataSource.alertmanager(alertmanager)] : []),
        ...(props.dataSources ?? []),
      ],
    });
  }

  private common(name: string, { cores, memory }: PodSize) {
    const { nodes, priority, imagePullSecrets } = this.props;
    return {
      ...{ name, cores, memory },
      ...(nodes && { nodes }),
      ...(priority && { priority }),
      ...(imagePullSecrets && { imagePullSecrets }),
    };
  }

  private get apiServer() {
    const { apiServerCidrs, apiServerPorts } = this.props;
    return { ...(apiServerCidrs && { apiServerCidrs }), ...(apiServerPorts && { apiServerPorts }) };
  }

  private get scraper() {
    const { externalLabels } = this.props;
    const common = this.common('prometheus', this.sizes.prometheus);
    return { ...common, ...this.apiServer, ...(externalLabels && { externalLabels }) };
  }
}
