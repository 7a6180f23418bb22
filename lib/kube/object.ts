import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { Label, MANAGED_BY } from '../core/labels';
import { checkOverridePath, Overrides } from '../core/override';
import { isClusterScoped } from './scopes';

/**
 * One Kubernetes object. Unlike a plain `ApiObject` it knows the scope of its kind (a chart's namespace is never
 * stamped on a cluster-scoped object), carries the managed-by label, and takes overrides.
 */
export class KubeObject extends ApiObject {
  private readonly overrides = new Overrides();

  public constructor(scope: Construct, id: string, props: ApiObjectProps) {
    super(scope, id, {
      ...props,
      metadata: { ...props.metadata, labels: { [Label.MANAGED_BY]: MANAGED_BY, ...props.metadata?.labels } },
    });
    // ApiObject falls back to the chart's namespace and has no way to say "none".
    if (isClusterScoped(props.apiVersion, props.kind)) Object.assign(this.metadata, { namespace: undefined });
  }

  /**
   * Sets one field of this object, past everything this package decided. Parents that are missing are made.
   *
   * @param path JSON pointer such as `/spec/template/spec/hostNetwork`; `/-` at the end appends to a list.
   * @param value The new value; `undefined` removes the field.
   * @throws RuleError for identity fields: apiVersion, kind, metadata.name, metadata.namespace.
   */
  public override(path: string, value?: unknown): void {
    checkOverridePath(this, path);
    this.overrides.add(path, value);
  }

  public override toJson(): unknown {
    return this.overrides.applyTo(super.toJson() as unknown);
  }
}
