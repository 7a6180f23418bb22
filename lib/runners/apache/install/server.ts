import { Size } from 'cdk8s';
import type { PodSpecification, VolumeSpec } from '../../../kube/pod';
import { SPARK_UID } from '../../../kube/hardening';
import { onNodes } from '../../../scheduling/server-nodes';
import { VERSIONS } from '../../../versions';
import { CONFIGURATION_DIRECTORY } from './configuration';
import { OPERATOR, OperatorPort } from './names';
import type { ApacheSparkOperatorProps } from './props';

const MAIN = 'org.apache.spark.k8s.operator.SparkOperator';
/** The heap follows the memory of the container. */
const JVM_OPTIONS = [
  '-Dfile.encoding=UTF8',
  '-XX:+ExitOnOutOfMemoryError',
  '-XX:+UseParallelGC',
  '-XX:InitialRAMPercentage=80',
  '-XX:MaxRAMPercentage=80',
  '-XX:+AlwaysPreTouch',
  '-Dio.netty.noUnsafe=true',
];
/** Logs go to the console; templates on their way to Spark are files in /tmp. */
const VOLUMES: readonly VolumeSpec[] = [
  { name: 'logs', source: { emptyDir: {} }, mountPath: '/opt/spark-operator/logs' },
  { name: 'tmp', source: { emptyDir: {} }, mountPath: '/tmp' },
];
const START_SECONDS = 300;

/** The operator's pod. */
export function operatorPod(props: ApacheSparkOperatorProps, configuration: string): PodSpecification {
  const { cpu = 1, memory = Size.gibibytes(2), image, nodes, imagePullSecrets = [] } = props;
  const size = { cpu, memory, ephemeralStorage: Size.gibibytes(2) };
  return {
    uid: SPARK_UID,
    serviceAccountName: OPERATOR,
    placement: onNodes(nodes),
    imagePullSecrets,
    volumes: [
      ...VOLUMES,
      {
        name: 'configuration',
        source: { configMap: { name: configuration } },
        mountPath: CONFIGURATION_DIRECTORY,
      },
    ],
    containers: [
      {
        name: OPERATOR,
        image: image ?? VERSIONS.APACHE_SPARK_OPERATOR.images.operator,
        command: [
          'java',
          '-cp',
          './spark-kubernetes-operator.jar',
          `-Dlog4j.configurationFile=${CONFIGURATION_DIRECTORY}/log4j2.properties`,
          ...JVM_OPTIONS,
          MAIN,
        ],
        env: { OPERATOR_NAME: OPERATOR, SPARK_USER: 'spark' },
        fieldEnv: {
          OPERATOR_NAMESPACE: 'metadata.namespace',
          POD_NAME: 'metadata.name',
          POD_IP: 'status.podIP',
          HOST_IP: 'status.hostIP',
        },
        ports: { health: OperatorPort.HEALTH, metrics: OperatorPort.METRICS },
        probe: { path: '/healthz', port: OperatorPort.HEALTH, startSeconds: START_SECONDS },
        resources: { requests: size, limits: size },
      },
    ],
  };
}
