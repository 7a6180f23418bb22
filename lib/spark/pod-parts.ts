import { type k8s } from 'cdk8s-plus-27';
import { countQuantity, cpuQuantity, mebibyteQuantity, sizeQuantity } from '../core/quantities';
import { restrictedContainer } from '../kube/hardening';
import { quantities } from '../kube/quantities';
import { LOCAL_DIRECTORY, WRITABLE_DIRECTORIES } from './paths';
import type { ResolvedApplication } from './resolved-application';
import type { SparkRole } from './role';

export { placement } from './node-placement';

/** Requests and limits as Spark computes them: memory and devices bounded, CPU bounded only on demand. */
export function roleResources(role: SparkRole): k8s.ResourceRequirements {
  const memory = mebibyteQuantity(role._memory.total);
  const storage = role.props.ephemeralStorage && { 'ephemeral-storage': sizeQuantity(role.props.ephemeralStorage) };
  return {
    requests: quantities({ cpu: cpuQuantity(role.coreRequest), memory, ...storage }),
    limits: quantities({
      ...(role.props.coreLimit !== undefined && { cpu: cpuQuantity(role.props.coreLimit) }),
      memory,
      ...storage,
      ...Object.fromEntries((role.props.devices ?? []).map((d) => [`${d.vendor}/${d.name}`, countQuantity(d.amount)])),
    }),
  };
}

/** Settings of the Spark container that Pod Security `restricted` asks for. */
export function containerSecurity(app: ResolvedApplication): k8s.SecurityContext {
  return restrictedContainer({ readOnlyRootFilesystem: !app.writableRootFilesystem });
}

/** A volume with its mount. */
export interface MountedVolume {
  readonly volume: k8s.Volume;
  readonly mount: k8s.VolumeMount;
}

/** Empty volumes over the directories that Spark writes to when the root file system is read-only. */
export function writableDirectories(app: ResolvedApplication): MountedVolume[] {
  if (app.writableRootFilesystem) return [];
  return WRITABLE_DIRECTORIES.map((mountPath) => {
    const name = mountPath.slice(1).replace(/\//g, '-');
    return { volume: { name, emptyDir: {} }, mount: { name, mountPath } };
  });
}

/** The directories for shuffle and spill: the user's `spark-local-dir-*` volumes, or one empty directory. */
export function localDirectories(role: SparkRole): { readonly paths: string[]; readonly volumes: MountedVolume[] } {
  const own = role.volumes.filter((volume) => volume._isLocalDir).map((volume) => volume.path);
  if (own.length > 0) return { paths: own, volumes: [] };
  const name = 'spark-local-dir-1';
  return {
    paths: [LOCAL_DIRECTORY],
    volumes: [{ volume: { name, emptyDir: {} }, mount: { name, mountPath: LOCAL_DIRECTORY } }],
  };
}

/** Secrets as files, named as Spark names them. */
export function secretVolumes(role: SparkRole): MountedVolume[] {
  return role.secretFiles.map(({ secretName, path }) => ({
    volume: { name: `${secretName}-volume`, secret: { secretName } },
    mount: { name: `${secretName}-volume`, mountPath: path },
  }));
}

/** Plain variables in the order of their names. */
export function plainEnv(env: { readonly [name: string]: string }): k8s.EnvVar[] {
  return Object.keys(env)
    .sort()
    .map((name) => ({ name, value: env[name] ?? '' }));
}

/** Variables from Secrets in the order of their names. */
export function secretEnv(role: SparkRole): k8s.EnvVar[] {
  return Object.entries(role.secretEnv)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, source]) => ({ name, valueFrom: { secretKeyRef: { name: source.secretName, key: source.key } } }));
}

/** A variable with a field of the pod. */
export function fieldEnv(name: string, fieldPath: string): k8s.EnvVar {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}
