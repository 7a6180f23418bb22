import type { ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { KubeObject } from './object';

/** A part of a schema, as plain JSON. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** Names and scope of a kind that an operator brings. */
export interface CrdSpec {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames?: readonly string[];
  readonly clusterScoped?: boolean;
  /** Whether status is written apart from the rest. */
  readonly statusSubresource: boolean;
  /** Fields of the objects, beside apiVersion, kind and metadata. */
  readonly fields: { readonly [field: string]: Schema };
  /** Columns of `kubectl get`: title to JSON path and type. */
  readonly columns?: {
    readonly [title: string]: readonly [path: string, type: 'string' | 'integer' | 'date' | 'boolean'];
  };
  /** Fields that an object must have. @default - none */
  readonly required?: readonly string[];
  /** Such as the approval that groups under `k8s.io` need. @default - none */
  readonly annotations?: { readonly [key: string]: string };
}

const QUANTITY =
  '^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+))?$';

/**
 * The words that our own definitions of other people's kinds are written in. An object is open: fields that we do not
 * know are kept. What we know is typed, because one object that an operator cannot decode hides all others from it.
 */
export const Field = {
  text: (more: Schema = {}): Schema => ({ type: 'string', ...more }),
  choice: (values: readonly string[], more: Schema = {}): Schema => ({ type: 'string', enum: [...values], ...more }),
  integer: (minimum?: number, more: Schema = {}): Schema => ({
    type: 'integer',
    format: 'int32',
    ...(minimum !== undefined && { minimum }),
    ...more,
  }),
  flag: (): Schema => ({ type: 'boolean' }),
  time: (): Schema => ({ type: 'string', format: 'date-time' }),
  list: (items: Schema, more: Schema = {}): Schema => ({ type: 'array', items, ...more }),
  map: (additionalProperties: Schema): Schema => ({ type: 'object', additionalProperties }),
  quantities: (): Schema => Field.map({ 'x-kubernetes-int-or-string': true, pattern: QUANTITY }),
  object: (properties: { readonly [field: string]: Schema } = {}, more: Schema = {}): Schema => ({
    type: 'object',
    ...(Object.keys(properties).length > 0 && { properties }),
    'x-kubernetes-preserve-unknown-fields': true,
    ...more,
  }),
} as const;

/** Makes the CustomResourceDefinition. @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/ */
export function customResourceDefinition(
  scope: Construct,
  id: string,
  spec: CrdSpec,
  labels: { readonly [key: string]: string } = {},
): KubeObject {
  const { group, version, kind, plural, singular, shortNames = [], columns = {}, required, annotations } = spec;
  const manifest = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      ...(Object.keys(labels).length > 0 && { labels: { ...labels } }),
      ...(annotations && { annotations: { ...annotations } }),
    },
    spec: {
      group,
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular,
        ...(shortNames.length > 0 && { shortNames: [...shortNames] }),
      },
      scope: spec.clusterScoped === true ? 'Cluster' : 'Namespaced',
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: Field.object(spec.fields, required ? { required: [...required] } : {}) },
          ...(spec.statusSubresource && { subresources: { status: {} } }),
          ...(Object.keys(columns).length > 0 && {
            additionalPrinterColumns: Object.entries(columns).map(([name, [jsonPath, type]]) => ({
              name,
              jsonPath,
              type,
            })),
          }),
        },
      ],
    },
  };
  return new KubeObject(scope, id, manifest satisfies ApiObjectProps);
}
