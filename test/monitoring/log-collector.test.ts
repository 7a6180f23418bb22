import { Chart, Size, Testing } from 'cdk8s';
import { NodePool, SparkJob } from '../../lib';
import { warningsOf } from '../../lib/core/rules';
import { restrictedNamespace } from '../../lib/kube/namespace';
import { Loki } from '../../lib/monitoring/loki/loki';
import { LokiStorage } from '../../lib/monitoring/loki/storage';
import { FIRST_LINE } from '../../lib/monitoring/logs/configuration';
import { podLabel, RELABEL_RULES } from '../../lib/monitoring/logs/labels';
import { LogCollector } from '../../lib/monitoring/logs/log-collector';
import { LogCollection, type LogCollectorProps } from '../../lib/monitoring/logs/props';
import { REDACTED, REDACTIONS } from '../../lib/monitoring/logs/redaction';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { PROPS } from '../spark/jobs';

const STORAGE = LokiStorage.claim({ size: Size.gibibytes(20) });
const chart = (): Chart => new Chart(Testing.app(), 'c', { namespace: 'monitoring' });

const collector = (props: Partial<LogCollectorProps> = {}, home = chart()): LogCollector =>
  new LogCollector(home, 'logs', { ...props, loki: props.loki ?? new Loki(home, 'loki', { storage: STORAGE }) });
const findings = (made: LogCollector): string[] => made.node.validate();
const fileOf = ({ data }: Manifest): string => (data as { [file: string]: string })['config.alloy'] ?? '';
const config = (made: LogCollector): string => fileOf(SparkTesting.find(made, 'ConfigMap', made.configMap.name));
const events = (made: LogCollector): string =>
  fileOf(SparkTesting.find(made, 'ConfigMap', made.eventsConfigMap?.name ?? 'none'));

interface Pod {
  readonly containers: [{ readonly volumeMounts: unknown[]; readonly [field: string]: unknown }];
  readonly volumes: { name: string }[];
  readonly [field: string]: unknown;
}
const podOf = (made: LogCollector, kind = 'DaemonSet'): Pod =>
  (SparkTesting.find(made, kind).spec as { template: { spec: Pod } }).template.spec;
const rightsOf = (made: LogCollector, kind: string): unknown[] =>
  SparkTesting.manifests(made)
    .filter((one) => one.kind === kind)
    .map(({ rules }) =>
      (rules as { resources: string[]; verbs: string[] }[]).map((one) => `${one.resources.join()} ${one.verbs.join()}`),
    );

describe('through the API server', () => {
  test('is a DaemonSet that Pod Security restricted admits, and reads its own node only', () => {
    const made = collector();
    expect(findings(made)).toEqual([]);
    const pod = podOf(made);
    expect(pod).toMatchObject({
      serviceAccountName: 'logs',
      automountServiceAccountToken: true,
      tolerations: [{ operator: 'Exists' }],
      securityContext: { runAsNonRoot: true, runAsUser: 473 },
    });
    expect(JSON.stringify(pod)).not.toContain('hostPath');
    expect(config(made)).toContain('field = "spec.nodeName=" + sys.env("NODE_NAME")');
    expect(pod.containers[0].env).toContainEqual({
      name: 'NODE_NAME',
      valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } },
    });
    expect(pod.containers[0].livenessProbe).toBeUndefined();
    expect(config(made)).toContain('loki.source.kubernetes "pods"');
    expect(config(made)).not.toContain('stage.cri');
  });

  test('may read pods and their logs, everywhere or where it is told', () => {
    expect(rightsOf(collector(), 'ClusterRole')).toEqual([
      ['pods get,list,watch', 'pods/log get'],
      ['events get,list,watch'],
    ]);
    const some = collector({ namespaces: ['etl', 'ml', 'etl'], events: false });
    expect(rightsOf(some, 'ClusterRole')).toEqual([]);
    expect(rightsOf(some, 'Role')).toHaveLength(2);
    expect(config(some)).toContain('names = ["etl", "ml", "etl"]');
  });

  test('goes to the nodes that it is told', () => {
    const pod = podOf(collector({ nodes: NodePool.labelled('type', 'compute') }));
    expect(JSON.stringify(pod.affinity)).toContain('compute');
    expect(pod.tolerations).toBeUndefined();
  });
});

