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
  taintTwice: ['a node has one taint of each key and effect', 'remove one of them, or give one another effect'],
  nodeShape: [
    'the shape of a node names cpu and memory, and all its amounts are above 0',
    'give what pods can have of one node, such as { cpu: 15, memory: Size.gibibytes(57) }',
  ],
  nodeCount: [
    'minNodes is a whole number of 0 or more, and maxNodes one of 1 or more',
    'use whole numbers such as minNodes 0 and maxNodes 20',
  ],
  nodeCountOrder: ['a pool cannot have more nodes at least than at most', 'raise maxNodes or lower minNodes'],
  poolFromZeroWithoutShape: [
    'nobody can tell what a pool without nodes will have to offer',
    'give node, or a minNodes of 1 or more',
  ],
  preferenceWeight: ['the weight of a wish is a whole number from 1 to 100', 'use a whole number in that range'],
  preferenceExcluded: [
    'a node that satisfies the labels of the pool cannot satisfy this wish',
    'wish for a value that the pool allows',
  ],
  spreadSkew: ['maxSkew and minDomains are whole numbers of 1 or more', 'use 1 or more'],
  spreadTwice: ['a topology key stands twice with the same policy and the API server refuses it', 'keep one of them'],
  spreadLooseDomains: [
    'minDomains is allowed with SpreadPolicy.DO_NOT_SCHEDULE only',
    'remove minDomains, or make the spread strict',
  ],
  spreadOverOnePlace: [
    'the pool has one place of this kind, and nothing is spread over one',
    'spread over another label, or let the pool have several values',
  ],
  spreadTooManyDomains: [
    'the pool can never have so many places, and executors beyond maxSkew in each would wait for ever',
    'lower minDomains',
  ],
  autoscalerShape: ['the autoscaler is told what a node offers, and the pool does not say it', 'give node to the pool'],
  autoscalerCount: ['the annotations of a MachineDeployment name its bounds', 'give maxNodes to the pool'],
  autoscalerLabel: [
    'the nodes of one node group have one value of a label, and the pool allows several',
    'make one pool for each value',
  ],
  autoscalerTag: ['a key of an AWS tag has at most 128 characters', 'use a shorter label, taint or device'],
  autoscalerDevices: ['the annotations of a MachineDeployment name one kind of device', 'make one pool for each kind'],
});
