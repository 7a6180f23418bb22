import { Chart, Duration, Size, Testing } from 'cdk8s';
import { BlackboxExporter } from '../../lib/monitoring/exporters/blackbox-exporter';
import { KubeStateMetrics, type KubeStateMetricsProps } from '../../lib/monitoring/exporters/kube-state-metrics';
import { kubeStateRights, KubeStateResource } from '../../lib/monitoring/exporters/kube-state-resources';
import { NodeExporter } from '../../lib/monitoring/exporters/node-exporter';
import { KUBE_STATE } from '../../lib/monitoring/inventory/kubernetes';
import { SparkTesting } from '../../lib/testing';
import { at, parse, type PodTemplate, podTemplates } from '../cluster/manifest';

const chart = (): Chart => new Chart(Testing.app(), 'c', { namespace: 'monitoring' });
const state = (props: KubeStateMetricsProps = {}) => new KubeStateMetrics(chart(), 'kube-state-metrics', props);

function podOf(manifest: ReturnType<typeof SparkTesting.find>) {
  const [template] = podTemplates(manifest) as [PodTemplate];
  const [container] = template.spec.containers;
  return {
    pod: template.spec,
    container: container as unknown as { readonly [field: string]: unknown; readonly args: string[] },
  };
}

const deployed = (one: KubeStateMetrics | BlackboxExporter) => podOf(SparkTesting.find(one, 'Deployment'));
const arg = (args: readonly string[], name: string): string =>
  args.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '';

describe('kube-state-metrics', () => {
  test('may see what it makes metrics of, and nothing else', () => {
    const one = state({ extraResources: [KubeStateResource.SERVICES] });
    const { rules } = SparkTesting.find(one, 'ClusterRole') as unknown as {
      rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
    };
    expect(rules.flatMap(({ resources }) => resources)).toEqual(one.resources);
    expect([...new Set(rules.flatMap(({ verbs }) => verbs))]).toEqual(['list', 'watch']);
    expect(arg(deployed(one).container.args, 'resources')).toBe(one.resources.join(','));
    expect(one.resources).toEqual(expect.arrayContaining(['pods', 'nodes', 'cronjobs', 'services']));
    expect(one.resources).not.toEqual(expect.arrayContaining(['replicasets']));
    expect(Object.values(KubeStateResource)).not.toEqual(expect.arrayContaining(['secrets']));
    expect(Object.values(KubeStateResource)).not.toEqual(expect.arrayContaining(['configmaps']));
  });

  test('has a reason for each right', () => {
    for (const { because } of kubeStateRights(Object.values(KubeStateResource))) expect(because).toMatch(/\S/);
  });

  test('watches all kinds that the inventory has metrics of, and drops none of these', () => {
    const { container } = deployed(state());
    const dropped = arg(container.args, 'metric-denylist')
      .split(',')
      .map((text) => new RegExp(text));
    const metrics = Object.keys(KUBE_STATE);
    expect(metrics.filter((name) => dropped.some((one) => one.test(name)))).toEqual([]);
    const kinds = metrics.flatMap((name) => /^kube_(?!state)([a-z]+)/.exec(name)?.[1] ?? []);
    const watched = arg(container.args, 'resources')
      .split(',')
      .map((one) => one.slice(0, -1));
    expect(kinds.filter((kind) => !watched.includes(kind))).toEqual([]);
  });

  test('shows the labels by which pods belong to applications, and those that the user names', () => {
    const { container } = deployed(state({ extraLabels: { nodes: ['pool'], pods: ['team', 'spark-role'] } }));
    expect(arg(container.args, 'metric-labels-allowlist')).toBe(
      'namespaces=[app.kubernetes.io/instance,app.kubernetes.io/part-of,team],' +
        'pods=[spark-role,spark-app-selector,spark-app-name,spark-exec-id,spark-app-tag,spark-version,' +
        'sparkoperator.k8s.io/app-name,app.kubernetes.io/name,app.kubernetes.io/instance,team],nodes=[pool]',
    );
  });

  test('is scraped on both pages, whose labels are those of what they tell of', () => {
    const scrapes = state().observations.map(({ _scrape }) => _scrape);
    expect(scrapes).toMatchObject([
      { job: 'kube-state-metrics', port: 'metrics', portNumber: 8080, honorLabels: true },
      { job: 'kube-state-metrics', port: 'telemetry', portNumber: 8081 },
    ]);
    expect(deployed(state()).container).toMatchObject({
      ports: [
        { name: 'metrics', containerPort: 8080 },
        { name: 'telemetry', containerPort: 8081 },
      ],
      livenessProbe: { httpGet: { path: '/livez', port: 8080 } },
      readinessProbe: { httpGet: { path: '/readyz', port: 8081 } },
    });
  });

  test('has a token, no limit on cores, and ways to the API server alone', () => {
    const one = state({ memory: Size.mebibytes(256), apiServerCidrs: ['10.0.0.1/32'], apiServerPorts: [443] });
    const { pod, container } = deployed(one);
    expect(pod).toMatchObject({ serviceAccountName: 'kube-state-metrics', automountServiceAccountToken: true });
    expect(container.resources).toEqual({ requests: { cpu: '20m', memory: '256Mi' }, limits: { memory: '512Mi' } });
    const { egress } = SparkTesting.find(one, 'NetworkPolicy').spec as { egress: { to: unknown }[] };
    expect(egress.map(({ to }) => to)).toEqual([
      [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
      [{ ipBlock: { cidr: '10.0.0.1/32' } }],
    ]);
    expect(one.node.validate()).toEqual([]);
  });
});

describe('the node exporter', () => {
  const exporter = (collectors?: string[]) =>
    new NodeExporter(chart(), 'node-exporter', {
      namespace: 'monitoring-agents',
      ...(collectors && { collectors }),
    });
  const daemonSet = (collectors?: string[]) => SparkTesting.find(exporter(collectors), 'DaemonSet');

  test('shares network and processes with every node, for a reason that is named', () => {
    const { pod } = podOf(daemonSet());
    expect(daemonSet().metadata).toMatchObject({
      namespace: 'monitoring-agents',
      annotations: {
        'cdk8s-spark/policy-exempt': 'policy/restricted-pods',
        'cdk8s-spark/policy-exempt-reason': expect.stringContaining('reads') as string,
      },
    });
    expect(pod).toMatchObject({
      hostNetwork: true,
      hostPID: true,
      tolerations: [{ operator: 'Exists' }],
      automountServiceAccountToken: false,
      volumes: [{ name: 'root', hostPath: { path: '/' } }],
    });
  });

  test('is nobody, who can write nowhere', () => {
    const { pod, container } = podOf(daemonSet());
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 65534 });
    expect(container).toMatchObject({
      securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      volumeMounts: [{ name: 'root', mountPath: '/host/root', readOnly: true, mountPropagation: 'HostToContainer' }],
    });
  });

  test('has few collectors on', () => {
    const { container } = podOf(daemonSet(['cpu', 'filesystem']));
    expect(container.args.filter((one) => one.startsWith('--collector'))).toEqual([
      '--collector.disable-defaults',
      '--collector.cpu',
      '--collector.filesystem',
      expect.stringMatching(/^--collector\.filesystem\.mount-points-exclude=/),
    ]);
    expect(podOf(daemonSet()).container.args).toContain('--collector.pressure');
    expect(exporter().observations).toMatchObject([{ _scrape: { job: 'node-exporter', portNumber: 9100 } }]);
    expect(exporter().node.validate()).toEqual([]);
  });
});

