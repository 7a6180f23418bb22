import { cpuQuantity, mebibytes, sparkSize, sparkTime } from '../core/quantities';
import type { Size } from 'cdk8s';
import { instanceLabels } from './labels';
import { BLOCK_MANAGER_PORT, DRIVER_PORT, POD_TEMPLATE_DIRECTORY, POD_TEMPLATE_FILE } from './paths';
import type { ResolvedApplication } from './resolved-application';
import { defaultOverheadFactor, SparkRoleName, type SparkRole } from './role';

/**
 * The properties of an application on Kubernetes: what spark-submit writes into the driver's configuration, less what
 * only a running pod knows. Later entries win, and users cannot set what is computed, so nothing is overwritten.
 */
export function applicationProperties(app: ResolvedApplication): { [key: string]: string } {
  return {
    'spark.master': 'k8s://https://kubernetes.default.svc',
    // What we declare, Spark must not delete.
    'spark.kubernetes.driver.service.deleteOnTermination': 'false',
    'spark.kubernetes.executor.podTemplateFile': `${POD_TEMPLATE_DIRECTORY}/${POD_TEMPLATE_FILE}`,
    ...(app._hadoopConfig !== undefined && { 'spark.kubernetes.executor.hadoopConfigMapName': app._hadoopConfig }),
    ...commonProperties(app),
  };
}

/** The properties that do not depend on who starts the driver. */
export function commonProperties(app: ResolvedApplication): { [key: string]: string } {
  return {
    ...identity(app),
    ...sizes(app),
    ...executorPods(app),
    ...app.application._properties,
    ...app._featureProperties,
    ...app.conf.toMap(),
  };
}

/** Labels, annotations, variables and Secrets of one role, as Spark reads them. */
export function podProperties(
  role: SparkRole,
  labels: { readonly [key: string]: string },
  annotations: { readonly [key: string]: string },
): { [key: string]: string } {
  const { name } = role;
  const env = name === SparkRoleName.DRIVER ? 'spark.kubernetes.driverEnv' : 'spark.executorEnv';
  return {
    ...prefixed(`spark.kubernetes.${name}.label`, labels),
    ...prefixed(`spark.kubernetes.${name}.annotation`, annotations),
    ...prefixed(env, role.env),
    ...Object.fromEntries(
      Object.entries(role.secretEnv).map(([variable, source]) => [
        `spark.kubernetes.${name}.secretKeyRef.${variable}`,
        `${source.secretName}:${source.key}`,
      ]),
    ),
    ...Object.fromEntries(
      role.secretFiles.map(({ secretName, path }) => [`spark.kubernetes.${name}.secrets.${secretName}`, path]),
    ),
  };
}

function prefixed(prefix: string, map: { readonly [key: string]: string }): { [key: string]: string } {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [`${prefix}.${key}`, value]));
}

function identity(app: ResolvedApplication): { [key: string]: string } {
  const { image, serviceAccount } = app;
  const account = serviceAccount.serviceAccountName;
  return {
    'spark.app.name': app.appName,
    'spark.driver.port': String(DRIVER_PORT),
    // One number for all three: the driver's own, the executors' (random otherwise), and the container port.
    'spark.driver.blockManager.port': String(BLOCK_MANAGER_PORT),
    'spark.blockManager.port': String(BLOCK_MANAGER_PORT),
    'spark.kubernetes.authenticate.driver.serviceAccountName': account,
    'spark.kubernetes.authenticate.executor.serviceAccountName': serviceAccount.executorServiceAccountName ?? account,
    'spark.kubernetes.container.image': image.reference,
    'spark.kubernetes.container.image.pullPolicy': image.pullPolicy,
    ...(image.pullSecrets.length > 0 && {
      'spark.kubernetes.container.image.pullSecrets': image.pullSecrets.join(','),
    }),
  };
}

function sizes(app: ResolvedApplication): { [key: string]: string } {
  const { driver, executor, application } = app;
  const { props } = executor;
  return {
    'spark.kubernetes.memoryOverheadFactor': String(defaultOverheadFactor(application.language)),
    'spark.kubernetes.resource.type': application.language,
    ...roleSizes('driver', driver),
    ...roleSizes('executor', executor),
    ...(app.property('spark.dynamicAllocation.enabled') === undefined && {
      'spark.executor.instances': String(props.instances ?? 2),
    }),
    ...optionalSize('spark.executor.pyspark.memory', props.pysparkMemory),
    ...(props.offHeapMemory !== undefined && {
      'spark.memory.offHeap.enabled': 'true',
      'spark.memory.offHeap.size': sparkSize(props.offHeapMemory),
    }),
    ...(props.allocationBatchSize !== undefined && {
      'spark.kubernetes.allocation.batch.size': String(props.allocationBatchSize),
    }),
    ...(props.allocationBatchDelay !== undefined && {
      'spark.kubernetes.allocation.batch.delay': sparkTime(props.allocationBatchDelay),
    }),
  };
}

function roleSizes(name: 'driver' | 'executor', role: SparkRole): { [key: string]: string } {
  const { props } = role;
  const devices = (props.devices ?? []).flatMap((device) => [
    [`spark.${name}.resource.${device.name}.amount`, String(device.amount)],
    [`spark.${name}.resource.${device.name}.vendor`, device.vendor],
    ...(device.discoveryScript === undefined
      ? []
      : [[`spark.${name}.resource.${device.name}.discoveryScript`, device.discoveryScript]]),
    ...(device.taskAmount === undefined
      ? []
      : [[`spark.task.resource.${device.name}.amount`, String(device.taskAmount)]]),
  ]);
  return {
    [`spark.${name}.cores`]: String(role.cores),
    [`spark.${name}.memory`]: sparkSize(role.memory),
    ...optionalSize(`spark.${name}.memoryOverhead`, props.memoryOverhead),
    ...optionalSize(`spark.${name}.minMemoryOverhead`, props.minMemoryOverhead),
    ...(props.memoryOverheadFactor !== undefined && {
      [`spark.${name}.memoryOverheadFactor`]: String(props.memoryOverheadFactor),
    }),
    ...(props.coreRequest !== undefined && {
      [`spark.kubernetes.${name}.request.cores`]: cpuQuantity(props.coreRequest),
    }),
    ...(props.coreLimit !== undefined && { [`spark.kubernetes.${name}.limit.cores`]: cpuQuantity(props.coreLimit) }),
    ...(role.javaOptions.length > 0 && { [`spark.${name}.extraJavaOptions`]: role.javaOptions.join(' ') }),
    ...(Object.fromEntries(devices) as { [key: string]: string }),
  };
}

/** Everything of executor pods that Spark takes from properties; the rest stands in the pod template. */
function executorPods(app: ResolvedApplication): { [key: string]: string } {
  const { executor, image } = app;
  const grace = executor.props.terminationGracePeriod;
  return {
    ...podProperties(executor, { ...executor.labels, ...instanceLabels(app.jobName) }, executor.annotations),
    ...Object.fromEntries(executor.volumes.flatMap((volume) => Object.entries(volume._propertiesOf(executor.name)))),
    ...(grace !== undefined &&
      image.version.traits.terminationGracePeriodProperty && {
        'spark.kubernetes.executor.terminationGracePeriodSeconds': sparkTime(grace),
      }),
  };
}

function optionalSize(key: string, size: Size | undefined): { [key: string]: string } {
  return size === undefined ? {} : { [key]: `${Math.round(mebibytes(size))}m` };
}
