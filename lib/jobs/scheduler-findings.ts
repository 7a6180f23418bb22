import type { Finding } from '../core/rules';
import { amountText, parseQuantity } from '../kube/resources';
import { DRIVER_CONTAINER } from '../spark/driver-pod';
import { gangRequests, podRequests, podWithin, sameRequests } from '../spark/requests';
import type { ResolvedApplication } from '../spark/resolved-application';
import { SparkRoleName, type SparkRole } from '../spark/role';
import { SPARK_RULES } from '../spark/rules';

/** Keys of schedulers' own; without the scheduler they are so many words. */
const SCHEDULER_KEY = /^(scheduling\.(volcano\.sh|k8s\.io)|volcano\.sh|yunikorn\.apache\.org|kueue\.x-k8s\.io)\//;

/** Findings for a job that no scheduler of its own has bound, and that speaks to one all the same. */
export function unboundFindings({ driver, executor }: ResolvedApplication): Finding[] {
  return [driver, executor].flatMap(({ name, props }) =>
    Object.entries({ labels: props.labels, annotations: props.annotations }).flatMap(([prop, map]) =>
      Object.keys(map ?? {})
        .filter((key) => SCHEDULER_KEY.test(key))
        .map((value) => ({ rule: SPARK_RULES.schedulerByAnnotation, at: `${name}.${prop}`, value })),
    ),
  );
}

/** The pods of a job as they come out in the end. */
export interface FinalPods {
  /** The object that starts the job: its pod counts where it is the driver's. */
  readonly main: unknown;
  /** The driver's pod as the runner means it. */
  readonly driver: unknown;
  /** The first executor's pod; undefined where executors are processes, and no scheduler has a say. */
  readonly executor: unknown;
}

/** Findings for overrides that undo what a scheduler has bound, or change what it has reserved. */
export function boundFindings(app: ResolvedApplication, pods: FinalPods): Finding[] {
  const { executor } = pods;
  if (executor === undefined) return [app.driver, app.executor].flatMap(quantityFindings);
  const own = podWithin(pods.main) as Pod | undefined;
  const driver = own !== undefined && isDriver(own) ? own : pods.driver;
  const unread = [app.driver, app.executor].flatMap(quantityFindings);
  if (unread.length > 0) return unread;
  return [
    ...requestFindings(app, driver),
    ...bindingFindings(app, app.driver, driver as Pod),
    ...bindingFindings(app, app.executor, executor as Pod),
    ...[driver, executor].flatMap((pod, i) => silentFindings(i === 0 ? app.driver : app.executor, pod as Pod)),
  ];
}

interface Container {
  readonly name?: string;
  readonly resources?: { readonly requests?: Quantities; readonly limits?: Quantities };
}

interface Quantities {
  readonly [resource: string]: unknown;
}

interface Pod {
  readonly metadata?: { readonly labels?: Keys; readonly annotations?: Keys };
  readonly spec?: {
    readonly schedulerName?: string;
    readonly priorityClassName?: string;
    readonly containers?: readonly Container[];
    readonly initContainers?: readonly Container[];
  };
}

interface Keys {
  readonly [key: string]: string;
}

/** Others start a driver from a pod of their own, or from a description of one. */
function isDriver({ spec }: Pod): boolean {
  return spec?.containers?.some(({ name }) => name === DRIVER_CONTAINER) ?? false;
}

/** What was reserved must be what the driver asks for in the end. */
function requestFindings(app: ResolvedApplication, driver: unknown): Finding[] {
  const reserved = gangRequests(app).driver;
  const asked = podRequests(driver);
  if (sameRequests(asked, reserved)) return [];
  const because = `reserved is ${amountText(reserved)}`;
  return [{ rule: SPARK_RULES.overrideChangesRequests, at: 'override', value: amountText(asked), because }];
}

/** Scheduler, class and keys must be those that were bound. */
function bindingFindings(app: ResolvedApplication, role: SparkRole, pod: Pod): Finding[] {
  const priority = role.name === SparkRoleName.DRIVER ? app.priority : app.executorPriority;
  const wanted = {
    schedulerName: app._schedulerName,
    priorityClassName: priority?.priorityClassName,
    ...schedulerKeys({ ...role.labels, ...role.annotations }),
  };
  const found = {
    schedulerName: pod.spec?.schedulerName,
    priorityClassName: pod.spec?.priorityClassName,
    ...schedulerKeys({ ...pod.metadata?.labels, ...pod.metadata?.annotations }),
  };
  const get = (map: object, key: string): unknown => (map as { [key: string]: unknown })[key];
  return [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
    .filter((key) => get(wanted, key) !== get(found, key))
    .map((key) => ({
      rule: SPARK_RULES.overrideUnbinds,
      at: `override of the ${role.name}, ${key}`,
      value: get(found, key),
      because: `bound is ${JSON.stringify(get(wanted, key)) ?? 'nothing'}`,
    }));
}

function schedulerKeys(keys: Keys): Keys {
  return Object.fromEntries(Object.entries(keys).filter(([key]) => SCHEDULER_KEY.test(key)));
}

/** The LimitRange of the namespace gives such a container requests, and nobody here knows which. */
function silentFindings(role: SparkRole, { spec = {} }: Pod): Finding[] {
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  return containers.flatMap(({ name, resources = {} }) => {
    const said = { ...resources.limits, ...resources.requests };
    const missing = ['cpu', 'memory'].filter((resource) => said[resource] === undefined);
    if (missing.length === 0) return [];
    const because = `container ${name ?? '?'} says nothing of ${missing.join(' and ')}`;
    return [{ rule: SPARK_RULES.containerWithoutRequests, at: `${role.name}.podOverrides`, value: name, because }];
  });
}

/** Findings for amounts in overrides that are none: sums with them would be none either. */
export function quantityFindings({ name, props }: SparkRole): Finding[] {
  return Object.entries(props.podOverrides ?? {}).flatMap(([path, value]) =>
    [...quantitiesIn(path, value)]
      .filter(([, quantity]) => !isQuantity(quantity))
      .map(([at, quantity]) => ({
        rule: SPARK_RULES.quantity,
        at: `${name}.podOverrides["${at}"]`,
        value: quantity,
      })),
  );
}

const AMOUNT = /\/(requests|limits|overhead)\/[^/]+$/;

function* quantitiesIn(path: string, value: unknown): Generator<readonly [string, unknown]> {
  if (AMOUNT.test(path)) yield [path, value];
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* quantitiesIn(`${path}/${key}`, inner);
  }
}

function isQuantity(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0;
  return value === undefined || (typeof value === 'string' && parseQuantity(value) >= 0);
}
