import { k8s } from 'cdk8s-plus-27';
import { applyOverrides } from '../core/override';
import { restrictedPod } from '../kube/hardening';
import { BLOCK_MANAGER_PORT, CONF_DIRECTORY, DRIVER_PORT, HADOOP_CONF_DIRECTORY, UI_PORT } from './paths';
import * as parts from './pod-parts';
import type { ResolvedApplication } from './resolved-application';
import { instanceLabels, sparkLabels, SparkLabel } from './labels';
import { sparkSize } from '../core/quantities';

/** Name that Spark gives to the executor's container. */
export const EXECUTOR_CONTAINER = 'spark-kubernetes-executor';

/**
 * The pod template that the driver starts from: what Spark has no property for. Everything else in an executor pod
 * comes from properties, so that it shows where a Spark user looks for it.
 *
 * @param more Volumes that the runner adds.
 */
export function executorTemplate(app: ResolvedApplication, more: readonly parts.MountedVolume[] = []): object {
  const template = k8s.KubePod.manifest(templateProps(app, more)) as object;
  return applyOverrides(template, app.executor.props.podOverrides ?? {});
}

function templateProps(app: ResolvedApplication, more: readonly parts.MountedVolume[] = []): k8s.KubePodProps {
  const { executor, image, executorPriority } = app;
  const storage = parts.roleResources(executor);
  const ephemeral = (map: { [key: string]: k8s.Quantity } | undefined): { [key: string]: k8s.Quantity } =>
    Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => key === 'ephemeral-storage'));
  const volumes = [...parts.writableDirectories(app), ...more];
  const grace = executor.props.terminationGracePeriod;
  return {
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(executorPriority !== undefined && { priorityClassName: executorPriority.priorityClassName }),
      ...(grace !== undefined && { terminationGracePeriodSeconds: grace.toSeconds({ integral: false }) }),
      ...parts.placement(app, executor),
      securityContext: restrictedPod(image.uid),
      containers: [
        {
          name: EXECUTOR_CONTAINER,
          ...(executor.props.ephemeralStorage !== undefined && {
            resources: { requests: ephemeral(storage.requests), limits: ephemeral(storage.limits) },
          }),
          securityContext: parts.containerSecurity(app),
          ...(volumes.length > 0 && { volumeMounts: volumes.map(({ mount }) => mount) }),
        },
      ],
      ...(volumes.length > 0 && { volumes: volumes.map(({ volume }) => volume) }),
    },
  };
}

/** What only the running driver knows. The defaults stand in angle brackets in previews. */
export interface ExecutorIdentity {
  readonly appId: string;
  readonly driverPodName: string;
  readonly driverPodUid: string;
  readonly driverHost: string;
  readonly namePrefix: string;
  readonly executorId: string;
  readonly namespace?: string | undefined;
}

/** An executor pod as Spark will create it from our template and properties. @param more Volumes that the runner adds. */
export function executorPod(
  app: ResolvedApplication,
  identity: ExecutorIdentity,
  more: readonly parts.MountedVolume[] = [],
): object {
  const pod = k8s.KubePod.manifest(podProps(app, identity, more)) as object;
  return applyOverrides(pod, app.executor.props.podOverrides ?? {});
}

function podProps(
  app: ResolvedApplication,
  identity: ExecutorIdentity,
  more: readonly parts.MountedVolume[],
): k8s.KubePodProps {
  const { executor, image, serviceAccount } = app;
  const template = templateProps(app).spec as k8s.PodSpec;
  const name = `${identity.namePrefix}-exec-${identity.executorId}`;
  const volumes = [...executorVolumes(app, identity, name), ...more];
  const { traits } = image.version;
  const grace =
    executor.props.terminationGracePeriod?.toSeconds({ integral: false }) ??
    (traits.terminationGracePeriodProperty ? 30 : undefined);
  return {
    metadata: {
      name,
      ...(identity.namespace !== undefined && { namespace: identity.namespace }),
      labels: {
        ...executor.labels,
        ...instanceLabels(app.jobName),
        ...sparkLabels(executor.name, app.appName, image.version),
        [SparkLabel.APP_SELECTOR]: identity.appId,
        [SparkLabel.EXECUTOR_ID]: identity.executorId,
        [SparkLabel.RESOURCE_PROFILE_ID]: '0',
      },
      ...(Object.keys(executor.annotations).length > 0 && { annotations: executor.annotations }),
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Pod', controller: true, name: identity.driverPodName, uid: identity.driverPodUid },
      ],
    },
    spec: {
      ...template,
      hostname: hostname(name),
      restartPolicy: 'Never',
      ...(app._schedulerName !== undefined && { schedulerName: app._schedulerName }),
      serviceAccountName: serviceAccount.executorServiceAccountName ?? serviceAccount.serviceAccountName,
      ...(image.pullSecrets.length > 0 && { imagePullSecrets: image.pullSecrets.map((secret) => ({ name: secret })) }),
      ...(grace !== undefined && { terminationGracePeriodSeconds: grace }),
      containers: [
        {
          name: EXECUTOR_CONTAINER,
          image: image.reference,
          imagePullPolicy: image.pullPolicy,
          args: ['executor'],
          env: executorEnv(app, identity),
          ports: [{ name: 'blockmanager', containerPort: BLOCK_MANAGER_PORT, protocol: 'TCP' }],
          resources: parts.roleResources(executor),
          ...(traits.resizePolicy && {
            resizePolicy: ['cpu', 'memory'].map((resourceName) => ({ resourceName, restartPolicy: 'NotRequired' })),
          }),
          securityContext: parts.containerSecurity(app),
          ...(decommissions(app) && { lifecycle: { preStop: { exec: { command: ['/opt/decom.sh'] } } } }),
          volumeMounts: volumes.map(({ mount }) => mount),
        },
      ],
      volumes: volumes.map(({ volume }) => volume),
    },
  };
}

