import { Chart, Duration, Size, Testing } from 'cdk8s';
import { Observation, ProbeModule, type IObserved, type ObservedWorkload } from '../../lib/kube/observation';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { SecretSource } from '../../lib/core/secrets';
import type { IAlertmanager, IProber } from '../../lib/monitoring/interfaces';
import { KubeletMonitor } from '../../lib/monitoring/monitors/kubelet-monitor';
import { Monitors } from '../../lib/monitoring/monitors/monitors';
import { PodMonitor } from '../../lib/monitoring/monitors/pod-monitor';
import { Probe } from '../../lib/monitoring/monitors/probe';
import { ServiceMonitor } from '../../lib/monitoring/monitors/service-monitor';
import { PrometheusOperator } from '../../lib/monitoring/operator/prometheus-operator';
import type { PrometheusOperatorProps } from '../../lib/monitoring/operator/props';
import { Prometheus } from '../../lib/monitoring/prometheus/prometheus';
import { PrometheusAgent } from '../../lib/monitoring/prometheus/prometheus-agent';
import type { PrometheusProps } from '../../lib/monitoring/prometheus/props';
import { RemoteWrite } from '../../lib/monitoring/prometheus/remote-write';
import { PrometheusStorage } from '../../lib/monitoring/prometheus/storage';
import type { NetworkPeer } from '../../lib/kube/network-policy';

export const HOME = 'monitoring';
export const TEAM = 'etl';

export const secret = (key: string): SecretSource => SecretSource.fromKubernetes('credentials', key);

export const chart = (): Chart => new Chart(Testing.app(), 'c', { namespace: HOME });

/** What is wrong with everything at and under a construct. */
export function findings(scope: Chart): string[] {
  return scope.node.findAll().flatMap(({ node }) => node.validate());
}

export const workload = (name: string, namespace = TEAM): ObservedWorkload => ({
  name,
  namespace,
  podLabels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'one' },
});

export const observed = (...observations: Observation[]): IObserved => ({ observations });

/** A prober that remembers what it was told. */
export function prober(): IProber & { readonly told: [NetworkPeer, number][] } {
  const told: [NetworkPeer, number][] = [];
  return {
    proberAddress: 'blackbox-exporter.monitoring.svc:9115',
    proberPeer: { namespace: HOME, podLabels: { 'app.kubernetes.io/name': 'blackbox-exporter' } },
    addTarget: (target, port) => void told.push([target, port]),
    told,
  };
}

export const ALERTMANAGER: IAlertmanager = {
  alertmanagerName: 'alertmanager',
  alertmanagerNamespace: HOME,
  alertmanagerUrl: 'http://alertmanager.monitoring.svc:9093',
  alertmanagerPeer: { namespace: HOME, podLabels: { 'app.kubernetes.io/name': 'alertmanager' } },
};

export const prometheus = (props: PrometheusProps = {}): Prometheus => new Prometheus(chart(), 'prometheus', props);

export const DRIVERS: Observation = Observation.scrape(
  { name: 'spark-drivers', namespace: TEAM, podLabels: { 'spark-role': 'driver' } },
  {
    job: 'spark-driver',
    port: 'spark-ui',
    portNumber: 4040,
    paths: ['/metrics/prometheus/', '/metrics/executors/prometheus'],
    interval: Duration.seconds(15),
    labelsFromPods: { app_id: 'spark-app-selector', app_name: 'spark-app-name' },
    labelsFromPodUid: { app_id: 'spark-' },
    labels: { tier: 'a$b' },
    drop: ['metrics_.*_Number', 'metrics_.*_(98|999)thPercentile'],
    dropLabels: ['quantile_.*'],
    sampleLimit: 5000,
  },
);

