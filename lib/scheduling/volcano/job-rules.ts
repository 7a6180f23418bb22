import { rules } from '../../core/rules';

/** Mistakes about jobs under Volcano. */
export const VOLCANO_JOB_RULES = rules('volcano', {
  gangExceedsQueue: [
    'the job would wait for ever: it asks for more than its queue may ever have',
    'raise the capability of the queue, or make the job smaller',
  ],
  jobBesideVolcano: [
    'the namespace of Volcano is left out of its checks, and a job there could block the servers',
    'put the job into a tenant of its own',
  ],
  executorAboveDriver: [
    'executors of a higher class than their driver evict it when room is short',
    'give the driver the same class or a higher one',
  ],
  scheduledPodGroup: [
    'a PodGroup in the manifests stands for one run: between two runs of a schedule it would keep its room reserved',
    'use VolcanoBinding.AUTO_GROUP, or leave binding out',
  ],
  bindingAnnotation: [
    'this annotation binds pods to a group or queue, and this package writes it: a second one leaves the pods pending or ungrouped',
    'remove it and set the queue of the scheduler',
  ],
  waitingTime: ['a waiting time is a positive number of whole seconds', 'use Duration.seconds(1) or more'],
});
