import { rules } from '../../core/rules';

/** Mistakes about standalone clusters. */
export const STANDALONE_CLUSTER_RULES = rules('standalone-cluster', {
  name: [
    'a cluster gives its name to Services, and to labels of its pods with up to 18 characters more',
    'use at most 45 lower-case letters, digits and "-", beginning with a letter',
  ],
  masters: ['a cluster has 1 to 3 masters: one leads, and the others only wait', 'use 1, 2 or 3'],
  mastersWithoutZookeeper: [
    'several masters without ZooKeeper all lead, and share the workers among them by chance',
    'use StandaloneRecovery.zookeeper(), or one master',
  ],
  recoveryClaim: [
    "the master's state lies either on a claim that is made, which needs a size, or on one that exists",
    'give size, or claimName alone',
  ],
  recoverySize: ['a claim has a size of whole MiB of 1 or more', 'use Size.gibibytes(1) or the like'],
  zookeeperUrl: [
    'the address of ZooKeeper is a list of hosts with ports, without a scheme or path',
    'write it like zk-0.zk:2181,zk-1.zk:2181,zk-2.zk:2181',
  ],
  zookeeperDirectory: [
    'the directory in ZooKeeper is an absolute path that does not end with "/"',
    'write it like /spark/analytics',
  ],
  zookeeperUnreachable: [
    'the masters keep their state in ZooKeeper, and their network policy lets nothing out but DNS',
    'name ZooKeeper in network.egress',
  ],
  workers: ['a number of workers is a whole number of 0 or more', 'use a number such as 3'],
  scaledTwice: [
    'the number of workers is either fixed or follows their load',
    'leave out workers.replicas or workers.autoscaling',
  ],
  autoscaling: [
    'the number of workers moves between a minimum of 1 or more and a maximum that is no smaller',
    'use minReplicas: 2, maxReplicas: 10 or the like',
  ],
  autoscalingTarget: ['the target is a share of the cores of a worker, in percent', 'use a whole number from 1 to 100'],
  workerCores: ['a worker offers whole cores, and at least one', 'use a number such as 4'],
  workerMemory: [
    'a worker offers whole MiB, and no executor starts with less than 450 MiB',
    'use Size.gibibytes(4) or the like',
  ],
  memory: ['memory is a whole number of MiB of at least 256', 'use Size.gibibytes(1) or the like'],
  masterCores: ['a CPU request is a positive number of cores, to a thousandth', 'use a number such as 0.5'],
  shellMemory: [
    'the heap of a shell is a whole number of MiB, and no driver starts with less than 465 MiB',
    'use Size.mebibytes(512) or the like',
  ],
  localStorage: [
    'room on the disk of a node is a whole number of MiB of 1 or more',
    'use Size.gibibytes(50) or the like',
  ],
  defaultCores: [
    'the cores of an application that does not say how many it wants are a whole number of 1 or more',
    'use a number such as 4',
  ],
  decommissionGrace: [
    'the time to move data off a worker is a whole number of seconds of up to one hour; 0 for none',
    'use Duration.minutes(2) or the like',
  ],
  restOpenToAll: [
    'whoever reaches the REST port runs code on every worker, without a password',
    'name the pods or the small range that submit over REST',
  ],
  restWithAuthentication: [
    'the REST port lets everybody in past the secret that spark.authenticate asks for',
    'leave out insecureRestFrom, and submit over RPC',
  ],
});
