import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { RuleError, rules } from './rules';
import { applyOverride } from './override';

export const COMPONENT_RULES = rules('core', {
  noMainObject: ['this construct has no main object to override', 'call override on one of its members'],
});

/** Base of every construct here that stands for several objects. Its main object is the child called `Resource`. */
export abstract class Component extends Construct {
  /**
   * Sets one field of the main object, past everything this package decided. Parents that are missing are made.
   *
   * @param path JSON pointer such as `/spec/template/spec/hostNetwork`; `/-` at the end appends to a list.
   * @param value The new value; `undefined` removes the field.
   * @throws RuleError for identity fields: apiVersion, kind, metadata.name, metadata.namespace.
   */
  public override(path: string, value?: unknown): void {
    const main = this.node.defaultChild;
    if (!(main instanceof ApiObject)) {
      throw new RuleError({ rule: COMPONENT_RULES.noMainObject, at: 'override', value: path }, this);
    }
    applyOverride(main, path, value);
  }
}
