import * as pulumi from '@pulumi/pulumi';
import { groupOf } from '../kube/scopes';
import type { Manifest } from '../synth/identity';
import { resourceName } from './identity';
import type { LateTable } from './late';
import { Restoration } from './restore';

/** What a deployment tells people and other stacks. */
export interface PlatformOutputs {
  /** Names of the namespaces it makes. */
  readonly namespaces: string[];
  /** Jobs, scheduled jobs and servers: `Job spark-jobs/pi`. */
  readonly workloads: string[];
  /** Addresses of its Services inside the cluster: `pi-ui.spark-jobs.svc:4040`. */
  readonly endpoints: string[];
  /** Images its pods run, with their versions. */
  readonly images: pulumi.Output<string[]>;
}

const WORKLOADS = ['apps/DaemonSet', 'apps/Deployment', 'apps/StatefulSet', 'batch/CronJob', 'batch/Job'];

interface ServicePorts {
  readonly spec?: { readonly ports?: readonly { readonly port?: unknown }[] };
}

/** Reads the outputs off the objects. */
export function outputsOf(manifests: readonly Manifest[], late: LateTable): PlatformOutputs {
  const images = unique(manifests.flatMap((manifest) => imagesIn(manifest)));
  return {
    namespaces: unique(manifests.filter(({ kind }) => kind === 'Namespace').map(resourceName)),
    workloads: unique(
      manifests
        .filter(({ apiVersion, kind }) => WORKLOADS.includes(`${groupOf(apiVersion)}/${kind}`))
        .map((manifest) => `${manifest.kind} ${resourceName(manifest)}`),
    ),
    endpoints: unique(manifests.filter(({ kind }) => kind === 'Service').flatMap(endpointsOf)),
    images: pulumi.output(new Restoration(late, 'outputs').restore(images) as pulumi.Input<string>[]),
  };
}

function endpointsOf(service: Manifest): string[] {
  const { name = '', namespace = 'default' } = service.metadata ?? {};
  const ports = (service as ServicePorts).spec?.ports ?? [];
  return ports.map(({ port }) => `${name}.${namespace}.svc:${String(port)}`);
}

function imagesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(imagesIn);
  const { containers } = value as { readonly containers?: unknown };
  const own = Array.isArray(containers)
    ? containers.flatMap((container: unknown) => {
        const { image } = (container ?? {}) as { readonly image?: unknown };
        return typeof image === 'string' ? [image] : [];
      })
    : [];
  return [...own, ...Object.values(value).flatMap(imagesIn)];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
