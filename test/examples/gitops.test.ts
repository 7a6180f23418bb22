import { join } from 'node:path';
import { App } from 'cdk8s';
import { buildGitOps, writeTrees } from '../../apps/examples/gitops';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { parsed, readTree, temporary } from '../synth/trees';

const root = temporary();
writeTrees(root, false);

/** The objects of one environment. */
function tree(environment: string): Manifest[] {
  return Object.entries(readTree(join(root, environment)))
    .filter(([path]) => path.endsWith('.yaml'))
    .flatMap(([, text]) => parsed(text) as Manifest[]);
}

describe('the trees of the GitOps example', () => {
  test('differ by environment', () => {
    const executors = (environment: string): string[] =>
      JSON.stringify(tree(environment)).match(/spark\.executor\.instances=\d+/g) ?? [];
    expect(new Set(executors('dev'))).toEqual(new Set(['spark.executor.instances=1']));
    expect(new Set(executors('prod'))).toEqual(new Set(['spark.executor.instances=4']));
  });
  test('have their one-time job in the last wave, to be made anew when it changes, and to stay when done', () => {
    const wave = ({ metadata }: Manifest): number =>
      Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? '0');
    const objects = tree('prod');
    const job = objects.find(({ kind }) => kind === 'Job') as Manifest;
    expect(wave(job)).toBe(Math.max(...objects.map(wave)));
    expect(objects.filter((one) => wave(one) === wave(job))).toHaveLength(1);
    expect(job.metadata.annotations).toMatchObject({
      'argocd.argoproj.io/sync-options': 'Force=true,Replace=true',
      'kustomize.toolkit.fluxcd.io/force': 'enabled',
    });
    expect(job.spec).not.toHaveProperty('ttlSecondsAfterFinished');
  });
  test('are where Argo CD and Flux look for them', () => {
    const app = new App();
    buildGitOps(app);
    const manifests = SparkTesting.manifests(app);
    const paths = manifests.flatMap(({ spec }) => (spec as { readonly path?: string } | undefined)?.path ?? []);
    expect(paths).toEqual(['./dist/manifests/dev', './dist/manifests/prod']);
    expect(JSON.stringify(manifests)).toContain('"path":"dist/manifests/{{.environment}}"');
  });
  test('are deployed to a cluster each', () => {
    const app = new App();
    buildGitOps(app);
    const text = JSON.stringify(SparkTesting.manifests(app));
    for (const environment of ['dev', 'prod']) {
      expect(text).toContain(`{"cluster":"spark-${environment}","environment":"${environment}","revision":"HEAD"}`);
      expect(text).toContain(`"kubeConfig":{"secretRef":{"name":"spark-${environment}-kubeconfig"}}`);
    }
  });
});
