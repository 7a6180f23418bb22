import { type ApiObject } from 'cdk8s';
import { describe, RuleError } from '../core/rules';
import { EXEMPT, EXEMPT_REASON } from '../kube/exemption';
import { policyFindings } from './exemptions';
import { Limits } from './limits';
import { OwnerLabels } from './owner-labels';
import type { IPolicy } from './policy';
import { RestrictedPods } from './restricted-pods';
import { POLICY_RULES } from './rules';
import { SignOn, type SignOnProps } from './sign-on';

/** What the house rules need to know of the house. */
export interface HouseRulesProps {
  /**
   * Keys of the labels that say whose an object is, such as `example.com/team`.
   *
   * @default - owners are not asked for
   */
  readonly ownerLabels?: string[];
  /**
   * What signs users on in front of the platform.
   *
   * @default - nothing: only what a route itself shows counts
   */
  readonly signOn?: SignOnProps;
}

/**
 * The house rules, each a policy over finished objects. `PlatformApp` checks them at synth, a policy pack checks the
 * same ones during a deployment, and tests call `HousePolicy.check`.
 *
 * An object is exempt from a rule by its annotations `cdk8s-spark/policy-exempt` (ids, separated by commas) and
 * `cdk8s-spark/policy-exempt-reason`; see `HousePolicy.exempt`.
 */
export class HousePolicy {
  /** `policy/restricted-pods`: pods at the level `restricted` of Pod Security, and namespaces that enforce it. */
  public static restrictedPods(): IPolicy {
    return new RestrictedPods();
  }

  /** `policy/limits`: a memory limit and a CPU request on every container; a CPU limit is nobody's duty. */
  public static limits(): IPolicy {
    return new Limits();
  }

  /**
   * `policy/owner-labels`: labels on every object and on the template of its pods.
   *
   * @param keys Such as `example.com/team`; their values are free.
   * @throws RuleError for no key, and for what is no label key.
   */
  public static ownerLabels(keys: string[]): IPolicy {
    return new OwnerLabels(keys);
  }

  /**
   * `policy/sign-on`: Ingresses, routes of the Gateway API and of F5's controller, and Services of the types
   * LoadBalancer and NodePort ask their users to sign on.
   *
   * @throws RuleError for a name without a namespace.
   */
  public static signOnForPublicRoutes(props: SignOnProps = {}): IPolicy {
    return new SignOn(props);
  }

  /** All of them; owner labels once their keys are told. */
  public static all(props: HouseRulesProps = {}): IPolicy[] {
    return [
      HousePolicy.restrictedPods(),
      HousePolicy.limits(),
      HousePolicy.signOnForPublicRoutes(props.signOn),
      ...(props.ownerLabels === undefined ? [] : [HousePolicy.ownerLabels(props.ownerLabels)]),
    ];
  }

  /**
   * What is wrong with an object, a line for each: `policy/limits: <JSON path> = <value>: … Fix: ….`
   *
   * @param policies Rules to check, of the house or of your own.
   * @param manifest The object as it is written: plain JSON with apiVersion, kind and metadata.
   */
  public static check(policies: IPolicy[], manifest: { [key: string]: unknown }): string[] {
    return policyFindings(policies, manifest).map(describe);
  }

  /**
   * Exempts an object from policies, in a way that can be found again: by annotations on the object.
   *
   * @param object The object that must stay as it is.
   * @param policyNames Such as `policy/limits`.
   * @param reason Why, for those who find it later.
   * @throws RuleError for a reason without a word.
   */
  public static exempt(object: ApiObject, policyNames: string[], reason: string): void {
    if (reason.trim() === '') {
      throw new RuleError({ rule: POLICY_RULES.exemptionWithoutReason, at: 'reason', value: reason }, object);
    }
    object.metadata.addAnnotation(EXEMPT, policyNames.join(','));
    object.metadata.addAnnotation(EXEMPT_REASON, reason);
  }
}
