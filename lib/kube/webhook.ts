import type { ApiObjectProps } from 'cdk8s';
import { type k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { KubeObject } from './object';

/** A call that the API server makes before it stores an object. */
export interface WebhookSpec {
  /** Name of the configuration object. */
  readonly objectName: string;
  /** Name of the webhook: a domain of at least three parts. */
  readonly name: string;
  readonly mutating: boolean;
  readonly service: {
    readonly name: string;
    readonly namespace: string;
    readonly path: string;
    readonly port?: number;
  };
  readonly apiGroup: string;
  readonly apiVersion: string;
  readonly resources: readonly string[];
  readonly operations: readonly ('CREATE' | 'UPDATE' | 'DELETE')[];
  readonly clusterScoped: boolean;
  /** Whether requests are refused while the server does not answer. */
  readonly failurePolicy: 'Fail' | 'Ignore';
  /** Namespaces whose objects are looked at; cannot narrow kinds without a namespace. @default - all of them */
  readonly namespaces?: k8s.LabelSelector;
  /** Requests that are looked at, as CEL by name. Kubernetes 1.30, or 1.28 where the beta is on. @default - all of them */
  readonly conditions?: { readonly [name: string]: string };
  readonly timeoutSeconds?: number;
  readonly labels?: { readonly [key: string]: string };
}

/**
 * Makes a configuration with one webhook. It has no caBundle: servers that make their own certificate fill it in, and
 * an apply of ours must not undo that.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
export function webhookConfiguration(scope: Construct, id: string, spec: WebhookSpec): KubeObject {
  const { name, path, namespace, port = 443 } = spec.service;
  const webhook = {
    name: spec.name,
    clientConfig: { service: { name, namespace, path, port } },
    rules: [
      {
        apiGroups: [spec.apiGroup],
        apiVersions: [spec.apiVersion],
        resources: [...spec.resources],
        operations: [...spec.operations],
        scope: spec.clusterScoped ? 'Cluster' : 'Namespaced',
      },
    ],
    failurePolicy: spec.failurePolicy,
    ...(spec.namespaces && { namespaceSelector: spec.namespaces }),
    ...(spec.conditions && {
      matchConditions: Object.entries(spec.conditions).map(([key, expression]) => ({ name: key, expression })),
    }),
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    timeoutSeconds: spec.timeoutSeconds ?? 5,
  };
  const metadata = { name: spec.objectName, ...(spec.labels && { labels: { ...spec.labels } }) };
  // matchConditions are younger than the types, which would drop them.
  const manifest = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: spec.mutating ? 'MutatingWebhookConfiguration' : 'ValidatingWebhookConfiguration',
    metadata,
    webhooks: [webhook],
  };
  return new KubeObject(scope, id, manifest satisfies ApiObjectProps);
}

/** Namespaces that are none of these. The API server gives every namespace its name as a label. */
export function namespacesExcept(...names: string[]): k8s.LabelSelector {
  return { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: names }] };
}
