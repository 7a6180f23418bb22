/** What Kueue reads on jobs and pods. @see https://kueue.sigs.k8s.io/docs/reference/labels-and-annotations/ */
export const KueueKey = {
  /** Label: the LocalQueue. */
  QUEUE: 'kueue.x-k8s.io/queue-name',
  /** Label: the WorkloadPriorityClass. */
  PRIORITY: 'kueue.x-k8s.io/priority-class',
  /** Label: the pod is Kueue's to start. */
  MANAGED: 'kueue.x-k8s.io/managed',
  /** Annotation: the pod waits although something else owns it. Its value is free text. */
  SUSPENDING_PARENT: 'kueue.x-k8s.io/pod-suspending-parent',
} as const;

/** Keys by which a user would undo what is set for the job. */
export const OWNED_KEYS: readonly string[] = [
  ...Object.values(KueueKey),
  'kueue.x-k8s.io/elastic-job',
  'kueue.x-k8s.io/pod-group-fast-admission',
  'kueue.x-k8s.io/pod-group-name',
  'kueue.x-k8s.io/pod-group-role',
  'kueue.x-k8s.io/pod-group-serving',
  'kueue.x-k8s.io/pod-group-total-count',
  'kueue.x-k8s.io/prebuilt-workload-name',
  'kueue.x-k8s.io/retriable-in-group',
  'kueue.x-k8s.io/role-hash',
];
