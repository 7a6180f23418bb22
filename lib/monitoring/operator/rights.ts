import type { RbacRule } from '../../kube/rbac';

const GROUP = 'monitoring.coreos.com';
const READ = ['get', 'list', 'watch'] as const;
const SERVERS = ['prometheuses', 'prometheusagents', 'alertmanagers', 'thanosrulers'] as const;

const row = (apiGroup: string, resources: readonly string[], verbs: readonly string[], because: string): RbacRule => ({
  apiGroups: [apiGroup],
  resources,
  verbs,
  because,
});

/** What it reads in the namespaces that it watches. */
export const WATCH_RIGHTS: readonly RbacRule[] = [
  row(
    GROUP,
    ['servicemonitors', 'podmonitors', 'probes', 'scrapeconfigs', 'prometheusrules', 'alertmanagerconfigs'],
    READ,
    'makes configurations of them',
  ),
  row('', ['secrets', 'configmaps'], READ, 'copies the credentials and authorities that monitors name'),
  row('', ['namespaces'], READ, 'compares namespaces with selectors'),
];

/** What it has beside that where it watches the whole cluster. */
export const EVENT_RIGHTS: readonly RbacRule[] = [
  row('events.k8s.io', ['events'], ['create', 'patch'], 'tells why it refused an object'),
];

/** What it does where its servers live. */
export const INSTANCE_RIGHTS: readonly RbacRule[] = [
  row(GROUP, SERVERS, READ, 'knows which servers are wanted'),
  row(
    GROUP,
    SERVERS.map((kind) => `${kind}/status`),
    ['patch', 'update'],
    'says how they are',
  ),
  row(
    GROUP,
    SERVERS.map((kind) => `${kind}/finalizers`),
    ['update'],
    'owns what it makes for them, where owners are checked',
  ),
  row('apps', ['statefulsets'], [...READ, 'create', 'update', 'patch', 'delete'], 'makes the servers'),
  row('', ['secrets', 'configmaps'], [...READ, 'create', 'update', 'delete'], 'writes configurations and rule files'),
  row('', ['services'], ['get', 'create', 'update'], 'makes the governing Services'),
  row('', ['services/finalizers'], ['update'], 'owns them, where owners are checked'),
  row('', ['pods'], ['list'], 'counts the pods that are ready'),
  row('', ['namespaces'], ['get'], 'asks for the labels of the namespace'),
];

/** What it does in kube-system for the Service of the kubelets. */
export const KUBELET_RIGHTS: readonly RbacRule[] = [
  row('', ['services'], ['get', 'create', 'update'], 'keeps the Service of the kubelets'),
  row(
    'discovery.k8s.io',
    ['endpointslices'],
    ['get', 'list', 'create', 'update', 'delete'],
    'writes the addresses of the nodes into it',
  ),
];

/** What has no namespace. */
export function clusterRights(kubelet: boolean): RbacRule[] {
  return [
    row('storage.k8s.io', ['storageclasses'], ['get'], 'refuses a server whose class of storage is missing'),
    ...(kubelet ? [row('', ['nodes'], ['list'], 'knows the addresses of the kubelets')] : []),
  ];
}
