import { Chart, Testing } from 'cdk8s';
import { SparkImage, SparkVersion } from '../../../lib';
import type { StandaloneClusterProps } from '../../../lib/services/standalone/props';
import { StandaloneCluster } from '../../../lib/services/standalone/standalone-cluster';
import { SparkTesting, type Manifest } from '../../../lib/testing';

export const NAMESPACE = 'spark';
export const IMAGE = SparkImage.official(SparkVersion.V4_2);
export const CLUSTER: StandaloneClusterProps = { image: IMAGE };

export const chart = (): Chart => new Chart(Testing.app(), 'c', { namespace: NAMESPACE });

export const cluster = (props: Partial<StandaloneClusterProps> = {}): StandaloneCluster =>
  new StandaloneCluster(chart(), 'analytics', { ...CLUSTER, ...props });

export const findings = (scope: StandaloneCluster): string[] =>
  scope.node.findAll().flatMap(({ node }) => node.validate());

/** Only what these tests look into. */
export interface DaemonPod {
  readonly securityContext: Record<string, unknown>;
  readonly volumes: readonly { readonly name: string; readonly [source: string]: unknown }[];
  readonly containers: readonly DaemonContainer[];
  readonly [field: string]: unknown;
}

export interface DaemonContainer {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly resources: unknown;
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly [field: string]: unknown;
}

type Role = 'master' | 'worker';

export const objectOf = (scope: StandaloneCluster, kind: string, role: string): Manifest =>
  SparkTesting.find(scope, kind, `analytics-${role}`);

/** The StatefulSet of a role, its pod, and the script that the only container runs. */
export function daemonOf(scope: StandaloneCluster, role: Role) {
  const set = objectOf(scope, 'StatefulSet', role).spec as {
    readonly replicas?: number;
    readonly selector: { readonly matchLabels: Record<string, string> };
    readonly template: { readonly metadata: { readonly labels: Record<string, string> }; readonly spec: DaemonPod };
    readonly [field: string]: unknown;
  };
  const pod = set.template.spec;
  const [container] = pod.containers;
  if (container === undefined) throw new Error('no container');
  const env = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
  return { set, pod, container, env, script: container.args[2] ?? '' };
}

/** The properties of a role, as Spark reads them. */
export function propertiesOf(scope: StandaloneCluster, role: Role, file = 'spark.properties'): Record<string, string> {
  const { pod } = daemonOf(scope, role);
  const { name: config } = pod.volumes.find(({ name }) => name === 'conf')?.configMap as { readonly name: string };
  const data = SparkTesting.find(scope, 'ConfigMap', config).data as Record<string, string>;
  const lines = (data[file] ?? '').trim().split('\n');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
