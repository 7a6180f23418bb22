/**
 * Where a secret value lives. A `SecretSource` is a reference: the value itself never passes through this package and
 * never stands in YAML.
 */
export class SecretSource {
  /** One key of a Kubernetes Secret in the namespace of the pods that use it. */
  public static fromKubernetes(secretName: string, key: string): SecretSource {
    return new SecretSource(secretName, key);
  }

  private constructor(
    /** `metadata.name` of the Secret. */
    public readonly secretName: string,
    /** The key within the Secret. */
    public readonly key: string,
  ) {}
}
