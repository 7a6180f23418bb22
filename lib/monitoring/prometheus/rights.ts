import type { RbacRule } from '../../kube/rbac';

const READ = ['get', 'list', 'watch'] as const;

/**
 * What it may in each namespace with a target of it: find pods, nothing else. It has no rights on nodes or pages of
 * metrics; monitors of such pages bring an account for just them.
 */
export const DISCOVERY_RIGHTS: readonly RbacRule[] = [
  {
    apiGroups: [''],
    resources: ['pods', 'services'],
    verbs: READ,
    because: 'finds the targets of PodMonitors and ServiceMonitors',
  },
  {
    apiGroups: ['discovery.k8s.io'],
    resources: ['endpointslices'],
    verbs: READ,
    because: 'finds the pods behind a Service',
  },
];
