import { rules } from '../../core/rules';

/** Mistakes about History Servers. */
export const HISTORY_RULES = rules('history', {
  logPrefix: [
    'event logs stand below a prefix of the store, a relative path without "." and ".." parts',
    'write it like spark/events; the prefix must exist before the first job writes',
  ],
  claimAccess: [
    'server and drivers mount the claim at the same time, and this access mode lets one node or one pod have it',
    'use a claim with ReadWriteMany; or say singleNode on a cluster of one node, for ReadWriteOnce',
  ],
  claimSize: ['a claim has a size of whole MiB of 1 or more', 'use Size.gibibytes(20) or the like'],
  mountPath: [
    'the claim is mounted at an absolute path that neither Spark nor the system uses',
    'use a path such as /mnt/spark-events',
  ],
  readOnly: [
    'cleaning and compaction delete files, and the server mounts the claim without write access',
    'leave out readOnly, or leave out cleaner and compactAfter',
  ],
  cleaner: [
    'the cleaner runs at whole seconds, no less often than logs grow old, and keeps at least one application',
    'use maxAge: Duration.days(7), interval: Duration.days(1), maxCount: 1000 or the like',
  ],
  twoCleaners: [
    'two servers that clean the same directory delete under each other',
    'give cleaner to one of them only',
  ],
  compactAfter: ['compaction keeps a whole number of files of 1 or more', 'use a number such as 10'],
  count: ['a number of applications is a whole number of 1 or more', 'use a number such as 50'],
  aclsWithoutSignOn: [
    'access rules go by the name of the user, and without a filter that signs users on nobody has one: everybody sees everything',
    'set spark.ui.filters in conf, or leave out acls and put a sign-on in front',
  ],
  aclName: ['names of users and groups stand in a list separated by commas', 'give one name in each element'],
  storeUnreachable: [
    'the logs are on a store outside the pod, and the network policy of the server lets nothing out but DNS',
    'name the store in network.egress',
  ],
  hybridMemory: [
    'the memory of the hybrid store is a whole number of MiB of 1 or more',
    'use Size.gibibytes(1) or the like',
  ],
  otherDirectory: [
    'a job writes its events to a directory that this server does not read',
    'bind the feature that logs.eventLog() gives to the job',
  ],
});
