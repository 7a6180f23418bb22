import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Finding } from '../../core/rules';
import { amountText, exceeding, sumOf, type Amounts } from '../../kube/resources';
import { gangRequests } from '../../spark/requests';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { KueueFramework, type IKueue, type IKueueClusterQueue, type IKueueLocalQueue } from './interfaces';
import { coveredBy, mostOf, mostOfAll } from './resource-groups';
import { KUEUE_RULES } from './rules';

/** What a job is bound to. */
export interface KueueBinding {
  readonly kueue: IKueue;
  readonly queue: IKueueLocalQueue;
  readonly executorQueue: IKueueLocalQueue;
  /** Whether the order in the queue is that of the pods' classes. */
  readonly byPodPriority: boolean;
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
    ...(binding.byPodPriority ? priorityFindings(app) : []),
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

function priorityFindings({ priority, executorPriority }: ResolvedApplication): Finding[] {
  const [driver, executor] = [priority?.known?.value, executorPriority?.known?.value];
  if (driver === undefined || executor === undefined || executor <= driver) return [];
  const because = `executors ${executor}, driver ${driver}`;
  const value = executorPriority?.priorityClassName;
  return [{ rule: KUEUE_RULES.executorAboveDriver, at: 'executorPriority', value, because }];
}

function quotaFindings(app: ResolvedApplication, binding: KueueBinding): Finding[] {
  const known = [binding.queue, binding.executorQueue].some((one) => one.clusterQueue?.resourceGroups !== undefined);
  if (!known) return [];
  const { driver, executor } = gangRequests(app);
  const found = [
    ...podFindings('driver', driver, binding.queue.clusterQueue),
    ...podFindings('executor', executor, binding.executorQueue.clusterQueue),
  ];
  const shared = binding.queue.clusterQueue;
  // Where a pod alone is too large, the two of them are as well.
  if (found.length > 0 || shared?.resourceGroups === undefined || !sharesQuota(binding)) return found;
  const both = sumOf(withPods(driver), withPods(executor));
  const most = mostOfAll(shared);
  if (exceeding(both, most).length === 0) return [];
  const counted = Object.fromEntries(Object.entries(both).filter(([name]) => most[name] !== undefined));
  const because = `${shared.clusterQueueName} has ${boundedText(most)}`;
  return [{ rule: KUEUE_RULES.jobNeverAdmitted, at: 'executor', value: amountText(counted), because }];
}

function podFindings(at: string, requests: Amounts, queue: IKueueClusterQueue | undefined): Finding[] {
  const groups = queue?.resourceGroups;
  if (queue === undefined || groups === undefined) return [];
  const asked = withPods(requests);
  const covered = groups.flatMap(coveredBy);
  const missing = Object.keys(requests).filter((name) => (requests[name] ?? 0) > 0 && !covered.includes(name));
  if (missing.length > 0) {
    const because = `${queue.clusterQueueName} counts ${covered.join(', ')}`;
    return missing.map((value) => ({ rule: KUEUE_RULES.resourceNotCovered, at, value, because }));
  }
  // All resources of a group are taken from the same flavor.
  const tooSmall = groups.filter(({ flavors }) =>
    flavors.every((entry) => exceeding(asked, mostOf(entry, queue)).length > 0),
  );
  return tooSmall.map(({ flavors }) => ({
    rule: KUEUE_RULES.podNeverAdmitted,
    at,
    value: amountText(requests),
    because: `${queue.clusterQueueName} has ${flavors
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
