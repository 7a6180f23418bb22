import { ApiObject, Chart, Duration, type App } from 'cdk8s';
import { ArgoCdApplication, type ArgoCdApplicationProps } from '../../lib/gitops/argocd-application';
import { ArgoCdApplicationSet, type ArgoCdApplicationSetProps } from '../../lib/gitops/argocd-application-set';
import { FluxKustomization, type FluxKustomizationProps } from '../../lib/gitops/flux-kustomization';
import { FluxGitRepository, FluxSource } from '../../lib/gitops/flux-source';
import type { Mistake } from './mistake';

const REPOSITORY = 'https://git.example.com/team/manifests.git';
const SOURCE = { repository: REPOSITORY, path: 'dist/manifests/prod' };

const application =
  (props: Partial<ArgoCdApplicationProps>, id = 'app') =>
  (app: App): void => {
    new ArgoCdApplication(new Chart(app, 'c'), id, { source: SOURCE, ...props });
  };

const set =
  (props: Partial<ArgoCdApplicationSetProps>) =>
  (app: App): void => {
    new ArgoCdApplicationSet(new Chart(app, 'c'), 'app', {
      source: { ...SOURCE, path: 'dist/manifests' },
      environments: [{ name: 'prod' }],
      ...props,
    });
  };

const kustomization =
  (props: Partial<FluxKustomizationProps>) =>
  (app: App): void => {
    const source = FluxSource.gitRepository('flux-system');
    new FluxKustomization(new Chart(app, 'c'), 'app', { source, path: 'dist', ...props });
  };

const repository =
  (props: { readonly repository?: string; readonly branch?: string; readonly interval?: Duration }) =>
  (app: App): void => {
    new FluxGitRepository(new Chart(app, 'c'), 'app', { repository: REPOSITORY, ...props });
  };

const mistake = (
  name: string,
  build: Mistake['build'],
  rule: string,
  at: string,
  value: string,
  says?: string,
): Mistake => ({
  name,
  build,
  rule,
  at,
  value,
  path: 'c/app',
  ...(says !== undefined && { says }),
});

/** Mistakes in what hands a directory of manifests to Argo CD or Flux. */
export const GITOPS_MISTAKES: readonly Mistake[] = [
  mistake(
    'an Application of a directory on disk',
    application({ source: { ...SOURCE, repository: './manifests' } }),
    'gitops/repository',
    'source.repository',
    '"./manifests"',
  ),
  mistake(
    'a repository by plain HTTP',
    application({ source: { ...SOURCE, repository: 'http://git.example.com/x.git' } }),
    'gitops/repository',
    'source.repository',
    '"http://git.example.com/x.git"',
  ),
  mistake(
    'a token in the address of a repository',
    application({ source: { ...SOURCE, repository: 'https://bot:hunter2@git.example.com/x.git' } }),
    'gitops/credentials',
    'source.repository',
    '"https://…@git.example.com/x.git"',
  ),
  mistake(
    'an absolute path in a repository',
    application({ source: { ...SOURCE, path: '/dist' } }),
    'gitops/path',
    'source.path',
    '"/dist"',
  ),
  mistake(
    'a path out of a repository',
    set({ source: { ...SOURCE, path: 'a/../../b' } }),
    'gitops/path',
    'source.path',
    '"a/../../b"',
  ),
  mistake('an empty path of a Kustomization', kustomization({ path: '' }), 'gitops/path', 'path', '""'),
  mistake(
    'a revision with a space',
    application({ source: { ...SOURCE, revision: 'the main one' } }),
    'gitops/revision',
    'source.revision',
    '"the main one"',
  ),
  mistake(
    'a set of Applications for nothing',
    set({ environments: [] }),
    'gitops/no-environments',
    'environments',
    '[]',
  ),
  mistake(
    'two environments of one name',
    set({ environments: [{ name: 'prod' }, { name: 'prod', cluster: 'eu-1' }] }),
    'gitops/duplicate-environment',
    'environments',
    '"prod"',
  ),
  mistake(
    'two environments on one cluster',
    set({ environments: [{ name: 'dev' }, { name: 'prod' }] }),
    'gitops/shared-cluster',
    'environments[1].cluster',
    '"in-cluster"',
    'dev is deployed there, too',
  ),
  mistake(
    'two Applications of one directory on one cluster',
    (app) => {
      new ArgoCdApplication(new Chart(app, 'a'), 'first', { source: SOURCE });
      application({ source: { ...SOURCE, revision: 'v2' } })(app);
    },
    'gitops/same-manifests',
    'source.path',
    '"dist/manifests/prod"',
    'a/first deploys it to in-cluster, too',
  ),
  mistake(
    'an environment whose name is no DNS label',
    set({ environments: [{ name: 'Prod' }] }),
    'names/dns-label',
    'environments[0].name',
    '"Prod"',
  ),
  mistake(
    'an environment whose Application would be called too long',
    set({ environments: [{ name: 'e'.repeat(60) }] }),
    'names/too-long',
    'environments[0].name',
    `"${'e'.repeat(60)}"`,
  ),
  mistake(
    'a sync option without a value',
    application({ syncOptions: ['PruneLast'] }),
    'gitops/sync-option',
    'syncOptions',
    '"PruneLast"',
  ),
  mistake(
    'half a retry of a synchronisation',
    application({ retry: { limit: 0.5 } }),
    'gitops/retries',
    'retry.limit',
    '0.5',
  ),
  mistake(
    'a difference to ignore that names no field',
    application({ ignoreDifferences: [{ group: 'apps', kind: 'Deployment' }] }),
    'gitops/ignored-fields',
    'ignoreDifferences[0]',
    '"Deployment"',
  ),
  mistake(
    'a field to ignore with dots',
    application({ ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jsonPointers: ['spec.replicas'] }] }),
    'gitops/json-pointer',
    'ignoreDifferences[0].jsonPointers',
    '"spec.replicas"',
  ),
  mistake(
    'an Application with the name of a job',
    (app) => {
      application({ name: 'pi' })(app);
      const labels = { 'app.kubernetes.io/instance': 'pi' };
      new ApiObject(new Chart(app, 'jobs'), 'pi', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'x', labels },
      });
    },
    'gitops/application-name',
    'name',
    '"pi"',
    'jobs/pi has the label',
  ),
  mistake(
    'a Kustomization that looks every second',
    kustomization({ interval: Duration.seconds(1) }),
    'gitops/interval',
    'interval',
    '"1 second"',
  ),
  mistake(
    'a Kustomization that takes no time',
    kustomization({ timeout: Duration.millis(0) }),
    'gitops/timeout',
    'timeout',
    '"0 seconds"',
  ),
  mistake(
    'a GitRepository with a branch that cannot be',
    repository({ branch: 'a..b c' }),
    'gitops/revision',
    'branch',
    '"a..b c"',
  ),
  mistake(
    'a GitRepository with a token',
    repository({ repository: 'https://hunter2@git.example.com/x.git' }),
    'gitops/credentials',
    'repository',
    '"https://…@git.example.com/x.git"',
  ),
];
