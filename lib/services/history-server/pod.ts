import { k8s } from 'cdk8s-plus-27';
import { cpuQuantity, mebibytes, mebibyteQuantity } from '../../core/quantities';
import { restrictedPod } from '../../kube/hardening';
import { quantities } from '../../kube/quantities';
import { memoryParts, MIN_OVERHEAD_MIB } from '../../spark/memory';
import { CONF_DIRECTORY, HADOOP_CONF_DIRECTORY } from '../../spark/paths';
import * as parts from '../../spark/pod-parts';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { pageProbes, portProbes } from '../spark-server/workload';
import { DEFAULT_STORE_MIB, HISTORY_PORT, STORE_PATH, storeMib } from './properties';
import type { SparkHistoryServerProps } from './props';

export const HISTORY_CLASS = 'org.apache.spark.deploy.history.HistoryServer';
const PROPERTIES = 'spark.properties';
/** Heaps of daemons are what their options say, whatever the size of the container. */
const DEFAULT_HEAP_MIB = 1024;
/** RocksDB keeps its caches outside of the heap. */
const OVERHEAD_FACTOR = 0.25;

/** The pod of a History Server: no token of the API, no driver, no executors. */
export function historyPod(
  app: ResolvedApplication,
  props: SparkHistoryServerProps,
  names: { readonly account: string; readonly config: string; readonly labels: { readonly [key: string]: string } },
): k8s.PodTemplateSpec {
  const { image, driver, priority } = app;
  const volumes = [...volumesOf(app, props), configuration(names.config, Object.keys(app._confFiles))];
  return {
    metadata: {
      labels: { ...driver.labels, ...names.labels },
      ...(Object.keys(driver.annotations).length > 0 && { annotations: { ...driver.annotations } }),
    },
    spec: {
      serviceAccountName: names.account,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(image.pullSecrets.length > 0 && { imagePullSecrets: image.pullSecrets.map((name) => ({ name })) }),
      ...(priority !== undefined && { priorityClassName: priority.priorityClassName }),
      ...parts.placement(app, driver),
      securityContext: restrictedPod(image.uid),
      containers: [
        {
          name: 'history-server',
          image: image.reference,
          imagePullPolicy: image.pullPolicy,
          // Past the image's entrypoint, which gives a name to users that the image does not know.
          args: ['/opt/spark/bin/spark-class', HISTORY_CLASS, '--properties-file', `${CONF_DIRECTORY}/${PROPERTIES}`],
          env: environment(app, props),
          ports: [{ name: 'http', containerPort: HISTORY_PORT, protocol: 'TCP' }],
          resources: resources(props),
          // With filters every page asks who is there, and the kubelet has no name.
          ...(app.conf.get('spark.ui.filters') === undefined
            ? pageProbes(HISTORY_PORT, '/api/v1/version')
            : portProbes(HISTORY_PORT)),
          securityContext: parts.containerSecurity(app),
          volumeMounts: volumes.map(({ mount }) => mount),
        },
      ],
      volumes: volumes.map(({ volume }) => volume),
    },
  };
}

/** Heap in MiB: what was asked for, and the memory of the hybrid store. */
export function heapMib({ memory, store = {} }: SparkHistoryServerProps): number {
  const heap = memory === undefined ? DEFAULT_HEAP_MIB : Math.round(mebibytes(memory));
  return heap + (store.hybridMemory === undefined ? 0 : Math.round(mebibytes(store.hybridMemory)));
}

function environment(app: ResolvedApplication, props: SparkHistoryServerProps): k8s.EnvVar[] {
  const { javaOptions = [] } = props;
  return [
    { name: 'SPARK_DAEMON_MEMORY', value: `${heapMib(props)}m` },
    ...(javaOptions.length > 0 ? [{ name: 'SPARK_DAEMON_JAVA_OPTS', value: javaOptions.join(' ') }] : []),
    { name: 'SPARK_CONF_DIR', value: CONF_DIRECTORY },
    ...(app._hadoopConfig === undefined ? [] : [{ name: 'HADOOP_CONF_DIR', value: HADOOP_CONF_DIRECTORY }]),
    ...parts.plainEnv(app.driver.env),
    ...parts.secretEnv(app.driver),
  ];
}

function resources(props: SparkHistoryServerProps): k8s.ResourceRequirements {
  const heap = heapMib(props);
  const { total } = memoryParts({
    heap,
    factor: OVERHEAD_FACTOR,
    overhead: undefined,
    minOverhead: MIN_OVERHEAD_MIB,
    offHeap: 0,
    pyspark: 0,
  });
  const memory = mebibyteQuantity(total);
  return {
    requests: quantities({ cpu: cpuQuantity(props.cores ?? 0.5), memory }),
    limits: quantities({ memory }),
  };
}

function volumesOf(app: ResolvedApplication, props: SparkHistoryServerProps): parts.MountedVolume[] {
  const { cleaner, compactAfter, logs, store = {} } = props;
  const writes = cleaner !== undefined || compactAfter !== undefined;
  const events = logs._volume(logs._claim?.readOnly ?? !writes);
  const hadoop = app._hadoopConfig;
  return [
    ...parts.secretVolumes(app.driver),
    ...(events === undefined ? [] : [{ volume: events._volume(''), mount: events._mount }]),
    ...(hadoop === undefined
      ? []
      : [
          {
            volume: { name: 'hadoop-properties', configMap: { name: hadoop } },
            mount: { name: 'hadoop-properties', mountPath: HADOOP_CONF_DIRECTORY },
          },
        ]),
    ...parts.writableDirectories(app),
    {
      volume: {
        name: 'store',
        ...(store.claimName === undefined
          ? { emptyDir: { sizeLimit: k8s.Quantity.fromString(mebibyteQuantity(storeMib(props) || DEFAULT_STORE_MIB)) } }
          : { persistentVolumeClaim: { claimName: store.claimName } }),
      },
      mount: { name: 'store', mountPath: STORE_PATH },
    },
  ];
}

function configuration(configMap: string, files: readonly string[]): parts.MountedVolume {
  const items = [PROPERTIES, ...files].sort().map((key) => ({ key, path: key, mode: 0o644 }));
  return {
    volume: { name: 'configuration', configMap: { name: configMap, defaultMode: 0o644, items } },
    mount: { name: 'configuration', mountPath: CONF_DIRECTORY, readOnly: true },
  };
}
