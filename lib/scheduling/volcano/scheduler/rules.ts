import { rules } from '../../../core/rules';

/** What Volcano refuses, drops without a word, or dies of. No configuration is right with one of them. */
export const VOLCANO_CONF_RULES = rules('volcano', {
  noActions: [
    'a configuration without actions is rejected as a whole and Volcano runs its built-in one',
    'name the actions, VolcanoAction.ALLOCATE at least',
  ],
  unknownAction: [
    'Volcano rejects a configuration that names an action it does not know and runs its built-in one',
    'use a member of VolcanoAction',
  ],
  actionTwice: ['an action stands twice and runs twice in each session', 'name it once'],
  allocateMissing: ['without the action allocate no pod ever gets a node', 'add VolcanoAction.ALLOCATE'],
  noTiers: ['without tiers Volcano runs with no plugin at all and does not say so', 'add tiers with plugins'],
  emptyTier: ['a tier without plugins decides nothing', 'remove it or give it plugins'],
  pluginTwice: ['a plugin stands twice: the arguments of the last one hold, the flags of each', 'keep one of them'],
  unknownOption: ['Volcano drops flags and arguments that the plugin or action does not know', 'remove it'],
  optionType: [
    'Volcano ignores an argument of the wrong type, or dies of it, and rejects a flag that is no boolean',
    'use a value of the type named',
  ],
  optionRange: ['Volcano ignores a value out of range', 'use a value in the range named'],
  resourceName: ['this is no name of a resource', 'use a name such as cpu or nvidia.com/gpu'],
  timeWindow: ['a zone is lent between two times of day', 'write it like 10:00-21:00'],
  capacityAndProportion: [
    'capacity and proportion both share out the cluster, by different fields of the queues, and contradict each other',
    'keep capacity for deserved and queue trees, or proportion for weights',
  ],
  hierarchyAndProportion: [
    'Volcano rejects a configuration with drf.enableHierarchy and proportion in one tier',
    'remove enableHierarchy; a tree of queues is capacity with enableHierarchy',
  ],
  deviceModes: [
    'deviceshare shares GPUs in one way only and the scheduler exits when told two',
    'keep one of gpuSharing, gpuNumber and vgpu',
  ],
  metricsMissing: ['the plugin decides by measured load and nothing measures it', 'set metrics'],
  metricsAddress: ['metrics are read from an http or https URL', 'write it like http://prometheus.monitoring:9090'],
  unknownRule: ['no finding about a scheduler configuration has this id', 'use an id from docs/rules.md'],
  notAcceptable: [
    'Volcano cannot run as this configuration says, and accepting the finding would not change that',
    'mend what it says; only flaws of a configuration that runs can be accepted',
  ],
});

