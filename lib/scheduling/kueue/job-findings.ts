import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Finding } from '../../core/rules';
import { amountText, exceeding, sumOf, type Amounts } from '../../kube/resources';
import { gangRequests } from '../../spark/requests';
import type { ResolvedApplication } from '../../spark/resolved-application';
import type { SparkRole } from '../../spark/role';
import { placesOf, type Places } from '../places';
import { obstacleOf } from './flavor-nodes';
import { KueueFramework, type IKueue, type IKueueClusterQueue, type IKueueLocalQueue } from './interfaces';
import { coveredBy, mostOf, mostOfAll } from './resource-groups';
import { KUEUE_RULES } from './rules';

/** What a job is bound to. */
export interface KueueBinding {
  readonly kueue: IKueue;
  readonly queue: IKueueLocalQueue;
  readonly executorQueue: IKueueLocalQueue;
}

/** Findings for a job in a queue of Kueue. */
export function jobFindings(scope: Construct, app: ResolvedApplication, binding: KueueBinding): Finding[] {
  const { kueue, queue, executorQueue } = binding;
  const own = executorQueue !== queue;
  return [
    ...frameworkFindings(kueue),
    ...namespaceFindings(scope, app, kueue, queue, 'scheduler.queue'),
    ...(own ? namespaceFindings(scope, app, kueue, executorQueue, 'scheduler.executorQueue') : []),
    ...(app._schedulerName === undefined
      ? []
      : [{ rule: KUEUE_RULES.otherScheduler, at: 'scheduler', value: app._schedulerName }]),
    ...quotaFindings(app, binding),
  ];
}

/** Whether drivers and executors are admitted from the same quota, as far as that is known. */
export function sharesQuota({ queue, executorQueue }: KueueBinding): boolean {
  if (queue === executorQueue) return true;
  const [ours, theirs] = [queue, executorQueue].map((one) => one.clusterQueue?.clusterQueueName);
  return ours !== undefined && ours === theirs;
}

function frameworkFindings(kueue: IKueue): Finding[] {
  return [KueueFramework.BATCH_JOB, KueueFramework.POD]
    .filter((framework) => !kueue.frameworks.includes(framework))
    .map((framework) => ({
      rule: KUEUE_RULES.frameworkDisabled,
      at: 'kueue.frameworks',
      value: kueue.frameworks,
      because: `no ${framework}`,
    }));
}

function namespaceFindings(
  scope: Construct,
  app: ResolvedApplication,
  kueue: IKueue,
  queue: IKueueLocalQueue,
  at: string,
): Finding[] {
  const namespace = app.serviceAccount.namespace ?? Chart.of(scope).namespace;
  if (namespace === undefined) return [];
  const { namespaces, clusterQueueName } = queue.clusterQueue ?? {};
  if (namespace === kueue.namespaceName || namespace === 'kube-system') {
    return [{ rule: KUEUE_RULES.unmanagedNamespace, at: 'serviceAccount.namespace', value: namespace }];
  }
  if (queue.namespaceName !== undefined && queue.namespaceName !== namespace) {
    const because = `${queue.localQueueName} is in ${queue.namespaceName}, the job in ${namespace}`;
    return [{ rule: KUEUE_RULES.queueNamespace, at, value: queue.localQueueName, because }];
  }
  // A queue that is made here reports it itself.
  if (queue.namespaceName !== undefined || namespaces === undefined || namespaces.includes(namespace)) return [];
  const because = `${clusterQueueName ?? ''} takes ${namespaces.join(', ')}; the job is in ${namespace}`;
  return [{ rule: KUEUE_RULES.namespaceNotAdmitted, at, value: queue.localQueueName, because }];
}