describe('from the files of the node', () => {
  const made = collector({ collection: LogCollection.HOST_FILES });

  test('mounts the logs of pods to read, and where it stopped to write', () => {
    const pod = podOf(made);
    expect(pod.volumes).toEqual(
      expect.arrayContaining([
        { name: 'logs', hostPath: { path: '/var/log/pods' } },
        { name: 'storage', hostPath: { path: '/var/lib/alloy-logs', type: 'DirectoryOrCreate' } },
      ]),
    );
    expect(pod.containers[0].volumeMounts).toEqual(
      expect.arrayContaining([
        { name: 'logs', mountPath: '/var/log/pods', readOnly: true },
        { name: 'storage', mountPath: '/var/lib/alloy' },
      ]),
    );
    expect(pod.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH'] },
    });
    expect(podOf(made, 'Deployment').securityContext).toMatchObject({ runAsNonRoot: true });
  });

  test('may not read logs through the API server, and takes off what the runtime put before each line', () => {
    expect(rightsOf(made, 'ClusterRole')[0]).toEqual(['pods get,list,watch']);
    const text = config(made);
    expect(text).toContain('replacement = "/var/log/pods/*$1/*.log"');
    expect(text.indexOf('stage.cri')).toBeLessThan(text.indexOf('stage.multiline'));
  });

  test('is refused in a namespace that does not admit it', () => {
    const home = chart();
    restrictedNamespace(home, 'Namespace', 'monitoring');
    expect(findings(collector({ collection: LogCollection.HOST_FILES }, home))).toEqual([
      expect.stringContaining('logs/privileged-namespace: namespace = "monitoring"'),
    ]);
  });
});

describe('labels', () => {
  /** What Prometheus' relabelling makes of a pod. */
  const relabel = (pod: { [label: string]: string }): { [label: string]: string } => {
    const found: { [label: string]: string } = {};
    for (const { sources, separator = ';', regex = '(.*)', replacement = '$1', target } of RELABEL_RULES) {
      const match = new RegExp(`^(?:${regex})$`).exec(sources.map((source) => pod[source] ?? '').join(separator));
      if (match !== null) found[target] = replacement.replace('$1', match[1] ?? '');
    }
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== ''));
  };
  const discovered = (labels: { readonly [key: string]: string }): { [label: string]: string } =>
    Object.fromEntries(Object.entries(labels).map(([key, value]) => [podLabel(key), value]));

  test('of a job of ours are those that dashboards ask for', () => {
    const job = new SparkJob(new Chart(Testing.app(), 'j', { namespace: 'etl' }), 'pi', PROPS);
    const { template } = SparkTesting.find(job, 'Job').spec as { template: { metadata: Manifest['metadata'] } };
    const labels = { ...template.metadata.labels, 'spark-app-selector': 'spark-7', 'spark-exec-id': '1' };
    expect(relabel(discovered(labels))).toMatchObject({
      app: 'spark',
      spark_role: 'driver',
      job_name: 'pi',
      spark_app_id: 'spark-7',
      spark_exec_id: '1',
    });
  });

  test('of a server have no job', () => {
    const livy = { 'app.kubernetes.io/name': 'livy', 'app.kubernetes.io/instance': 'livy' };
    expect(relabel(discovered(livy))).toEqual({ app: 'livy' });
    expect(relabel(discovered({ 'spark-role': 'driver', app: 'x' }))).toEqual({ app: 'spark', spark_role: 'driver' });
  });

  test('of each pod leave before lines are sent, after traces are whole', () => {
    const text = config(collector({ structuredMetadata: { version: 'spark-version' }, labels: { team: 'x.io/team' } }));
    const order = ['stage.multiline', 'stage.replace', 'stage.label_drop', 'stage.structured_metadata'];
    const places = order.map((stage) => text.indexOf(stage));
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(text).toContain(
      'values = ["spark_app_id", "spark_exec_id", "pod", "node", "version", "job", "instance", "filename"]',
    );
    expect(text).toContain('source_labels = ["__meta_kubernetes_pod_label_x_io_team"]\n    target_label = "team"');
  });
});

test.each([
  ['26/11/22 03:00:00 INFO SparkContext: Running', true],
  ['2026-11-22 03:00:00 INFO LivyServer: Started', true],
  ['{"ts":"2026-11-22T03:00:00.000Z","level":"ERROR"}', true],
  ['java.lang.IllegalStateException: no', false],
  ['\tat org.apache.spark.Foo.bar(Foo.scala:7)', false],
  ['Traceback (most recent call last):', false],
  ['  File "pi.py", line 7', false],
])('%s begins a message: %s', (line, begins) => {
  expect(new RegExp(FIRST_LINE).test(line)).toBe(begins);
});

