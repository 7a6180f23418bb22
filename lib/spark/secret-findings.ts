import type { Finding } from '../core/rules';
import type { SparkRole } from './role';
import { SPARK_RULES } from './rules';

/** Findings for Secrets of a pod that get into each other's way: properties and volumes are named after them. */
export function secretFindings({ name, env, secretEnv, secretFiles, volumes }: SparkRole): Finding[] {
  const at = `${name}.secretFiles`;
  const twice = (values: readonly string[]): string[] => values.filter((value, i) => values.indexOf(value) !== i);
  const files = secretFiles.map(({ secretName }) => secretName);
  const paths = [...secretFiles.map(({ path }) => path), ...volumes.map(({ path }) => path)];
  const mounted = secretFiles.map(({ path }) => path);
  return [
    ...twice(files).map((value) => ({ rule: SPARK_RULES.secretTwice, at, value })),
    ...twice(paths)
      .filter((path) => mounted.includes(path))
      .map((value) => ({ rule: SPARK_RULES.volumeDuplicate, at, value })),
    ...volumes
      .filter((volume) => files.some((file) => volume.name === `${file}-volume`))
      .map((volume) => ({ rule: SPARK_RULES.volumeDuplicate, at: `${name}.volumes`, value: volume.name })),
    ...files.filter((file) => file.includes('.')).map((value) => ({ rule: SPARK_RULES.secretVolumeName, at, value })),
    ...Object.keys(secretEnv)
      .filter((variable) => variable in env)
      .map((value) => ({ rule: SPARK_RULES.envTwice, at: `${name}.secretEnv`, value })),
  ];
}
