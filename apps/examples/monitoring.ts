import { ApiObject, Chart, Duration, Size, type App } from 'cdk8s';
import {
  AlertMatcher,
  AlertReceiver,
  AlertSeverity,
  Grafana,
  MonitoringMode,
  MonitoringSize,
  MonitoringStack,
  PlatformApp,
  Prometheus,
  RemoteWrite,
  SecretSource,
  SparkApplication,
  SparkImage,
  SparkTenant,
  SparkVersion,
} from '../../lib';

const INTERNET = { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'], ports: [443] };
/** The metrics ingestion endpoint of a data collection rule. */
const WORKSPACE =
  'https://spark-1.westeurope-1.metrics.ingest.monitor.azure.com/dataCollectionRules/dcr-1/streams/Microsoft-PrometheusMetrics/api/v1/write?api-version=2023-04-24';

/** All of it, for a cluster that has nothing yet: the team's chat hears of alerts, whoever is on call of critical ones. */
export function buildMonitoring(app: App): void {
  const stack = new MonitoringStack(ground(app, 'monitoring'), 'Monitoring', {
    size: MonitoringSize.SMALL,
    externalLabels: { cluster: 'spark-1' },
    alertmanager: {
      receiver: AlertReceiver.slack('team', { url: SecretSource.fromKubernetes('alerts', 'slack-url') }),
      routes: [
        {
          matchers: [AlertMatcher.severity(AlertSeverity.CRITICAL)],
          receiver: AlertReceiver.pagerDuty('on-call', {
            routingKey: SecretSource.fromKubernetes('alerts', 'pagerduty-key'),
          }),
        },
      ],
      network: { egress: [INTERNET] },
    },
    grafana: {
      admin: { password: SecretSource.fromKubernetes('grafana', 'admin-password') },
      secretKey: SecretSource.fromKubernetes('grafana', 'secret-key'),
    },
    rules: { thresholds: { driverPending: Duration.minutes(5) } },
  });
  addTeam(app, stack);
}

/** Monitors, rules and dashboards alone, for a cluster whose Prometheus and Grafana come from kube-prometheus-stack. */
export function buildMonitoringBeside(app: App): void {
  const prometheus = Prometheus.fromExisting({
    url: 'http://kube-prometheus-stack-prometheus.observability.svc:9090',
    monitorLabels: { release: 'kube-prometheus-stack' },
    peer: { namespace: 'observability', podLabels: { 'app.kubernetes.io/name': 'prometheus' } },
  });
  const grafana = Grafana.fromUrl('https://grafana.example.com');
  const stack = new MonitoringStack(ground(app, 'monitoring'), 'Monitoring', {
    mode: MonitoringMode.bringYourOwn({ prometheus, grafana }),
  });
  addTeam(app, stack);
}

/** An agent that keeps nothing, and sends to an Azure Monitor workspace: alerts and dashboards are there. */
export function buildMonitoringAgent(app: App): void {
  const azure = RemoteWrite.azureWorkloadIdentity(
    WORKSPACE,
    '66666666-7777-8888-9999-000000000000',
    '11111111-2222-3333-4444-555555555555',
  );
  const stack = new MonitoringStack(ground(app, 'monitoring'), 'Monitoring', {
    mode: MonitoringMode.agent([azure]),
    externalLabels: { cluster: 'spark-1' },
  });
  addTeam(app, stack);
}

/** A team whose jobs show how they are. On a `SparkPlatform` with `monitoring` nobody writes this. */
export function addTeam(app: App, stack: MonitoringStack): void {
  const { pushgateway, grafana } = stack;
  const gateway = { name: 'pushgateway', ...pushgateway?.pushgatewayPeer, ports: [9091], driverOnly: true };
  const team = new SparkTenant(new Chart(app, 'etl'), 'etl', { network: { egress: pushgateway ? [gateway] : [] } });
  stack.servers.pushgateway?.allow({ namespace: team.namespaceName, podLabels: { 'spark-role': 'driver' } });
  stack.observeJobs(team.namespaceName);
  if (grafana) team.linkGrafana(grafana);
  team.addJob('load', {
    application: SparkApplication.python('local:///opt/app/load.py'),
    image: SparkImage.of('registry.example.com/spark/etl:4.2.1', { version: SparkVersion.V4_2 }),
    driver: { memory: Size.gibibytes(1) },
    executor: { instances: 4, cores: 2, memory: Size.gibibytes(4) },
    features: [stack.jobFeature()],
  });
}

/** A chart in a namespace that admits restricted pods only. */
function ground(app: App, namespace: string): Chart {
  const made = new Chart(app, 'namespaces');
  new ApiObject(made, namespace, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  });
  const chart = new Chart(app, namespace, { namespace });
  chart.addDependency(made);
  return chart;
}

if (require.main === module) {
  const app = new PlatformApp();
  buildMonitoring(app);
  app.synth();
}
