import { rules } from '../../core/rules';

/** Mistakes about jobs under Volcano. */
export const VOLCANO_JOB_RULES = rules('volcano', {
  gangExceedsQueue: [
    'the job would wait for ever: it asks for more than its queue may ever have',
    'raise the capability of the queue, or make the job smaller',
  ],
  groupMadeElsewhere: [
    'the runner of the job decides how its pods find their group, so this choice would be dropped',
    'leave it out, or use SparkRunner.native()',
  ],
  jobInParentQueue: [
    'a job in a queue that has queues below it stops all scheduling',
    'give the job one of the queues below',
  ],
  queueNotMadeHere: [
    'this app makes queues and not this one; without it the job waits for ever, without any event',
    'check the spelling; if somebody else makes it, leave it as it is',
  ],
  defaultQueueUnbounded: [
    'Volcano makes the queue default without bounds, and drivers alone may fill the cluster',
    'give the job a queue with a capability',
  ],
  waitingTimeNotRead: [
    'the configuration has no plugin that lets jobs in after a time, so the waiting time would be ignored',
    'use the preset fairShare or priorityPreempt, or leave waitingTime out',
  ],
  classNeverPreempts: [
    'the class preempts and the configuration of Volcano has no action for it, so it only goes ahead in line',
    'use the preset priorityPreempt, or a class that waits',
  ],
  jobBesideVolcano: [
    'the namespace of Volcano is left out of its checks, and a job there could block the servers',
    'put the job into a tenant of its own',
  ],
  scheduledPodGroup: [
    'a PodGroup in the manifests stands for one run: between two runs of a schedule it would keep its room reserved',
    'use SparkRunner.native() with VolcanoBinding.AUTO_GROUP, which is its default, or a runner that makes groups: kubeflow, submit from Spark 4.2',
  ],
  bindingAnnotation: [
    'this annotation binds pods to a group or queue, and this package writes it: a second one leaves the pods pending or ungrouped',
    'remove it and set the queue of the scheduler',
  ],
  waitingTime: ['a waiting time is a positive number of whole seconds', 'use Duration.seconds(1) or more'],
});
