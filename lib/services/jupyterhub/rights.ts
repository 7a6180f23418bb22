import type { RbacRule } from '../../kube/rbac';

/**
 * What the hub calls, in its own namespace. It makes no Secrets and Services: those belong to internal TLS and to a Service
 * for each notebook, which are not used here.
 *
 * @see https://github.com/jupyterhub/kubespawner/blob/7.0.0/kubespawner/spawner.py
 */
export const HUB_RIGHTS: readonly RbacRule[] = [
  {
    apiGroups: [''],
    resources: ['pods'],
    verbs: ['create', 'delete', 'list', 'watch'],
    because: 'starts and stops notebooks, and sees which of them run, also after it was started again',
  },
  {
    apiGroups: [''],
    resources: ['persistentvolumeclaims'],
    verbs: ['create', 'get', 'delete'],
    because: 'makes the home of a user, looks whether there is one, and deletes it with the user',
  },
  {
    apiGroups: [''],
    resources: ['events'],
    verbs: ['list', 'watch'],
    because: 'shows users why their notebook does not start yet',
  },
];
