import { k8s } from 'cdk8s-plus-27';
import { applyOverrides } from '../core/override';
import { restrictedPod } from '../kube/hardening';
import {
  BLOCK_MANAGER_PORT,
  CONF_DIRECTORY,
  CONNECT_PORT,
  DRIVER_PORT,
  HADOOP_CONF_DIRECTORY,
  POD_TEMPLATE_DIRECTORY,
  POD_TEMPLATE_FILE,
  UI_PORT,
} from './paths';
import * as parts from './pod-parts';
import type { ResolvedApplication } from './resolved-application';
import { STAGED_DIRECTORY } from './staged-file';
import { instanceLabels, sparkLabels } from './labels';

/** Name that Spark gives to the driver's container. */
export const DRIVER_CONTAINER = 'spark-kubernetes-driver';

/** With the driver the job dies: autoscalers leave its node alone. */
export const UNDISTURBED = {
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
  'karpenter.sh/do-not-disrupt': 'true',
};

/** What a runner adds to the driver: its identity and the ConfigMaps it made. */
export interface DriverStart {
  /** Application id; may refer to `$(POD_UID)`. */
  readonly appId: string;
  /** Properties for the command line: those whose values only the pod knows. */
  readonly lateProperties: { readonly [key: string]: string };
  /** Field of the pod with the uid of its owner, where late properties ask for it. */
  readonly ownerUid?: string | undefined;
  /** ConfigMap with `spark.properties` and further files, and their names. */
  readonly confConfigMap: string;
  readonly confFiles: readonly string[];
  /** ConfigMap with the executors' pod template, and its key. */
  readonly templateConfigMap: string;
  readonly templateKey: string;
  /** ConfigMap with staged files, where there are any. */
  readonly stagedConfigMap?: string | undefined;
}

/** The driver pod as a manifest, the user's overrides applied. */
export function driverManifest(app: ResolvedApplication, start: DriverStart, pod = driverPod(app, start)): object {
  const { metadata = {}, spec } = pod;
  const manifest = k8s.KubePod.manifest({ metadata, ...(spec && { spec }) }) as object;
  return applyOverrides(manifest, app.driver.props.podOverrides ?? {});
}

/** The driver pod that spark-submit would create, with the start that a runner gives it. */
export function driverPod(app: ResolvedApplication, start: DriverStart): k8s.PodTemplateSpec {
  const { driver, image, serviceAccount, priority } = app;
  const volumes = driverVolumes(app, start);
  return {
    metadata: {
      labels: {
        ...driver.labels,
        ...instanceLabels(app.jobName),
        ...sparkLabels(driver.name, app.appName, image.version),
      },
      annotations: { ...UNDISTURBED, ...driver.annotations },
    },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: serviceAccount.serviceAccountName,
      automountServiceAccountToken: true,
      enableServiceLinks: false,
      ...(app._schedulerName !== undefined && { schedulerName: app._schedulerName }),
      ...(image.pullSecrets.length > 0 && { imagePullSecrets: image.pullSecrets.map((name) => ({ name })) }),
      ...(priority !== undefined && { priorityClassName: priority.priorityClassName }),
      ...(driver.props.terminationGracePeriod !== undefined && {
        terminationGracePeriodSeconds: driver.props.terminationGracePeriod.toSeconds({ integral: false }),
      }),
      ...parts.placement(app, driver),
      securityContext: restrictedPod(image.uid),
      containers: [
        {
          name: DRIVER_CONTAINER,
          image: image.reference,
          imagePullPolicy: image.pullPolicy,
          args: driverArgs(app, start.lateProperties),
          env: driverEnv(app, start),
          ports: driverPorts(app),
          resources: parts.roleResources(driver),
          securityContext: parts.containerSecurity(app),
          volumeMounts: volumes.map(({ mount }) => mount),
        },
      ],
      volumes: volumes.map(({ volume }) => volume),
    },
  };
}