/** What Volcano does as told, though hardly anybody wants it: `accepting` takes these. */
export const VOLCANO_FLAW_RULES = rules('volcano', {
  enqueueNotFirst: [
    'PodGroups that enqueue lets in are served by later actions only in the next session',
    'put enqueue first',
  ],
  allocateLate: [
    'pods are evicted, or best-effort pods placed, before allocate has tried the free nodes',
    'put allocate before it',
  ],
  shuffleNotLast: ['what shuffle evicts is gone before the actions behind it look', 'put shuffle last'],
  withoutEnqueue: [
    'without the action enqueue nobody looks at minResources and drivers start that have no room for executors',
    'add VolcanoAction.ENQUEUE, or keep drivers and executors apart by nodes or quota',
  ],
  enqueueGatesNothing: [
    'no plugin votes on what enqueue lets in: minResources bound nothing and drivers start without room for executors',
    'add overcommit, or leave a vote to proportion or capacity',
  ],
  enqueueDefeatsPreempt: [
    'a PodGroup that enqueue keeps out of a full queue stays Pending, and Pending jobs never preempt',
    'let overcommit gate instead: VolcanoPlugin.proportion({ enableJobEnqueued: false }) beside VolcanoPlugin.overcommit({ overcommitFactor: 2 }), as in VolcanoScheduler.priorityPreempt()',
  ],
  overcommitTooSmall: [
    'while the cluster is full, overcommit lets in only (factor - 1) times the cluster, and a larger job stays Pending and evicts nobody',
    'use an overcommitFactor of 2 or more',
  ],
  backlogDefeatsEviction: [
    'waiting jobs use up what overcommit lets in, so that a higher one stays Pending and evicts nobody',
    'put VolcanoPlugin.sla({ enableJobOrder: false }) into an earlier tier',
  ],
  slaTooLate: [
    'a refusal in the same or an earlier tier is final, and sla lets nobody in',
    'put sla into a tier before all other plugins that vote on enqueue',
  ],
  slaOrderIsFifo: [
    'sla orders jobs by age before drf looks at shares: first come, first served, and fair share is gone',
    'set enableJobOrder: false on sla',
  ],
  preemptNeedsPriority: [
    'without the plugin priority nothing compares the priorities of preemptor and victim',
    'add VolcanoPlugin.priority() to the first tier',
  ],
  priorityOrderedLate: [
    'another plugin orders jobs before priority does, so that classes only break its ties',
    'put priority first, or set enableJobOrder: false on the other plugin',
  ],
  drfEvictsHigher: [
    'drf compares shares: as soon as priority names no victim, it lets a job evict one of equal or higher priority',
    'set enablePreemptable: false on drf',
  ],
  tierEvictsHigher: [
    'when the tier of priority names no victim, this tier is asked, and it does not compare priorities',
    'set enablePreemptable: false on the plugin, or put it into the tier of priority',
  ],
  gangPicksVictims: [
    'gang leaves each victim as many pods as its minMember, 1 for Spark, whichever they are: an executor may stay and the driver go',
    'set the flag to false on gang; drivers are spared by their annotation volcano.sh/preemptable',
  ],
  gangKeepsExecutorsFromPreempting: [
    'to gang a job starves only below minMember, 1 for Spark: once the driver runs, its executors evict nobody',
    'set enableJobStarving: false on gang',
  ],
  nobodyStarves: [
    'no plugin says which job starves, and only starving jobs evict others',
    'leave enableJobStarving of priority on',
  ],
  reclaimNeedsShares: [
    'reclaim takes what queues have above their share, and no plugin knows shares',
    'add VolcanoPlugin.capacity({ enableHierarchy: true }) or VolcanoPlugin.proportion()',
  ],
  reclaimSharesHidden: [
    'victims of reclaim are named in a tier without the plugin that knows shares: queues are taken below what they deserve',
    'put conformance into the tier of capacity or proportion, and set enableReclaimable: false on gang',
  ],
  gangReclaimNeedsCapacity: [
    'only capacity bounds gangreclaim, and only in the tier that names victims first: queues are taken below what they deserve',
    'put capacity into the first tier, or use VolcanoAction.RECLAIM',
  ],
  criticalPodsUnprotected: [
    'nothing spares the pods of kube-system and of the classes system-*-critical where victims are named',
    'put conformance into that tier',
  ],
  gangBesideLegacy: [
    'gangpreempt and gangreclaim evict by other rules than preempt and reclaim, and undo each other',
    'keep one pair',
  ],
  gangIgnoresNever: [
    'gangpreempt and gangreclaim do not read preemptionPolicy: classes with Never evict all the same',
    'use preempt and reclaim where a class has Never',
  ],
  classOnPods: [
    'the class stands on the PodGroup alone; preemptionPolicy is read from pods, and Never is void',
    'start the job with SparkJob, which sets priorityClassName on the PodGroup and on both pods',
  ],
  shuffleNeedsVictims: [
    'shuffle evicts what plugins name, and none does',
    'add VolcanoPlugin.rescheduling() or VolcanoPlugin.tdm(), or remove shuffle',
  ],
  pluginWithoutAction: ['the plugin acts in an action that is not on', 'add the action or remove the plugin'],
  optionWithoutEffect: ['nothing reads this option as things are', 'remove it, or set what it belongs to'],
  noQueuePlugin: [
    'without proportion or capacity nobody reads the weight, share or capability of a queue',
    'add one of them',
  ],
  twoHierarchies: [
    'drf reads the hierarchy from annotations of queues and capacity from their parents: two trees that differ',
    'keep enableHierarchy on capacity only',
  ],
  gangMissing: ['without gang nothing holds a job together or starts it whole', 'add VolcanoPlugin.gang()'],
  nodesIgnored: [
    'pods land on nodes that their node affinity or a taint rules out: node pools mean nothing',
    'leave VolcanoPlugin.predicates() on, with nodeAffinity and taintToleration',
  ],
  nodeGroupStrict: [
    'nodegroup is strict unless told otherwise: a queue without affinity, such as default, schedules nowhere',
    'say strict: false, or strict: true once every queue has an affinity',
  ],
});
