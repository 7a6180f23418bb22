import type { RbacRule } from '../../../kube/rbac';
import type { ApacheOperatorDuties } from './props';

/** What the operator's own chart grants on every kind; fewer verbs have not been proven to be enough. */
const CHART = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] as const;

const row = (apiGroup: string, resources: readonly string[], because: string): RbacRule => ({
  apiGroups: [apiGroup],
  resources,
  verbs: CHART,
  because,
});

/** Rights in each namespace of jobs, whatever runs there. */
export const APPLICATION_RIGHTS: readonly RbacRule[] = [
  row('', ['pods'], 'makes drivers, follows them and their executors, and removes them'),
  row('', ['services'], 'makes the headless Service by which executors find their driver'),
  row('', ['configmaps'], 'makes the configuration and the pod template of a driver'),
  row('', ['persistentvolumeclaims'], 'makes claims that a driver asks for on demand'),
  row('', ['events'], 'tells users what became of an application'),
  row('networking.k8s.io', ['networkpolicies'], 'its Spark makes a policy for each application'),
  row(
    'spark.apache.org',
    ['sparkapplications', 'sparkapplications/status', 'sparkapplications/finalizers'],
    'follows applications, writes their state, owns what it makes to them, and deletes them when their time is over',
  ),
  row(
    'spark.apache.org',
    ['sparkclusters', 'sparkclusters/status', 'sparkclusters/finalizers'],
    'does not start before it has read them, even where there are none',
  ),
];

/** What standalone clusters need besides. */
export const CLUSTER_RIGHTS: readonly RbacRule[] = [
  row('apps', ['statefulsets'], 'makes masters and workers'),
  row('autoscaling', ['horizontalpodautoscalers'], 'lets the number of workers follow their load'),
  row('policy', ['poddisruptionbudgets'], 'keeps a worker during drains'),
];

/** What Ingresses of drivers need besides. */
export const INGRESS_RIGHTS: readonly RbacRule[] = [
  row('networking.k8s.io', ['ingresses'], 'makes the Ingresses that an application lists'),
];

/** What routes of drivers need besides. */
export const ROUTE_RIGHTS: readonly RbacRule[] = [
  row('gateway.networking.k8s.io', ['httproutes', 'grpcroutes'], 'makes the routes that an application lists'),
];

/** Rights in the operator's own namespace, where standbys wait. */
export const LEASE_RIGHTS: readonly RbacRule[] = [
  row('coordination.k8s.io', ['leases'], 'makes and holds the lease; nobody else has one there'),
];

/** Rights in one namespace of jobs. */
export function jobRights({ clusters = true, driverIngresses, driverRoutes }: ApacheOperatorDuties): RbacRule[] {
  return [
    ...APPLICATION_RIGHTS,
    ...(clusters ? CLUSTER_RIGHTS : []),
    ...(driverIngresses === true ? INGRESS_RIGHTS : []),
    ...(driverRoutes === true ? ROUTE_RIGHTS : []),
  ];
}
