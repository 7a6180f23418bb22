import { Size } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import { Label } from '../../core/labels';
import type { SecretSource } from '../../core/secrets';
import { restrictedContainer, restrictedPod } from '../../kube/hardening';
import { quantities } from '../../kube/quantities';
import { amountQuantities, amountsOf, type ComputeResources } from '../../kube/resources';
import { onNodes } from '../../scheduling/server-nodes';
import { driverPod, type DriverStart } from '../../spark/driver-pod';
import { UI_PORT } from '../../spark/paths';
import type { MountedVolume } from '../../spark/pod-parts';
import type { ResolvedApplication } from '../../spark/resolved-application';
import * as places from './places';
import type { ZeppelinProps } from './props';
import { blank, LAUNCHER_VARIABLES } from './template-text';

const { driverLabels, INTERPRETER_POD_LABEL, interpreterLabels, ZEPPELIN_UID } = places;
const { ZeppelinPath: Path, ZeppelinPort: Port } = places;

/** Spark in interpreters. */
export interface SparkParts {
  readonly app: ResolvedApplication;
  /** The ConfigMaps of the drivers. */
  readonly start: DriverStart;
}

/** What interpreters have from the rest of the server. */
export interface InterpreterParts {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  /** Account of Spark drivers, and of the other interpreters without its token. */
  readonly account: string;
  /** Variables of all interpreters. */
  readonly environment: { readonly [name: string]: string };
  readonly livyToken: SecretSource | undefined;
  readonly spark: SparkParts | undefined;
}

const WRITABLE: { readonly [volume: string]: string } = {
  tmp: '/tmp',
  logs: `${Path.HOME}/logs`,
  run: `${Path.HOME}/run`,
};
const SPARK_HOME_VOLUME = 'spark-home';
const DEFAULT_RESOURCES: ComputeResources = { cpu: 0.5, memory: Size.gibibytes(2) };

/** The pod of an interpreter other than Spark. */
export function plainPod(
  parts: InterpreterParts,
  props: ZeppelinProps,
  variables: readonly k8s.EnvVar[],
): k8s.KubePodProps {
  const { interpreterPriority: priority, interpreterResources = {} } = props;
  const amounts = amountQuantities({ ...amountsOf(DEFAULT_RESOURCES), ...amountsOf(interpreterResources) });
  const { cpu: _, ...limits } = amounts;
  const volumes = scratch(props);
  return {
    metadata: metadata(parts, {}),
    spec: {
      ...common(parts, props),
      automountServiceAccountToken: false,
      ...(priority && { priorityClassName: priority.priorityClassName }),
      ...onNodes(props.interpreterNodes),
      containers: [
        {
          ...interpreter(parts, props, [...variables, LAUNCHER_VARIABLES]),
          ports: [port('intp', Port.INTERPRETER)],
          resources: { requests: quantities(amounts), limits: quantities(limits) },
          volumeMounts: volumes.map(({ mount }) => mount),
        },
      ],
      volumes: volumes.map(({ volume }) => volume),
    },
  };
}

/** A driver as this package makes them, in the image of the interpreter: Spark comes from its own image at the start. */
export function sparkPod(parts: InterpreterParts, props: ZeppelinProps, spark: SparkParts): k8s.KubePodProps {
  const { app, start } = spark;
  const { metadata: meta, spec } = driverPod(app, start);
  const [driver] = spec?.containers ?? [];
  const home: MountedVolume = {
    volume: { name: SPARK_HOME_VOLUME, emptyDir: {} },
    mount: { name: SPARK_HOME_VOLUME, mountPath: Path.SPARK },
  };
  const known = (spec?.volumes ?? []).map(({ name }) => name);
  const more = [home, ...scratch(props).filter(({ volume }) => !known.includes(volume.name))];
  const variables = (driver?.env ?? []).filter(({ name }) => !DRIVER_ONLY.includes(name));
  return {
    metadata: metadata(parts, { ...meta?.labels, ...driverLabels(parts.name) }, meta?.annotations),
    spec: {
      ...spec,
      ...common(parts, props),
      automountServiceAccountToken: true,
      initContainers: [copySpark(app, home.mount)],
      containers: [
        {
          ...interpreter(parts, props, [...variables, LAUNCHER_VARIABLES]),
          ports: [
            port('intp', Port.INTERPRETER),
            port('spark-driver', Port.DRIVER),
            port('spark-block', Port.BLOCK_MANAGER),
            port('spark-ui', UI_PORT),
          ],
          ...(driver?.resources && { resources: driver.resources }),
          volumeMounts: [...(driver?.volumeMounts ?? []), ...more.map(({ mount }) => mount)],
        },
      ],
      volumes: [...(spec?.volumes ?? []), ...more.map(({ volume }) => volume)],
    },
  };
}

