import { rules } from '../../core/rules';

/** Every mistake about Kueue that is recognised. */
export const KUEUE_RULES = rules('kueue', {
  flavorLabelValues: [
    'a flavor is nodes with one value of each label, since Kueue writes it into the node selector of pods',
    'make a flavor for each value, or use a pool with one value',
  ],
  flavorPreferred: [
    'the labels of a flavor are a condition and the pool only wishes for them',
    'use a pool whose labels are required',
  ],
  flavorTooMany: ['a flavor has at most 8 labels, 8 taints and 8 tolerations', 'leave some out'],
  flavorTwoSources: ['a flavor has its labels and tolerations from a pool or from props', 'leave one of them out'],
  taintEffect: ['a taint has one of three effects', 'use NoSchedule, PreferNoSchedule or NoExecute'],
  taintTwice: ['a key and effect make one taint', 'leave one of them out'],
  tolerationValueWithoutKey: ['a toleration with a value needs the key of the taint', 'name the key'],
  groupWithoutFlavors: ['a resource group without flavors has no quota', 'name a flavor, or leave the group out'],
  flavorWithoutQuota: ['a flavor without any resource has no quota', 'name at least cpu and memory'],
  coveredResources: [
    'all flavors of a group name the same resources',
    'name the missing ones, with 0 where there is nothing, or use another group',
  ],
  flavorTwice: ['a flavor stands once in a queue', 'put its resources into one entry'],
  resourceTwice: ['a resource belongs to one group only', 'put all its flavors into one group'],
  tooManyGroups: [
    'there are at most 16 groups, 64 flavors and 64 resources in each, 256 of both in all, and 512 pairs of them in a group',
    'use fewer',
  ],
  limitWithoutQuota: ['a limit needs the quota that it limits', 'name the resource in nominalQuota'],
  limitWithoutCohort: [
    'nothing can be borrowed or lent outside a cohort and Kueue refuses the limit',
    'put the queue into a cohort, or leave the limit out',
  ],
  lendingAboveQuota: ['a queue cannot lend more than its own quota', 'lower lendingLimit or raise nominalQuota'],
  cpuAndMemory: [
    'every pod of Spark asks for cpu and memory, and a pod with a resource that no group counts is never admitted',
    'name both in nominalQuota',
  ],
  reclaimWithoutCohort: [
    'outside a cohort nobody has borrowed anything that could be taken back',
    'put the queue into a cohort, or leave the policy out',
  ],
  borrowWithoutReclaim: [
    'a queue that does not reclaim within its cohort cannot evict there in order to borrow, and Kueue refuses it',
    'set reclaimWithinCohort',
  ],
  thresholdWithoutBorrow: [
    'a threshold is read only by queues that evict others in order to borrow',
    'set borrowWithinCohort, or leave it out',
  ],
  noNamespaces: ['a queue without namespaces takes no jobs', 'name at least one, or leave the prop out for all'],
  flavorPreference: [
    'a preference is read only where both other rules are TryNextFlavor, and Kueue refuses it elsewhere',
    'set whenCanBorrow and whenCanPreempt to TRY_NEXT_FLAVOR',
  ],
  fairWeight: [
    'a weight is 0 or more, to a thousandth',
    'use a number such as 1, or 0 for queues that only get what is left',
  ],
  priorityThreshold: ['a priority is a whole number from -2147483648 to 2147483647', 'use a number in that range'],
  workloadPriority: ['a priority is a whole number from -2147483648 to 2147483647', 'use a number in that range'],
  priorityOfUnknown: [
    'the value of a priority class that was made elsewhere is not known',
    'make the class with SparkPriorityClass, or a WorkloadPriorityClass with a value of its own',
  ],
  description: ['a description has at most 2048 characters', 'shorten it'],
  namespaceNotAdmitted: [
    'the ClusterQueue takes no jobs of this namespace, and they would wait for ever',
    'add it to the namespaces of the ClusterQueue',
  ],
  unmanagedNamespace: [
    'Kueue manages no jobs in its own namespace and in kube-system; executors would wait for ever',
    'run the job in another namespace',
  ],
  queueNamespace: [
    'a LocalQueue serves the jobs of its own namespace only, and others wait for ever',
    'use a LocalQueue of the namespace of the job',
  ],
  frameworkDisabled: [
    'this Kueue does not manage such objects: drivers would start at once, or executors wait for ever',
    'enable the framework in the configuration of Kueue',
  ],
  keyOwned: [
    'the queue of a job decides these keys; pod groups and elastic jobs need pods that exist before they are admitted',
    'remove it; queue and priority are props of the scheduler',
  ],
  otherScheduler: [
    'Kueue admits pods and leaves placing them to kube-scheduler; a scheduler with queues of its own would refuse what Kueue admits',
    'use one of them',
  ],
  resourceNotCovered: [
    'the pod asks for a resource that its queue does not count and is never admitted',
    'name the resource in nominalQuota of every flavor of a group',
  ],
  flavorOfOtherNodes: [
    'no flavor of the queue is of nodes that the pod may go to, and it is never admitted',
    'use a pool of these nodes, or give the queue a flavor of the nodes that the pod asks for',
  ],
  shareWithoutCohort: [
    'outside a cohort nothing is lent or borrowed: a tenant has its quota, and share and guarantee say nothing',
    'set cohort on the queue system, or leave share and guarantee out',
  ],
  podNeverAdmitted: [
    'no flavor of the queue has room for the pod even when the queue is empty',
    'make the pod smaller or the quota larger',
  ],
  jobNeverAdmitted: [
    'the queue has no room for the driver and one executor, and the job would never do anything',
    'make the pods smaller or the quota larger',
  ],
  driversFillQueue: [
    'drivers and executors of several jobs are admitted one by one from the same quota: drivers may fill it, and then all wait for executors',
    'give the executors a queue with quota of its own: executorQueue',
  ],
});
