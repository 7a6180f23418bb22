import { Size } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import { mebibytes } from '../../core/quantities';
import type { KubeObject } from '../../kube/object';
import type { PodSpecification, VolumeSpec } from '../../kube/pod';
import { memoryParts, MIN_OVERHEAD_MIB } from '../../spark/memory';
import type { ResolvedApplication } from '../../spark/resolved-application';
import * as parts from '../../spark/pod-parts';
import { portProbes } from '../spark-server/workload';
import { CERTIFICATE_DIRECTORY, METASTORE_PORT, PASSWORD_VARIABLE } from './hive-site';
import type { HiveMetastoreProps } from './props';

const HIVE = '/opt/hive';
const CONF_DIRECTORY = '/opt/hive/site';
const HIVE_UID = 1000;
/** Room for what Java keeps outside of its heap. */
const OVERHEAD_FACTOR = 0.25;

/** Hive's scripts know an empty database only by failing on it. */
const SCHEMA_SCRIPT = [
  `tool="${HIVE}/bin/schematool -dbType postgres"`,
  'if $tool -info; then exec $tool -upgradeSchema; fi',
  'exec $tool -initSchema',
].join('\n');

const SERVER = [
  `${HIVE}/bin/hive`,
  '--skiphadoopversion',
  '--skiphbasecp',
  '--service',
  'metastore',
  '-p',
  String(METASTORE_PORT),
  // Without this the log is a file that nobody reads.
  '--hiveconf',
  'hive.root.logger=INFO,console',
];

/** The pod of a server. */
export function serverPod(app: ResolvedApplication, props: HiveMetastoreProps, config: string): PodSpecification {
  return { ...commonPod(app, props, config, SERVER, 'metastore'), ...identity(app) };
}

/** The pod that makes or upgrades the tables. */
export function schemaPod(app: ResolvedApplication, props: HiveMetastoreProps, config: string): PodSpecification {
  const command = ['/bin/sh', '-c', SCHEMA_SCRIPT];
  return { ...commonPod(app, props, config, command, 'schema'), restartPolicy: 'OnFailure' };
}

/** Variables from Secrets, and a check of the port, for which the specification has no words. */
export function complete(object: KubeObject, app: ResolvedApplication, server: boolean): void {
  const container = '/spec/template/spec/containers/0';
  for (const variable of parts.secretEnv(app.driver)) object.override(`${container}/env/-`, variable);
  if (!server) return;
  for (const [name, probe] of Object.entries(portProbes(METASTORE_PORT)))
    object.override(`${container}/${name}`, json(probe));
}

/** A typed port is a class; overrides are written as they are. */
function json(probe: k8s.Probe): unknown {
  return { ...probe, tcpSocket: { port: METASTORE_PORT } };
}

function identity({ priority }: ResolvedApplication): Pick<PodSpecification, 'priorityClassName'> {
  return priority === undefined ? {} : { priorityClassName: priority.priorityClassName };
}

function commonPod(
  app: ResolvedApplication,
  props: HiveMetastoreProps,
  config: string,
  command: readonly string[],
  name: string,
): PodSpecification {
  const heap = Math.round(mebibytes(props.memory ?? Size.gibibytes(1)));
  const { total } = memoryParts({
    heap,
    factor: OVERHEAD_FACTOR,
    overhead: undefined,
    minOverhead: MIN_OVERHEAD_MIB,
    offHeap: 0,
    pyspark: 0,
  });
  const memory = Size.mebibytes(total);
  return {
    uid: props.uid ?? HIVE_UID,
    placement: parts.placement(app, app.driver),
    imagePullSecrets: props.imagePullSecrets ?? [],
    volumes: volumesOf(app, props, config),
    containers: [
      {
        name,
        image: props.image,
        command,
        env: {
          HIVE_CONF_DIR: CONF_DIRECTORY,
          HADOOP_CLIENT_OPTS: `-Xmx${heap}m`,
          // The home directory of the image is not writable.
          HOME: '/tmp',
          ...app.driver.env,
        },
        ...(name === 'metastore' && { ports: { thrift: METASTORE_PORT } }),
        resources: { requests: { cpu: props.cores ?? 0.5, memory }, limits: { memory } },
      },
    ],
  };
}

function volumesOf(app: ResolvedApplication, { database }: HiveMetastoreProps, config: string): VolumeSpec[] {
  const { rootCertificate } = database;
  return [
    { name: 'tmp', source: { emptyDir: {} }, mountPath: '/tmp' },
    { name: 'site', source: { configMap: { name: config } }, mountPath: CONF_DIRECTORY },
    ...(rootCertificate === undefined
      ? []
      : [
          {
            name: 'postgres',
            source: { secret: { secretName: rootCertificate.secretName } },
            mountPath: CERTIFICATE_DIRECTORY,
          },
        ]),
    ...app.driver.secretFiles.map(({ secretName, path }) => ({
      name: `${secretName}-volume`,
      source: { secret: { secretName } },
      mountPath: path,
    })),
  ];
}

/** What the store brought, and the password of the database. */
export function addPassword(app: ResolvedApplication, { database }: HiveMetastoreProps): void {
  app.driver.addSecretEnv(PASSWORD_VARIABLE, database.password);
}
