import { Chart, Size, type App } from 'cdk8s';
import type { IVolcano, VolcanoTraits } from '../../lib/scheduling/volcano/interfaces';
import { VolcanoQueue, type VolcanoQueueProps } from '../../lib/scheduling/volcano/queue';
import type { Mistake } from './mistake';

const served = (traits: Partial<VolcanoTraits>): IVolcano => ({
  namespaceName: 'volcano-system',
  schedulerName: 'volcano',
  traits: {
    ...{ enqueues: true, gatesByQueue: true, preempts: false, reclaims: false, readsWaitingTime: false },
    ...{ capacity: false, hierarchical: false, proportion: false },
    ...traits,
  },
});
const FAIR = served({ proportion: true });
const QUOTA = served({ capacity: true, hierarchical: true, reclaims: true });
const amount = (cpu: number) => ({ cpu, memory: Size.gibibytes(cpu * 4) });

const withQueue =
  (props: VolcanoQueueProps, then?: (queue: VolcanoQueue) => void) =>
  (app: App): void => {
    const queue = new VolcanoQueue(new Chart(app, 'c'), 'q', props);
    then?.(queue);
  };

const inQueue = (
  name: string,
  props: VolcanoQueueProps,
  rule: string,
  at: string,
  value: string,
  says?: string,
  then?: (queue: VolcanoQueue) => void,
): Mistake => ({
  name: `a queue ${name}`,
  build: withQueue(props, then),
  rule: `volcano/${rule}`,
  at,
  value,
  path: 'c/q',
  ...(says !== undefined && { says }),
});

const below = (count: number, props: VolcanoQueueProps) => (parent: VolcanoQueue) => {
  for (let i = 1; i <= count; i++) new VolcanoQueue(parent, `child-${i}`, { ...props, parent });
};
const deep = ['b', 'c', 'd', 'e'].reduce(
  (parent, name) => VolcanoQueue.fromName(name, { parent }),
  VolcanoQueue.fromName('a'),
);

/** Queues of Volcano: names, numbers, bounds, the tree, and what the scheduler would not read. */
export const VOLCANO_QUEUE_MISTAKES: readonly Mistake[] = [
  inQueue('called root', { name: 'root' }, 'reserved-queue-name', 'name', '"root"'),
  inQueue('called default', { name: 'default' }, 'reserved-queue-name', 'name', '"default"'),
  inQueue('without weight', { weight: 0 }, 'queue-weight', 'weight', '0', 'from 1 to 65535'),
  inQueue('of half a weight', { weight: 0.5 }, 'queue-weight', 'weight', '0.5'),
  inQueue('of negative priority', { priority: -1 }, 'queue-priority', 'priority', '-1'),
  inQueue('that counts pods', { capability: { pods: 5 } }, 'queue-pods', 'capability.pods', '5'),
  inQueue('of no cpu', { capability: { cpu: 0 } }, 'zero-capability', 'capability["cpu"]', '0', 'no bound at all'),
  inQueue(
    'that is guaranteed what it does not deserve',
    { guarantee: { cpu: 4 } },
    'guarantee-without-deserved',
    'guarantee["cpu"]',
    '"4"',
  ),
  inQueue(
    'that is guaranteed more than it deserves',
    { deserved: { cpu: 2 }, guarantee: { cpu: 4 } },
    'guarantee-above-deserved',
    'guarantee["cpu"]',
    '"4"',
    'deserved is 2',
  ),
  inQueue(
    'that deserves more than it may have',
    { capability: { cpu: 2 }, deserved: { cpu: 4 } },
    'deserved-above-capability',
    'deserved["cpu"]',
    '"4"',
    'the capability is 2',
  ),
  inQueue(
    'larger than the one above',
    { parent: VolcanoQueue.fromName('org', { capability: { cpu: 8 } }), capability: { cpu: 9 } },
    'capability-above-ancestor',
    'capability["cpu"]',
    '"9"',
    'org has 8',
  ),
  inQueue('six deep', { parent: deep }, 'queue-depth', 'parent', '"e"', 'a > b > c > d > e > q'),
  inQueue('below default', { parent: VolcanoQueue.fromName('default') }, 'parent-default', 'parent', '"default"'),
  inQueue(
    'whose children deserve more than itself',
    { deserved: { cpu: 4 } },
    'children-exceed-parent',
    'deserved["cpu"]',
    '"4"',
    'child-1, child-2, child-3 have 6 in all',
    below(3, { deserved: { cpu: 2 } }),
  ),
  inQueue(
    'without a guarantee for those of its children',
    { deserved: { cpu: 4 } },
    'children-exceed-parent',
    'guarantee["cpu"]',
    '"0"',
    'child-1 have 2 in all',
    below(1, { deserved: { cpu: 2 }, guarantee: { cpu: 2 } }),
  ),
  inQueue(
    'that exists, with children beyond its share',
    { parent: VolcanoQueue.fromName('org', { deserved: { cpu: 1 } }), deserved: { cpu: 2 } },
    'children-exceed-parent',
    'parent.deserved["cpu"]',
    '"1"',
    'q have 2 in all',
  ),
  inQueue(
    'below another where nothing reads the tree',
    { volcano: FAIR, parent: VolcanoQueue.fromName('org') },
    'parent-without-hierarchy',
    'parent',
    '"org"',
  ),
  inQueue(
    'with a share that nothing reads',
    { volcano: FAIR, deserved: amount(4) },
    'deserved-not-read',
    'deserved',
    '"cpu 4, memory 16Gi"',
  ),
  inQueue(
    'with a weight that nothing reads',
    { volcano: QUOTA, capability: amount(4), deserved: amount(4), weight: 2 },
    'weight-not-read',
    'weight',
    '2',
  ),
  inQueue(
    'without capability in a tree',
    { volcano: QUOTA, deserved: amount(4) },
    'leaf-without-capability',
    'capability',
    '""',
    'no cpu and memory',
  ),
  {
    name: 'a reference to queue root',
    build: () => void VolcanoQueue.fromName('root'),
    rule: 'volcano/root-queue-holds-nothing',
    at: 'name',
    value: '"root"',
    path: null,
  },
];
