import { type Chart, Duration } from 'cdk8s';
import { ArgoCdApplication, type ArgoCdApplicationProps } from '../../lib/gitops/argocd-application';
import { ArgoCdApplicationSet } from '../../lib/gitops/argocd-application-set';
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