/** Options stand before the main file: what follows it belongs to the application. */
function driverArgs(app: ResolvedApplication, lateProperties: DriverStart['lateProperties']): string[] {
  const { application } = app;
  return [
    'driver',
    '--properties-file',
    `${CONF_DIRECTORY}/spark.properties`,
    ...Object.entries(lateProperties).flatMap(([key, value]) => ['--conf', `${key}=${value}`]),
    '--class',
    application._submitClass,
    application.main,
    ...(application.options.args ?? []),
  ];
}

function driverEnv(app: ResolvedApplication, start: DriverStart): k8s.EnvVar[] {
  const { driver, application } = app;
  const { appId, ownerUid, lateProperties } = start;
  const asksForOwner = Object.values(lateProperties).some((value) => value.includes('$(OWNER_UID)'));
  const python = application.options.python;
  return [
    // First, so that later variables and the arguments can refer to them.
    parts.fieldEnv('POD_NAME', 'metadata.name'),
    parts.fieldEnv('POD_NAMESPACE', 'metadata.namespace'),
    parts.fieldEnv('POD_UID', 'metadata.uid'),
    ...(asksForOwner ? [parts.fieldEnv('OWNER_UID', ownerUid ?? 'metadata.uid')] : []),
    { name: 'SPARK_USER', value: 'spark' },
    { name: 'SPARK_APPLICATION_ID', value: appId },
    ...parts.plainEnv(driver.env),
    parts.fieldEnv('SPARK_DRIVER_BIND_ADDRESS', 'status.podIP'),
    ...parts.secretEnv(driver),
    ...(python === undefined
      ? []
      : [
          { name: 'PYSPARK_PYTHON', value: python },
          { name: 'PYSPARK_DRIVER_PYTHON', value: python },
        ]),
    ...(app._hadoopConfig === undefined ? [] : [{ name: 'HADOOP_CONF_DIR', value: HADOOP_CONF_DIRECTORY }]),
    { name: 'SPARK_LOCAL_DIRS', value: parts.localDirectories(driver).paths.join(',') },
    { name: 'SPARK_CONF_DIR', value: CONF_DIRECTORY },
  ];
}

function driverPorts(app: ResolvedApplication): k8s.ContainerPort[] {
  const port = (name: string, containerPort: number): k8s.ContainerPort => ({ name, containerPort, protocol: 'TCP' });
  return [
    port('driver-rpc-port', DRIVER_PORT),
    port('blockmanager', BLOCK_MANAGER_PORT),
    port('spark-ui', UI_PORT),
    ...(app.image.version.traits.connectPort ? [port('spark-connect', CONNECT_PORT)] : []),
  ];
}

function driverVolumes(app: ResolvedApplication, start: DriverStart): parts.MountedVolume[] {
  const { driver, image } = app;
  const configMap = (
    name: string,
    configMapName: string,
    mountPath: string,
    items?: k8s.KeyToPath[],
  ): parts.MountedVolume => ({
    volume: { name, configMap: { name: configMapName, defaultMode: 0o644, ...(items && { items }) } },
    mount: { name, mountPath, ...(name === 'spark-staged-volume' && { readOnly: true }) },
  });
  return [
    ...parts.secretVolumes(driver),
    ...driver.volumes.map((volume) => ({
      volume: volume._volume(image.version.traits.claimAccessMode),
      mount: volume._mount,
    })),
    ...(app._hadoopConfig === undefined
      ? []
      : [configMap('hadoop-properties', app._hadoopConfig, HADOOP_CONF_DIRECTORY)]),
    configMap('pod-template-volume', start.templateConfigMap, POD_TEMPLATE_DIRECTORY, [
      { key: start.templateKey, path: POD_TEMPLATE_FILE },
    ]),
    ...(start.stagedConfigMap === undefined
      ? []
      : [configMap('spark-staged-volume', start.stagedConfigMap, STAGED_DIRECTORY)]),
    ...parts.writableDirectories(app),
    ...parts.localDirectories(driver).volumes,
    configMap(
      'spark-conf-volume-driver',
      start.confConfigMap,
      CONF_DIRECTORY,
      [...start.confFiles].sort().map((key) => ({ key, path: key, mode: 0o644 })),
    ),
  ];
}
