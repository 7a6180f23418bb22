import { parse } from 'yaml';
import { isClusterScoped } from '../../lib/kube/scopes';
import { SparkTesting } from '../../lib/testing';
import { everything, HOME, TEAM } from '../monitoring/operator-samples';
import { restrictedNamespace } from './applied';
import { installCrds, publishedCrds } from './crds';
import { established } from './established';
import { apply, get, kubectl, list, remove, tryKubectl } from './kubectl';
import { at, podTemplates, type Container, type Manifest } from './manifest';
import { generated, OperatorProcess, withOperator } from './operator-process';
import { bringSecrets } from './operator-secrets';
import { checkConfiguration } from './promtool';
import { MINUTES } from './wait';

/** `CDK8S_SPARK_PROMTOOL=/usr/bin/promtool CDK8S_SPARK_PROMETHEUS_OPERATOR=… npm run test:cluster -- monitoring-operator`. */
const PROMTOOL = process.env.CDK8S_SPARK_PROMTOOL ?? '';
const PUBLISHED = publishedCrds('prometheus-operator-0.93.0');

const manifests: Manifest[] = SparkTesting.manifests(everything());
const isDefinition = ({ kind }: Manifest): boolean => kind === 'CustomResourceDefinition';
const definitions = manifests.filter(isDefinition);
const objects = manifests.filter((one) => !isDefinition(one));
const named = (kind: string, name: string): Manifest | undefined =>
  manifests.find((one) => one.kind === kind && one.metadata.name === name);
const GROUNDS = [HOME, TEAM].map(restrictedNamespace);

/** As nobody had been here. Some of the objects are in kube-system, which nobody deletes. */
async function clean(): Promise<void> {
  await remove(GROUNDS);
  const outlive = ({ apiVersion, kind, metadata }: Manifest): boolean =>
    isClusterScoped(apiVersion, kind) || metadata.namespace === 'kube-system';
  await remove([...objects.filter(outlive), ...definitions]);
  const made = ['endpointslice', '-l', 'endpointslice.kubernetes.io/managed-by=prometheus-operator'];
  for (const what of [['service', 'kubelet', '--ignore-not-found'], made]) {
    await kubectl(['delete', '-n', 'kube-system', ...what]);
  }
}

afterAll(clean, 5 * MINUTES);

describe('with our own definitions', () => {
  beforeAll(async () => {
    await clean();
    await apply(GROUNDS);
  }, 5 * MINUTES);

  test('plain client-side apply takes everything, and a second one changes nothing', async () => {
    await apply(definitions);
    await established(definitions.map(({ metadata }) => metadata.name));
    await apply(objects);
    const again = [...(await apply(definitions)), ...(await apply(objects))];
    expect(again).toHaveLength(manifests.length);
    // kubectl sends the selector of a budget each time.
    const budget = await get('pdb', 'prometheus', HOME);
    expect(again.filter((line) => !line.endsWith(' unchanged'))).toEqual([
      expect.stringMatching(/^poddisruptionbudget/),
    ]);
    expect(budget?.metadata.generation).toBe(1);
  });

  test('the operator’s pods are admitted where Pod Security enforces `restricted`', async () => {
    const [template] = manifests.flatMap(podTemplates);
    const metadata = { name: 'dry-run', namespace: HOME, labels: template?.metadata.labels ?? {} };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: template?.spec };
    const answer = await tryKubectl(
      ['create', '--dry-run=server', '--validate=strict', '-f', '-'],
      JSON.stringify(pod),
    );
    expect(answer).toMatchObject({ code: 0, stderr: '' });
  });

  withOperator('and the operator under its own account', () => makes());
});

(PUBLISHED === undefined ? describe.skip : describe)('with the definitions that the project publishes', () => {
  beforeAll(async () => {
    await clean();
    await apply(GROUNDS);
    await installCrds(PUBLISHED ?? []);
  }, 5 * MINUTES);

  test('strict server-side apply takes everything, and a second one changes nothing', async () => {
    await apply(objects, '--server-side');
    const before = await versions();
    expect(before).toHaveLength(objects.filter(isStill).length);
    await apply(objects, '--server-side');
    expect(await versions()).toEqual(before);
  });

  withOperator('and the operator under its own account', () => makes());
});

/** Not an object that controllers write, too. */
function isStill({ kind }: Manifest): boolean {
  return !['Deployment', 'PodDisruptionBudget', 'Secret'].includes(kind);
}

/** What the API server counts up at each change. */
async function versions(): Promise<string[]> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects.filter(isStill) });
  const { items } = JSON.parse(await kubectl(['get', '-f', '-', '-o', 'json'], input)) as { items: Manifest[] };
  return items.map(({ kind, metadata }) => `${kind} ${metadata.name} ${String(metadata.resourceVersion)}`);
}

