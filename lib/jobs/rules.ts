import { rules } from '../core/rules';

/** Mistakes about a job beside its nodes, its queue and its runner. */
export const JOB_RULES = rules('job', {
  noLivyServer: [
    'a request depends on the server that gets it: on the pod templates it reads',
    'pass the server, such as LivyServer.fromUrl(…)',
  ],
  noPodTemplate: [
    'this runner does not write the pod of the driver, so there is none for others to start',
    'use SparkRunner.native({ driverKind: NativeDriverKind.TEMPLATE })',
  ],
  uiNamespace: [
    'the way in to the UI leads to a Service and opens a network policy, and no namespace is known for them',
    'set the namespace on the service account or on the chart',
  ],
  uiConf: ['links and redirects of the UI follow from its address', 'leave the property out, or leave out ui'],
  uiDisabled: ['an address leads to a UI that is off', 'leave out spark.ui.enabled, or leave out ui'],
  uiOverlap: [
    'runs that overlap have one address, and every click may show another run',
    'use ConcurrencyPolicy.FORBID or REPLACE, or leave out ui and look at the History Server',
  ],
  podExceedsNode: [
    'the pod can never start: no node of its pool is large enough',
    'make the pod smaller, or send it to a pool with larger nodes',
  ],
  jobExceedsPool: [
    'the job can never start as a whole: its pool has not enough nodes, even with nothing else on them',
    'make the job smaller, or let the pool grow',
  ],
  jobRarelyFits: [
    'the job starts only while its queue is all but empty',
    'make it smaller, raise the capability of the queue, or give it a queue of its own',
  ],
  maximumNeverFits: [
    'dynamic allocation may ask for executors that will never start, and for nodes to put them on',
    'lower maxExecutors, or raise the bound',
  ],
});
