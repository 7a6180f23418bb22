import { App, Chart, Size, Testing } from 'cdk8s';
import { buildKubeflow } from '../../../apps/examples/kubeflow';
import {
  ImagePullPolicy,
  SparkApplication,
  SparkImage,
  SparkJob,
  SparkServiceAccount,
  SparkVersion,
} from '../../../lib';
import { KubeflowJvmType } from '../../../lib/runners/kubeflow/runner-props';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { flatten } from '../../cluster/flatten';
import { operator, runner } from './jobs';

/** The pyspark-pi of 2020, under the operator of that time. */
const PYSPARK_PI = {
  apiVersion: 'sparkoperator.k8s.io/v1beta2',
  kind: 'SparkApplication',
  metadata: { name: 'pyspark-pi', namespace: 'spark-jobs' },
  spec: {
    batchScheduler: 'volcano',
    batchSchedulerOptions: { priorityClassName: 'routine' },
    type: 'Python',
    pythonVersion: '2',
    mode: 'cluster',
    image: 'gcr.io/spark-operator/spark-py:v3.0.0',
    imagePullPolicy: 'Always',
    mainApplicationFile: 'local:///opt/spark/examples/src/main/python/pi.py',
    arguments: ['10'],
    sparkVersion: '3.0.0',
    restartPolicy: {
      type: 'OnFailure',
      onFailureRetries: 3,
      onFailureRetryInterval: 10,
      onSubmissionFailureRetries: 5,
      onSubmissionFailureRetryInterval: 20,
    },
    timeToLiveSeconds: 86400,
    driver: {
      affinity: nodesOf('driver'),
      cores: 1,
      coreLimit: '1200m',
      memory: '512m',
      labels: { version: '3.0.0' },
      serviceAccount: 'yippee-spark',
    },
    executor: {
      affinity: nodesOf('compute'),
      cores: 1,
      instances: 2,
      memory: '512m',
      labels: { version: '3.0.0' },
    },
  },
};

/** The spark-pi of 2020. */
const SPARK_PI = {
  apiVersion: 'sparkoperator.k8s.io/v1beta2',
  kind: 'SparkApplication',
  metadata: { name: 'spark-pi', namespace: 'default' },
  spec: {
    type: 'Scala',
    mode: 'cluster',
    image: 'gcr.io/spark-operator/spark:v2.4.5',
    imagePullPolicy: 'Always',
    mainClass: 'org.apache.spark.examples.SparkPi',
    mainApplicationFile: 'local:///opt/spark/examples/jars/spark-examples_2.11-2.4.5.jar',
    sparkVersion: '2.4.5',
    restartPolicy: { type: 'Never' },
    driver: { cores: 1, coreLimit: '1200m', memory: '512m', labels: { version: '2.4.5' }, serviceAccount: 'spark' },
    executor: { cores: 1, instances: 1, memory: '512m', labels: { version: '2.4.5' } },
  },
};

function nodesOf(type: string): object {
  const matchExpressions = [{ key: 'type', operator: 'In', values: [type] }];
  return {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
  };
}

/** Fields of the old manifest that are not the same today. */
function changed(old: object, today: Manifest): { [path: string]: string | undefined } {
  const [before, now] = [flatten(old), flatten(today)];
  return Object.fromEntries(
    [...before].filter(([path, value]) => now.get(path) !== value).map(([p]) => [p, now.get(p)]),
  );
}

const release = SparkVersion.V4_1.release;

describe('pyspark-pi', () => {
  const app = new App();
  buildKubeflow(app);
  const today = SparkTesting.find(app, 'SparkApplication');
  const affinity = `affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[type]`;

  test('is the same today, but for the table in the docs', () => {
    expect(changed(PYSPARK_PI, today)).toEqual({
      'spec.pythonVersion': undefined,
      'spec.image': `apache/spark:${release}`,
      'spec.sparkVersion': release,
      'spec.driver.labels.version': release,
      'spec.executor.labels.version': release,
      ...Object.fromEntries(
        ['driver', 'executor'].flatMap((role) =>
          ['key', 'operator', 'values[0]'].map((leaf) => [`spec.${role}.${affinity}.${leaf}`, undefined]),
        ),
      ),
    });
  });

  test('has its affinities in the templates, word for word', () => {
    const { driver, executor } = today.spec as typeof PYSPARK_PI.spec;
    const affinityIn = (role: object): unknown =>
      (role as { template: { spec: { affinity: unknown } } }).template.spec.affinity;
    expect(affinityIn(driver)).toEqual(nodesOf('driver'));
    expect(affinityIn(executor)).toEqual(nodesOf('compute'));
  });
});

test('spark-pi is the same today, but for the table in the docs', () => {
  const jar = `local:///opt/spark/examples/jars/spark-examples_2.13-${release}.jar`;
  const size = { cores: 1, memory: Size.mebibytes(512), labels: { version: release } };
  const chart = new Chart(Testing.app(), 'c', { namespace: 'default' });
  new SparkJob(chart, 'spark-pi', {
    runner: runner({ jvmType: KubeflowJvmType.SCALA }, operator({ jobNamespaceNames: ['default'] })),
    application: SparkApplication.java(jar, 'org.apache.spark.examples.SparkPi'),
    image: SparkImage.of(`apache/spark:${release}`, { version: SparkVersion.V4_1, pullPolicy: ImagePullPolicy.ALWAYS }),
    serviceAccount: SparkServiceAccount.fromName('spark', 'default'),
    driver: { ...size, coreLimit: 1.2 },
    executor: { ...size, instances: 1 },
  });
  expect(changed(SPARK_PI, SparkTesting.find(chart, 'SparkApplication'))).toEqual({
    'spec.image': `apache/spark:${release}`,
    'spec.mainApplicationFile': jar,
    'spec.sparkVersion': release,
    'spec.driver.labels.version': release,
    'spec.executor.labels.version': release,
  });
});
