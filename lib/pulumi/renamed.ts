import type { Alias } from '@pulumi/pulumi';
import type { ApiObject } from 'cdk8s';
import { resourceType } from './identity';

const KEY = 'cdk8s-spark:renamed';

/** Tells Pulumi that an object had another identity before. In YAML it says nothing. */
export class Renamed {
  /**
   * Pulumi takes the old resource for this one instead of deleting it. The Kubernetes object itself cannot change its
   * name: with a new name it is still replaced, but as one step of one resource, in the right order.
   *
   * @param object The object as it is now.
   * @param name Its name in the stack before: `<namespace>/<name>`, or `<name>` without a namespace.
   * @param apiVersion Its apiVersion before. @default - the one it has
   */
  public static from(object: ApiObject, name: string, apiVersion?: string): void {
    const type = apiVersion === undefined ? {} : { type: resourceType(apiVersion, object.kind) };
    const alias: Alias = { name, ...type };
    object.node.addMetadata(KEY, alias);
  }

  /** All former identities of an object. */
  public static of(object: ApiObject): Alias[] {
    return object.node.metadata.filter(({ type }) => type === KEY).map(({ data }) => data as Alias);
  }
}
