import { Construct } from 'constructs';
import { customResourceDefinition, Field, type CrdSpec } from '../../../kube/crd';
import type { KubeObject } from '../../../kube/object';
import { labelsOf } from './names';

const NAME = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';
const name = (more: object = {}): ReturnType<typeof Field.text> =>
  Field.text({ maxLength: 253, pattern: NAME, ...more });
const short = Field.text({ maxLength: 253 });

const networkTopology = Field.object({
  mode: Field.choice(['hard', 'soft'], { default: 'hard' }),
  highestTierAllowed: Field.integer(0),
  highestTierName: short,
});

const nodeGroups = Field.object({
  requiredDuringSchedulingIgnoredDuringExecution: Field.list(Field.text()),
  preferredDuringSchedulingIgnoredDuringExecution: Field.list(Field.text()),
});

/** Counts of the PodGroups of a queue by phase. */
const counts = { pending: Field.integer(0), inqueue: Field.integer(0), running: Field.integer(0) };

const labelSelector = Field.object({
  matchLabels: Field.map(Field.text()),
  matchExpressions: Field.list(
    Field.object({ key: Field.text(), operator: Field.text(), values: Field.list(Field.text()) }),
  ),
});

const SCHEDULING = { group: 'scheduling.volcano.sh', version: 'v1beta1' } as const;

/**
 * The kinds without which Volcano's scheduler does not start, or its queues never open. Volcano's own Job, CronJob and
 * JobFlow are not among them: nothing here watches them unless their controllers are switched on.
 */
