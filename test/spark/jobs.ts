import { Chart, Size, Testing } from 'cdk8s';
import {
  ScheduledSparkJob,
  SparkApplication,
  SparkImage,
  SparkJob,
  SparkServiceAccount,
  SparkVersion,
  type ScheduledSparkJobProps,
  type SparkJobProps,
} from '../../lib';
import { SparkTesting, type Manifest } from '../../lib/testing';

/** The smallest job: what a test is about goes on top of it. */
export const PROPS: SparkJobProps = {
  application: SparkApplication.python('local:///opt/app/pi.py'),
  image: SparkImage.official(SparkVersion.V4_1),
  serviceAccount: SparkServiceAccount.fromName('spark', 'etl'),
  driver: { memory: Size.mebibytes(512) },
  executor: { memory: Size.mebibytes(512) },
};

export const PYTHON = PROPS.application;
export const JAVA = SparkApplication.java('local:///opt/app/pi.jar', 'com.acme.Pi');
export const R = SparkApplication.r('local:///opt/app/pi.R');

export function job(props: Partial<SparkJobProps> = {}, id = 'pi'): SparkJob {
  return new SparkJob(new Chart(Testing.app(), 'c'), id, { ...PROPS, ...props });
}

export function scheduledJob(props: Partial<ScheduledSparkJobProps> = {}, id = 'pi'): ScheduledSparkJob {
  return new ScheduledSparkJob(new Chart(Testing.app(), 'c'), id, {
    ...PROPS,
    schedule: { cron: '0 2 * * *' },
    ...props,
  });
}

/** A pod, as far as tests look into it. */
export interface Pod {
  readonly metadata: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels: { readonly [key: string]: string };
    readonly annotations?: { readonly [key: string]: string };
    readonly ownerReferences?: unknown;
  };
  readonly spec: { readonly [field: string]: unknown };
}

export interface Env {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: unknown;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: string[];
  readonly env: Env[];
  readonly ports: { readonly name: string; readonly containerPort: number }[];
  readonly resources: { readonly requests: Quantities; readonly limits: Quantities };
  readonly volumeMounts: { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly [field: string]: unknown;
}

interface Quantities {
  readonly [resource: string]: string;
}

export const plain = <T>(value: unknown): T => JSON.parse(JSON.stringify(value)) as T;
export const driverOf = (one: SparkJob | ScheduledSparkJob): Pod => plain<Pod>(one.driverPod);
export const executorOf = (one: SparkJob | ScheduledSparkJob): Pod => plain<Pod>(one.executorPod);
export const containerOf = (pod: Pod): Container => (pod.spec.containers as [Container])[0];
export const volumesOf = (pod: Pod): { readonly name: string; readonly [type: string]: unknown }[] =>
  pod.spec.volumes as { readonly name: string }[];
export const envOf = (pod: Pod, name: string): Env | undefined => containerOf(pod).env.find((env) => env.name === name);
/** Name of a volume → mount path. */
export const mountsOf = (pod: Pod): { [name: string]: string } =>
  Object.fromEntries(containerOf(pod).volumeMounts.map((mount) => [mount.name, mount.mountPath]));

/** The `spark.properties` of a job, as Spark reads them. */
export function propertiesOf(one: SparkJob | ScheduledSparkJob): { [key: string]: string } {
  const conf = configMapOf(one, 'conf');
  return readProperties((conf.data as { [key: string]: string })['spark.properties'] ?? '');
}

/** The ConfigMap of a job with this suffix before the hash. */
export function configMapOf(one: SparkJob | ScheduledSparkJob, suffix: string): Manifest {
  const maps = SparkTesting.manifests(one).filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith(`${one.jobName}-${suffix}-`),
  );
  expect(maps).toHaveLength(1);
  return maps[0] as Manifest;
}

/** What is wrong with a job, as `rule: at`. */
export function findings(props: Partial<SparkJobProps>): string[] {
  return problems(job(props)).map((message) => message.slice(0, message.indexOf(' = ')));
}

export function problems(one: SparkJob | ScheduledSparkJob): string[] {
  return one.node.findAll().flatMap((construct) => construct.node.validate());
}

/** A reader of properties files by the rules of `java.util.Properties.load`. */
export function readProperties(text: string): { [key: string]: string } {
  const result: { [key: string]: string } = {};
  for (const line of logicalLines(text)) {
    const match = /^((?:\\[^]|[^\\ \t\f=:])*)[ \t\f]*[=:]?[ \t\f]*([^]*)$/.exec(line);
    if (match === null) throw new Error(`no property: ${line}`);
    result[unescape(match[1] ?? '')] = unescape(match[2] ?? '');
  }
  return result;
}

/** Lines without comments and blanks; an odd number of backslashes at the end joins the next line. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let open = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const content = line.replace(/^[ \t\f]+/, '');
    if (!open && (content === '' || /^[#!]/.test(content))) continue;
    const continued = (/\\*$/.exec(content)?.[0].length ?? 0) % 2 === 1;
    const part = continued ? content.slice(0, -1) : content;
    if (open) lines.push((lines.pop() ?? '') + part);
    else lines.push(part);
    open = continued;
  }
  return lines;
}

function unescape(text: string): string {
  const escapes: { readonly [letter: string]: string } = { t: '\t', n: '\n', r: '\r', f: '\f' };
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(parseInt(hex, 16)),
  );
}
