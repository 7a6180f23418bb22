import { parseQuantity, sumOf, timesOf, type Amounts } from '../kube/resources';
import { driverManifest } from './driver-pod';
import { executorPod } from './executor-pod';
import type { ResolvedApplication } from './resolved-application';

/** What the pods of a job ask for when it starts. */
export interface GangRequests {
  /** The driver's pod. */
  readonly driver: Amounts;
  /** One executor's pod. */
  readonly executor: Amounts;
  /** Executors that the driver asks for at its start. */
  readonly executors: number;
  /** Driver and executors together. */
  readonly total: Amounts;
}

/** Requests of the pods that Spark will really make: overheads, further containers and devices included. */
export function gangRequests(app: ResolvedApplication): GangRequests {
  const driver = podRequests(driverManifest(app, PREVIEW_START));
  const executor = podRequests(executorPod(app, PREVIEW_IDENTITY));
  const executors = initialExecutors(app);
  return { driver, executor, executors, total: sumOf(driver, timesOf(executor, executors)) };
}

/** Executors that the driver asks for at its start. */
export function initialExecutors(app: ResolvedApplication): number {
  const initial = app.property('spark.dynamicAllocation.initialExecutors');
  return initial === undefined ? (app.executor.props.instances ?? 2) : Number(initial);
}

/** The most executors that a job may ever have at once. */
export function maximumExecutors(app: ResolvedApplication): number {
  const most = app.property('spark.dynamicAllocation.maxExecutors');
  return most === undefined ? initialExecutors(app) : Number(most);
}

/** The pod in an object that starts a job: in a Job, a CronJob, or the object itself; undefined in others. */
export function podWithin(manifest: unknown): unknown {
  const { kind, spec } = manifest as {
    kind?: string;
    spec?: { template?: unknown; jobTemplate?: { spec?: { template?: unknown } } };
  };
  if (kind === 'Pod') return manifest;
  return kind === 'CronJob' ? spec?.jobTemplate?.spec?.template : spec?.template;
}

/** Whether two pods ask for the same. */
export function sameRequests(a: Amounts, b: Amounts): boolean {
  return Object.keys({ ...a, ...b }).every((name) => Math.abs((a[name] ?? 0) - (b[name] ?? 0)) < 1e-9);
}

interface Container {
  readonly resources?: { readonly requests?: Quantities; readonly limits?: Quantities };
  readonly restartPolicy?: string;
}

interface Quantities {
  readonly [resource: string]: string | number;
}

interface PodLike {
  readonly spec?: {
    readonly containers?: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly overhead?: Quantities;
  };
}

/**
 * What a scheduler counts for a pod: all containers and sidecars together, or the largest step of the initialization
 * where that is more, and the overhead of the runtime class.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function podRequests(pod: unknown): Amounts {
  const { overhead = {}, ...spec } = (pod as PodLike).spec ?? {};
  // Overrides may have put anything there; other checks say so.
  const [containers, initContainers] = [spec.containers, spec.initContainers].map((list) =>
    Array.isArray(list) ? (list as readonly Container[]) : [],
  ) as [readonly Container[], readonly Container[]];
  let sidecars: Amounts = {};
  let largestStep: Amounts = {};
  for (const container of initContainers) {
    const asked = containerRequests(container);
    if (container.restartPolicy === 'Always') sidecars = sumOf(sidecars, asked);
    largestStep = maximum(largestStep, container.restartPolicy === 'Always' ? sidecars : sumOf(sidecars, asked));
  }
  const running = sumOf(sidecars, ...containers.map(containerRequests));
  return sumOf(maximum(running, largestStep), parsed(overhead));
}

/** A limit without a request is a request: the API server copies it. */
function containerRequests({ resources = {} }: Container): Amounts {
  return { ...parsed(resources.limits ?? {}), ...parsed(resources.requests ?? {}) };
}

function parsed(quantities: Quantities): Amounts {
  return Object.fromEntries(Object.entries(quantities).map(([name, quantity]) => [name, parseQuantity(quantity)]));
}

function maximum(a: Amounts, b: Amounts): Amounts {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(names.map((name) => [name, Math.max(a[name] ?? 0, b[name] ?? 0)]));
}

/** Requests do not depend on what only a run knows. */
const PREVIEW_START = {
  appId: '',
  lateProperties: {},
  confConfigMap: 'conf',
  confFiles: [],
  templateConfigMap: 'template',
  templateKey: 'template',
};
const PREVIEW_IDENTITY = {
  appId: '',
  driverPodName: 'driver',
  driverPodUid: '',
  driverHost: '',
  namePrefix: 'driver',
  executorId: '1',
};
