import { rules } from '../../core/rules';

/** Mistakes about Livy servers, and about what can be asked of them. */
export const LIVY_RULES = rules('livy', {
  url: [
    'the URL of a Livy server is http or https, host and perhaps a port and a prefix: no slash at the end, no path of the interface',
    'write it like http://livy.livy.svc:8998',
  ],
  urlCredentials: ['credentials in a URL stand readable in manifests and logs', 'set username and password'],
  credentials: [
    'Livy is spoken to with a user and a password, or with a token',
    'set username and password together, or token alone',
  ],
  httpCredentials: [
    'over http everybody on the way can read the password or token',
    'use https, or say insecureHttpCredentials on the runner',
  ],
  unhardened: [
    'Livy cannot harden pods without pod templates of its own, and its jobs would run as the image likes',
    'name driverTemplate and executorTemplate of the server, or say insecurePodsWithoutTemplate on the runner',
  ],
  templatePath: [
    'the Livy server reads its templates from its own disk or from a URL',
    'write an absolute path such as /etc/spark/driver.yaml, or a URL',
  ],
  jobNamespace: ['this server starts its drivers in another namespace', 'put the job there, or use another server'],
  namespace: [
    'the rights of the client hold in a namespace, and none is known',
    'set namespace on the service account or the chart',
  ],
  sparkLine: [
    'Livy submits with its own Spark, which must be of the line of the image',
    'use an image of the line of the server, or another server',
  ],
  sparkUnknown: [
    'nothing is known of the Spark that the server submits with; releases of Livy so far are made for Spark 3',
    'set sparkVersion of the server',
  ],
  pollInterval: [
    'Livy is asked every 1 to 60 seconds: it keeps only the last lines of a log',
    'use Duration.seconds(5) or the like',
  ],
  patience: ['the patience is a whole number of seconds, no less than the poll interval', 'use Duration.minutes(10)'],
  clientImage: ['an image without tag or digest means :latest, which changes under a job', 'name a tag or a digest'],
  egressPorts: ['a port is a whole number from 1 to 65535', 'use numbers such as 443'],
  nodePool: [
    'Livy can only ask for nodes whose labels have one value each; the rest needs a pod template',
    'use such a pool, or another runner',
  ],
  executorGrace: [
    'this Spark has no property for the grace period of executors, and Livy no template of the job',
    'use Spark 4.1 or later, or leave it out',
  ],
  confOverwritten: ['Livy sets this itself, and what the job says would be lost', 'leave it out'],
});