export const VOLCANO_CRDS: readonly CrdSpec[] = [
  {
    ...SCHEDULING,
    kind: 'Queue',
    plural: 'queues',
    singular: 'queue',
    shortNames: ['q', 'queue-v1beta1'],
    clusterScoped: true,
    // Volcano opens queues by writing their status apart.
    statusSubresource: true,
    columns: {
      PARENT: ['.spec.parent', 'string'],
      WEIGHT: ['.spec.weight', 'integer'],
      STATE: ['.status.state', 'string'],
    },
    fields: {
      spec: Field.object({
        // Without a weight, plugin proportion never schedules the queue.
        weight: Field.integer(1, { maximum: 65535, default: 1 }),
        priority: Field.integer(0),
        reclaimable: Field.flag(),
        parent: name(),
        type: short,
        dequeueStrategy: Field.choice(['fifo', 'traverse'], { default: 'traverse' }),
        capability: Field.quantities(),
        deserved: Field.quantities(),
        guarantee: Field.object({ resource: Field.quantities() }),
        affinity: Field.object({ nodeGroupAffinity: nodeGroups, nodeGroupAntiAffinity: nodeGroups }),
        extendClusters: Field.list(
          Field.object({ name: Field.text(), weight: Field.integer(), capacity: Field.quantities() }),
        ),
      }),
      status: Field.object({
        state: Field.choice(['Open', 'Closed', 'Closing', 'Unknown']),
        ...counts,
        completed: Field.integer(0),
        unknown: Field.integer(0),
        allocated: Field.quantities(),
        reservation: Field.object({ nodes: Field.list(Field.text()), resource: Field.quantities() }),
      }),
    },
  },
  {
    ...SCHEDULING,
    kind: 'PodGroup',
    plural: 'podgroups',
    singular: 'podgroup',
    shortNames: ['pg', 'podgroup-v1beta1'],
    // Volcano writes the phase with the rest of the object; a status of its own would stay empty.
    statusSubresource: false,
    columns: {
      STATUS: ['.status.phase', 'string'],
      minMember: ['.spec.minMember', 'integer'],
      RUNNINGS: ['.status.running', 'integer'],
      QUEUE: ['.spec.queue', 'string'],
      AGE: ['.metadata.creationTimestamp', 'date'],
    },
    fields: {
      spec: Field.object({
        queue: name({ default: 'default' }),
        priorityClassName: short,
        minMember: Field.integer(0),
        minTaskMember: Field.map(Field.integer()),
        minResources: Field.quantities(),
        networkTopology,
        subGroupPolicy: Field.list(
          Field.object({
            name: short,
            labelSelector,
            matchLabelKeys: Field.list(Field.text()),
            minSubGroups: Field.integer(0, { default: 0 }),
            subGroupSize: Field.integer(1, { default: 1 }),
            networkTopology,
          }),
        ),
      }),
      status: Field.object({
        phase: Field.choice(['Pending', 'Running', 'Unknown', 'Inqueue', 'Completed']),
        running: Field.integer(0),
        succeeded: Field.integer(0),
        failed: Field.integer(0),
        conditions: Field.list(
          Field.object({
            type: Field.text(),
            status: Field.text(),
            reason: Field.text(),
            message: Field.text(),
            transitionID: Field.text(),
            lastTransitionTime: Field.time(),
          }),
        ),
      }),
    },
  },
  {
    group: 'bus.volcano.sh',
    version: 'v1alpha1',
    kind: 'Command',
    plural: 'commands',
    singular: 'command',
    statusSubresource: false,
    fields: {
      action: Field.text(),
      reason: Field.text(),
      message: Field.text(),
      target: Field.object({
        apiVersion: Field.text(),
        kind: Field.text(),
        name: Field.text(),
        uid: Field.text(),
        controller: Field.flag(),
        blockOwnerDeletion: Field.flag(),
      }),
    },
  },
  {
    group: 'nodeinfo.volcano.sh',
    version: 'v1alpha1',
    kind: 'Numatopology',
    plural: 'numatopologies',
    singular: 'numatopology',
    shortNames: ['numatopo'],
    clusterScoped: true,
    statusSubresource: false,
    fields: {
      spec: Field.object({
        policies: Field.map(Field.text()),
        resReserved: Field.map(Field.text()),
        numares: Field.map(Field.object({ allocatable: Field.text(), capacity: { type: 'integer' } })),
        cpuDetail: Field.map(
          Field.object({ core: Field.integer(0), numa: Field.integer(0), socket: Field.integer(0) }),
        ),
      }),
    },
  },
  {
    group: 'topology.volcano.sh',
    version: 'v1alpha1',
    kind: 'HyperNode',
    plural: 'hypernodes',
    singular: 'hypernode',
    shortNames: ['hn'],
    clusterScoped: true,
    statusSubresource: true,
    columns: {
      Tier: ['.spec.tier', 'integer'],
      TierName: ['.spec.tierName', 'string'],
      NodeCount: ['.status.nodeCount', 'integer'],
      Age: ['.metadata.creationTimestamp', 'date'],
    },
    fields: {
      spec: Field.object(
        {
          tier: Field.integer(0),
          tierName: short,
          members: Field.list(
            Field.object(
              {
                type: Field.choice(['Node', 'HyperNode']),
                selector: Field.object({
                  exactMatch: Field.object({ name: name({ minLength: 1 }) }, { required: ['name'] }),
                  regexMatch: Field.object({ pattern: Field.text({ minLength: 1 }) }, { required: ['pattern'] }),
                  labelMatch: labelSelector,
                }),
              },
              { required: ['type'] },
            ),
            { minItems: 1 },
          ),
        },
        { required: ['tier'] },
      ),
      status: Field.object({
        nodeCount: { type: 'integer', format: 'int64', minimum: 0 },
        conditions: Field.list(
          Field.object({
            type: Field.text(),
            status: Field.choice(['True', 'False', 'Unknown']),
            reason: Field.text(),
            message: Field.text(),
            lastTransitionTime: Field.time(),
            observedGeneration: { type: 'integer', format: 'int64', minimum: 0 },
          }),
        ),
      }),
    },
  },
];

/** The CustomResourceDefinitions. Deleting one deletes every object of its kind. */
export class VolcanoCustomResources extends Construct {
  public readonly definitions: KubeObject[];

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.definitions = VOLCANO_CRDS.map((crd) => customResourceDefinition(this, crd.kind, crd, labelsOf()));
  }
}
