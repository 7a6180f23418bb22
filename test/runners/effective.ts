/** Text by name. */
export interface Texts {
  readonly [name: string]: string;
}

interface Container {
  readonly name: string;
  readonly image?: string;
  readonly imagePullPolicy?: string;
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly resources?: { readonly requests?: Texts; readonly limits?: Texts };
  readonly securityContext?: unknown;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

/** A pod, or a template of one. */
export interface PodLike {
  readonly metadata?: { readonly labels?: Texts; readonly annotations?: Texts };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly volumes?: readonly ({ readonly name: string } & { readonly [source: string]: unknown })[];
    readonly affinity?: { readonly nodeAffinity?: NodeAffinity };
    readonly nodeSelector?: Texts;
    readonly tolerations?: unknown;
    readonly securityContext?: unknown;
    readonly schedulerName?: string;
    readonly priorityClassName?: string;
    readonly serviceAccountName?: string;
    readonly automountServiceAccountToken?: boolean;
  };
}

interface NodeAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: {
    readonly nodeSelectorTerms: readonly {
      readonly matchExpressions: readonly { readonly key: string; readonly values: readonly string[] }[];
    }[];
  };
}

/** What somebody who submits hands to Spark. */
export interface Submission {
  readonly conf: Texts;
  readonly driver: PodLike;
  readonly executor: PodLike;
}

/** What matters of a pod in the end, whoever made it. */
export interface EffectivePod {
  readonly image: unknown;
  readonly pullPolicy: unknown;
  readonly cpu: number;
  readonly memoryMebibytes: number;
  readonly env: { readonly [name: string]: unknown };
  readonly mounts: { readonly [path: string]: unknown };
  readonly nodes: Texts;
  readonly tolerations: unknown;
  readonly priority: unknown;
  readonly podSecurity: unknown;
  readonly containerSecurity: unknown;
  readonly scheduler: unknown;
  readonly account: unknown;
  readonly tokenMounted: unknown;
  readonly labels: Texts;
  readonly annotations: Texts;
}

type Role = 'driver' | 'executor';
const CONTAINER = { driver: 'spark-kubernetes-driver', executor: 'spark-kubernetes-executor' } as const;

/** The pod that Spark makes from a submission: properties over the template, as Spark's documentation tells it. */
export function submitted(role: Role, { conf, ...templates }: Submission): EffectivePod {
  const template = templates[role];
  const container = template.spec.containers.find(({ name }) => name === CONTAINER[role]);
  const kubernetes = `spark.kubernetes.${role}`;
  return {
    ...inPod(role, template),
    image: conf[`${kubernetes}.container.image`] ?? conf['spark.kubernetes.container.image'],
    pullPolicy: conf['spark.kubernetes.container.image.pullPolicy'],
    cpu: cores(conf[`${kubernetes}.request.cores`] ?? conf[`spark.${role}.cores`] ?? '1'),
    memoryMebibytes: memory(role, conf),
    env: {
      ...environment(container),
      ...under(conf, role === 'driver' ? 'spark.kubernetes.driverEnv.' : 'spark.executorEnv.'),
      ...Object.fromEntries(
        Object.entries(under(conf, `${kubernetes}.secretKeyRef.`)).map(([name, ref]) => {
          const [secret = '', key = ''] = ref.split(':');
          return [name, { secretKeyRef: { name: secret, key } }];
        }),
      ),
    },
    mounts: {
      ...mounts(template, container),
      ...volumes(conf, `${kubernetes}.volumes.`),
      ...secrets(conf, kubernetes),
    },
    nodes: { ...nodes(template), ...under(conf, `${kubernetes}.node.selector.`) },
    scheduler: conf['spark.kubernetes.scheduler.name'] ?? template.spec.schedulerName,
    account: conf[`spark.kubernetes.authenticate.${role}.serviceAccountName`],
    labels: mine({ ...template.metadata?.labels, ...under(conf, `${kubernetes}.label.`) }),
    annotations: mine({ ...template.metadata?.annotations, ...under(conf, `${kubernetes}.annotation.`) }),
  };
}

/** The same of a pod that somebody wrote whole. */
export function written(role: Role, pod: PodLike): EffectivePod {
  const container = pod.spec.containers.find(({ name }) => name === CONTAINER[role]);
  return {
    ...inPod(role, pod),
    image: container?.image,
    pullPolicy: container?.imagePullPolicy,
    cpu: cores(container?.resources?.requests?.cpu ?? ''),
    memoryMebibytes: Number((container?.resources?.requests?.memory ?? '').replace(/Mi$/, '')),
    env: environment(container),
    mounts: mounts(pod, container),
    nodes: nodes(pod),
    scheduler: pod.spec.schedulerName,
    account: pod.spec.serviceAccountName,
    labels: mine(pod.metadata?.labels ?? {}),
    annotations: mine(pod.metadata?.annotations ?? {}),
  };
}

