import type { RbacRule } from '../../kube/rbac';

/** What Livy itself asks of the whole cluster: it looks for the driver of a session everywhere, whatever it was told. */
export const LIVY_CLUSTER_RIGHTS: readonly RbacRule[] = [
  {
    apiGroups: [''],
    resources: ['pods'],
    verbs: ['list'],
    because: 'every look for a driver lists the drivers of all namespaces; without it a running batch counts as dead',
  },
];

/** A row that not every installation needs. */
export interface LivyRight extends RbacRule {
  /** The option that grants it. @default - always granted */
  readonly when?: 'persistentVolumeClaims' | 'volcano' | 'kerberos';
}

/** What Livy and its spark-submit ask of a namespace in which they start drivers. */
export const LIVY_JOB_RIGHTS: readonly LivyRight[] = [
  {
    apiGroups: [''],
    resources: ['pods'],
    verbs: ['create', 'delete'],
    because: 'spark-submit makes the driver, and takes it back when its Service fails; Livy deletes what is cancelled',
  },
  {
    apiGroups: [''],
    resources: ['pods/log'],
    verbs: ['get'],
    because: 'the log of a batch is the end of that of its driver',
  },
  {
    apiGroups: [''],
    resources: ['services', 'configmaps'],
    verbs: ['create', 'patch'],
    because: "spark-submit applies the driver's headless Service and ConfigMaps server-side, which asks for both verbs",
  },
  {
    apiGroups: ['networking.k8s.io'],
    resources: ['ingresses'],
    verbs: ['list'],
    because: 'every look at a driver lists them, even with none of its own; without it a batch stays in starting',
  },
  {
    apiGroups: [''],
    resources: ['persistentvolumeclaims'],
    verbs: ['create', 'patch'],
    because: "spark-submit makes a driver's claims on demand",
    when: 'persistentVolumeClaims',
  },
  {
    apiGroups: ['scheduling.volcano.sh'],
    resources: ['podgroups'],
    verbs: ['create', 'patch'],
    because: 'spark-submit applies the PodGroup of an application before the driver',
    when: 'volcano',
  },
  {
    apiGroups: [''],
    resources: ['secrets'],
    verbs: ['create', 'patch'],
    because: "spark-submit hands Hadoop's delegation tokens to the driver in a Secret",
    when: 'kerberos',
  },
];

/** What the cleaner asks of such a namespace. */
export const CLEANUP_RIGHTS: readonly RbacRule[] = [
  {
    apiGroups: [''],
    resources: ['pods'],
    verbs: ['list', 'delete'],
    because: 'Livy never deletes the driver of a batch that has ended',
  },
];
