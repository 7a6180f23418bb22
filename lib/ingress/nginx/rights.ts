import type { RbacRule } from '../../kube/rbac';
import { NGINX_LEASE } from './names';

const READ = ['get', 'list', 'watch'];
const KINDS = ['virtualservers', 'virtualserverroutes', 'transportservers', 'policies'];

/** What the controller needs in the whole cluster: nothing that holds a secret. */
export const CLUSTER_RIGHTS: readonly RbacRule[] = [
  {
    apiGroups: ['networking.k8s.io'],
    resources: ['ingressclasses'],
    verbs: ['get', 'list'],
    because: 'it does not start unless its class is there and names it',
  },
  {
    apiGroups: [''],
    resources: ['namespaces'],
    verbs: READ,
    because: 'checks that the namespaces it watches are there',
  },
  { apiGroups: [''], resources: ['nodes'], verbs: ['list'], because: 'counts nodes when it says where it runs' },
];

/** What it needs in each namespace that it watches. */
export const WATCH_RIGHTS: readonly RbacRule[] = [
  { apiGroups: [''], resources: ['services', 'pods'], verbs: READ, because: 'finds the ports behind a route' },
  {
    apiGroups: ['discovery.k8s.io'],
    resources: ['endpointslices'],
    verbs: READ,
    because: 'finds the pods behind a route',
  },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: READ, because: 'reads routes' },
  {
    apiGroups: ['networking.k8s.io'],
    resources: ['ingresses/status'],
    verbs: ['update'],
    because: 'tells at which address a route is served',
  },
  { apiGroups: ['k8s.nginx.org'], resources: KINDS, verbs: READ, because: 'reads routes' },
  {
    apiGroups: ['k8s.nginx.org'],
    resources: KINDS.map((kind) => `${kind}/status`),
    verbs: ['update'],
    because: 'tells whether a route is valid',
  },
  {
    apiGroups: [''],
    resources: ['events'],
    verbs: ['create', 'patch', 'list'],
    because: 'tells why a route is not served',
  },
];

/** What it needs in its own namespace beyond `WATCH_RIGHTS`. */
export const OWN_RIGHTS: readonly RbacRule[] = [
  { apiGroups: [''], resources: ['secrets'], verbs: READ, because: 'certificates; no other namespace has any for it' },
  { apiGroups: [''], resources: ['configmaps'], verbs: READ, because: 'follows its settings' },
  { apiGroups: [''], resources: ['pods'], verbs: ['update'], because: 'labels its own pods with its version' },
  {
    apiGroups: [''],
    resources: ['services'],
    verbs: ['create', 'update', 'patch', 'delete'],
    because: 'keeps a Service for its pods to find each other, and looks for one to remove at its start',
  },
  {
    apiGroups: ['apps'],
    resources: ['replicasets', 'daemonsets', 'statefulsets'],
    verbs: ['get'],
    because: 'finds out what made its pod',
  },
  {
    apiGroups: ['coordination.k8s.io'],
    resources: ['leases'],
    verbs: ['create', 'list', 'watch'],
    because: 'one pod reports addresses; Kubernetes cannot limit these verbs to a name',
  },
  {
    apiGroups: ['coordination.k8s.io'],
    resources: ['leases'],
    resourceNames: [NGINX_LEASE],
    verbs: ['get', 'update'],
    because: 'one pod reports addresses',
  },
];
