/** Annotation with the ids of the rules an object is exempt from, separated by commas. */
export const EXEMPT = 'cdk8s-spark/policy-exempt';
/** Annotation that says why. */
export const EXEMPT_REASON = 'cdk8s-spark/policy-exempt-reason';

/** Annotations of an object whose pods cannot be of the level `restricted`. @param reason What they must see or do. */
export function unrestricted(reason: string): { [key: string]: string } {
  return { [EXEMPT]: 'policy/restricted-pods', [EXEMPT_REASON]: reason };
}