/** Everything of these rooms in one chart. */
export function everything(operatorProps: PrometheusOperatorProps = {}): Chart {
  const all = chart();
  new PrometheusOperator(all, 'prometheus-operator', operatorProps);
  const server = new Prometheus(all, 'prometheus', {
    replicas: 2,
    retention: Duration.days(15),
    retentionSize: Size.gibibytes(40),
    storage: PrometheusStorage.claim(Size.gibibytes(50)),
    scrapeInterval: Duration.seconds(30),
    scrapeTimeout: Duration.seconds(20),
    evaluationInterval: Duration.minutes(1),
    externalLabels: { cluster: 'prod-1', environment: 'prod' },
    alertmanagers: [ALERTMANAGER],
    limits: { samples: 100_000, targets: 500, labels: 60, labelNameLength: 200, labelValueLength: 1000 },
    enforcedLimits: { samples: 200_000, targets: 1000, bodySize: Size.mebibytes(50) },
    ui: UiEndpoint.external('https://prometheus.example.com/metrics', [{ namespace: 'gateway' }]),
    remoteWrite: [
      RemoteWrite.basicAuth('https://store.example.com/api/v1/write', secret('user'), secret('password'), {
        name: 'store',
        keep: ['spark:.*', 'up'],
        queue: { maxShards: 10, capacity: 5000, batchSendDeadline: Duration.seconds(10) },
        authority: secret('ca.crt'),
      }),
      RemoteWrite.bearer('https://tokens.example.com/write', secret('token')),
      RemoteWrite.mutualTls('https://mtls.example.com/write', secret('tls.crt'), secret('tls.key')),
      RemoteWrite.azureManagedIdentity('https://azure.example.com/write', '11111111-2222-3333-4444-555555555555'),
      RemoteWrite.sigv4('https://aps.example.com/write', 'eu-central-1', 'arn:aws:iam::123456789012:role/write'),
      RemoteWrite.insecureAnonymous('http://store.store.svc:9009/write', { peer: { namespace: 'store' } }),
    ],
    federation: [
      {
        name: 'federate-prod-2',
        url: 'https://prometheus.prod-2.example.com/base/',
        match: ['{__name__=~"job:.*"}', 'up'],
        token: secret('token'),
      },
    ],
  });
  new PrometheusAgent(all, 'agent', {
    remoteWrite: [
      RemoteWrite.azureWorkloadIdentity(
        'https://azure.example.com/write',
        '11111111-2222-3333-4444-555555555555',
        '66666666-7777-8888-9999-aaaaaaaaaaaa',
      ),
    ],
  });
  const monitors = new Monitors(all, 'monitors', { prometheus: server, prober: prober() });
  monitors.observe(
    server,
    observed(
      DRIVERS,
      Observation.probe(workload('history'), {
        job: 'spark-history-probe',
        target: 'http://history.etl.svc:18080/api/v1/applications?limit=1',
        portNumber: 18080,
        module: ProbeModule.HTTP_UP,
      }),
      Observation.scrape(workload('guarded'), {
        job: 'guarded',
        port: 'https',
        portNumber: 8443,
        insecureTls: true,
        bearerToken: true,
        honorLabels: true,
      }),
    ),
  );
  new KubeletMonitor(all, 'kubelet', { prometheus: server, interval: Duration.minutes(1) });
  new PodMonitor(all, 'own-pods', {
    prometheus: server,
    podLabels: { app: 'own' },
    namespaces: [TEAM],
    endpoints: [
      { port: 'metrics', portNumber: 9999, https: true, token: secret('token'), authority: secret('ca.crt') },
    ],
  });
  new ServiceMonitor(all, 'own-services', {
    prometheus: server,
    serviceLabels: { app: 'own' },
    namespaces: [TEAM],
    endpoints: [{ port: 'metrics', portNumber: 9999, path: '/own', scrapeTimeout: Duration.seconds(5) }],
  });
  new Probe(all, 'front-door', {
    prometheus: server,
    prober: prober(),
    targets: ['https://spark.example.com/', 'postgres.data.svc:5432'],
    labels: { team: 'etl' },
    interval: Duration.minutes(1),
  });
  return all;
}