function inPod(
  role: Role,
  pod: PodLike,
): Pick<EffectivePod, 'tolerations' | 'priority' | 'podSecurity' | 'containerSecurity' | 'tokenMounted'> {
  const container = pod.spec.containers.find(({ name }) => name === CONTAINER[role]);
  return {
    tolerations: pod.spec.tolerations,
    priority: pod.spec.priorityClassName,
    podSecurity: pod.spec.securityContext,
    containerSecurity: container?.securityContext,
    tokenMounted: pod.spec.automountServiceAccountToken,
  };
}

/** Heap and what comes on top, in MiB: the formula of Spark's documentation. */
function memory(role: Role, conf: Texts): number {
  const heap = mebibytes(conf[`spark.${role}.memory`]);
  const factor = Number(conf[`spark.${role}.memoryOverheadFactor`] ?? conf['spark.kubernetes.memoryOverheadFactor']);
  const given = conf[`spark.${role}.memoryOverhead`];
  const overhead = given === undefined ? Math.max(Math.floor(heap * factor), 384) : mebibytes(given);
  const python = role === 'executor' ? mebibytes(conf['spark.executor.pyspark.memory'] ?? '0m') : 0;
  return heap + overhead + python;
}

function mebibytes(text = ''): number {
  const [, number = '', unit = ''] = /^(\d+)([mg])$/.exec(text) ?? [];
  return Number(number) * (unit === 'g' ? 1024 : 1);
}

function cores(text: string): number {
  return text.endsWith('m') ? Number(text.slice(0, -1)) / 1000 : Number(text);
}

/** Entries below a prefix, the prefix cut off. */
export function under(conf: Texts, prefix: string): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(conf)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}

/** Variables that users set: those of Spark and of the runner have other values in each pod. */
function environment(container: Container | undefined): { [name: string]: unknown } {
  const own = /^(SPARK_|POD_|OWNER_UID|PYSPARK_)/;
  return Object.fromEntries(
    (container?.env ?? [])
      .filter(({ name }) => !own.test(name))
      .map(({ name, value, valueFrom }) => [name, value ?? valueFrom]),
  );
}

/** Mount paths with what lies there; configuration, scratch space and templates are each starter's own. */
function mounts(pod: PodLike, container: Container | undefined): { [path: string]: unknown } {
  const own = /^\/(opt\/spark\/(conf|pod-template)|var\/data\/spark-)/;
  return Object.fromEntries(
    (container?.volumeMounts ?? [])
      .filter(({ mountPath }) => !own.test(mountPath))
      .map(({ name, mountPath }) => {
        const { name: _name, ...source } = pod.spec.volumes?.find((volume) => volume.name === name) ?? { name };
        return [mountPath, source];
      }),
  );
}

function volumes(conf: Texts, prefix: string): { [path: string]: unknown } {
  const found = under(conf, prefix);
  return Object.fromEntries(
    Object.entries(found)
      .filter(([key]) => key.endsWith('.mount.path'))
      .map(([key, path]) => {
        const [type = ''] = key.split('.');
        return [path, { [type]: under(found, key.replace(/mount\.path$/, 'options.')) }];
      }),
  );
}

function secrets(conf: Texts, kubernetes: string): { [path: string]: unknown } {
  return Object.fromEntries(
    Object.entries(under(conf, `${kubernetes}.secrets.`)).map(([secretName, path]) => [
      path,
      { secret: { secretName } },
    ]),
  );
}

/** One value for each label, whichever field asks for it. */
function nodes({ spec }: PodLike): { [key: string]: string } {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return {
    ...spec.nodeSelector,
    ...Object.fromEntries(
      terms.flatMap(({ matchExpressions }) => matchExpressions).map(({ key, values }) => [key, values.join('|')]),
    ),
  };
}

/** Spark's own keys carry names and ids of the attempt. */
function mine(keys: Texts): { [key: string]: string } {
  const own = /^(spark-|sparkoperator\.k8s\.io\/|spark\.operator\/|cdk8s-spark\/)/;
  return Object.fromEntries(Object.entries(keys).filter(([key]) => !own.test(key)));
}
