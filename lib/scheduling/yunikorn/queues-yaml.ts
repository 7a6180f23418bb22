import { Yaml } from 'cdk8s';
import type { ComputeResources } from '../../kube/resources';
import type { IYuniKorn, YuniKornAcl, YuniKornQueueLimits, YuniKornUserLimit } from './interfaces';
import type { RenderedPlacementRule } from './placement-rule';
import { aclText } from './queue-names';
import type { YuniKornQueueOptions } from './queue-options';
import { childrenOf, isParent, QueueTree, ROOT_QUEUE, type QueueNode } from './queue-tree';
import { yunikornAmounts } from './units';

/** What stands in queues.yaml beside the queues. */
export interface PartitionOptions {
  readonly placementRules: readonly RenderedPlacementRule[];
  readonly submitters: YuniKornAcl;
  readonly admins: YuniKornAcl | undefined;
  readonly nodeSortPolicy: string | undefined;
  readonly preemption: boolean;
}

/** The text of queues.yaml. YuniKorn reads it strictly: one unknown key and the whole of it is refused. */
export function queuesYaml(yunikorn: IYuniKorn, options: PartitionOptions): string {
  const { placementRules, nodeSortPolicy, preemption, submitters, admins } = options;
  const queues = QueueTree.of(yunikorn).under().map(queueOf);
  return Yaml.stringify({
    partitions: [
      {
        name: 'default',
        ...(nodeSortPolicy !== undefined && { nodesortpolicy: { type: nodeSortPolicy } }),
        ...(!preemption && { preemption: { enabled: false } }),
        placementrules: placementRules,
        queues: [
          {
            name: ROOT_QUEUE,
            submitacl: aclText(submitters),
            ...(admins && { adminacl: aclText(admins) }),
            ...(queues.length > 0 && { queues }),
          },
        ],
      },
    ],
  });
}

function queueOf(queue: QueueNode): object {
  const { queueName, limits, options } = queue;
  const children = childrenOf(queue);
  const properties = propertiesOf(options);
  const template = options.dynamicChildren;
  return {
    name: queueName,
    ...(isParent(queue) && { parent: true }),
    ...resourcesOf(limits),
    ...(options.maxApplications !== undefined && { maxapplications: options.maxApplications }),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(options.submitters && { submitacl: aclText(options.submitters) }),
    ...(options.admins && { adminacl: aclText(options.admins) }),
    ...(template && {
      childtemplate: {
        ...resourcesOf(template),
        ...(template.maxApplications !== undefined && { maxapplications: template.maxApplications }),
      },
    }),
    ...(options.userLimits?.length && { limits: options.userLimits.map(limitOf) }),
    ...(children.length > 0 && { queues: children.map(queueOf) }),
  };
}

/** Properties are text to YuniKorn, and an unknown one is skipped with a line in its log. */
function propertiesOf(options: YuniKornQueueOptions): { [key: string]: string } {
  const { sortPolicy, sortByPriority, priorityFence, priorityOffset, preemptionPolicy, preemptionDelay } = options;
  return {
    ...(sortPolicy !== undefined && { 'application.sort.policy': sortPolicy }),
    ...(sortByPriority !== undefined && { 'application.sort.priority': sortByPriority ? 'enabled' : 'disabled' }),
    ...(preemptionPolicy !== undefined && { 'preemption.policy': preemptionPolicy }),
    ...(preemptionDelay && { 'preemption.delay': `${preemptionDelay.toMilliseconds({ integral: false })}ms` }),
    ...(priorityOffset !== undefined && { 'priority.offset': String(priorityOffset) }),
    ...(priorityFence !== undefined && { 'priority.policy': priorityFence ? 'fence' : 'default' }),
  };
}

function resourcesOf({ guaranteed, max }: YuniKornQueueLimits): { resources?: object } {
  const resources = {
    ...amounts('guaranteed', guaranteed),
    ...amounts('max', max),
  };
  return Object.keys(resources).length > 0 ? { resources } : {};
}

function limitOf({ users, groups, max, maxApplications }: YuniKornUserLimit): object {
  return {
    limit: [...(users ?? []), ...(groups ?? [])].join(', '),
    ...(users?.length && { users }),
    ...(groups?.length && { groups }),
    ...amounts('maxresources', max),
    ...(maxApplications !== undefined && { maxapplications: maxApplications }),
  };
}

function amounts(key: string, resources: ComputeResources | undefined): object {
  const found = yunikornAmounts(resources ?? {});
  return Object.keys(found).length > 0 ? { [key]: found } : {};
}
