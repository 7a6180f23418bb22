import { rules, type Finding } from '../core/rules';
import { SpreadPolicy } from './node-spread';
import type { INodePool, IPriorityClass } from './placement';
import type { ResolvedApplication } from './resolved-application';
import { SparkRoleName, type SparkRole } from './role';

/** Mistakes about the nodes that a job's pods are sent to. */
export const PLACEMENT_RULES = rules('spark', {
  deviceNotInPool: [
    'the nodes of the pool have no such device, and a pod that asks for it never starts',
    'name the device in node.devices of the pool, or send the pods elsewhere',
  ],
  driverOnSpotNodes: [
    'the cloud may take the node of the driver at any time, and the whole job with it',
    'send the driver to nodes that stay, such as a small pool of its own',
  ],
  executorsOnSpotNodes: [
    'executors whose node the cloud takes lose their shuffle and cache blocks, and Spark computes them again',
    'add the feature Decommissioning to the job',
  ],
  priorityBelowAutoscaler: [
    'the Cluster Autoscaler adds no node for pods of a priority below -10, its --expendable-pods-priority-cutoff',
    'use a class of -10 or more, or nodes that are always there',
  ],
  spreadFromZero: [
    'places without a node do not count, and a pool without nodes has none: all executors may land in one place',
    'set minDomains to the number of places, or use SpreadPolicy.SCHEDULE_ANYWAY',
  ],
});

const EXPENDABLE_BELOW = -10;
const HOSTNAME = 'kubernetes.io/hostname';

/** Mistakes that keep pods of a job from ever starting in their pool. */
export function poolFindings(app: ResolvedApplication): Finding[] {
  return inPools(app, ({ props, name }, pool) => {
    const { devices } = pool.capacity?.node ?? {};
    // A pool that is only a wish keeps nobody from going elsewhere.
    if (pool.capacity === undefined || pool.preferred) return [];
    return (props.devices ?? [])
      .map((device) => `${device.vendor}/${device.name}`)
      .filter((device) => !devices?.[device])
      .map((device) => ({
        rule: PLACEMENT_RULES.deviceNotInPool,
        at: `${name}.devices`,
        value: device,
        because: `pool ${pool.poolName}`,
      }));
  });
}

/** What a pool will probably do to a job, although it can start. */
export function poolWarnings(app: ResolvedApplication): Finding[] {
  return inPools(app, (role, pool) => [
    ...spotWarnings(app, role, pool),
    ...priorityWarnings(role, pool, role.name === SparkRoleName.DRIVER ? app.priority : app.executorPriority),
    ...(role.name === SparkRoleName.EXECUTOR ? spreadWarnings(role, pool) : []),
  ]);
}

function inPools(app: ResolvedApplication, check: (role: SparkRole, pool: INodePool) => Finding[]): Finding[] {
  return [app.driver, app.executor].flatMap((role) => (role.props.nodes ? check(role, role.props.nodes) : []));
}

function spotWarnings(app: ResolvedApplication, { name }: SparkRole, pool: INodePool): Finding[] {
  if (pool.spot !== true) return [];
  const finding = { at: `${name}.nodes`, value: pool.poolName };
  if (name === SparkRoleName.DRIVER) return [{ rule: PLACEMENT_RULES.driverOnSpotNodes, ...finding }];
  if (app.property('spark.decommission.enabled') === 'true') return [];
  return [{ rule: PLACEMENT_RULES.executorsOnSpotNodes, ...finding }];
}

function priorityWarnings({ name }: SparkRole, pool: INodePool, priority: IPriorityClass | undefined): Finding[] {
  const { capacity } = pool;
  const value = priority?.known?.value;
  if (capacity === undefined || priority === undefined || value === undefined || value >= EXPENDABLE_BELOW) return [];
  if (capacity.minNodes === capacity.maxNodes) return [];
  const because = `class ${priority.priorityClassName}, ${name} in pool ${pool.poolName}`;
  return [{ rule: PLACEMENT_RULES.priorityBelowAutoscaler, at: 'priority', value, because }];
}

function spreadWarnings({ name }: SparkRole, pool: INodePool): Finding[] {
  if (pool.capacity?.minNodes !== 0) return [];
  return (pool.spread ?? [])
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === SpreadPolicy.DO_NOT_SCHEDULE)
    .filter(({ topologyKey, minDomains }) => minDomains === undefined && topologyKey !== HOSTNAME)
    .map(({ topologyKey }) => ({
      rule: PLACEMENT_RULES.spreadFromZero,
      at: `${name}.nodes`,
      value: pool.poolName,
      because: `spread over ${topologyKey}`,
    }));
}
