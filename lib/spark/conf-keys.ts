/**
 * What is known about property keys. `*` at the end of a key stands for any rest.
 *
 * @see https://spark.apache.org/docs/latest/configuration.html
 * @see https://spark.apache.org/docs/latest/running-on-kubernetes.html#configuration
 */

/** Keys that follow from props, and the prop they follow from. */
export const OWNED_KEYS: { readonly [key: string]: string } = {
  'spark.app.id': 'nothing: each attempt gets its own id',
  'spark.app.name': 'appName',
  'spark.master': 'nothing: the runner decides',
  'spark.submit.deployMode': 'the runner',
  'spark.submit.pyFiles': 'pyFiles of SparkApplication.python',
  'spark.jars': 'jars of the application',
  'spark.jars.packages': 'packages of the application',
  'spark.jars.excludes': 'excludePackages of the application',
  'spark.jars.repositories': 'repositories of the application',
  'spark.files': 'files of the application',
  'spark.archives': 'archives of the application',
  'spark.driver.cores': 'driver.cores',
  'spark.driver.memory': 'driver.memory',
  'spark.driver.memoryOverhead': 'driver.memoryOverhead',
  'spark.driver.memoryOverheadFactor': 'driver.memoryOverheadFactor',
  'spark.driver.minMemoryOverhead': 'driver.minMemoryOverhead',
  'spark.driver.extraJavaOptions': 'driver.javaOptions',
  'spark.driver.host': 'nothing: it is the address of the pod',
  'spark.driver.bindAddress': 'nothing: it is the address of the pod',
  'spark.driver.port': 'nothing: 7078, which network policies and Services know',
  'spark.driver.blockManager.port': 'nothing: 7079, which network policies and Services know',
  'spark.blockManager.port': 'nothing: 7079, which network policies and Services know',
  'spark.ui.port': 'nothing: 4040, which network policies and Services know',
  'spark.driver.resource.*': 'driver.devices',
  'spark.executor.resource.*': 'executor.devices',
  'spark.executor.cores': 'executor.cores',
  'spark.executor.instances': 'executor.instances',
  'spark.executor.memory': 'executor.memory',
  'spark.executor.memoryOverhead': 'executor.memoryOverhead',
  'spark.executor.memoryOverheadFactor': 'executor.memoryOverheadFactor',
  'spark.executor.minMemoryOverhead': 'executor.minMemoryOverhead',
  'spark.executor.pyspark.memory': 'executor.pysparkMemory',
  'spark.executor.extraJavaOptions': 'executor.javaOptions',
  'spark.memory.offHeap.enabled': 'executor.offHeapMemory',
  'spark.memory.offHeap.size': 'executor.offHeapMemory',
  'spark.executorEnv.*': 'executor.env',
  'spark.local.dir': 'volumes: name one spark-local-dir-1',
  'spark.dynamicAllocation.enabled': 'DynamicAllocation',
  'spark.dynamicAllocation.minExecutors': 'DynamicAllocation',
  'spark.dynamicAllocation.maxExecutors': 'DynamicAllocation',
  'spark.dynamicAllocation.initialExecutors': 'DynamicAllocation',
  'spark.dynamicAllocation.executorIdleTimeout': 'DynamicAllocation',
  'spark.dynamicAllocation.shuffleTracking.enabled': 'DynamicAllocation',
  'spark.decommission.enabled': 'Decommissioning',
  'spark.storage.decommission.enabled': 'Decommissioning',
  'spark.storage.decommission.shuffleBlocks.enabled': 'Decommissioning',
  'spark.storage.decommission.rddBlocks.enabled': 'Decommissioning',
  'spark.storage.decommission.fallbackStorage.path': 'Decommissioning',
  'spark.storage.decommission.fallbackStorage.cleanUp': 'Decommissioning',
  'spark.eventLog.enabled': 'EventLog',
  'spark.eventLog.dir': 'EventLog',
  'spark.eventLog.rolling.*': 'EventLog',
  'spark.eventLog.compress': 'EventLog',
  'spark.shuffle.service.enabled': 'nothing: there is no external shuffle service on Kubernetes',
  'spark.kubernetes.namespace': 'the namespace of the chart or account',
  'spark.kubernetes.container.image': 'image',
  'spark.kubernetes.driver.container.image': 'image',
  'spark.kubernetes.executor.container.image': 'image',
  'spark.kubernetes.container.image.pullPolicy': 'image',
  'spark.kubernetes.container.image.pullSecrets': 'image',
  'spark.kubernetes.authenticate.*': 'serviceAccount',
  'spark.kubernetes.node.selector.*': 'driver.nodes and executor.nodes',
  'spark.kubernetes.driver.node.selector.*': 'driver.nodes',
  'spark.kubernetes.executor.node.selector.*': 'executor.nodes',
  'spark.kubernetes.driver.label.*': 'driver.labels',
  'spark.kubernetes.executor.label.*': 'executor.labels',
  'spark.kubernetes.driver.annotation.*': 'driver.annotations',
  'spark.kubernetes.executor.annotation.*': 'executor.annotations',
  'spark.kubernetes.driverEnv.*': 'driver.env',
  'spark.kubernetes.driver.secrets.*': 'driver.secretFiles',
  'spark.kubernetes.executor.secrets.*': 'executor.secretFiles',
  'spark.kubernetes.driver.secretKeyRef.*': 'driver.secretEnv',
  'spark.kubernetes.executor.secretKeyRef.*': 'executor.secretEnv',
  'spark.kubernetes.driver.volumes.*': 'driver.volumes',
  'spark.kubernetes.executor.volumes.*': 'executor.volumes',
  'spark.kubernetes.driver.request.cores': 'driver.coreRequest',
  'spark.kubernetes.driver.limit.cores': 'driver.coreLimit',
  'spark.kubernetes.executor.request.cores': 'executor.coreRequest',
  'spark.kubernetes.executor.limit.cores': 'executor.coreLimit',
  'spark.kubernetes.driver.pod.name': 'nothing: it is the name of the pod',
  'spark.kubernetes.executor.podNamePrefix': 'nothing: it follows from the driver pod',
  'spark.kubernetes.driver.podTemplateFile': 'driver.podOverrides',
  'spark.kubernetes.executor.podTemplateFile': 'executor.podOverrides',
  'spark.kubernetes.driver.podTemplateContainerName': 'driver.podOverrides',
  'spark.kubernetes.executor.podTemplateContainerName': 'executor.podOverrides',
  'spark.kubernetes.driver.service.deleteOnTermination': 'nothing: the Service is declared, Spark must not delete it',
  'spark.kubernetes.memoryOverheadFactor': 'memoryOverheadFactor of driver and executor',
  'spark.kubernetes.resource.type': 'the language of the application',
  'spark.kubernetes.submitInDriver': 'the runner',
  'spark.kubernetes.scheduler.name': 'scheduler',
  'spark.kubernetes.driver.scheduler.name': 'scheduler',
  'spark.kubernetes.executor.scheduler.name': 'scheduler',
  'spark.kubernetes.allocation.batch.size': 'executor.allocationBatchSize',
  'spark.kubernetes.allocation.batch.delay': 'executor.allocationBatchDelay',
  'spark.kubernetes.hadoop.configMapName': 'ObjectStore.hdfs',
  'spark.kubernetes.executor.hadoopConfigMapName': 'ObjectStore.hdfs',
  'spark.kubernetes.executor.terminationGracePeriodSeconds': 'executor.terminationGracePeriod',
};

