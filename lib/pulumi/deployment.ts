import * as pulumi from '@pulumi/pulumi';
import type { ApiObject, App, Chart } from 'cdk8s';
import type { IPolicy } from '../policy/policy';
import type { Manifest } from '../synth/identity';
import type { Synthesis } from '../synth/synthesis';
import { DeploymentApp } from './app';
import { CHART_TYPE, DEPLOYMENT_TYPE, referenceTo, resourceName, resourceType } from './identity';
import { kindOptions } from './kinds';
import { LateTable, type LateValues } from './late';
import { outputsOf, type PlatformOutputs } from './outputs';
import { plan, type PlannedObject } from './plan';
import { Renamed } from './renamed';
import { KubernetesResource } from './resource';
import { retainedObjects } from './retention';
import { Restoration } from './restore';

/** Options of `deployPlatform`. */
export interface PlatformDeploymentOptions {
  /** The cluster. It is named, never the default one: objects must not land in whatever context is current. */
  readonly provider: pulumi.ProviderResource;
  /**
   * Whether objects that are in the cluster already become resources of this stack, for one run. They must be what
   * `cdk8s synth` writes, so annotations for the provider are left out until the next run.
   *
   * @default false
   */
  readonly importExisting?: boolean;
  /**
   * Whether what holds data (claims for volumes and their namespaces, definitions of custom resources) stays in the
   * cluster when it leaves the program or the stack is destroyed.
   *
   * @default true
   */
  readonly retain?: boolean;
  /** Rules that every object must keep, such as `HousePolicy.all()`; the same as for `PlatformApp`. @default - none */
  readonly policies?: readonly IPolicy[];
  /** Resources that all objects wait for, such as the cluster. @default - none */
  readonly dependsOn?: readonly pulumi.Resource[];
  /** Options for single objects; they come last and win. @default - none */
  readonly options?: (object: ApiObject) => pulumi.CustomResourceOptions;
}

/** One object of a deployment. */
export interface DeployedObject {
  /** The construct it was made from. */
  readonly object: ApiObject;
  /** `<namespace>/<name>`, or `<name>` without a namespace. */
  readonly name: string;
  /** The resource. */
  readonly resource: KubernetesResource;
}

/** The objects of one chart in the display. Its name is no part of theirs. */
class ChartComponent extends pulumi.ComponentResource {
  public constructor(name: string, parent: pulumi.Resource) {
    super(CHART_TYPE, name, {}, { parent });
  }
}

/** The objects of a construct tree as resources of a stack. */
export class PlatformDeployment extends pulumi.ComponentResource {
  /** All objects in the order of their registration: dependencies first. */
  public readonly objects: readonly DeployedObject[];
  /** What people and other stacks want to know of it. */
  public readonly outputs: PlatformOutputs;

  /** @internal */
  public constructor(
    name: string,
    synthesis: Synthesis,
    planned: readonly PlannedObject[],
    late: LateTable,
    private readonly settings: PlatformDeploymentOptions,
  ) {
    super(DEPLOYMENT_TYPE, name);
    for (const warning of synthesis.warnings) void pulumi.log.warn(warning, this);
    for (const report of synthesis.reports) void pulumi.log.info(report, this);
    this.objects = withoutStackTraces(() => this.register(name, planned, late));
    this.outputs = outputsOf(
      planned.map(({ manifest }) => manifest),
      late,
    );
    this.registerOutputs({ ...this.outputs });
  }

  /**
   * The resource of an object.
   *
   * @throws Error that lists what there is, when the object is not part of the deployment.
   */
  public resource(kind: string, name: string): KubernetesResource {
    const found = this.objects.find((deployed) => deployed.object.kind === kind && deployed.name === name);
    if (found !== undefined) return found.resource;
    const all = this.objects.map((deployed) => `${deployed.object.kind} ${deployed.name}`).join(', ');
    throw new Error(`no ${kind} ${name} in this deployment; there are: ${all || 'no objects'}`);
  }

  private register(name: string, planned: readonly PlannedObject[], late: LateTable): DeployedObject[] {
    const charts = new Map<Chart, ChartComponent>();
    const resources = new Map<PlannedObject, KubernetesResource>();
    const { retain = true } = this.settings;
    const retained = retain ? retainedObjects(planned.map(({ manifest }) => manifest)) : new Set<string>();
    return planned.map((item) => {
      const parent = charts.get(item.chart) ?? new ChartComponent(`${name}/${item.chart.node.path}`, this);
      charts.set(item.chart, parent);
      const dependsOn = item.dependencies.map((dependency) => resources.get(dependency) as KubernetesResource);
      const { manifest, object } = item;
      const resource = new KubernetesResource(
        resourceType(manifest.apiVersion, manifest.kind),
        resourceName(manifest),
        inputsOf(this.annotated(manifest), object.node.path, late),
        this.optionsOf(item, {
          parent,
          dependsOn: [...(this.settings.dependsOn ?? []), ...dependsOn],
          ...(retained.has(referenceTo(manifest)) && { retainOnDelete: true }),
        }),
      );
      resources.set(item, resource);
      return { object, name: resourceName(manifest), resource };
    });
  }

  private optionsOf(
    { object, manifest }: PlannedObject,
    base: pulumi.CustomResourceOptions,
  ): pulumi.CustomResourceOptions {
    const { provider, importExisting = false, options } = this.settings;
    const aliases = Renamed.of(object);
    const own: pulumi.CustomResourceOptions = {
      ...base,
      provider,
      ...kindOptions(manifest).options,
      ...(aliases.length > 0 && { aliases }),
      ...(importExisting && { import: resourceName(manifest) }),
    };
    return options === undefined ? own : pulumi.mergeOptions(own, options(object));
  }

  /** Annotations that only the provider reads; YAML stays clean of them. */
  private annotated(manifest: Manifest): Manifest {
    const { waitFor } = kindOptions(manifest);
    if (waitFor === undefined || this.settings.importExisting === true) return manifest;
    const { annotations } = (manifest.metadata ?? {}) as { readonly annotations?: { readonly [key: string]: string } };
    const metadata = { ...manifest.metadata, annotations: { 'pulumi.com/waitFor': waitFor, ...annotations } };
    return { ...manifest, metadata };
  }
}

/**
 * Builds a construct tree and registers each of its objects as one resource of the stack.
 *
 * @param name Name of the deployment in the stack.
 * @param build Fills the app, as for `cdk8s synth`. Outputs of other resources go in as they are, or as late values.
 * @throws Error with one line `[construct/path] <what is wrong>` for each mistake; then nothing was registered.
 */
export function deployPlatform(
  name: string,
  build: (app: App, late: LateValues) => void,
  options: PlatformDeploymentOptions,
): PlatformDeployment {
  const late = new LateTable(name);
  const app = new DeploymentApp(late);
  build(app, late);
  const synthesis = app.synthesize(options.policies ?? []);
  return new PlatformDeployment(name, synthesis, plan(app, synthesis), late, options);
}

function inputsOf(manifest: Manifest, path: string, late: LateTable): pulumi.Inputs {
  const isConfigMap = manifest.kind === 'ConfigMap';
  const inputs = new Restoration(late, path, isConfigMap).restore(manifest) as pulumi.Inputs;
  if (manifest.kind !== 'Secret') return inputs;
  const hidden = ['data', 'stringData'].filter((field) => inputs[field] !== undefined);
  return { ...inputs, ...Object.fromEntries(hidden.map((field) => [field, pulumi.secret<unknown>(inputs[field])])) };
}

/** Pulumi notes where each property of each resource was made: here always the same place, at a third of the time. */
function withoutStackTraces<T>(register: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return register();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
