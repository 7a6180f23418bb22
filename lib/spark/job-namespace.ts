/** A namespace that jobs live in. Tenants are one. */
export interface IJobNamespace {
  /** Name of the namespace. */
  readonly namespaceName: string;
}
