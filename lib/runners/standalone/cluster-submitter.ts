import { Chart, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import type { k8s } from 'cdk8s-plus-27';
import { hardenedPod } from '../../kube/pod';
import { instanceLabels, SparkLabel } from '../../spark/labels';
import { CONF_DIRECTORY } from '../../spark/paths';
import { propertiesFile } from '../../spark/properties';
import type { SparkRun } from '../../spark/runner';
import { immutableConfigMap } from '../config-map';
import type { StandaloneRunnerProps } from './standalone-runner-props';

/** Not a driver: policies and Services for drivers leave it alone. */
const ROLE = 'submitter';

/** The pod that hands the driver to the master and waits for its end. */
export function clusterSubmitter(
  scope: Construct,
  run: SparkRun,
  properties: { readonly [key: string]: string },
  { supervise }: StandaloneRunnerProps,
): k8s.PodTemplateSpec {
  const { image, application } = run.application;
  const data = { 'spark.properties': propertiesFile(properties) };
  const { containers, ...pod } = hardenedPod({
    uid: image.uid,
    restartPolicy: 'Never',
    imagePullSecrets: image.pullSecrets,
    containers: [
      {
        name: 'spark-submit',
        image: image.reference,
        command: ['/opt/spark/bin/spark-submit'],
        args: [
          ...['--deploy-mode', 'cluster', '--properties-file', `${CONF_DIRECTORY}/spark.properties`],
          ...(supervise === true ? ['--supervise'] : []),
          ...['--class', application.mainClass ?? ''],
          onWorker(application.main),
          ...(application.options.args ?? []),
        ],
        env: { HOME: '/tmp', SPARK_CONF_DIR: CONF_DIRECTORY },
        resources: { requests: { cpu: 0.1, memory: Size.mebibytes(256) }, limits: { memory: Size.gibibytes(1) } },
      },
    ],
    volumes: [
      {
        name: 'conf',
        source: { configMap: { name: immutableConfigMap(scope, run, 'Conf', 'conf', data) } },
        mountPath: CONF_DIRECTORY,
      },
      { name: 'tmp', source: { emptyDir: {} }, mountPath: '/tmp' },
    ],
  });
  return {
    metadata: { labels: { ...Chart.of(scope).labels, ...instanceLabels(run.name), [SparkLabel.ROLE]: ROLE } },
    spec: {
      ...pod,
      enableServiceLinks: false,
      containers: containers.map((container) => ({ ...container, imagePullPolicy: image.pullPolicy })),
    },
  };
}

/** A worker fetches the main jar by itself, and knows a file of its own disk as `file:` only. */
function onWorker(uri: string): string {
  return uri.replace(/^local:/, 'file:');
}