interface Relabeling {
  readonly target_label?: string;
  readonly replacement?: string;
  readonly [field: string]: unknown;
}

interface Job {
  readonly job_name: string;
  readonly metrics_path?: string;
  readonly relabel_configs?: readonly Relabeling[];
  readonly metric_relabel_configs?: readonly Relabeling[];
  readonly [field: string]: unknown;
}

interface Configuration {
  readonly global: Record<string, unknown>;
  readonly scrape_configs?: readonly Job[];
  readonly remote_write: readonly Record<string, unknown>[];
  readonly alerting: unknown;
}

/** The jobs of the configuration, and what each calls itself. */
const JOBS = {
  [`podMonitor/${TEAM}/guarded/0`]: 'guarded',
  [`podMonitor/${TEAM}/spark-drivers/0`]: 'spark-driver',
  [`podMonitor/${TEAM}/spark-drivers/1`]: 'spark-driver',
  [`podMonitor/${HOME}/own-pods/0`]: 'own-pods',
  [`podMonitor/${HOME}/prometheus-reloader-web/0`]: 'prometheus',
  [`podMonitor/${HOME}/prometheus/0`]: 'prometheus',
  [`probe/${TEAM}/history`]: 'spark-history-probe',
  [`probe/${HOME}/front-door`]: 'front-door',
  [`scrapeConfig/${HOME}/federate-prod-2`]: 'federate-prod-2',
  [`serviceMonitor/${HOME}/kubelet/0`]: 'kubelet',
  [`serviceMonitor/${HOME}/kubelet/1`]: 'kubelet',
  [`serviceMonitor/${HOME}/kubelet/2`]: 'kubelet',
  [`serviceMonitor/${HOME}/own-services/0`]: 'own-services',
};

