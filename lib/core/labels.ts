/** The recommended labels of Kubernetes that this package sets. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export const Label = {
  NAME: 'app.kubernetes.io/name',
  INSTANCE: 'app.kubernetes.io/instance',
  COMPONENT: 'app.kubernetes.io/component',
  PART_OF: 'app.kubernetes.io/part-of',
  VERSION: 'app.kubernetes.io/version',
  MANAGED_BY: 'app.kubernetes.io/managed-by',
} as const;

/** Value of `app.kubernetes.io/managed-by` on every object this package makes. */
export const MANAGED_BY = 'cdk8s-spark';
