import { at, type Container, type Manifest, type PodSpec } from './manifest';

const SERVER_FIELDS = [
  'creationTimestamp',
  'resourceVersion',
  'uid',
  'generation',
  'managedFields',
  'generateName',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'finalizers',
];

interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly [field: string]: unknown;
}

/**
 * A pod of the API server in a form that can be compared: without what the server wrote, with placeholders for what is
 * different in each run, and with the order taken out where it means nothing.
 */
export function comparablePod(pod: Manifest, driver: Manifest): unknown {
  const { status: _, metadata, spec, ...rest } = pod;
  const { nodeName: _node, ...podSpec } = spec as PodSpec;
  const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !SERVER_FIELDS.includes(key)));
  const containers = podSpec.containers.map(comparableContainer);
  const text = JSON.stringify({ ...rest, metadata: kept, spec: { ...podSpec, containers } });
  return JSON.parse(placeholders(pod, driver).reduce((all, [value, word]) => all.replaceAll(value, word), text));
}

/** What names this run, the longest and most telling first. */
function placeholders(pod: Manifest, driver: Manifest): [value: string | RegExp, word: string][] {
  const appId = appIdOf(driver);
  const found: [string | RegExp, string | undefined][] = [
    [/kube-api-access-[a-z0-9]{5}/g, '<token>'],
    [/spark-(drv|exec)-[0-9a-f]{16}-conf-map/g, '<$1-conf>'],
    [appId ?? '', '<app id>'],
    [driver.metadata.uid ?? '', '<driver uid>'],
    [pod.metadata.name, pod === driver ? '<driver>' : '<executor>'],
    [driver.metadata.name, '<driver>'],
    [at<string>(driver, 'status.podIP') ?? '', '<driver ip>'],
    [pod.metadata.namespace ?? '', '<namespace>'],
  ];
  return found.filter((entry): entry is [string | RegExp, string] => entry[0] !== '');
}

/** The application's id as the driver has it, with the variables that Kubernetes expands. */
function appIdOf(driver: Manifest): string | undefined {
  const env = (driver.spec as PodSpec).containers[0]?.env as EnvVar[] | undefined;
  const declared = env?.find(({ name }) => name === 'SPARK_APPLICATION_ID')?.value;
  return declared?.replaceAll('$(POD_UID)', driver.metadata.uid ?? '');
}

/** The JVM options of an executor are numbered in the order of a map: what counts is that they are there. */
function comparableContainer(container: Container): unknown {
  const env = (container.env ?? []) as EnvVar[];
  const options = env.filter(({ name }) => name.startsWith('SPARK_JAVA_OPT_')).map(({ value = '' }) => value);
  const args = (container.args ?? []) as string[];
  return {
    ...container,
    // Properties are compared as such, wherever they stand.
    args: args.filter((arg, index) => arg !== '--conf' && args[index - 1] !== '--conf'),
    env: env.filter(({ name }) => !name.startsWith('SPARK_JAVA_OPT_')),
    ...(options.length > 0 && { javaOptions: Object.fromEntries(options.sort().map((option) => [option, 'set'])) }),
  };
}