function decommissions(app: ResolvedApplication): boolean {
  return app.property('spark.decommission.enabled') === 'true';
}

/** Spark's rule: the last 63 characters, none of them outside of a host name. */
function hostname(podName: string): string {
  return podName
    .slice(-63)
    .replace(/^[^a-zA-Z0-9]+/, '')
    .replace(/[^-a-zA-Z0-9]/g, '_');
}

function executorEnv(app: ResolvedApplication, identity: ExecutorIdentity): k8s.EnvVar[] {
  const { executor } = app;
  const options = [...executor.javaOptions, ...forwardedPorts()];
  return [
    { name: 'SPARK_USER', value: 'spark' },
    { name: 'SPARK_DRIVER_URL', value: `spark://CoarseGrainedScheduler@${identity.driverHost}:${DRIVER_PORT}` },
    { name: 'SPARK_EXECUTOR_CORES', value: String(executor.cores) },
    {
      name: 'SPARK_EXECUTOR_MEMORY',
      value: sparkSize(executor.memory).replace(/^(\d+)g$/, (_, g: string) => `${Number(g) * 1024}m`),
    },
    { name: 'SPARK_APPLICATION_ID', value: identity.appId },
    { name: 'SPARK_CONF_DIR', value: CONF_DIRECTORY },
    { name: 'SPARK_EXECUTOR_ID', value: identity.executorId },
    { name: 'SPARK_RESOURCE_PROFILE_ID', value: '0' },
    ...parts.plainEnv({ ...executor.env, SPARK_DRIVER_POD_IP: identity.driverHost }),
    ...options.map((value, index) => ({ name: `SPARK_JAVA_OPT_${index}`, value })),
    parts.fieldEnv('SPARK_EXECUTOR_POD_IP', 'status.podIP'),
    parts.fieldEnv('SPARK_EXECUTOR_POD_NAME', 'metadata.name'),
    ...parts.secretEnv(executor),
    ...(app._hadoopConfig === undefined ? [] : [{ name: 'HADOOP_CONF_DIR', value: HADOOP_CONF_DIRECTORY }]),
    { name: 'SPARK_LOCAL_DIRS', value: executorLocalDirectories(app).paths.join(',') },
  ];
}

/** Spark hands all port settings to executors as system properties. */
function forwardedPorts(): string[] {
  return [
    `-Dspark.blockManager.port=${BLOCK_MANAGER_PORT}`,
    `-Dspark.driver.blockManager.port=${BLOCK_MANAGER_PORT}`,
    `-Dspark.driver.port=${DRIVER_PORT}`,
    `-Dspark.ui.port=${UI_PORT}`,
  ];
}

/** Without volumes of their own, executors inherit the paths of the driver's process, each on an empty directory. */
function executorLocalDirectories(app: ResolvedApplication): ReturnType<typeof parts.localDirectories> {
  const own = parts.localDirectories(app.executor);
  if (own.volumes.length === 0) return own;
  const { paths } = parts.localDirectories(app.driver);
  return {
    paths,
    volumes: paths.map((mountPath, index) => {
      const name = `spark-local-dir-${index + 1}`;
      return { volume: { name, emptyDir: {} }, mount: { name, mountPath } };
    }),
  };
}

function executorVolumes(app: ResolvedApplication, identity: ExecutorIdentity, podName: string): parts.MountedVolume[] {
  const { executor } = app;
  const conf = 'spark-conf-volume-exec';
  return [
    ...parts.writableDirectories(app),
    ...parts.secretVolumes(executor),
    ...executor.volumes.map((volume) => ({ volume: volume._executorVolume(podName), mount: volume._mount })),
    ...(app._hadoopConfig === undefined
      ? []
      : [
          {
            volume: { name: 'hadoop-properties', configMap: { name: app._hadoopConfig } },
            mount: { name: 'hadoop-properties', mountPath: HADOOP_CONF_DIRECTORY },
          },
        ]),
    ...executorLocalDirectories(app).volumes,
    {
      volume: { name: conf, configMap: { name: `spark-exec-${identity.appId}-conf-map`, defaultMode: 0o644 } },
      mount: { name: conf, mountPath: CONF_DIRECTORY },
    },
  ];
}
