import { rules } from '../../core/rules';

/** Every mistake about Volcano's queues that is recognised. */
export const VOLCANO_QUEUE_RULES = rules('volcano', {
  reservedQueueName: [
    'the queues root and default are made by Volcano itself and cannot be made twice or deleted',
    'choose another name; refer to the existing one by VolcanoQueue.defaultOf',
  ],
  rootQueueHoldsNothing: [
    'root is above all queues and takes no job',
    'leave parent out for a queue below root, and give jobs a queue of their own',
  ],
  parentDefault: [
    'a queue below default makes it a queue without jobs of its own, and every job that names no queue stops all scheduling',
    'put the queue below root or below a queue of its own',
  ],
  queueDepth: ['queues stand at most 5 deep below root and Volcano refuses more', 'put it higher up'],
  queueWeight: ['the weight of a queue is a whole number from 1 to 65535', 'use a number in that range'],
  queuePriority: ['the priority of a queue is a whole number from 0 to 2147483647', 'use a number in that range'],
  queuePods: [
    'Volcano counts no pods in a queue and the number would be ignored',
    'remove it; the quota of a namespace bounds pods',
  ],
  zeroCapability: [
    'Volcano reads a capability of 0 as no bound at all',
    'use an amount above 0, or leave the resource out',
  ],
  guaranteeWithoutDeserved: [
    'what is guaranteed to a queue must stand in its deserved share and Volcano refuses it otherwise',
    'name the resource in deserved, with at least the guaranteed amount',
  ],
  guaranteeAboveDeserved: [
    'the guarantee of a queue is at most its deserved share',
    'raise deserved or lower the guarantee',
  ],
  deservedAboveCapability: [
    'the deserved share of a queue is at most its capability',
    'raise the capability or lower deserved',
  ],
  capabilityAboveAncestor: [
    'a queue cannot have more than the queues above it',
    'lower the capability, or raise that of the queue above',
  ],
  childrenExceedParent: [
    'the children of a queue cannot have more in all than the queue itself, and what it does not name counts as 0',
    'name the sum in the parent, or lower the children',
  ],
  guaranteeAboveCapability: [
    'what is kept free exceeds what the queue may have, and admission refuses the queue',
    'lower the guarantee, or raise the capability',
  ],
  parentWithoutHierarchy: [
    'queues form a tree only with plugin capacity and its flag enableHierarchy; otherwise the parent is ignored',
    'use the preset quotaReclaim, or leave parent out',
  ],
  deservedNotRead: [
    'only plugin capacity reads the deserved share of a queue; it would be ignored',
    'use the preset quotaReclaim, or a weight instead',
  ],
  weightNotRead: [
    'only plugin proportion reads the weight of a queue; it would be ignored',
    'use the preset fairShare, or a deserved share instead',
  ],
  leafWithoutCapability: [
    'with a tree of queues nothing else bounds how many drivers start, and all of them may wait for executors for ever',
    'give the queue, or one above it, a capability of cpu and memory',
  ],
  driversFillQueue: [
    'jobs are let in by the room of the cluster, not of their queue: their drivers may fill it and wait for executors for ever',
    'use the preset fairShare or quotaReclaim, raise the capability, or send some of the jobs to another queue',
  ],
  leafWithoutDeserved: [
    'a queue that deserves nothing can take nothing back, and others take back all that it has',
    'give it a deserved share of cpu and memory',
  ],
  deservedRatio: [
    'memory per core of a deserved share is unlike that of nodes, and reclaim goes on while any one resource is below it',
    'use 0.5 to 32 GiB per core',
  ],
});