/** Keys that only the submitting client reads. Their effect has to be rendered; in a driver's file they do nothing. */
export const SUBMIT_ONLY_KEYS: readonly string[] = [
  'spark.kubernetes.submission.*',
  'spark.kubernetes.report.interval',
  'spark.kubernetes.appKillPodDeletionGracePeriod',
  'spark.kubernetes.file.upload.path',
  'spark.kubernetes.scheduler.volcano.*',
  'spark.kubernetes.driver.pod.featureSteps',
  'spark.kubernetes.driver.pod.excludedFeatureSteps',
  'spark.kubernetes.securityContext.*',
  'spark.kubernetes.driver.securityContext.*',
  'spark.kubernetes.driver.service.label.*',
  'spark.kubernetes.driver.service.annotation.*',
  'spark.kubernetes.driver.service.ipFamilyPolicy',
  'spark.kubernetes.driver.service.ipFamilies',
  'spark.kubernetes.driver.ui.service.*',
  'spark.kubernetes.pyspark.pythonVersion',
  'spark.kubernetes.kerberos.*',
];

/** Keys of `spark.kubernetes.` that the driver reads and no prop owns, with the line that brought them. */
export const KUBERNETES_KEYS: { readonly [key: string]: string } = {
  'spark.kubernetes.context': '3.5',
  'spark.kubernetes.driver.master': '3.5',
  'spark.kubernetes.setSubmitTimeInDriver': '3.5',
  'spark.kubernetes.trust.certificates': '3.5',
  'spark.kubernetes.driver.connectionTimeout': '3.5',
  'spark.kubernetes.driver.requestTimeout': '3.5',
  'spark.kubernetes.jars.avoidDownloadSchemes': '4.0',
  'spark.kubernetes.configMap.maxSize': '3.5',
  'spark.kubernetes.executor.pod.featureSteps': '3.5',
  'spark.kubernetes.executor.pod.excludedFeatureSteps': '4.1',
  'spark.kubernetes.executor.securityContext.allowPrivilegeEscalation': '4.3',
  'spark.kubernetes.driver.service.publishNotReadyAddresses': '4.3',
  'spark.kubernetes.driver.annotateExitException': '4.1',
  'spark.kubernetes.driver.ownPersistentVolumeClaim': '3.5',
  'spark.kubernetes.driver.reusePersistentVolumeClaim': '3.5',
  'spark.kubernetes.driver.waitToReusePersistentVolumeClaim': '3.5',
  'spark.kubernetes.decommission.script': '3.5',
  'spark.kubernetes.local.dirs.tmpfs': '3.5',
  'spark.kubernetes.executor.disableConfigMap': '3.5',
  'spark.kubernetes.executor.deleteOnTermination': '3.5',
  'spark.kubernetes.executor.checkAllContainers': '3.5',
  'spark.kubernetes.executor.useDriverPodIP': '4.1',
  'spark.kubernetes.executor.decommissionLabel': '3.5',
  'spark.kubernetes.executor.decommissionLabelValue': '3.5',
  'spark.kubernetes.executor.podDeletionCost': '4.2',
  'spark.kubernetes.executor.apiPollingInterval': '3.5',
  'spark.kubernetes.executor.enableApiPolling': '3.5',
  'spark.kubernetes.executor.enableApiWatcher': '3.5',
  'spark.kubernetes.executor.enablePollingWithResourceVersion': '3.5',
  'spark.kubernetes.executor.eventProcessingInterval': '3.5',
  'spark.kubernetes.executor.missingPodDetectDelta': '3.5',
  'spark.kubernetes.executorSnapshotsSubscribersShutdownGracePeriod': '3.5',
  'spark.kubernetes.executor.deletedExecutorsCacheTimeout': '4.1',
  'spark.kubernetes.executor.rollInterval': '3.5',
  'spark.kubernetes.executor.rollPolicy': '3.5',
  'spark.kubernetes.executor.minTasksPerExecutorBeforeRolling': '3.5',
  'spark.kubernetes.executor.resizeInterval': '4.2',
  'spark.kubernetes.executor.resizeThreshold': '4.2',
  'spark.kubernetes.executor.resizeFactor': '4.2',
  'spark.kubernetes.executor.pvc.*': '4.2',
  'spark.kubernetes.allocation.maxPendingPods': '3.5',
  'spark.kubernetes.allocation.maxPendingPodsPerRp': '4.1',
  'spark.kubernetes.allocation.maximum': '4.1',
  'spark.kubernetes.allocation.executor.timeout': '3.5',
  'spark.kubernetes.allocation.driver.readinessTimeout': '3.5',
  'spark.kubernetes.allocation.pods.allocator': '3.5',
  'spark.kubernetes.allocation.recoveryMode.enabled': '4.2',
  'spark.kubernetes.dynamicAllocation.deleteGracePeriod': '3.5',
  'spark.kubernetes.legacy.useReadWriteOnceAccessMode': '3.5',
};

