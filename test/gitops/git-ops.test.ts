import { ApiObject, App, Chart } from 'cdk8s';
import {
  ApacheSparkOperator,
  HousePolicy,
  KubeflowSparkOperator,
  PlatformApp,
  SparkRunner,
  SparkTenant,
  type ISparkRunner,
} from '../../lib';
import { GitOps } from '../../lib/gitops/git-ops';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { PROPS } from '../spark/jobs';

const SYNC = 'argocd.argoproj.io/sync-options';
const FORCE = 'kustomize.toolkit.fluxcd.io/force';
const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';
const { application, image } = PROPS;

/** A team with a job and a schedule. */
function team(app: App): SparkTenant {
  const tenant = new SparkTenant(new Chart(app, 'etl'), 'etl');
  tenant.addJob('pi', { application, image });
  tenant.addScheduledJob('nightly', { application, image, schedule: { cron: '@daily' } });
  return tenant;
}

function object(apiVersion: string, kind: string, more: { [field: string]: unknown } = {}): Manifest {
  const chart = new Chart(new App(), 'c');
  new ApiObject(chart, 'one', { apiVersion, kind, metadata: { name: 'one' }, ...more });
  return SparkTesting.manifests(chart)[0] as Manifest;
}

const breaches = (manifest: Manifest, ...applicationNames: string[]): string[] =>
  HousePolicy.check(GitOps.policies({ applicationNames }), { ...manifest }).map((line) => line.split(' = ')[0] ?? '');

describe('GitOps.prepare', () => {
  const app = new App();
  team(app);
  GitOps.prepare(app);
  const all = SparkTesting.manifests(app);
  const annotated = all.filter(({ metadata }) => metadata.annotations?.[SYNC] !== undefined);

  test('lets one-time jobs be made anew and keeps namespaces, and touches nothing else', () => {
    expect(annotated.map(({ kind, metadata }) => [kind, metadata.annotations])).toEqual([
      ['Namespace', { [SYNC]: 'Prune=false', [PRUNE]: 'disabled' }],
      ['Job', { [SYNC]: 'Force=true,Replace=true', [FORCE]: 'enabled' }],
    ]);
  });
  test('says nothing about the pods of a job', () => {
    const job = all.find(({ kind }) => kind === 'Job');
    expect(JSON.stringify(job?.spec)).not.toContain('argocd');
  });
  test('keeps definitions and claims, and may be asked twice', () => {
    const chart = new Chart(new App(), 'c');
    for (const kind of ['CustomResourceDefinition', 'PersistentVolumeClaim', 'ConfigMap']) {
      new ApiObject(chart, kind, { apiVersion: 'v1', kind, metadata: { name: 'one' } });
    }
    GitOps.prepare(chart);
    GitOps.prepare(chart);
    expect(SparkTesting.manifests(chart).map(({ metadata }) => metadata.annotations?.[SYNC])).toEqual([
      'Prune=false',
      'Prune=false',
      undefined,
    ]);
  });
  test('adds to the options that are there, and does not contradict them', () => {
    const chart = new Chart(new App(), 'c');
    const annotations = { [SYNC]: 'SkipDryRunOnMissingResource=true, Prune=confirm' };
    new ApiObject(chart, 'one', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'one', annotations } });
    GitOps.prepare(chart);
    const [{ metadata }] = SparkTesting.manifests(chart) as [Manifest];
    expect(metadata.annotations?.[SYNC]).toBe('SkipDryRunOnMissingResource=true,Prune=confirm');
  });
});

