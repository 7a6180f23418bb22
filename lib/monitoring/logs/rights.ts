import type { RbacRule } from '../../kube/rbac';
import { LogCollection } from './props';

const row = (resources: readonly string[], verbs: readonly string[], because: string): RbacRule => ({
  apiGroups: [''],
  resources,
  verbs,
  because,
});

const PODS = row(['pods'], ['get', 'list', 'watch'], 'finds the pods of its node, and their labels');

/** Rights of the pods on each node. */
export const LOG_RIGHTS: { readonly [collection in LogCollection]: readonly RbacRule[] } = {
  [LogCollection.API]: [PODS, row(['pods/log'], ['get'], 'reads what their containers wrote')],
  [LogCollection.HOST_FILES]: [PODS],
};

/** Rights of the one pod that reads events. */
export const EVENT_RIGHTS: readonly RbacRule[] = [
  row(['events'], ['get', 'list', 'watch'], 'reads why pods wait, and why they ended'),
];