/** What the operator makes of the objects. */
function makes(): void {
  let operator: OperatorProcess;
  let text = '';
  let conf: Configuration;
  const jobs = (part: string): Job[] => (conf.scrape_configs ?? []).filter(({ job_name }) => job_name.includes(part));

  beforeAll(async () => {
    await bringSecrets(manifests);
    operator = await OperatorProcess.start(named('Deployment', 'prometheus-operator') as Manifest);
    // Objects arrive one after the other.
    text = await operator.makes(`a configuration with ${Object.keys(JOBS).length} jobs`, async () => {
      const found = (await generated('prometheus-prometheus', HOME)) ?? '';
      const { scrape_configs: scrapes = [] } = (parse(found) ?? {}) as Partial<Configuration>;
      return scrapes.length >= Object.keys(JOBS).length && found;
    });
    conf = parse(text) as Configuration;
  }, 5 * MINUTES);
  afterAll(() => operator?.stop());

  test('every job, under our name and with its path', () => {
    /** The last word counts: the operator's own value of `job` stands before ours. */
    const last = (job: Job, label: string): Relabeling | undefined =>
      job.relabel_configs?.filter(({ target_label }) => target_label === label).at(-1);
    expect(Object.fromEntries(jobs('').map((job) => [job.job_name, last(job, 'job')?.replacement]))).toEqual(JOBS);
    for (const job of jobs(''))
      expect(last(job, 'metrics_path')).toMatchObject({ source_labels: ['__metrics_path__'] });
  });

  test('the labels and drop lists of drivers', () => {
    const drivers = jobs('spark-drivers');
    expect(drivers.map((one) => one.metrics_path)).toEqual(['/metrics/prometheus/', '/metrics/executors/prometheus']);
    for (const { relabel_configs: relabelings = [], metric_relabel_configs: samples, ...job } of drivers) {
      expect(job).toMatchObject({ scrape_interval: '15s', sample_limit: 5000 });
      expect(relabelings).toContainEqual(
        expect.objectContaining({ source_labels: ['__meta_kubernetes_pod_container_port_name'], regex: 'spark-ui' }),
      );
      expect(relabelings).toContainEqual(expect.objectContaining({ target_label: 'tier', replacement: 'a$$b' }));
      // The id follows from the uid, unless a label says it.
      expect(relabelings.filter(({ target_label }) => target_label === 'app_id')).toEqual([
        expect.objectContaining({ source_labels: ['__meta_kubernetes_pod_uid'], replacement: 'spark-$1' }),
        expect.objectContaining({ source_labels: ['__meta_kubernetes_pod_label_spark_app_selector'], regex: '(.+)' }),
      ]);
      expect(samples).toEqual([
        expect.objectContaining({ regex: 'metrics_.*_Number|metrics_.*_(98|999)thPercentile', action: 'drop' }),
        expect.objectContaining({ regex: 'quantile_.*', action: 'labeldrop' }),
      ]);
    }
  });

  test('questions to the prober', () => {
    const [probe] = jobs(`probe/${TEAM}/history`);
    expect(probe).toMatchObject({
      metrics_path: '/probe',
      params: { module: ['http_up'] },
      static_configs: [{ targets: ['http://history.etl.svc:18080/api/v1/applications?limit=1'] }],
    });
    expect(probe?.relabel_configs).toContainEqual(
      expect.objectContaining({ target_label: '__address__', replacement: 'blackbox-exporter.monitoring.svc:9115' }),
    );
  });

  test('tokens of accounts made for that, and never its own', () => {
    const account = (job: Job): unknown => {
      const token = at<string>(job, 'authorization.credentials') ?? '';
      const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
        sub: string;
      };
      return claims.sub;
    };
    expect(jobs('monitoring/kubelet').map(account)).toEqual(
      [0, 1, 2].map(() => `system:serviceaccount:${HOME}:kubelet-scraper`),
    );
    expect(jobs('guarded').map(account)).toEqual([`system:serviceaccount:${TEAM}:guarded-scraper`]);
    expect(text).not.toContain('/var/run/secrets/kubernetes.io');
  });

  test('what the server was told', () => {
    expect(conf.global).toMatchObject({
      scrape_interval: '30s',
      evaluation_interval: '1m',
      external_labels: { cluster: 'prod-1', environment: 'prod' },
    });
    expect(conf.remote_write).toHaveLength(6);
    expect(conf.remote_write[0]).toMatchObject({
      name: 'store',
      basic_auth: { username: 'test-user' },
      write_relabel_configs: [{ source_labels: ['__name__'], regex: 'spark:.*|up', action: 'keep' }],
    });
    expect(JSON.stringify(conf.alerting)).toContain(HOME);
    expect(jobs('federate-prod-2')[0]).toMatchObject({
      honor_labels: true,
      metrics_path: '/base/federate',
      params: { 'match[]': ['{__name__=~"job:.*"}', 'up'] },
    });
  });

  (PROMTOOL === '' ? test.skip : test)('a configuration that promtool takes', async () => {
    const answer = await checkConfiguration(PROMTOOL, text);
    expect(answer).toMatchObject({ code: 0, stderr: '' });
  });

  test.each([
    { name: 'prometheus', kind: 'prometheus', set: 'prometheus-prometheus', pods: ['-0', '-1'] },
    { name: 'agent', kind: 'prometheusagent', set: 'prom-agent-agent', pods: ['-0'] },
  ])(
    'pods of $kind: admitted where Pod Security enforces `restricted`, and found by what selects them',
    async ({ name, kind, set, pods }) => {
      await operator.makes(`${kind} reconciled`, async () => {
        const conditions = at<{ type: string; status: string }[]>(await get(kind, name, HOME), 'status.conditions');
        return conditions?.some(({ type, status }) => type === 'Reconciled' && status === 'True');
      });
      const found = (selector: object | undefined): Promise<Manifest[]> =>
        list(
          'pods',
          HOME,
          Object.entries(selector ?? { none: 'found' })
            .map((pair) => pair.join('='))
            .join(),
        );
      const selectors = [
        at<object>(named('Service', name), 'spec.selector'),
        at<object>(named('NetworkPolicy', name), 'spec.podSelector.matchLabels'),
        ...(pods.length > 1 ? [at<object>(named('PodDisruptionBudget', name), 'spec.selector.matchLabels')] : []),
      ];
      for (const selector of selectors) {
        await operator.makes(`pods of ${JSON.stringify(selector)}`, async () => {
          const names = (await found(selector)).map(({ metadata }) => metadata.name).sort();
          return names.join() === pods.map((end) => `${set}${end}`).join();
        });
      }
      const [pod] = await found(selectors[0]);
      const ports = (at<Container[]>(pod, 'spec.containers') ?? []).flatMap(({ ports = [] }) => ports);
      expect(ports).toContainEqual(expect.objectContaining({ name: 'web', containerPort: 9090 }));
      expect(ports).toContainEqual(expect.objectContaining({ name: 'reloader-web', containerPort: 8080 }));
    },
  );

  test('the Service of the kubelets, with the labels and the port that their monitor looks for', async () => {
    const service = await operator.makes('the Service', () => get('service', 'kubelet', 'kube-system'));
    const monitor = named('ServiceMonitor', 'kubelet');
    expect(service.metadata.labels).toMatchObject(
      at<object>(monitor, 'spec.selector.matchLabels') ?? { none: 'found' },
    );
    expect(at(service, 'spec.ports')).toContainEqual(expect.objectContaining({ name: 'https-metrics', port: 10250 }));
  });

  test('with the rights of its account: nothing was forbidden, and no object refused', () => {
    const lines = operator.log.split('\n');
    expect(lines.filter((line) => line.includes('sync prometheus')).length).toBeGreaterThan(0);
    expect(lines.filter((line) => /forbidden|missing permission|rejected|level=error/i.test(line))).toEqual([]);
  });
}