describe('secrets', () => {
  const redact = (line: string): string =>
    Object.values(REDACTIONS).reduce((text, expression) => {
      const flags = expression.startsWith('(?i)') ? 'gi' : 'g';
      return text.replace(new RegExp(expression.replace('(?i)', ''), flags), (all: string, group: string) =>
        all.replace(group, REDACTED),
      );
    }, line);

  test.each([
    ['key AKIAABCDEFGHIJKLMNOP.', 'key <redacted>.'],
    ['spark.hadoop.fs.s3a.secret.key=abC/1+2', 'spark.hadoop.fs.s3a.secret.key=<redacted>'],
    ['AWS_SECRET_ACCESS_KEY: "abC/1"', 'AWS_SECRET_ACCESS_KEY: "<redacted>"'],
    ['wasbs://c@a/?sv=2&sig=aB%2Bc%3D&se=9', 'wasbs://c@a/?sv=2&sig=<redacted>&se=9'],
    ['AccountKey=QUJDREVGR0hJSktMTU5PUFFSU1Q=;E=x', 'AccountKey=<redacted>;E=x'],
    ['Authorization: Bearer abcdefghijklmnopq.rs', 'Authorization: Bearer <redacted>'],
    ['token eyJhbGciOiJI.eyJzdWIiOiIx.c2ln', 'token <redacted>'],
    ['jdbc:postgresql://bob:hunter2@db/x', 'jdbc:postgresql://bob:<redacted>@db/x'],
    ['javax.jdo.option.ConnectionPassword=hunter2', 'javax.jdo.option.ConnectionPassword=<redacted>'],
  ])('%s', (line, left) => expect(redact(line)).toBe(left));

  test.each(['INFO SparkContext: Running Spark version 4.2.1', 'basic statistics of tables', 's3a://lake/data?part=1'])(
    'nothing of: %s',
    (line) => expect(redact(line)).toBe(line),
  );

  test('of the user go as well', () => {
    const made = collector({ redactions: [{ expression: 'ticket=(\\d+)', replacement: 'T' }] });
    expect(findings(made)).toEqual([]);
    for (const text of [config(made), events(made)]) {
      expect(text).toContain('expression = `ticket=(\\d+)`\n    replace = "T"');
    }
  });
});

test('lines of checks are dropped on demand', () => {
  expect(config(collector())).not.toContain('stage.drop');
  expect(config(collector({ dropHealthChecks: true }))).toContain('stage.drop {');
});

describe('events', () => {
  test('are read once, by an account that may read nothing else', () => {
    const made = collector({ namespaces: ['etl'] });
    expect(SparkTesting.find(made, 'Deployment').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(podOf(made, 'Deployment').serviceAccountName).toBe('logs-events');
    expect(rightsOf(made, 'Role')).toEqual([['pods get,list,watch', 'pods/log get'], ['events get,list,watch']]);
    expect(events(made)).toContain('namespaces = ["etl"]');
    expect(config(made)).not.toContain('kubernetes_events');
  });

  test('are left out on demand', () => {
    const made = collector({ events: false });
    expect(made.eventsDeployment).toBeUndefined();
    expect(SparkTesting.manifests(made).map(({ kind }) => kind)).not.toContain('Deployment');
    expect(made.observations).toHaveLength(1);
  });
});

describe('Loki', () => {
  test('is reached, lets the collector in, and gets its tenant', () => {
    const home = chart();
    const loki = new Loki(home, 'loki', { storage: STORAGE, tenant: 'platform' });
    const made = collector({ loki, cluster: 'east', environment: 'prod' }, home);
    expect(findings(made)).toEqual([]);
    expect(config(made)).toContain('url = "http://loki.monitoring.svc:3100/loki/api/v1/push"');
    expect(config(made)).toContain('tenant_id = "platform"');
    expect(config(made)).toContain('external_labels = {\n    cluster = "east",\n    environment = "prod",\n  }');
    const peer = (name: string): unknown[] => [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
        podSelector: {
          matchLabels: {
            'app.kubernetes.io/name': name === 'logs' ? 'alloy' : name,
            'app.kubernetes.io/instance': name,
          },
        },
      },
    ];
    const policy = (of: Loki | LogCollector): unknown => SparkTesting.find(of, 'NetworkPolicy').spec;
    expect(policy(loki)).toMatchObject({ ingress: [{ from: peer('logs') }] });
    expect(policy(made)).toMatchObject({
      egress: expect.arrayContaining([expect.objectContaining({ to: peer('loki') })]) as unknown,
    });
  });

  test('elsewhere needs a way out', () => {
    const loki = Loki.fromUrl('https://logs.example.com');
    expect(findings(collector({ loki }))).toEqual([expect.stringContaining('logs/unreachable')]);
    const network = { egress: [{ cidr: '10.0.0.0/8', ports: [443] }] };
    expect(findings(collector({ loki, network }))).toEqual([]);
  });
});

test('both workloads are observed, each by labels of its own', () => {
  const made = collector();
  expect(made.observations.map(({ workload, _scrape }) => [workload.name, _scrape?.job, _scrape?.portNumber])).toEqual([
    ['logs', 'alloy', 12345],
    ['logs-events', 'alloy', 12345],
  ]);
  const selectors = made.observations.map(({ workload }) => workload.podLabels['app.kubernetes.io/component']);
  expect(selectors).toEqual(['node', 'events']);
});

test('a namespace that nobody makes is warned of where others are made', () => {
  const home = chart();
  restrictedNamespace(home, 'Namespace', 'etl');
  expect(warningsOf(collector({ namespaces: ['etl', 'ettl'] }, home))).toEqual([
    expect.stringContaining('logs/unknown-namespace: namespaces = "ettl"'),
  ]);
  expect(warningsOf(collector({ namespaces: ['ettl'] }))).toEqual([]);
});
