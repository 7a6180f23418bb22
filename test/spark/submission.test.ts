import { Duration, Size } from 'cdk8s';
import { NodePool, ObjectStore, SecretSource, SparkApplication, SparkVolume, StagedFile } from '../../lib';
import type { ResolvedApplication, SparkJobProps } from '../../lib';
import { applicationProperties } from '../../lib/spark/application-properties';
import {
  driverTemplate,
  stagedVolumes,
  submissionProperties,
  submittedDriverPod,
  submittedMain,
} from '../../lib/spark/submission';
import { job, type Container, type Pod } from './jobs';

const app = (props: Partial<SparkJobProps> = {}): ResolvedApplication => job(props)._application;
const template = (props: Partial<SparkJobProps> = {}): Pod => driverTemplate(app(props)) as Pod;
const containerOf = ({ spec }: Pod): Container => (spec.containers as Container[])[0] as Container;

describe('the properties of a submission', () => {
  test('say of the driver what stands in the pod elsewhere', () => {
    const properties = submissionProperties(
      app({
        driver: {
          labels: { team: 'etl' },
          annotations: { note: 'x' },
          env: { MODE: 'fast' },
          secretEnv: { KEY: SecretSource.fromKubernetes('store', 'key') },
          secretFiles: [{ secretName: 'tls', path: '/etc/tls' }],
        },
      }),
    );
    expect(properties).toMatchObject({
      'spark.kubernetes.driver.label.team': 'etl',
      'spark.kubernetes.driver.label.app.kubernetes.io/instance': 'pi',
      'spark.kubernetes.driver.annotation.note': 'x',
      'spark.kubernetes.driver.annotation.karpenter.sh/do-not-disrupt': 'true',
      'spark.kubernetes.driverEnv.MODE': 'fast',
      'spark.kubernetes.driver.secretKeyRef.KEY': 'store:key',
      'spark.kubernetes.driver.secrets.tls': '/etc/tls',
    });
  });

  test('leave to the submitter what is its own', () => {
    const properties = submissionProperties(app());
    for (const key of [
      'spark.master',
      'spark.kubernetes.executor.podTemplateFile',
      'spark.kubernetes.driver.service.deleteOnTermination',
    ]) {
      expect(properties).not.toHaveProperty([key]);
      expect(applicationProperties(app())).toHaveProperty([key]);
    }
  });

  test('are otherwise those of the native runner', () => {
    const native = Object.entries(applicationProperties(app()));
    const own = /^spark\.(master|kubernetes\.(executor\.podTemplateFile|driver\.service\.deleteOnTermination))$/;
    expect(Object.entries(submissionProperties(app()))).toEqual(
      expect.arrayContaining(native.filter(([key]) => !own.test(key))),
    );
  });

  test('name Hadoop’s ConfigMap as submitters read it', () => {
    const properties = submissionProperties(
      app({ features: [ObjectStore.hdfs({ authority: 'lake', configMapName: 'hadoop' })] }),
    );
    expect(properties).toMatchObject({ 'spark.kubernetes.hadoop.configMapName': 'hadoop' });
    expect(properties).not.toHaveProperty(['spark.kubernetes.executor.hadoopConfigMapName']);
  });

  test('find staged files in the pods, where the submitter has none', () => {
    const main = StagedFile.inline('main.py', '');
    const lib = StagedFile.inline('lib.py', '');
    const staged = app({
      application: SparkApplication.python(main.uri, { stagedFiles: [main, lib], pyFiles: [lib.uri, 's3a://b/x.py'] }),
    });
    expect(submittedMain(staged)).toBe('local:///opt/spark/staged/main.py');
    expect(submissionProperties(staged)['spark.submit.pyFiles']).toBe('local:///opt/spark/staged/lib.py,s3a://b/x.py');
    const pod = driverTemplate(staged, stagedVolumes('pi-files')) as Pod;
    expect(pod.spec.volumes).toContainEqual(
      expect.objectContaining({ configMap: { name: 'pi-files', defaultMode: 420 } }),
    );
    expect(containerOf(pod)).toMatchObject({
      volumeMounts: expect.arrayContaining([
        { name: 'spark-staged-volume', mountPath: '/opt/spark/staged', readOnly: true },
      ]) as unknown,
    });
  });
});

describe('the template of the driver', () => {
  test('hardens the pod as the native runner does', () => {
    const { driverPod } = job();
    const native = driverPod as Pod;
    const { spec } = template();
    expect(spec.securityContext).toEqual(native.spec.securityContext);
    expect(containerOf(template())).toMatchObject({
      name: 'spark-kubernetes-driver',
      securityContext: (containerOf(native) as unknown as { securityContext: object }).securityContext,
    });
    expect(spec).toMatchObject({ automountServiceAccountToken: true, enableServiceLinks: false });
  });

  test('places the pod and holds its volumes', () => {
    const { spec } = template({
      driver: {
        nodes: NodePool.labelled('type', 'driver'),
        volumes: [SparkVolume.claim('data', '/data', 'lake')],
        ephemeralStorage: Size.gibibytes(2),
        terminationGracePeriod: Duration.seconds(90),
      },
    });
    expect(spec).toMatchObject({
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: {} } },
      terminationGracePeriodSeconds: 90,
    });
    expect(spec.volumes).toContainEqual({ name: 'data', persistentVolumeClaim: { claimName: 'lake' } });
    expect(containerOf({ spec } as unknown as Pod)).toMatchObject({
      resources: { requests: { 'ephemeral-storage': '2Gi' }, limits: { 'ephemeral-storage': '2Gi' } },
    });
  });

  test('leaves to properties what Spark takes from them', () => {
    const container = containerOf(template({ driver: { env: { A: 'b' } } }));
    expect(Object.keys(container).sort()).toEqual(['name', 'securityContext', 'volumeMounts']);
  });

  test('obeys overrides', () =>
    expect(template({ driver: { podOverrides: { '/spec/hostNetwork': true } } }).spec.hostNetwork).toBe(true));
});

describe('the driver that comes of it', () => {
  const real = submittedDriverPod(app({ driver: { env: { A: 'b' } } }), {
    podName: 'pi-driver',
    namespace: 'etl',
    labels: { launched: 'true' },
  }) as Pod;
  const native = job({ driver: { env: { A: 'b' } } }).driverPod as Pod;

  test('is that of the native runner but for its start', () => {
    const fields = ['securityContext', 'serviceAccountName', 'restartPolicy', 'enableServiceLinks'];
    for (const field of fields) expect(real.spec[field]).toEqual(native.spec[field]);
    expect(containerOf(real)).toMatchObject({ image: containerOf(native).image });
    expect(real.metadata).toMatchObject({
      name: 'pi-driver',
      namespace: 'etl',
      labels: { ...native.metadata.labels, launched: 'true', 'spark-app-selector': 'spark-<application-id>' },
    });
  });

  test('has neither late properties nor the variables they are made of', () => {
    const { args, env } = containerOf(real);
    expect(args).toEqual([
      ...['driver', '--properties-file', '/opt/spark/conf/spark.properties'],
      ...['--class', 'org.apache.spark.deploy.PythonRunner', 'local:///opt/app/pi.py'],
    ]);
    expect(env.map(({ name }) => name)).not.toContain('POD_UID');
    expect(env).toContainEqual({ name: 'A', value: 'b' });
  });
});
