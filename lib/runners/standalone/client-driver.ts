import type { Construct } from 'constructs';
import type { k8s } from 'cdk8s-plus-27';
import { driverPod, type DriverStart } from '../../spark/driver-pod';
import { propertiesFile } from '../../spark/properties';
import type { SparkRun } from '../../spark/runner';
import { immutableConfigMap, stagedFiles } from '../config-map';

/** Of the driver on Kubernetes: what only a driver that starts pods needs. */
const TEMPLATE_VOLUME = 'pod-template-volume';
const KUBERNETES_ENV = ['POD_NAME', 'POD_NAMESPACE', 'POD_UID', 'SPARK_APPLICATION_ID'];

/** The driver as a pod of ours: workers call it at the address of the pod. It needs no right on the API server. */
export function clientDriver(
  scope: Construct,
  run: SparkRun,
  properties: { readonly [key: string]: string },
): k8s.PodTemplateSpec {
  const conf = { 'spark.properties': propertiesFile(properties), ...run.application._confFiles };
  const start: DriverStart = {
    appId: '',
    lateProperties: { 'spark.driver.host': '$(SPARK_DRIVER_BIND_ADDRESS)' },
    confConfigMap: immutableConfigMap(scope, run, 'Conf', 'conf', conf),
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
