import type { RbacRule } from '../../kube/rbac';

const EVERYTHING = ['create', 'get', 'list', 'watch', 'update', 'delete'];

/**
 * What the server calls. It makes no roles: interpreters have an account that is there before them, so that whoever takes the
 * server over gets no further right than to run pods beside it.
 */
export const ZEPPELIN_SERVER_RIGHTS: readonly RbacRule[] = [
  {
    apiGroups: [''],
    resources: ['pods'],
    verbs: EVERYTHING,
    because: 'the launcher makes the pod of an interpreter, watches its phase, and deletes it',
  },
  {
    apiGroups: [''],
    resources: ['services'],
    verbs: EVERYTHING,
    because: 'the launcher gives each interpreter a name, by which the server and executors call it',
  },
];
