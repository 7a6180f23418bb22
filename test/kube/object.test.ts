import { Chart, Testing } from 'cdk8s';
import { KubeObject } from '../../lib';
import { groupOf, isClusterScoped } from '../../lib/kube/scopes';
import { restrictedContainer, restrictedPod } from '../../lib/kube/hardening';
import { containerOf, driverOf, executorOf, job } from '../spark/jobs';

const manifest = (apiVersion: string, kind: string, metadata = {}): { [field: string]: unknown } => {
  const chart = new Chart(Testing.app(), 'c', { namespace: 'etl' });
  new KubeObject(chart, 'x', { apiVersion, kind, metadata: { name: 'x', ...metadata } });
  return Testing.synth(chart)[0].metadata;
};

describe('KubeObject', () => {
  test('takes the chart’s namespace, or its own', () => {
    expect(manifest('v1', 'ConfigMap').namespace).toBe('etl');
    expect(manifest('v1', 'ConfigMap', { namespace: 'own' }).namespace).toBe('own');
  });
  test.each([
    ['v1', 'Namespace'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
    ['scheduling.k8s.io/v1', 'PriorityClass'],
  ])('%s %s has no namespace', (apiVersion, kind) => {
    expect(manifest(apiVersion, kind)).not.toHaveProperty('namespace');
    expect(manifest(apiVersion, kind, { namespace: 'own' })).not.toHaveProperty('namespace');
  });
  test('says who manages it, unless told otherwise', () => {
    const label = 'app.kubernetes.io/managed-by';
    expect(manifest('v1', 'ConfigMap').labels).toEqual({ [label]: 'cdk8s-spark' });
    expect(manifest('v1', 'ConfigMap', { labels: { [label]: 'me' } }).labels).toEqual({ [label]: 'me' });
  });
});

describe('scopes', () => {
  test.each([
    ['v1', ''],
    ['apps/v1', 'apps'],
    ['rbac.authorization.k8s.io/v1', 'rbac.authorization.k8s.io'],
  ])('the group of %s', (apiVersion, group) => expect(groupOf(apiVersion)).toBe(group));
  test.each([
    ['v1', 'Node', true],
    ['v1', 'Pod', false],
    ['example.com/v1', 'Node', false],
    ['storage.k8s.io/v1', 'StorageClass', true],
    ['batch/v1', 'Job', false],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', true],
  ])('%s %s: cluster-scoped %p', (apiVersion, kind, expected) =>
    expect(isClusterScoped(apiVersion, kind)).toBe(expected),
  );
});

describe('hardening', () => {
  test('satisfies Pod Security restricted', () => {
    expect(restrictedPod(1000)).toEqual({
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(restrictedContainer({ readOnlyRootFilesystem: true })).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    });
  });
  test('holds for driver and executor', () => {
    for (const pod of [driverOf(job()), executorOf(job())]) {
      expect(pod.spec.securityContext).toEqual(restrictedPod(185));
      expect(containerOf(pod).securityContext).toEqual(restrictedContainer({ readOnlyRootFilesystem: true }));
    }
  });
});
