import { rules } from '../../core/rules';

/** Mistakes with Apache's operator: its installation, its runner, and its clusters. */
export const APACHE_RULES = rules('apache', {
  clusterNamespace: [
    'drivers reach a cluster by the name of its namespace, and none is known',
    'set namespace here or on the chart',
  ],
  jobNamespaces: [
    'the operator starts applications in the namespaces that it is given, and in no other',
    'name at least one namespace, each once',
  ],
  installNamespace: [
    'the operator has a namespace of its own, closed but for what it needs',
    'choose one that neither Kubernetes nor jobs use, such as spark-kubernetes-operator',
  ],
  replicas: ['the number of replicas is a whole number of 1 or more', 'use 1, or 2 for a standby'],
  serverResources: [
    'the operator is a JVM with the whole of Spark: it needs cpu, and memory of at least 512 MiB',
    'leave the default, or use for example cpu 1 and Size.gibibytes(2)',
  ],
  propertyUnknown: [
    'a property of the operator starts with spark.kubernetes.operator and a dot',
    'check the key; properties of applications stand on the jobs',
  ],
  propertyOwned: ['this property follows from a prop', 'set the prop instead'],
  networkPeer: [
    'who reaches operator and clusters, and whom they reach, are namespaces, ranges of addresses, and ports from 1 to 65535',
    'name a namespace or a range such as 10.0.0.0/8, and the ports behind it',
  ],
  namespaceNotWatched: [
    'the operator does not watch this namespace: the object would stay without status and without events',
    'add the namespace to jobNamespaces of the operator',
  ],
  sparkTooOld: ['the operator starts Spark 4.0 and later', 'use an image with Spark 4.0 or later, or another runner'],
  name: [
    'Services are named after it: lower-case letters, digits and "-", starting with a letter',
    'use a name such as orders-daily',
  ],
  nameHashed: [
    'the operator names pods and Services <name>-<attempt>, and replaces that by a hash beyond 46 characters',
    'shorten the name',
  ],
  timeout: ['a timeout or delay is a positive whole number of milliseconds', 'use Duration.minutes(5) or the like'],
  minimumExecutors: [
    'minimumExecutors is a whole number between 0 and the executors that the job starts with',
    'lower it, or give the job more executors',
  ],
  executorTimeoutUnused: [
    'the operator looks at executorStartTimeout only if it waits for executors',
    'set minimumExecutors, or leave the timeout out',
  ],
  retainWithRetries: [
    'the operator removes the pods of every attempt of an application that may start again',
    'leave retain out, or retries',
  ],
  restartWithoutRetries: [
    'a job without retries never starts again, whatever the failure',
    'give the job retries, or leave restartPolicy out',
  ],
  javaVersion: ['Spark 4 runs on Java 17 or later', 'use 17 or 21, whatever the image has'],
  stagedFile: [
    'the operator would look for this file on its own disk',
    'open the staged file by its path, or name it in jars or pyFiles',
  ],
  clusterWorkers: [
    'the numbers of workers are whole, at least 1, and min is not above max',
    'use numbers such as min 1 and max 4',
  ],
  clusterSize: [
    'a server of the cluster needs cores (whole ones for workers) and whole MiB of memory, at least 512',
    'use for example cores 2 and Size.gibibytes(4)',
  ],
  clusterConfOwned: ['this property follows from a prop of the cluster', 'set the prop instead'],
  clusterConfValue: [
    'the operator passes properties as options of a command line, in quotes',
    'leave quotes, backslashes and line breaks out of the value',
  ],
});
