import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart, Size } from 'cdk8s';
import { PlatformApp, SparkImage, SparkTenant, SparkVersion, UiEndpoint } from '../../lib';
import { LivyAuthentication } from '../../lib/services/livy/authentication';
import { LivyServer } from '../../lib/services/livy/livy-server';
import { Applied, restrictedNamespace } from './applied';
import { apply, kubectl, reviews, tryKubectl } from './kubectl';
import { podTemplates, readManifests, type Manifest } from './manifest';
import { MINUTES } from './wait';

const HOME = 'livy-test';
const [ETL, ML, OTHER] = ['livy-test-etl', 'livy-test-ml', 'livy-test-other'] as const;

/** A server for two tenants, by way of the files that a user gets. */
function manifests(): Manifest[] {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-spark-'));
  const app = new PlatformApp({ outdir, summary: false });
  const [etl, ml] = [ETL, ML].map((name) => new SparkTenant(new Chart(app, name), name));
  if (etl === undefined || ml === undefined) throw new Error('two tenants');
  const server = new LivyServer(new Chart(app, HOME, { namespace: HOME }), 'livy', {
    image: SparkImage.of('localhost/livy:0.9.0-spark3.5.8', { version: SparkVersion.V3_5 }),
    jobAccount: etl.serviceAccount,
    authentication: LivyAuthentication.gateway(),
    ui: UiEndpoint.external('https://spark.example.com/livy', [{ namespace: 'ingress' }]),
    state: { size: Size.mebibytes(100) },
    replicas: 0,
  });
  server.addJobNamespace(ml.serviceAccount, { persistentVolumeClaims: true });
  app.synth();
  return readManifests(outdir);
}

/** What Livy 0.9 and its spark-submit call, besides listing pods everywhere. */
const SERVER_CALLS: readonly [verb: string, resource: string][] = [
  ['create', 'pods'],
  ['delete', 'pods'],
  ['get', 'pods/log'],
  ['create', 'services'],
  ['patch', 'services'],
  ['create', 'configmaps'],
  ['patch', 'configmaps'],
  ['list', 'ingresses.networking.k8s.io'],
];
const NOBODY_CALLS: readonly [verb: string, resource: string][] = [
  ['get', 'configmaps'],
  ['list', 'configmaps'],
  ['get', 'secrets'],
  ['create', 'secrets'],
  ['create', 'pods/exec'],
  ['create', 'serviceaccounts/token'],
  ['create', 'rolebindings.rbac.authorization.k8s.io'],
  ['create', 'ingresses.networking.k8s.io'],
];

describe('a Livy server for two tenants', () => {
  const all = manifests();
  const applied = new Applied(all, HOME);
  const remove = async (): Promise<void> => {
    await applied.remove();
    await kubectl(['delete', 'namespace', OTHER, '--ignore-not-found']);
  };

  beforeAll(remove, 5 * MINUTES);
  afterAll(remove, 5 * MINUTES);

  test(
    'is taken field by field, and a second time nothing changes',
    async () => {
      await apply([restrictedNamespace(OTHER)]);
      expect(await applied.apply('--server-side')).toHaveLength(all.length);
      await applied.again('--server-side');
      expect(await applied.diff('--server-side')).toBe('');
    },
    3 * MINUTES,
  );

  test('may do what Livy does, where its jobs are', async () => {
    const server = `${HOME}/livy`;
    const yes = (questions: readonly unknown[]): boolean[] => questions.map(() => true);
    for (const namespace of [ETL, ML]) {
      expect(await reviews(server, namespace, SERVER_CALLS)).toEqual(yes(SERVER_CALLS));
    }
    // Everywhere, since Livy looks everywhere; and nothing else there.
    expect(await reviews(server, OTHER, [['list', 'pods']])).toEqual([true]);
    expect(await reviews(server, OTHER, SERVER_CALLS)).not.toContain(true);
    expect(await reviews(server, ETL, NOBODY_CALLS)).not.toContain(true);
    expect(await reviews(server, ETL, [['create', 'persistentvolumeclaims']])).toEqual([false]);
    expect(await reviews(server, ML, [['create', 'persistentvolumeclaims']])).toEqual([true]);
  });

  test('has a cleaner that may remove pods where jobs are, and nothing else', async () => {
    const cleaner = `${HOME}/livy-cleanup`;
    const questions = [
      ['list', 'pods'],
      ['delete', 'pods'],
      ['create', 'pods'],
    ] as const;
    for (const namespace of [ETL, ML]) {
      expect(await reviews(cleaner, namespace, questions)).toEqual([true, true, false]);
    }
    expect(await reviews(cleaner, OTHER, questions)).not.toContain(true);
  });

  test("its pods, and those of its templates, are admitted where Pod Security enforces 'restricted'", async () => {
    const templates = all.filter(({ metadata }) => metadata.namespace === HOME).flatMap(podTemplates);
    expect(templates.map(({ spec }) => spec.containers[0]?.name).sort()).toEqual([
      'cleanup',
      'livy',
      'spark-kubernetes-driver',
      'spark-kubernetes-executor',
    ]);
    for (const { from, spec } of templates) {
      // What Spark adds to its templates.
      const containers = spec.containers.map((container) => ({ image: 'image:1', ...container }));
      const pod = { restartPolicy: 'Never', ...spec, serviceAccountName: 'default', containers };
      const manifest = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'dry-run', namespace: OTHER }, spec: pod };
      const answer = await tryKubectl(['create', '--dry-run=server', '-f', '-'], JSON.stringify(manifest));
      expect(`${from}: ${answer.stdout}${answer.stderr}`.trim()).toBe(`${from}: pod/dry-run created (server dry run)`);
    }
  });
});
