/** One place where an object breaks a policy. */
export interface PolicyBreach {
  /** JSON path of the field: `spec.template.spec.containers[0].resources.limits.memory`. */
  readonly at: string;
  /** The value that stands there. Never a secret. @default - nothing stands there */
  readonly value?: unknown;
  /** What is wrong, as a phrase without a full stop. */
  readonly reason: string;
  /** What to do instead, as a phrase without a full stop. */
  readonly fix: string;
}

/**
 * A rule over finished objects, however they were made: typed constructs, included YAML, or a patch of the last minute.
 * It looks at one object at a time, so that it can judge a manifest, a resource of a deployment and a live object alike.
 */
export interface IPolicy {
  /** Id of the rule, such as `acme/no-latest-tag`. It begins every message, and exemptions name it. */
  readonly policyName: string;
  /**
   * The places where the object breaks the rule.
   *
   * @param manifest The object as it is written: plain JSON with apiVersion, kind and metadata.
   */
  check(manifest: { [key: string]: unknown }): PolicyBreach[];
}
