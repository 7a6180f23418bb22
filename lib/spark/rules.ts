import { rules } from '../core/rules';

/** Every mistake about Spark that is recognised. `docs/rules.md` lists them with the other rooms' rules. */
export const SPARK_RULES = rules('spark', {
  unknownVersion: ['this is no release of a supported Spark line', 'name a full release such as 4.1.4'],
  imageReference: ['this is no container image reference', 'write [registry/]name:tag or name@sha256:digest'],
  imageUntagged: [
    'an image without tag or digest means :latest, which changes under a running job',
    'name a tag or a digest',
  ],
  driverMemoryTooSmall: [
    'Spark refuses to start a driver with less',
    'give the driver at least 465 MiB; 512 MiB is the usual small size',
  ],
  executorMemoryTooSmall: [
    'Spark refuses executors with less',
    'give executors at least 450 MiB; 512 MiB is the usual small size',
  ],
  memoryNotWhole: ['Spark sizes memory in whole MiB', 'round it to whole MiB'],
  memoryNegative: ['a size of memory is positive', 'give a positive size'],
  memoryFactor: ['an overhead factor is a number of 0 or more', 'use 0.1 for JVM jobs, 0.4 for Python and R'],
  minOverheadVersion: [
    'the floor of the memory overhead is a constant of 384 MiB before Spark 4.0',
    'set memoryOverhead, or use Spark 4.0 or later',
  ],
  pysparkMemoryForPythonOnly: [
    'Spark adds pyspark memory to executors of Python applications only and drops it silently otherwise',
    'remove it, or use SparkApplication.python',
  ],
  cores: ['Spark counts cores in whole numbers of 1 or more', 'use a whole number; coreRequest takes fractions'],
  coreRequest: [
    'a CPU request or limit is a positive number of cores, to a thousandth',
    'use a number such as 0.5 for half a core',
  ],
  coreLimitBelowRequest: ['the CPU limit is below the CPU request', 'raise coreLimit or lower coreRequest'],
  instances: ['the number of executors is a whole number of 0 or more', 'use a whole number such as 2'],
  device: [
    'a device needs a vendor domain, a name and a whole amount of 1 or more',
    'write it like nvidia.com, gpu, 1',
  ],
  deviceDiscovery: [
    'Spark cannot find the addresses of a device without a discovery script, and the pod ends at start',
    'set discoveryScript, such as /opt/spark/examples/src/main/scripts/getGpusResources.sh, or conf spark.resources.discoveryPlugin',
  ],
  deviceTaskAmount: ['tasks run on executors, not on the driver', 'set taskAmount on the device of the executors'],
  missingRights: [
    'the driver would be forbidden to do what this needs',
    'grant it on the tenant or service account by the prop named here',
  ],
  overlappingRuns: [
    'runs that overlap would share the headless Service, and executors could reach the wrong driver',
    'use ConcurrencyPolicy.FORBID, or no driverService',
  ],
  appName: ['an application name has at least one visible character and no line breaks', 'use a short plain name'],
  mainUri: [
    'the main file is neither in the image nor fetchable by the driver',
    'use local:///path for a file in the image, an https, s3a, abfss, gs or hdfs URI, or StagedFile',
  ],
  dependencyUri: [
    'this dependency is neither in the image nor fetchable by the driver',
    'use local:///path, an https, s3a, abfss, gs or hdfs URI, or StagedFile',
  ],
  mainClass: ['this is no fully qualified Java class name', 'write it like com.acme.Main'],
  mavenCoordinate: ['a package is a Maven coordinate', 'write it as group:artifact:version'],
  variableInArgument: [
    'Kubernetes would replace $(NAME) in an argument by the variable of that name',
    'write $$(NAME) for the literal text',
  ],
  uriComma: [
    'Spark keeps dependencies in one property, separated by commas, and would take this one for several',
    'rename the file, or fetch it by another URI',
  ],
  secretTwice: [
    'Spark mounts a Secret once in a pod: of two paths one would be lost',
    'mount it once, and let the application read both names there',
  ],
  secretVolumeName: [
    'Spark names the volume after the Secret, and a volume name has no dots',
    'give the Secret a name without dots',
  ],
  envTwice: ['the same variable stands in env and in secretEnv, and one of them would win', 'leave one of them out'],
  hiddenPath: [
    'this directory of the image is covered by an empty volume because the root file system is read-only',
    'move the file elsewhere in the image (such as /opt/app), or set writableRootFilesystem',
  ],
  stagedFileName: ['a staged file is a key of a ConfigMap: letters, digits, ".", "_" and "-"', 'rename the file'],
  stagedFilesTooLarge: [
    'staged files share a ConfigMap, which holds at most 1 MiB',
    'put large files into the image or an object store and refer to them by URI',
  ],
  stagedFileMissing: ['nothing is staged under this path', 'list the StagedFile in stagedFiles'],
  stagedTwice: ['two staged files have the same name', 'rename one of them'],
  confKey: ['a Spark property starts with "spark."', 'check the key'],
  confKeyOwned: [
    'this property follows from a prop and would be overwritten or contradict the pods',
    'set the prop instead',
  ],
  confKeySubmitOnly: [
    'only the submitting client reads this property; the driver would silently ignore it',
    'use the prop that has its effect',
  ],
  confKeyUnknown: [
    'Spark on Kubernetes has no such property and would silently ignore it',
    'check the spelling at https://spark.apache.org/docs/latest/running-on-kubernetes.html#configuration',
  ],
  confKeyTooNew: ['the Spark version of the image does not know this property yet', 'use a later Spark or remove it'],
  confValue: ['Spark cannot read this value', 'see the fix of the case'],
  secretInClear: [
    'this looks like a secret, and here it would stand readable in a ConfigMap or pod',
    'use secretEnv or secretFiles with a SecretSource',
  ],
  reservedLabel: [
    'this label tells the pods of one job and role from all others; Spark or this package sets it',
    'use another key',
  ],
  reservedEnv: ['this variable is set by Spark or this package', 'use another name, or the prop that stands for it'],
  heapInJavaOptions: ['Spark refuses heap sizes in Java options', 'set memory'],
  sparkPropertyInJavaOptions: ['Spark refuses -Dspark.* in Java options', 'set the property in conf'],
  hostPath: [
    'a hostPath volume opens the node to the pod and Pod Security restricted refuses it',
    'use a claim or emptyDir; where it must be, the option insecureAllowed says so by name',
  ],
  overrideChangesRequests: [
    'an override changes what the driver asks for after the scheduler has reserved room for it',
    'use driver.podOverrides, which schedulers know of',
  ],
  executorAboveDriver: [
    'executors of a higher class than their driver may evict it when room is short',
    'give the driver the same class or a higher one',
  ],
  overrideUnbinds: [
    'an override undoes what binds the pod to its scheduler',
    'remove it; set scheduler, priority and executorPriority',
  ],
  containerWithoutRequests: [
    'a container that says nothing gets requests from the LimitRange of its namespace, and the room reserved for the job would be too small',
    'give it requests of cpu and memory',
  ],
  quantity: ['this is no Kubernetes quantity', 'write it like 500m, 1Gi or 2'],
  schedulerByAnnotation: [
    'this key speaks to a scheduler that the job does not use, so nobody reads it',
    'set scheduler, which writes all that it reads',
  ],
  templateOverwritten: [
    'Spark overwrites this field of the pod template, so the override would be lost',
    'use the prop that stands for it',
  ],
  templateWhole: [
    'this takes the hardening of the pod away, and fields that Spark replaces anyway',
    'override the fields below it, one by one',
  ],
  volumeName: ['a volume name is a DNS label of at most 63 characters', 'use lower case, digits and "-"'],
  volumePath: ['a mount path is absolute and contains no ":"', 'write it like /data'],
  volumeDuplicate: ['two volumes of a pod share a name or a mount path', 'give each its own'],
  volumeReservedPath: ['this path belongs to Spark or this package', 'mount the volume elsewhere'],
  volumeSize: ['a volume size is a positive size of at least 1 KiB', 'use Size.gibibytes(10) or the like'],
  nfsServer: ['an NFS volume needs a server and an absolute export path', 'name both'],
  dynamicAllocationBounds: [
    'dynamic allocation needs whole numbers with 0 ≤ min ≤ initial ≤ max and max ≥ 1',
    'order the three numbers',
  ],
  dynamicAllocationInstances: [
    'with dynamic allocation the number of executors is its initial number',
    'remove executor.instances and set initialExecutors',
  ],
  allocationBatch: ['the batch size is a whole number of 1 or more', 'use a number such as 10'],
  allocationDelay: ['the batch delay must exceed 100 ms', 'use one second or more'],
  eventLogDirectory: [
    'an event log directory is an absolute URI',
    'write it like s3a://lake/events or use ObjectStore.uri',
  ],
  eventLogFileSize: ['rolled event log files have at least 10 MiB', 'use 10 MiB or more'],
  featureTwice: ['this feature is bound twice and the second would overwrite the first', 'keep one of them'],
  objectStore: ['the object store is not fully named', 'name it as its docs say'],
  retries: ['the number of retries is a whole number of 0 or more', 'use a whole number such as 3'],
  deadline: ['a deadline or time to live is a positive whole number of seconds', 'use Duration.hours(1) or the like'],
  scheduleNever: ['no month of this schedule has such a day, so the job would never run', 'name a day that comes'],
  schedule: ['this is no cron schedule of five fields or a macro', 'write it like "0 2 * * *" or "@daily"'],
  timeZone: ['this is no time zone of the IANA database', 'write it like Etc/UTC or Europe/Paris'],
  scheduleTimeZoneInSchedule: ['Kubernetes refuses TZ inside a schedule', 'set timeZone'],
  historyLimit: ['a history limit is a whole number of 0 or more', 'use a whole number such as 3'],
  networkTimeout: [
    'the network timeout must exceed the heartbeat interval of executors',
    'raise spark.network.timeout or lower spark.executor.heartbeatInterval',
  ],
  taskCpus: ['a task needs no more cores than an executor has', 'lower spark.task.cpus or raise executor.cores'],
});
