import type { Construct } from 'constructs';
import type { k8s } from 'cdk8s-plus-27';
import { checkAtSynth } from '../../core/rules';
import { driverPod, type DriverStart } from '../../spark/driver-pod';
import { propertiesFile } from '../../spark/properties';
import type { SparkRun } from '../../spark/runner';
import { immutableConfigMap, stagedFiles } from '../config-map';
import { STANDALONE_RULES } from './rules';

/** Of the driver on Kubernetes: what only a driver that starts pods needs. */
const TEMPLATE_VOLUME = 'pod-template-volume';
const KUBERNETES_ENV = ['POD_NAME', 'POD_NAMESPACE', 'POD_UID', 'SPARK_APPLICATION_ID'];
const CONFIG_MAP_BYTES_MAX = 1024 * 1024;

/** The driver as a pod of ours: workers call it at the address of the pod. It needs no right on the API server. */
export function clientDriver(
  scope: Construct,
  run: SparkRun,
  properties: { readonly [key: string]: string },
): k8s.PodTemplateSpec {
  const conf = { 'spark.properties': propertiesFile(properties), ...run.application._confFiles };
  const bytes = Object.entries(conf).reduce((sum, [key, text]) => sum + key.length + Buffer.byteLength(text), 0);
  checkAtSynth(scope, () =>
    bytes <= CONFIG_MAP_BYTES_MAX ? [] : [{ rule: STANDALONE_RULES.confTooLarge, at: 'conf', value: `${bytes} bytes` }],
  );
  const start: DriverStart = {
    appId: '',
    lateProperties: { 'spark.driver.host': '$(SPARK_DRIVER_BIND_ADDRESS)' },
    confConfigMap: immutableConfigMap(scope, run, 'Conf', 'conf', { data: conf }),
    confFiles: Object.keys(conf),
    templateConfigMap: '',
    templateKey: '',
    stagedConfigMap: stagedFiles(scope, run),
  };
  return withoutKubernetes(driverPod(run.application, start));
}

function withoutKubernetes({ metadata, spec }: k8s.PodTemplateSpec): k8s.PodTemplateSpec {
  const { containers = [], volumes = [], ...pod } = spec ?? {};
  return {
    ...(metadata && { metadata }),
    spec: {
      ...pod,
      automountServiceAccountToken: false,
      containers: containers.map((container) => ({
        ...container,
        env: (container.env ?? []).filter(({ name }) => !KUBERNETES_ENV.includes(name)),
        volumeMounts: (container.volumeMounts ?? []).filter(({ name }) => name !== TEMPLATE_VOLUME),
      })),
      volumes: volumes.filter(({ name }) => name !== TEMPLATE_VOLUME),
    },
  };
}
