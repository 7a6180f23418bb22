import { rules } from '../../core/rules';

/** Mistakes that all servers around Spark share. */
export const SERVER_RULES = rules('service', {
  namespace: [
    'accounts, addresses and network policies of a server need its namespace, and none is known',
    'set the namespace here, on the service account or on the chart',
  ],
  oneReplica: [
    'this server keeps its sessions, or its cleaning, to itself: a second pod would not share them',
    'use 1, or 0 to stop it; make one server for each team to have more',
  ],
  replicas: ['a number of pods is a whole number of 0 or more', 'use a number such as 2'],
  confOwned: ['this property follows from a prop of the server', 'set the prop, and leave the property out'],
  memoryNotWhole: ['memory is a whole number of MiB of at least 256', 'use Size.gibibytes(1) or the like'],
  cores: ['a CPU request is a positive number of cores, to a thousandth', 'use a number such as 0.5'],
  seconds: ['a time here is a whole number of seconds of 1 or more', 'use Duration.seconds(30) or the like'],
  executorsStay: [
    'a server with a fixed number of executors holds them day and night, whether anybody calls or not',
    'add DynamicAllocation.between({ maxExecutors }) to its features',
  ],
});
