import type { CustomResourceOptions } from '@pulumi/pulumi';
import { groupOf } from '../kube/scopes';
import type { Manifest } from '../synth/identity';

/** What Pulumi must be told about a kind, because its provider does not know. */
export interface KindOptions {
  /** Options of the resource. */
  readonly options?: CustomResourceOptions;
  /** Whether it outlives its removal from the program: data would go with it. */
  readonly stateful?: boolean;
  /** What a deployment waits for, in the words of the provider. */
  readonly waitFor?: string;
}

/** Deployed as soon as the API server has it. Unlike `skipAwait` it still waits for deletions, which replacements need. */
const CREATED = 'jsonpath={.metadata.uid}';

const KINDS: { readonly [kind: string]: KindOptions } = {
  // Fields that the API server never changes and the provider does not know to be so.
  'scheduling.k8s.io/PriorityClass': {
    options: { replaceOnChanges: ['value', 'preemptionPolicy'], deleteBeforeReplace: true },
  },
  'networking.k8s.io/IngressClass': { options: { replaceOnChanges: ['spec.controller'], deleteBeforeReplace: true } },
  // A job may run for hours; a deployment is done when it is handed over.
  'batch/Job': { waitFor: CREATED },
  // All data of its kind goes with a definition.
  'apiextensions.k8s.io/CustomResourceDefinition': { stateful: true, waitFor: 'condition=Established' },
  '/PersistentVolumeClaim': { stateful: true },
  '/Secret': { options: { additionalSecretOutputs: ['data', 'stringData'] } },
};

/** The options of an object's kind. */
export function kindOptions(manifest: Manifest): KindOptions {
  const kind = `${groupOf(manifest.apiVersion)}/${manifest.kind}`;
  // The Service of a job has endpoints only while the job runs; a load balancer is what somebody may wait for.
  if (kind === '/Service' && serviceType(manifest) !== 'LoadBalancer') return { waitFor: CREATED };
  return KINDS[kind] ?? {};
}

function serviceType(manifest: Manifest): unknown {
  return (manifest as { readonly spec?: { readonly type?: unknown } }).spec?.type;
}