/** Variables of a driver that spark-submit started. Here Spark chooses the id, and the launcher the address. */
const DRIVER_ONLY = ['SPARK_APPLICATION_ID', 'SPARK_DRIVER_BIND_ADDRESS'];

function copySpark(app: ResolvedApplication, volumeMount: k8s.VolumeMount): k8s.Container {
  const amounts = quantities({ cpu: '100m', memory: '256Mi' });
  return {
    name: 'spark-home-init',
    image: app.image.reference,
    imagePullPolicy: app.image.pullPolicy,
    command: ['sh', '-c', `cp -r /opt/spark/. ${Path.SPARK}/`],
    resources: { requests: amounts, limits: quantities({ memory: '256Mi' }) },
    securityContext: restrictedContainer({ readOnlyRootFilesystem: true }),
    volumeMounts: [volumeMount],
  };
}

function interpreter(
  parts: InterpreterParts,
  { writableRootFilesystem = false }: ZeppelinProps,
  variables: readonly k8s.EnvVar[],
): k8s.Container {
  return {
    name: 'interpreter',
    image: parts.image,
    imagePullPolicy: 'IfNotPresent',
    args: [
      `${Path.HOME}/bin/interpreter.sh`,
      ...['-d', blank('directory'), '-r', blank('ports'), '-c', blank('server'), '-p', blank('serverPort')],
      ...['-i', blank('group'), '-l', blank('repository'), '-g', blank('setting')],
    ],
    env: [...Object.entries(parts.environment).map(([name, value]) => ({ name, value })), ...variables],
    securityContext: restrictedContainer({ readOnlyRootFilesystem: !writableRootFilesystem }),
  };
}

function common(
  { account }: InterpreterParts,
  { imagePullSecrets = [] }: ZeppelinProps,
): Omit<k8s.PodSpec, 'containers'> {
  return {
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 30,
    serviceAccountName: account,
    enableServiceLinks: false,
    ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
    securityContext: restrictedPod(ZEPPELIN_UID),
  };
}

/** The group of an interpreter holds the name of its user, which is no label. */
function metadata(
  { name, namespace }: InterpreterParts,
  labels: { readonly [key: string]: string },
  annotations: { readonly [key: string]: string } = {},
): k8s.ObjectMeta {
  return {
    name: blank('pod'),
    namespace,
    labels: {
      ...labels,
      [Label.MANAGED_BY]: 'zeppelin',
      ...interpreterLabels(name),
      [INTERPRETER_POD_LABEL]: blank('pod'),
    },
    annotations: { ...annotations, 'zeppelin/interpreter-group': blank('group') },
  };
}

function scratch({ writableRootFilesystem = false }: ZeppelinProps): MountedVolume[] {
  if (writableRootFilesystem) return [];
  return Object.entries(WRITABLE).map(([name, mountPath]) => ({
    volume: { name, emptyDir: {} },
    mount: { name, mountPath },
  }));
}

function port(name: string, containerPort: number): k8s.ContainerPort {
  return { name, containerPort, protocol: 'TCP' };
}
