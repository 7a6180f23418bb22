import { rules } from '../../core/rules';

/** Mistakes that only the runner for Kubeflow's Spark operator can see. */
export const KUBEFLOW_RULES = rules('kubeflow', {
  name: [
    'the operator names Services after the application, and names of Services start with a letter',
    'start the name with a lower-case letter',
  ],
  namespaceNotWatched: [
    'the operator does not look at this namespace, and the application would wait without status or event',
    'add the namespace to jobNamespaces of the operator, or put the job into one of them',
  ],
  batchSchedulerOff: [
    'the operator makes no PodGroups, so the pods of the job would be scheduled one by one',
    'set batchScheduler: true on the operator',
  ],
  schedulerName: [
    'the webhook of the operator sends the pods to the scheduler called volcano, whatever their templates say',
    'name that scheduler volcano, or run the operator without webhook',
  ],
  instances: ['the operator starts one executor or more', 'use 1 or more, or DynamicAllocation with minExecutors: 0'],
  reservedLabel: [
    'the operator finds its applications and pods by labels with this prefix',
    'use another key, such as example.com/team',
  ],
  copiedLabel: [
    'the operator copies all labels of the application to its pods, and Spark or Kueue would take this one for its own',
    'take the label off the chart',
  ],
  deniedProperty: [
    'the operator refuses applications whose sparkConf says this: it follows from a field of its own',
    'use the prop that stands for it, or leave it out',
  ],
  stagedDependency: [
    'Spark distributes this file from the machine that submits, and that is a pod of the operator, where it is not',
    'leave it out: staged files are in both pods already, below /opt/spark/staged',
  ],
  submissionRetries: [
    'the number of submission retries is a whole number of 0 or more',
    'use a whole number such as 3',
  ],
  suspendedRuns: [
    'each run of the schedule would be made suspended, and never start',
    'set schedule.suspended, which starts no runs',
  ],
  uiTwice: [
    'the job has a way in to its UI, and these options change the Service that it leads to, or make another way',
    'leave out ui of the job, or the options of the runner',
  ],
  uiServiceOff: [
    'the operator gives the UI no Service, so that these options are for nobody',
    'leave uiService of the operator on, or take the options away',
  ],
  port: ['a port is a whole number from 1 to 65535', 'use a port such as 4040'],
  tls: ['a certificate needs hosts and the name of its Secret', 'name both'],
  driverIngressTwice: [
    'two driver ingresses share a port or a URL, and the operator refuses both',
    'give each its own',
  ],
  driverIngressUrl: [
    'the operator makes the host of the Ingress from this URL, which starts with a host and has no scheme',
    'write it like {{$appName}}-{{$appNamespace}}.example.com',
  ],
  driverIngressShared: [
    'runs of a schedule have names of their own, and Ingresses with one URL would hide each other',
    'write {{$appName}} into the URL',
  ],
  templateShape: [
    'the operator could not read this application, and one such application hides all others from it',
    'correct the override',
  ],
  templateVolume: [
    'mounts and volumes of the pod do not fit together, and Kubernetes would refuse the pod when the job starts',
    'mount declared volumes only, each name and each path once',
  ],
  limitThrottles: [
    'the CPU limit is below the cores that Spark counts: so many tasks run at once, and Kubernetes holds them back',
    'raise coreLimit to the number of cores, or lower cores',
  ],
  packagesInOperator: [
    'Maven packages are fetched twice: in the pod of the operator when the job is submitted, and in the driver; both need a way to the repository',
    'put the jars into the image, or open the network of both',
  ],
  versionTag: [
    'the tag of the image names another release of Spark than its version does',
    'name the release that is in the image',
  ],
  appIdInUrl: [
    'the id of an application is not known yet when the UI learns its own address, so that its links lead nowhere',
    'use {{$appName}} and {{$appNamespace}}',
  ],
  connectVersion: ['the distribution of Spark has the Connect server since 4.0', 'use Spark 4.0 or later'],
  connectShell: [
    'the operator puts properties of a SparkConnect into a shell command as they are, and the shell would change this one',
    'use values without blanks, quotes and $',
  ],
  connectConfFile: [
    'the operator has no place for files of the configuration directory',
    'put the file into the image',
  ],
});