/** Keys whose values are sizes: a whole number with b, k, m, g, t or p. */
export const SIZE_KEYS: readonly string[] = [
  'spark.driver.maxResultSize',
  'spark.python.worker.memory',
  'spark.kryoserializer.buffer',
  'spark.kryoserializer.buffer.max',
  'spark.broadcast.blockSize',
  'spark.shuffle.file.buffer',
  'spark.reducer.maxSizeInFlight',
  'spark.files.maxPartitionBytes',
  'spark.sql.files.maxPartitionBytes',
  'spark.sql.autoBroadcastJoinThreshold',
  'spark.sql.adaptive.advisoryPartitionSizeInBytes',
];

/** Keys whose values are times: a whole number with us, ms, s, m, min, h or d. */
export const TIME_KEYS: readonly string[] = [
  'spark.network.timeout',
  'spark.executor.heartbeatInterval',
  'spark.rpc.askTimeout',
  'spark.rpc.lookupTimeout',
  'spark.locality.wait',
  'spark.sql.broadcastTimeout',
  'spark.scheduler.maxRegisteredResourcesWaitingTime',
  'spark.excludeOnFailure.timeout',
  'spark.executor.failuresValidityInterval',
  'spark.dynamicAllocation.schedulerBacklogTimeout',
  'spark.dynamicAllocation.sustainedSchedulerBacklogTimeout',
  'spark.dynamicAllocation.cachedExecutorIdleTimeout',
  'spark.dynamicAllocation.shuffleTracking.timeout',
  'spark.kubernetes.allocation.executor.timeout',
  'spark.kubernetes.allocation.driver.readinessTimeout',
  'spark.kubernetes.dynamicAllocation.deleteGracePeriod',
  'spark.kubernetes.executor.apiPollingInterval',
  'spark.kubernetes.executor.eventProcessingInterval',
  'spark.kubernetes.executor.missingPodDetectDelta',
  'spark.kubernetes.executor.rollInterval',
];

/** The entry of a table that a key falls under, itself or by a `*` pattern. */
export function lookup<T>(table: { readonly [pattern: string]: T }, key: string): T | undefined {
  if (Object.hasOwn(table, key)) return table[key];
  const pattern = Object.keys(table).find((entry) => entry.endsWith('*') && key.startsWith(entry.slice(0, -1)));
  return pattern === undefined ? undefined : table[pattern];
}

/** The known key closest to a misspelt one, or nothing when none is near. */
export function closest(key: string): string | undefined {
  const known = [...Object.keys(KUBERNETES_KEYS), ...Object.keys(OWNED_KEYS), ...SUBMIT_ONLY_KEYS];
  const ranked = known
    .filter((candidate) => !candidate.endsWith('*'))
    .map((candidate) => ({ candidate, distance: editDistance(key, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= 4 ? best.candidate : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] as number) + 1, (current[j - 1] as number) + 1));
    }
    previous = current;
  }
  return previous[b.length] as number;
}
