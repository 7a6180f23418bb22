import { type k8s } from 'cdk8s-plus-27';
import { cpuQuantity, mebibytes, mebibyteQuantity } from '../../core/quantities';
import { restrictedContainer, restrictedPod } from '../../kube/hardening';
import { quantities } from '../../kube/quantities';
import { onNodes } from '../../scheduling/server-nodes';
import { HADOOP_CONF_DIRECTORY } from '../../spark/paths';
import type { MountedVolume } from '../../spark/pod-parts';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { pageProbes, portProbes } from '../spark-server/workload';
import * as paths from './paths';
import type { LivyServerProps } from './props';
import { LIVY_PORT, RSC_PORTS } from './settings';

const DEFAULT_HEAP_MIB = 1024;
/** What the JVM takes beside its heap. */
const OVERHEAD_FACTOR = 0.25;
/** Each submission is a JVM of its own in this pod. */
const SUBMISSION_MIB = 400;
/** Livy writes its state before it goes. */
const GRACE_SECONDS = 120;
export const STATE_VOLUME = 'state';

/**
 * Names of jars and archives carry versions, so they are looked for rather than written down. Livy reads them from
 * properties of the JVM; sessions find the same files in the image of their drivers.
 */
export const START_SCRIPT = `set -eu
shopt -s nullglob
found() {
  local key=$1
  shift
  if [ $# -gt 0 ]; then
    LIVY_SERVER_JAVA_OPTS+=" -D$key=$(IFS=,; echo "\${*/#/local://}")"
  fi
}
found livy.rsc.jars "$LIVY_HOME"/rsc-jars/*.jar
found livy.repl.jars "$LIVY_HOME"/repl_2.12-jars/*.jar
found livy.rsc.pyspark.archives "$SPARK_HOME"/python/lib/*.zip
export LIVY_SERVER_JAVA_OPTS
exec "$LIVY_HOME/bin/livy-server"
`;

/** Names of what the pod mounts. */
export interface LivyPodNames {
  readonly account: string;
  readonly livyConfig: string;
  readonly sparkConfig: string;
  readonly templates: string;
  readonly labels: { readonly [key: string]: string };
}

/** The only pod of a server. */
export function livyPod(app: ResolvedApplication, props: LivyServerProps, names: LivyPodNames): k8s.PodTemplateSpec {
  const { image, priority, nodes } = props;
  const volumes = volumesOf(app, props, names);
  const state = { name: STATE_VOLUME, mountPath: paths.STATE_DIRECTORY };
  return {
    metadata: { labels: { ...names.labels } },
    spec: {
      serviceAccountName: names.account,
      automountServiceAccountToken: true,
      // Variables that are named after Services must not pass for settings.
      enableServiceLinks: false,
      terminationGracePeriodSeconds: GRACE_SECONDS,
      ...(image.pullSecrets.length > 0 && { imagePullSecrets: image.pullSecrets.map((name) => ({ name })) }),
      ...(priority !== undefined && { priorityClassName: priority.priorityClassName }),
      ...onNodes(nodes),
      securityContext: restrictedPod(image.uid),
      containers: [
        {
          name: 'livy',
          image: image.reference,
          imagePullPolicy: image.pullPolicy,
          command: ['bash', '-c', START_SCRIPT],
          env: environment(app, props),
          ports: [
            { name: 'http', containerPort: LIVY_PORT, protocol: 'TCP' },
            ...RSC_PORTS.map((containerPort, i) => ({ name: `rsc-${i}`, containerPort, protocol: 'TCP' })),
          ],
          resources: resources(props),
          // Who is asked for a name cannot tell the kubelet that he is well.
          ...(props.authentication._knowsUsers || props.tls
            ? portProbes(LIVY_PORT)
            : pageProbes(LIVY_PORT, '/version')),
          securityContext: restrictedContainer({ readOnlyRootFilesystem: true }),
          volumeMounts: [...volumes.map(({ mount }) => mount), state],
        },
      ],
      volumes: volumes.map(({ volume }) => volume),
    },
  };
}