describe('GitOps.policies', () => {
  test('find what a time to live does to one-time jobs', () => {
    expect(breaches(object('batch/v1', 'Job', { spec: { ttlSecondsAfterFinished: 0 } }))).toContain(
      'gitops/runs-again: spec.ttlSecondsAfterFinished',
    );
    expect(
      breaches(object('sparkoperator.k8s.io/v1beta2', 'SparkApplication', { spec: { timeToLiveSeconds: 5 } })),
    ).toEqual(['gitops/runs-again: spec.timeToLiveSeconds']);
    const apache = (ttlAfterStopMillis: number): Manifest =>
      object('spark.apache.org/v1', 'SparkApplication', { spec: { applicationTolerations: { ttlAfterStopMillis } } });
    expect(breaches(apache(1000))).toEqual(['gitops/runs-again: spec.applicationTolerations.ttlAfterStopMillis']);
    expect(breaches(apache(-1))).toEqual([]);
  });
  test.each<[string, () => ISparkRunner, string]>([
    ['a Job', () => SparkRunner.native(), '/spec/ttlSecondsAfterFinished'],
    [
      "an application of Kubeflow's operator",
      () => SparkRunner.kubeflow(KubeflowSparkOperator.fromExisting()),
      '/spec/timeToLiveSeconds',
    ],
    [
      "an application of Apache's operator",
      () => SparkRunner.apache(ApacheSparkOperator.fromExisting()),
      '/spec/applicationTolerations/ttlAfterStopMillis',
    ],
  ])('say how to take the time to live out of %s', (_, runner, path) => {
    const tenant = new SparkTenant(new Chart(new App(), 'etl'), 'etl');
    const job = tenant.addJob('pi', { application, image, runner: runner() });
    const lines = (): string[] =>
      SparkTesting.manifests(tenant)
        .flatMap((manifest) => HousePolicy.check(GitOps.policies(), { ...manifest }))
        .filter((line) => line.startsWith('gitops/runs-again'));
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toContain(`job.override('${path}'), without a value`);
    job.override(path);
    expect(lines()).toEqual([]);
  });
  test('let schedules and hooks be', () => {
    const jobTemplate = { spec: { ttlSecondsAfterFinished: 5 } };
    expect(breaches(object('batch/v1', 'CronJob', { spec: { jobTemplate } }))).toEqual([]);
    const template = { timeToLiveSeconds: 5 };
    expect(
      breaches(object('sparkoperator.k8s.io/v1beta2', 'ScheduledSparkApplication', { spec: { template } })),
    ).toEqual([]);
    const hook = object('batch/v1', 'Job', {
      metadata: { generateName: 'x-', annotations: { 'argocd.argoproj.io/hook': 'PreSync' } },
      spec: { ttlSecondsAfterFinished: 5 },
    });
    expect(breaches(hook)).toEqual([]);
  });
  test('find Jobs and Pods that cannot be changed, unless one of the controllers may replace them', () => {
    const job = (annotations: { [key: string]: string }): string[] =>
      breaches(object('batch/v1', 'Job', { metadata: { name: 'one', annotations }, spec: {} }));
    expect(job({})).toEqual(['gitops/unchangeable: kind']);
    expect(job({ [SYNC]: 'Replace=true' })).toEqual(['gitops/unchangeable: kind']);
    expect(job({ [SYNC]: 'Replace=true, Force=true' })).toEqual([]);
    expect(job({ [FORCE]: 'enabled' })).toEqual([]);
    expect(breaches(object('v1', 'Pod'))).toEqual(['gitops/unchangeable: kind']);
    expect(breaches(object('apps/v1', 'Deployment'))).toEqual([]);
  });
  test('find names that the API server makes up', () => {
    const made = object('v1', 'ConfigMap', { metadata: { name: undefined, generateName: 'x-' } });
    expect(breaches({ ...made, metadata: { generateName: 'x-' } as unknown as Manifest['metadata'] })).toEqual([
      'gitops/generated-name: metadata.generateName',
    ]);
  });
  test('find definitions that can be pruned', () => {
    expect(breaches(object('apiextensions.k8s.io/v1', 'CustomResourceDefinition'))).toEqual([
      'gitops/definition-removed: metadata.annotations',
    ]);
  });
  test('find jobs with the name of an Application', () => {
    const labels = { 'app.kubernetes.io/instance': 'pi' };
    const job = object('v1', 'ConfigMap', { metadata: { name: 'one', labels } });
    expect(breaches(job)).toEqual([]);
    expect(breaches(job, 'spark', 'pi')).toEqual([
      'gitops/application-name: metadata.labels["app.kubernetes.io/instance"]',
    ]);
  });
  test('are kept by a prepared team whose one-time job stays', () => {
    const build = (fix: (tenant: SparkTenant) => void): (() => string) => {
      const app = new PlatformApp({ policies: GitOps.policies({ applicationNames: ['spark-prod'] }), summary: false });
      fix(team(app));
      return () => app.synthYaml();
    };
    expect(build(() => undefined)).toThrow(/gitops\/runs-again[^]*gitops\/unchangeable/);
    expect(
      build((tenant) => {
        GitOps.prepare(tenant);
        const job = tenant.node.findAll().find((one) => ApiObject.isApiObject(one) && one.kind === 'Job') as ApiObject;
        HousePolicy.exempt(job, ['gitops/runs-again'], 'its objects are kept by hand');
      }),
    ).not.toThrow();
  });
});
