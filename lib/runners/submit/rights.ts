import type { RbacRule } from '../../kube/rbac';

/** What one spark-submit and its follower call, and nothing else. All in the namespace of the job. */
export const SUBMITTER_RULES: readonly RbacRule[] = [
  {
    apiGroups: [''],
    resources: ['pods'],
    verbs: ['create'],
    because: 'spark-submit makes the driver; since it does not wait for it, it neither reads nor watches it',
  },
  {
    apiGroups: [''],
    resources: ['pods'],
    verbs: ['get', 'list'],
    because:
      'follows the driver to its end, and finds those of the same run after a restart: nothing is submitted twice',
  },
  {
    apiGroups: [''],
    resources: ['pods'],
    verbs: ['delete'],
    because: 'takes a driver back whose Service or ConfigMap could not be made',
  },
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'], because: "the driver's log is the job's log" },
  {
    apiGroups: [''],
    resources: ['services', 'configmaps'],
    verbs: ['create', 'patch'],
    because: "spark-submit applies the driver's headless Service and ConfigMaps server-side, which asks for both verbs",
  },
  {
    apiGroups: [''],
    resources: ['configmaps'],
    verbs: ['get'],
    because: 'tells a driver that is waiting from one whose submission was cut off before its ConfigMap',
  },
];

/** What Volcano's step of spark-submit calls besides. */
export const VOLCANO_SUBMITTER_RULES: readonly RbacRule[] = [
  {
    apiGroups: ['scheduling.volcano.sh'],
    resources: ['podgroups'],
    verbs: ['create', 'patch'],
    because: 'spark-submit applies the PodGroup of the application server-side before the driver',
  },
];