function environment(app: ResolvedApplication, props: LivyServerProps): k8s.EnvVar[] {
  const { javaOptions = [], krb5ConfigMap } = props;
  const krb5 = `${paths.KRB5_DIRECTORY}/krb5.conf`;
  const options = [
    `-Xmx${heapMib(props)}m`,
    ...(krb5ConfigMap === undefined ? [] : [`-Djava.security.krb5.conf=${krb5}`]),
    ...javaOptions,
  ];
  return Object.entries({
    LIVY_HOME: paths.LIVY_HOME,
    LIVY_CONF_DIR: paths.LIVY_CONF_DIRECTORY,
    LIVY_LOG_DIR: paths.LOG_DIRECTORY,
    LIVY_SERVER_JAVA_OPTS: options.join(' '),
    SPARK_HOME: paths.SPARK_HOME,
    SPARK_CONF_DIR: paths.SPARK_CONF_DIRECTORY,
    SPARK_USER: 'spark',
    HOME: '/tmp',
    ...(app._hadoopConfig !== undefined && { HADOOP_CONF_DIR: HADOOP_CONF_DIRECTORY }),
    ...(krb5ConfigMap !== undefined && { KRB5_CONFIG: krb5 }),
  }).map(([name, value]) => ({ name, value }));
}

function heapMib({ memory }: LivyServerProps): number {
  return memory === undefined ? DEFAULT_HEAP_MIB : Math.round(mebibytes(memory));
}

/** Submissions come and go: the server itself is requested, all of them at once are the limit. */
function resources(props: LivyServerProps): k8s.ResourceRequirements {
  const server = Math.round(heapMib(props) * (1 + OVERHEAD_FACTOR)) + SUBMISSION_MIB;
  const { maxSubmissions = 10, cores = 0.5 } = props;
  return {
    requests: quantities({ cpu: cpuQuantity(cores), memory: mebibyteQuantity(server) }),
    limits: quantities({ memory: mebibyteQuantity(server + SUBMISSION_MIB * Math.max(0, maxSubmissions - 1)) }),
  };
}

function volumesOf(app: ResolvedApplication, props: LivyServerProps, names: LivyPodNames): MountedVolume[] {
  const { authentication, hadoopLogin, krb5ConfigMap, tls } = props;
  const http = authentication._keytab;
  const secret = (name: string, secretName: string, mountPath: string): MountedVolume => ({
    volume: { name, secret: { secretName, defaultMode: 0o440 } },
    mount: { name, mountPath, readOnly: true },
  });
  const configMap = (name: string, from: string, mountPath: string): MountedVolume => ({
    volume: { name, configMap: { name: from, defaultMode: 0o444 } },
    mount: { name, mountPath, readOnly: true },
  });
  const empty = (name: string, mountPath: string): MountedVolume => ({
    volume: { name, emptyDir: {} },
    mount: { name, mountPath },
  });
  return [
    configMap('livy-conf', names.livyConfig, paths.LIVY_CONF_DIRECTORY),
    configMap('spark-conf', names.sparkConfig, paths.SPARK_CONF_DIRECTORY),
    configMap('templates', names.templates, paths.TEMPLATE_DIRECTORY),
    ...(app._hadoopConfig === undefined ? [] : [configMap('hadoop', app._hadoopConfig, HADOOP_CONF_DIRECTORY)]),
    ...(krb5ConfigMap === undefined ? [] : [configMap('krb5', krb5ConfigMap, paths.KRB5_DIRECTORY)]),
    ...(http === undefined ? [] : [secret('http-keytab', http.source.secretName, http.directory)]),
    ...(hadoopLogin === undefined
      ? []
      : [secret('hadoop-keytab', hadoopLogin.keytab.secretName, paths.HADOOP_KEYTAB_DIRECTORY)]),
    ...(tls === undefined
      ? []
      : [
          secret('keystore', tls.keystore.secretName, `${paths.TLS_DIRECTORY}/keystore`),
          secret('credentials', tls.credentials.secretName, `${paths.TLS_DIRECTORY}/credentials`),
        ]),
    empty('tmp', '/tmp'),
    empty('log', paths.LOG_DIRECTORY),
  ];
}
