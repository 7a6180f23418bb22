import { get, kubectl, list, logs } from './kubectl';
import { at, type Manifest } from './manifest';
import { MINUTES, waitFor } from './wait';

/** Pods of the drivers of a job, the first attempt first. */
export async function drivers(job: string, namespace: string): Promise<Manifest[]> {
  const pods = await list('pods', namespace, `app.kubernetes.io/instance=${job},spark-role=driver`);
  const born = (pod: Manifest): string => String(pod.metadata.creationTimestamp);
  return pods.sort((a, b) => born(a).localeCompare(born(b)));
}

/** Pods of the executors of a job, of all its drivers or of one. */
export async function executors(job: string, namespace: string, driver?: Manifest): Promise<Manifest[]> {
  const pods = await list('pods', namespace, `app.kubernetes.io/instance=${job},spark-role=executor`);
  return pods.filter(
    ({ metadata }) => driver === undefined || metadata.ownerReferences?.[0]?.uid === driver.metadata.uid,
  );
}

export function phase(pod: Manifest): string {
  return at<string>(pod, 'status.phase') ?? '';
}

export function podIp(pod: Manifest): string {
  return at<string>(pod, 'status.podIP') ?? '';
}

/** Waits until a driver and this many executors of it run. */
export async function running(
  job: string,
  namespace: string,
  count: number,
): Promise<{ driver: Manifest; executors: Manifest[] }> {
  return waitFor(
    `driver and ${count} executors of ${job} run`,
    async () => {
      const driver = (await drivers(job, namespace)).find((pod) => phase(pod) === 'Running');
      if (driver === undefined) return undefined;
      const found = (await executors(job, namespace, driver)).filter((pod) => phase(pod) === 'Running');
      return found.length >= count && { driver, executors: found };
    },
    { explain: () => explain(namespace) },
  );
}

/** Waits until a Job is done and gives back how: the condition, its reason, and the Job. */
export async function ended(
  job: string,
  namespace: string,
): Promise<{ type: string; reason: string | undefined; job: Manifest }> {
  return waitFor(
    `Job ${job} ends`,
    async () => {
      const found = await get('job', job, namespace);
      const conditions = at<{ type: string; status: string; reason?: string }[]>(found, 'status.conditions') ?? [];
      const end = conditions.find(({ type, status }) => ['Complete', 'Failed'].includes(type) && status === 'True');
      return found && end && { type: end.type, reason: end.reason, job: found };
    },
    { deadline: 5 * MINUTES, explain: () => explain(namespace) },
  );
}

/** The log of a job's last driver. */
export async function driverLog(job: string, namespace: string): Promise<string> {
  const last = (await drivers(job, namespace)).pop();
  return last === undefined ? '' : logs(last.metadata.name, namespace);
}

/** Waits until a job has no executor pod left. */
export async function withoutExecutors(job: string, namespace: string, driver?: Manifest): Promise<true> {
  return waitFor(
    `no executor of ${job} is left`,
    async () => (await executors(job, namespace, driver)).length === 0 && (true as const),
    { explain: () => explain(namespace) },
  );
}

/** What a reader of a failed test wants to see of a namespace. */
async function explain(namespace: string): Promise<string> {
  const state = await kubectl(['get', 'jobs,pods', '-n', namespace, '-o', 'wide']);
  const events = await kubectl(['get', 'events', '-n', namespace, '--sort-by=.lastTimestamp']);
  const pods = await list('pods', namespace, 'spark-role=driver');
  const texts = await Promise.all(pods.map(({ metadata }) => logs(metadata.name, namespace)));
  const tail = (text: string, lines: number): string => text.split('\n').slice(-lines).join('\n');
  return [state, tail(events, 25), ...texts.map((text) => tail(text, 30))].join('\n');
}
