import { executorTemplate } from '../../spark/executor-pod';
import type { MountedVolume } from '../../spark/pod-parts';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { driverTemplate, stagedVolume } from '../../spark/submission';

/** A pod template, as far as it is looked into here. */
export interface PodTemplate {
  readonly metadata?: object;
  readonly spec: PodTemplateSpec;
}

interface PodTemplateSpec {
  readonly containers: readonly TemplateContainer[];
  readonly volumes?: readonly unknown[];
  readonly [field: string]: unknown;
}

/** A container of a template. */
export interface TemplateContainer {
  readonly name: string;
  readonly volumeMounts?: readonly unknown[];
  readonly [field: string]: unknown;
}

/** The template of the driver, with what needs no webhook: everything that Spark has no property for. */
export function driverPodTemplate(app: ResolvedApplication, stagedConfigMap: string | undefined): PodTemplate {
  return template(app, driverTemplate(app, stagedVolumes(stagedConfigMap)));
}

/** The template of the executors. */
export function executorPodTemplate(app: ResolvedApplication, stagedConfigMap: string | undefined): PodTemplate {
  return template(app, withVolumes(executorTemplate(app), stagedVolumes(stagedConfigMap)));
}

/** Staged files as volumes of a pod. */
export function stagedVolumes(configMapName: string | undefined): MountedVolume[] {
  return configMapName === undefined ? [] : [stagedVolume(configMapName)];
}

/** A copy of a pod with more volumes, mounted in its first container, which is Spark's. */
export function withVolumes(pod: object, more: readonly MountedVolume[]): object {
  const { spec } = pod as { readonly spec?: PodTemplateSpec };
  const [spark, ...others] = containersOf(spec);
  if (spec === undefined || spark === undefined || more.length === 0) return pod;
  const volumeMounts = [...(spark.volumeMounts ?? []), ...more.map(({ mount }) => mount)];
  return {
    ...pod,
    spec: {
      ...spec,
      containers: [{ ...spark, volumeMounts }, ...others],
      volumes: [...(spec.volumes ?? []), ...more.map(({ volume }) => volume)],
    },
  };
}

/** Overrides may have put anything in their place; that is reported, and must not stop us here. */
function containersOf(spec: PodTemplateSpec | undefined): readonly TemplateContainer[] {
  const containers: unknown = spec?.containers;
  return Array.isArray(containers) ? (containers as readonly TemplateContainer[]) : [];
}

/** A pod's manifest as a template: kind and version are the pod's alone. */
function template(app: ResolvedApplication, pod: object): PodTemplate {
  const { metadata, spec } = pod as PodTemplate;
  const { _schedulerName: schedulerName } = app;
  return {
    ...(metadata !== undefined && { metadata }),
    spec: { ...(schedulerName !== undefined && { schedulerName }), ...spec },
  };
}
