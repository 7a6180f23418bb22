import { App, Chart, Duration } from 'cdk8s';
import { ArgoCdApplication, type ArgoCdApplicationProps } from '../../lib/gitops/argocd-application';
import { ArgoCdApplicationSet, type ArgoCdApplicationSetProps } from '../../lib/gitops/argocd-application-set';
import { ArgoCdSettings } from '../../lib/gitops/argocd-settings';
import { manifest } from './chart';

const SOURCE = { repository: 'https://git.example.com/team/manifests.git', path: 'dist/manifests/prod' };

const application = (props: Partial<ArgoCdApplicationProps> = {}) =>
  manifest((chart) => new ArgoCdApplication(chart, 'spark-prod', { source: SOURCE, ...props }));

test('an Application as it is written', () => {
  expect(application()).toMatchSnapshot();
});

describe('an Application', () => {
  test('takes cluster, namespace, project and revision', () => {
    const { metadata, spec } = application({
      source: { ...SOURCE, revision: 'v3' },
      cluster: 'eu-1',
      namespace: 'etl',
      project: 'data',
      argoCdNamespace: 'gitops',
      name: 'other',
    });
    expect(metadata).toMatchObject({ name: 'other', namespace: 'gitops' });
    expect(spec).toMatchObject({
      project: 'data',
      destination: { name: 'eu-1', namespace: 'etl' },
      source: { targetRevision: 'v3' },
    });
  });
  test('synchronises by hand when told to', () => {
    expect(application({ automated: false }).spec).not.toHaveProperty('syncPolicy.automated');
    const { spec } = application({ prune: false, selfHeal: false });
    expect(spec).toHaveProperty('syncPolicy.automated', { prune: false, selfHeal: false });
  });
  test('lets options of the user win over its own', () => {
    const { spec } = application({ syncOptions: ['PruneLast=false', 'CreateNamespace=true'] });
    expect(spec).toHaveProperty('syncPolicy.syncOptions', [
      'PruneLast=false',
      'CreateNamespace=true',
      'ServerSideApply=true',
      'ApplyOutOfSyncOnly=true',
      'RespectIgnoreDifferences=true',
    ]);
  });
  test('retries as told', () => {
    const { spec } = application({ retry: { limit: 0, backoff: Duration.minutes(2), maxBackoff: Duration.hours(1) } });
    expect(spec).toHaveProperty('syncPolicy.retry', {
      limit: 0,
      backoff: { duration: '120s', factor: 2, maxDuration: '3600s' },
    });
  });
  test('ignores further differences', () => {
    const { spec } = application({
      ignoreDifferences: [{ group: 'apps', kind: 'Deployment', name: 'web', jsonPointers: ['/spec/replicas'] }],
    });
    const { ignoreDifferences } = spec as { readonly ignoreDifferences: unknown[] };
    expect(ignoreDifferences.at(-1)).toEqual({
      group: 'apps',
      kind: 'Deployment',
      name: 'web',
      jsonPointers: ['/spec/replicas'],
    });
    expect(ignoreDifferences).toHaveLength(3);
  });
  test('deletes what it deployed only when told to', () => {
    expect(application().metadata).not.toHaveProperty('finalizers');
    expect(application({ cascade: true }).metadata.finalizers).toEqual(['resources-finalizer.argocd.argoproj.io']);
  });
  test('takes overrides', () => {
    const { spec } = manifest((chart) =>
      new ArgoCdApplication(chart, 'spark-prod', { source: SOURCE }).override('/spec/revisionHistoryLimit', 3),
    );
    expect(spec).toHaveProperty('revisionHistoryLimit', 3);
  });
});

test('an ApplicationSet has an Application for each environment', () => {
  const { spec, metadata } = manifest(
    (chart: Chart) =>
      new ArgoCdApplicationSet(chart, 'spark', {
        source: { repository: SOURCE.repository, path: 'dist/manifests' },
        environments: [{ name: 'dev' }, { name: 'prod', cluster: 'eu-1', revision: 'release' }],
      }),
  );
  expect(metadata).toMatchObject({ name: 'spark', namespace: 'argocd' });
  expect(spec).toMatchObject({
    goTemplate: true,
    goTemplateOptions: ['missingkey=error'],
    generators: [
      {
        list: {
          elements: [
            { environment: 'dev', cluster: 'in-cluster', revision: 'HEAD' },
            { environment: 'prod', cluster: 'eu-1', revision: 'release' },
          ],
        },
      },
    ],
    syncPolicy: { preserveResourcesOnDeletion: true },
    template: {
      metadata: { name: 'spark-{{.environment}}' },
      spec: {
        source: { path: 'dist/manifests/{{.environment}}', targetRevision: '{{.revision}}' },
        destination: { name: '{{.cluster}}' },
      },
    },
  });
});