function quotaFindings(app: ResolvedApplication, binding: KueueBinding): Finding[] {
  const known = [binding.queue, binding.executorQueue].some((one) => one.clusterQueue?.resourceGroups !== undefined);
  if (!known) return [];
  const { driver, executor } = gangRequests(app);
  const [driverPlaces, executorPlaces] = [placesOf(app, app.driver), placesOf(app, app.executor)];
  const found = [
    ...podFindings({ role: app.driver, requests: driver, places: driverPlaces }, binding.queue.clusterQueue),
    ...podFindings(
      { role: app.executor, requests: executor, places: executorPlaces },
      binding.executorQueue.clusterQueue,
    ),
  ];
  const shared = binding.queue.clusterQueue;
  // Where a pod alone is too large, the two of them are as well.
  if (found.length > 0 || shared?.resourceGroups === undefined || !sharesQuota(binding)) return found;
  const both = sumOf(withPods(driver), withPods(executor));
  const resourceGroups = shared.resourceGroups.map(({ flavors }) => ({
    flavors: flavors.filter(({ flavor }) =>
      [driverPlaces, executorPlaces].some((places) => obstacleOf(flavor, places) === undefined),
    ),
  }));
  const most = mostOfAll({ ...shared, resourceGroups });
  if (exceeding(both, most).length === 0) return [];
  const counted = Object.fromEntries(Object.entries(both).filter(([name]) => most[name] !== undefined));
  const because = `${shared.clusterQueueName} has ${boundedText(most)}`;
  return [{ rule: KUEUE_RULES.jobNeverAdmitted, at: 'executor', value: amountText(counted), because }];
}

/** A pod as far as its admission goes. */
interface QueuedPod {
  readonly role: SparkRole;
  readonly requests: Amounts;
  readonly places: Places;
}

function podFindings(pod: QueuedPod, queue: IKueueClusterQueue | undefined): Finding[] {
  const { role, requests, places } = pod;
  const at = role.name;
  const groups = queue?.resourceGroups;
  if (queue === undefined || groups === undefined) return [];
  const asked = withPods(requests);
  const covered = groups.flatMap(coveredBy);
  const missing = Object.keys(requests).filter((name) => (requests[name] ?? 0) > 0 && !covered.includes(name));
  if (missing.length > 0) {
    const because = `${queue.clusterQueueName} counts ${covered.join(', ')}`;
    return missing.map((value) => ({ rule: KUEUE_RULES.resourceNotCovered, at, value, because }));
  }
  const needed = groups.filter((group) => coveredBy(group).some((name) => (asked[name] ?? 0) > 0));
  const found = needed.map(({ flavors }) => {
    const obstacles = flavors.map(({ flavor }) => obstacleOf(flavor, places));
    return { open: flavors.filter((_, i) => obstacles[i] === undefined), obstacles };
  });
  const closed = found.find(({ open }) => open.length === 0);
  if (closed !== undefined) {
    const because = `in ${queue.clusterQueueName}, ${closed.obstacles.join('; ')}`;
    return [{ rule: KUEUE_RULES.flavorOfOtherNodes, at: `${at}.nodes`, value: role.props.nodes?.poolName, because }];
  }
  return found
    .map(({ open }) => open)
    .filter((open) => open.every((entry) => exceeding(asked, mostOf(entry, queue)).length > 0))
    .map((open) => ({
      rule: KUEUE_RULES.podNeverAdmitted,
      at,
      value: amountText(requests),
      // All resources of a group are taken from the same flavor.
      because: `${queue.clusterQueueName} has ${open
        .map((entry) => `${boundedText(mostOf(entry, queue))} of ${entry.flavor.flavorName}`)
        .join('; ')}`,
    }));
}

/** Kueue counts pods where a queue has quota for them. */
function withPods(requests: Amounts): Amounts {
  return { ...requests, pods: 1 };
}

function boundedText(amounts: Amounts): string {
  const bounded = Object.entries(amounts).filter(([, amount]) => Number.isFinite(amount));
  return amountText(Object.fromEntries(bounded)) || 'no bound';
}
