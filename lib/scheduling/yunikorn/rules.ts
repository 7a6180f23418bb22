import { rules } from '../../core/rules';

/** Mistakes about YuniKorn and its queues. One of them in queues.yaml makes YuniKorn refuse all of it. */
export const YUNIKORN_RULES = rules('yunikorn', {
  queueName: [
    'a queue here has 1 to 63 lower-case letters, digits, "-" and "_", and starts and ends with a letter or digit',
    'use a name such as etl-nightly',
  ],
  queuePath: [
    'pods name their queue in a label, which has at most 63 characters, and the path starts with "root."',
    'shorten the names on the way, or use fewer levels',
  ],
  reservedQueueName: ['"root" is the queue above all others', 'choose another name'],
  queueTwice: ['queues under one parent have different names', 'name them differently'],
  queueWithoutHome: ['a queue stands under another queue or right under root', 'set parent or yunikorn'],
  queueOfExisting: [
    'the queues of a YuniKorn installed elsewhere stand in its own configuration',
    'write the queue there and use YuniKornQueue.fromPath',
  ],
  guaranteedAboveMax: ['a queue cannot be guaranteed more than it may have', 'lower guaranteed or raise max'],
  maxAboveParent: ['a queue cannot have more than the queues above it', 'lower max, or raise that of the parent'],
  guaranteedSum: [
    'queues together are guaranteed more than the queue above them is, or may have',
    'lower the guarantees below, or raise that of the parent',
  ],
  zeroMax: ['no pod of a queue with a maximum of 0 ever starts', 'give it an amount, or leave the resource out'],
  maxApplications: ['a number of applications is a whole number of 1 or more', 'use a whole number such as 10'],
  maxApplicationsAboveParent: [
    'a queue cannot run more applications than the queue above it',
    'lower it, or raise that of the parent',
  ],
  maxApplicationsMissing: [
    'where a queue bounds its applications, each queue below does so as well',
    'set maxApplications on it, too',
  ],
  priorityOffset: [
    'an offset is a whole number from -2147483648 to 2147483647, added to the priority of each pod',
    'use a whole number such as 1000',
  ],
  preemptionDelay: ['a delay is positive', 'use Duration.seconds(30) or the like'],
  aclName: [
    'a user or group starts with a letter or "_"; spaces and commas separate names',
    'use a name such as etl-team or system:serviceaccount:etl:ci',
  ],
  limitOfNobody: ['a limit is for users or groups', 'name at least one, or "*"'],
  limitOfNothing: ['a limit bounds resources or applications', 'set max or maxApplications'],
  limitTwice: ['a user or group has one limit in a queue', 'merge the two'],
  limitWildcardFirst: ['the limit of "*" stands last: YuniKorn refuses names after it', 'move it to the end'],
  limitWildcardGroup: [
    'a limit for the group "*" alone is the limit of the queue',
    'name a group before it, or set max on the queue',
  ],
  limitAboveQueue: ['a limit cannot be above the bound of its queue', 'lower it, or raise the bound of the queue'],
  limitAboveParent: ['a limit cannot be above that of the same name in a queue above', 'lower it, or raise that above'],
  usersUnknown: [
    'every job belongs to the user "nobody" where the admission controller does not tell who submits',
    'list the tenants in namespaces and leave the admission controller on',
  ],
  placementQueue: ['a rule places jobs only in leaf queues, and makes queues only below parents', 'name another queue'],
  processedNamespace: [
    'a namespace that is processed gives all its pods to YuniKorn; servers of the cluster would never start again',
    'list only namespaces of tenants',
  ],
  reservedNamespace: ['YuniKorn stands in a namespace of its own', 'choose another name'],
  admissionOff: [
    'this setting belongs to the admission controller, which is switched off',
    'leave the setting out, or switch admission on',
  ],
  replicas: ['a number of replicas is a whole number of 1 or more', 'use 1 or 2'],
  serverResources: [
    'a server cannot run without cpu, nor with less than 64 MiB',
    'leave the default, or use for example cpu 0.2 and Size.gibibytes(1)',
  ],
  networkPeer: [
    'an opening of the network needs ranges of addresses and ports from 1 to 65535',
    'use for example 10.0.0.0/8, and [443]',
  ],
});

/** Mistakes about jobs under YuniKorn. */
export const YUNIKORN_JOB_RULES = rules('yunikorn', {
  jobInParentQueue: ['jobs run in leaf queues; YuniKorn refuses them elsewhere', 'use one of the queues below'],
  jobExceedsQueue: [
    'the job would be refused or wait for ever: it asks for more than its queue may ever have',
    'raise the maximum of the queue, or make the job smaller',
  ],
  jobBesideYunikorn: [
    'the namespace of YuniKorn is left out of its admission, and closed to all but its own servers',
    'put the job into a tenant of its own',
  ],
  gangInFairQueue: [
    'YuniKorn refuses gangs in a queue whose order is fair, and their drivers fail',
    'use YuniKornSortPolicy.FIFO for the queue, or gang: false for the job',
  ],
  bindingKey: [
    'this package writes the labels and annotations of YuniKorn, and those of another scheduler bind nothing here',
    'remove it and use the props of the scheduler',
  ],
  placeholderTimeout: ['a timeout is a positive number of whole seconds', 'use Duration.minutes(15) or the like'],
  gangOptionUnused: ['without a gang there are no placeholders', 'remove it, or leave gang on'],
  placeholdersRestricted: [
    'YuniKorn makes placeholders that Pod Security restricted refuses: the job starts without its gang, pod by pod',
    'use gang: false, or let the namespace enforce baseline',
  ],
  placeholdersOverQuota: [
    'placeholders count in the quota beside the pods they make room for: executors wait, or the job starts without its gang',
    'give the quota room for driver and executors twice, or use gang: false',
  ],
});