describe('who deploys what where', () => {
  const { repository } = SOURCE;
  const prod = { name: 'prod', cluster: 'eu-1' };
  /** Rules and props of what is wrong with an app. */
  const wrong = (build: (chart: Chart) => void): string[] => {
    const app = new App();
    build(new Chart(app, 'argo'));
    return app.node
      .findAll()
      .flatMap((one) => one.node.validate())
      .map((line) => line.split(' = ')[0] ?? '');
  };
  const set = (props: Partial<ArgoCdApplicationSetProps>): string[] =>
    wrong((chart) => {
      const source = { repository, path: 'dist/manifests' };
      new ArgoCdApplicationSet(chart, 'spark', { source, environments: [prod], ...props });
    });
  const second = (props: Partial<ArgoCdApplicationProps>): string[] =>
    wrong((chart) => {
      new ArgoCdApplication(chart, 'one', { source: SOURCE });
      new ArgoCdApplication(chart, 'two', { source: SOURCE, ...props });
    });

  test('two environments share a cluster only when the set says so', () => {
    const shared = { environments: [{ name: 'dev' }, prod, { name: 'test', cluster: 'in-cluster' }] };
    expect(set(shared)).toEqual(['gitops/shared-cluster: environments[2].cluster']);
    expect(set({ ...shared, sharedCluster: true })).toEqual([]);
    expect(set({ environments: [{ name: 'dev' }, prod] })).toEqual([]);
  });
  test('a directory is deployed to a cluster once, whatever its revision', () => {
    const same = ['gitops/same-manifests: source.path'];
    expect(second({})).toEqual(same);
    expect(second({ source: { ...SOURCE, revision: 'v3' } })).toEqual(same);
    expect(second({ source: { ...SOURCE, path: 'dist/manifests/dev' } })).toEqual([]);
    expect(
      second({ source: { repository: repository.replace(/\.git$/, ''), path: './dist/manifests/prod/' } }),
    ).toEqual(same);
    expect(second({ cluster: 'eu-1' })).toEqual([]);
    expect(second({ namespace: 'etl' })).toEqual([]);
  });
  test('by a set or by an Application, not by both', () => {
    const both = (cluster: string): string[] =>
      wrong((chart) => {
        new ArgoCdApplication(chart, 'one', { source: SOURCE, cluster });
        const source = { repository, path: 'dist/manifests' };
        new ArgoCdApplicationSet(chart, 'spark', { source, environments: [{ name: 'dev' }, prod] });
      });
    expect(both('eu-1')).toEqual(['gitops/same-manifests: environments[1]']);
    expect(both('eu-2')).toEqual([]);
  });
});

describe('the settings', () => {
  const settings = manifest((chart) => new ArgoCdSettings(chart, 'settings'));
  test('are keys of argocd-cm that a server-side apply adds, and that stay', () => {
    expect(settings).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'argocd' } });
    expect(settings.metadata).toEqual({
      name: 'argocd-cm',
      namespace: 'argocd',
      labels: { 'app.kubernetes.io/part-of': 'argocd' },
      annotations: { 'argocd.argoproj.io/sync-options': 'ServerSideApply=true,Prune=false' },
    });
    expect(settings.data).toEqual(ArgoCdSettings.data());
  });
  test('track by annotation', () => {
    expect(ArgoCdSettings.data()).toHaveProperty(['application.resourceTrackingMethod'], 'annotation');
  });
  test('have a health rule for each custom resource of both operators', () => {
    expect(Object.keys(ArgoCdSettings.data()).slice(1)).toEqual([
      'resource.customizations.health.sparkoperator.k8s.io_SparkApplication',
      'resource.customizations.health.sparkoperator.k8s.io_ScheduledSparkApplication',
      'resource.customizations.health.sparkoperator.k8s.io_SparkConnect',
      'resource.customizations.health.spark.apache.org_SparkApplication',
      'resource.customizations.health.spark.apache.org_SparkCluster',
    ]);
  });
});
