import { Size } from 'cdk8s';
import { NodePool, SparkImage, SparkVersion, SparkVolume } from '../../lib';
import { driverOf, envOf, executorOf, findings, job, mountsOf, propertiesOf, volumesOf } from './jobs';

const claim = SparkVolume.claimOnDemand('data', '/data', { size: Size.gibibytes(10), storageClass: 'fast' });
const driverVolume = (volume: SparkVolume, version = SparkVersion.V4_1): unknown =>
  volumesOf(driverOf(job({ driver: { volumes: [volume] }, image: SparkImage.official(version) })))[0];
const executorProperties = (volume: SparkVolume): { [key: string]: string } => {
  const all = propertiesOf(job({ executor: { volumes: [volume] } }));
  const prefix = 'spark.kubernetes.executor.volumes.';
  const own = Object.entries(all).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
};

test.each([
  [
    'an empty directory in memory',
    SparkVolume.emptyDir('data', '/data', { sizeLimit: Size.gibibytes(1), inMemory: true }),
    { emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
    {
      'emptyDir.data.mount.path': '/data',
      'emptyDir.data.options.medium': 'Memory',
      'emptyDir.data.options.sizeLimit': '1Gi',
    },
  ],
  [
    'an empty directory',
    SparkVolume.emptyDir('data', '/data'),
    { emptyDir: {} },
    { 'emptyDir.data.mount.path': '/data' },
  ],
  [
    'a claim',
    SparkVolume.claim('data', '/data', 'lake', { readOnly: true, subPath: 'a' }),
    { persistentVolumeClaim: { claimName: 'lake' } },
    {
      'persistentVolumeClaim.data.mount.path': '/data',
      'persistentVolumeClaim.data.mount.readOnly': 'true',
      'persistentVolumeClaim.data.mount.subPath': 'a',
      'persistentVolumeClaim.data.options.claimName': 'lake',
    },
  ],
  [
    'NFS',
    SparkVolume.nfs('data', '/data', { server: 'nfs.acme', exportPath: '/export' }),
    { nfs: { server: 'nfs.acme', path: '/export' } },
    { 'nfs.data.mount.path': '/data', 'nfs.data.options.server': 'nfs.acme', 'nfs.data.options.path': '/export' },
  ],
  [
    'a hostPath that is meant',
    SparkVolume.hostPath('data', '/data', '/mnt/ssd', { insecureAllowed: true }),
    { hostPath: { path: '/mnt/ssd' } },
    { 'hostPath.data.mount.path': '/data', 'hostPath.data.options.path': '/mnt/ssd' },
  ],
])('%s', (_name, volume, driver, executor) => {
  expect(driverVolume(volume)).toEqual({ name: 'data', ...driver });
  expect(executorProperties(volume)).toEqual(executor);
  expect(findings({ driver: { volumes: [volume] } })).toEqual([]);
});

test('a claim on demand lives with the driver’s pod, in the access mode of the version', () => {
  const spec = (accessMode: string): unknown => ({
    name: 'data',
    ephemeral: {
      volumeClaimTemplate: {
        spec: { accessModes: [accessMode], storageClassName: 'fast', resources: { requests: { storage: '10Gi' } } },
      },
    },
  });
  expect(driverVolume(claim)).toEqual(spec('ReadWriteOncePod'));
  expect(driverVolume(claim, SparkVersion.V3_5)).toEqual(spec('ReadWriteOnce'));
});

test('a claim on demand of executors is made by Spark', () => {
  expect(executorProperties(claim)).toEqual({
    'persistentVolumeClaim.data.mount.path': '/data',
    'persistentVolumeClaim.data.options.claimName': 'OnDemand',
    'persistentVolumeClaim.data.options.storageClass': 'fast',
    'persistentVolumeClaim.data.options.sizeLimit': '10Gi',
  });
  const volume = volumesOf(executorOf(job({ executor: { volumes: [claim] } }))).find(({ name }) => name === 'data');
  expect(volume?.persistentVolumeClaim).toEqual({ claimName: 'pi-xxxxx-exec-1-pvc-0' });
});

test('volumes called spark-local-dir-* replace the scratch space', () => {
  const pod = driverOf(job({ driver: { volumes: [SparkVolume.emptyDir('spark-local-dir-1', '/fast')] } }));
  expect(envOf(pod, 'SPARK_LOCAL_DIRS')?.value).toBe('/fast');
  expect(mountsOf(pod)['spark-local-dir-1']).toBe('/fast');
  expect(volumesOf(pod).filter(({ name }) => name === 'spark-local-dir-1')).toHaveLength(1);
});

test('executors without scratch volumes take over the driver’s paths', () => {
  const pod = executorOf(job({ driver: { volumes: [SparkVolume.emptyDir('spark-local-dir-1', '/fast')] } }));
  expect(envOf(pod, 'SPARK_LOCAL_DIRS')?.value).toBe('/fast');
  expect(mountsOf(pod)['spark-local-dir-1']).toBe('/fast');
});

test.each(['/', '/opt/spark', '/opt/spark/conf', '/opt/spark/work-dir', '/tmp', '/opt/spark/staged'])(
  '%s is taken',
  (path) => {
    expect(findings({ executor: { volumes: [SparkVolume.emptyDir('data', path)] } })).toEqual([
      'spark/volume-reserved-path: executor.volumes[0]',
    ]);
  },
);

describe('placement', () => {
  const spec = (nodes: NodePool): object => driverOf(job({ driver: { nodes } })).spec;
  const term = { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a', 'b'] }] };

  test('labels are a condition', () => {
    expect(spec(NodePool.labelled('zone', 'a', 'b'))).toMatchObject({
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } },
    });
  });
  test('or a wish', () => {
    const pool = NodePool.of('near', { labels: [{ key: 'zone', values: ['a', 'b'] }], preferred: true });
    expect(spec(pool)).toMatchObject({
      affinity: {
        nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference: term }] },
      },
    });
  });
  test('taints are tolerated by value, by key or at all', () => {
    const tolerations = [{ key: 'spot', value: 'yes', effect: 'NoSchedule' }, { key: 'gpu' }, {}];
    const pod = spec(NodePool.of('odd', { tolerations }));
    expect(pod).toMatchObject({
      tolerations: [
        { key: 'spot', operator: 'Equal', value: 'yes', effect: 'NoSchedule' },
        { key: 'gpu', operator: 'Exists' },
        { operator: 'Exists' },
      ],
    });
    expect(pod).not.toHaveProperty('affinity');
  });
  test('anywhere by default', () => {
    expect(driverOf(job()).spec).not.toHaveProperty('affinity');
    expect(driverOf(job()).spec).not.toHaveProperty('tolerations');
  });
});