describe('the blackbox exporter', () => {
  const prober = (props: ConstructorParameters<typeof BlackboxExporter>[2] = {}) =>
    new BlackboxExporter(chart(), 'blackbox', props);

  test('has the ways of asking that probes name, in a ConfigMap that follows its content', () => {
    const configOf = (one: BlackboxExporter) =>
      SparkTesting.find(one, 'ConfigMap') as unknown as {
        metadata: { name: string };
        data: { [file: string]: string };
      };
    const one = prober();
    const { metadata, data } = configOf(one);
    const [config] = parse(data['config.yml'] ?? '');
    expect(Object.keys(at<object>(config, 'modules') ?? {})).toEqual(['http_2xx', 'http_up', 'tcp_connect']);
    expect(at(config, 'modules.http_up.http')).toMatchObject({
      valid_status_codes: expect.arrayContaining([200, 401, 403]) as number[],
      follow_redirects: false,
    });
    expect(at(config, 'modules.http_2xx.http.valid_status_codes')).toBeUndefined();
    expect(deployed(one).pod.volumes).toEqual([{ name: 'config', configMap: { name: metadata.name } }]);
    expect(configOf(prober({ timeout: Duration.seconds(9) })).metadata.name).not.toBe(metadata.name);
  });

  test('reaches what it is told of, and nothing else', () => {
    const one = prober();
    const history = { namespace: 'spark', podLabels: { app: 'history' } };
    one.addTarget(history, 18080);
    one.addTarget(history, 18080);
    const { egress } = SparkTesting.find(one, 'NetworkPolicy').spec as { egress: { to: unknown }[] };
    expect(egress.slice(1).map(({ to }) => to)).toEqual([
      [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'spark' } },
          podSelector: { matchLabels: { app: 'history' } },
        },
      ],
    ]);
  });

  test('is nobody, without a token', () => {
    const one = prober({ replicas: 2 });
    const { pod } = deployed(one);
    expect(pod).toMatchObject({
      serviceAccountName: 'blackbox',
      automountServiceAccountToken: false,
      securityContext: { runAsUser: 65534 },
    });
    expect(SparkTesting.find(one, 'PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1 });
    expect(one.proberAddress).toBe('blackbox.monitoring.svc:9115');
    expect(one.node.validate()).toEqual([]);
  });
});
