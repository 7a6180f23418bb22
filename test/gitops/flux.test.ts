import { Chart, Duration } from 'cdk8s';
import { PlatformApp } from '../../lib';
import { FluxKustomization, type FluxKustomizationProps } from '../../lib/gitops/flux-kustomization';
import { FluxGitRepository, FluxSource } from '../../lib/gitops/flux-source';
import { parsed } from '../synth/trees';
import { manifest } from './chart';

const kustomization = (props: Partial<FluxKustomizationProps> = {}) =>
  manifest(
    (chart) =>
      new FluxKustomization(chart, 'spark', {
        source: FluxSource.gitRepository('flux-system'),
        path: 'dist/manifests/prod',
        ...props,
      }),
  );

/** Without the health rules, which have a test of their own. */
function spec(props: Partial<FluxKustomizationProps> = {}): unknown {
  const { healthCheckExprs: _, ...rest } = kustomization(props).spec as { readonly healthCheckExprs: unknown };
  return rest;
}

test('a Kustomization as it is written', () => {
  expect(kustomization()).toMatchObject({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'spark', namespace: 'flux-system' },
  });
  expect(spec()).toEqual({
    sourceRef: { kind: 'GitRepository', name: 'flux-system' },
    path: './dist/manifests/prod',
    prune: true,
    wait: true,
    interval: '600s',
    retryInterval: '60s',
    timeout: '300s',
  });
});

test('a Kustomization as it can be told', () => {
  expect(
    spec({
      source: FluxSource.ociRepository('manifests', 'registry'),
      prune: false,
      wait: false,
      keepOnDeletion: true,
      interval: Duration.minutes(1),
      retryInterval: Duration.seconds(30),
      timeout: Duration.hours(2),
      dependsOn: [FluxKustomization.fromName('operators'), FluxKustomization.fromName('crds', 'infra')],
      serviceAccountName: 'deployer',
      suspended: true,
    }),
  ).toEqual({
    sourceRef: { kind: 'OCIRepository', name: 'manifests', namespace: 'registry' },
    path: './dist/manifests/prod',
    prune: false,
    deletionPolicy: 'Orphan',
    wait: false,
    interval: '60s',
    retryInterval: '30s',
    timeout: '7200s',
    dependsOn: [{ name: 'operators' }, { name: 'crds', namespace: 'infra' }],
    serviceAccountName: 'deployer',
    suspend: true,
  });
});

test('a GitRepository follows a branch or a tag', () => {
  const repository = { repository: 'ssh://git@git.example.com/team/manifests.git' };
  const byBranch = manifest((chart) => new FluxGitRepository(chart, 'manifests', { ...repository, secretName: 'key' }));
  expect(byBranch).toMatchObject({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'manifests', namespace: 'flux-system' },
    spec: {
      url: 'ssh://git@git.example.com/team/manifests.git',
      ref: { branch: 'main' },
      interval: '60s',
      secretRef: { name: 'key' },
    },
  });
  const byTag = manifest((chart) => new FluxGitRepository(chart, 'manifests', { ...repository, tag: 'v1' }));
  expect(byTag.spec).toHaveProperty('ref', { tag: 'v1' });
});

test('what a Kustomization needs comes before it', () => {
  const app = new PlatformApp({ summary: false });
  const chart = new Chart(app, 'flux');
  const late = new Chart(app, 'sources');
  const source = new FluxGitRepository(late, 'manifests', { repository: 'https://git.example.com/manifests.git' });
  const operators = new FluxKustomization(chart, 'operators', { source, path: 'operators' });
  new FluxKustomization(chart, 'jobs', { source, path: 'jobs', dependsOn: [operators] });
  const names = (parsed(app.synthYaml()) as { readonly metadata: { readonly name: string } }[]).map(
    ({ metadata }) => metadata.name,
  );
  expect(names).toEqual(['manifests', 'operators', 'jobs']);
});
