import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** A Kubernetes object as it will be written: plain JSON. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
  readonly [field: string]: unknown;
}

/** The part of an object's metadata that tests look at most. */
export interface ManifestMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: { readonly [key: string]: string };
  readonly annotations?: { readonly [key: string]: string };
  readonly [field: string]: unknown;
}

/** Helpers for the tests of charts that use this package; any test runner will do. */
export class SparkTesting {
  /**
   * All objects at or under a construct, in tree order, as plain JSON.
   *
   * @param scope An app, a chart or any construct in one.
   */
  public static manifests(scope: IConstruct): Manifest[] {
    return scope.node
      .findAll()
      .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct))
      .map((object) => JSON.parse(JSON.stringify(object.toJson())) as Manifest);
  }

  /**
   * The one object of this kind and name.
   *
   * @param scope An app, a chart or any construct in one.
   * @param kind Such as `ConfigMap`.
   * @param name `metadata.name`. @default - the only object of the kind
   * @throws Error that lists what there is, when no object or more than one fits.
   */
  public static find(scope: IConstruct, kind: string, name?: string): Manifest {
    const all = SparkTesting.manifests(scope);
    const found = all.filter((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
    const [first] = found;
    if (first !== undefined && found.length === 1) return first;
    const wanted = name === undefined ? kind : `${kind} ${name}`;
    const choice = (first === undefined ? all : found).map(identity).join(', ');
    const where = scope.node.path === '' ? 'the app' : scope.node.path;
    throw new Error(
      `${found.length === 0 ? 'no' : found.length} ${wanted} in ${where}; there are: ${choice || 'no objects'}`,
    );
  }
}

function identity({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}
