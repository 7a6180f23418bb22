import { rules } from '../core/rules';

/** Every mistake about priorities and node pools that is recognised. */
export const SCHEDULING_RULES = rules('scheduling', {
  priorityValue: [
    'a priority is a whole number from -2147483648 to 1000000000; higher ones belong to Kubernetes',
    'use a whole number in that range',
  ],
  reservedPriorityName: ['names that start with "system-" belong to Kubernetes', 'choose another name'],
  globalDefaultTwice: [
    'only one PriorityClass can be the default of a cluster and the API server refuses a second',
    'remove globalDefault from all but one',
  ],
  poolEmpty: ['a node pool without labels and tolerations is every node', 'give it labels, or use no pool'],
  poolName: ['a node pool needs a name for messages', 'name it'],
  nodeLabelWithoutValues: ['no node fits a label without values', 'name at least one value'],
  nodeLabelTwice: ['a label of a pool stands twice and a node must satisfy both', 'put all values into one entry'],
  tolerationEffect: ['a taint has one of three effects', 'use NoSchedule, PreferNoSchedule or NoExecute'],
  tolerationValueWithoutKey: ['a toleration with a value needs the key of the taint', 'name the key'],
});
