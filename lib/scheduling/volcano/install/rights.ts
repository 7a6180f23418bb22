import type { RbacRule } from '../../../kube/rbac';
import { VolcanoController } from './props';

const READ = ['list', 'watch'] as const;
const SCHEDULING = 'scheduling.volcano.sh';

const row = (apiGroup: string, resources: readonly string[], verbs: readonly string[], because: string): RbacRule => ({
  apiGroups: [apiGroup],
  resources,
  verbs,
  because,
});

const EVENTS = row('', ['events'], ['create', 'patch'], 'tells users why a pod or queue waits');

/** Rights of the scheduler in the whole cluster: its queues and gangs, and what kube-scheduler may. */
export const SCHEDULER_RIGHTS: readonly RbacRule[] = [
  EVENTS,
  row('', ['pods'], ['get', 'list', 'watch', 'patch', 'delete'], 'schedules pods, takes gates off, evicts victims'),
  row('', ['pods/status'], ['update'], 'writes why a pod waits, and that it is evicted'),
  row('', ['pods/binding'], ['create'], 'puts a pod on a node'),
  row('', ['nodes'], ['get', ...READ], 'knows what nodes have'),
  row('', ['namespaces', 'services', 'replicationcontrollers'], READ, 'affinity and spreading of pods'),
  row('', ['resourcequotas'], READ, 'plugin resourcequota holds groups that their namespace has no quota for'),
  row('', ['persistentvolumeclaims', 'persistentvolumes'], [...READ, 'update'], 'binds claims to volumes'),
  row('apps', ['replicasets', 'statefulsets'], READ, 'spreading of pods'),
  row('policy', ['poddisruptionbudgets'], READ, 'plugin pdb spares pods whose budget is used up'),
  row('scheduling.k8s.io', ['priorityclasses'], READ, 'the priority of a group'),
  row(
    'storage.k8s.io',
    ['storageclasses', 'csinodes', 'csidrivers', 'csistoragecapacities', 'volumeattachments'],
    READ,
    'knows where a volume can be had',
  ),
  row(
    'resource.k8s.io',
    ['resourceclaims', 'resourceslices', 'deviceclasses', 'devicetaintrules'],
    ['get', ...READ],
    'does not start before it has read them, where the cluster has them',
  ),
  row('resource.k8s.io', ['resourceclaims'], ['update', 'patch'], 'reserves devices for a pod'),
  row('resource.k8s.io', ['resourceclaims/status'], ['update', 'patch'], 'reserves devices for a pod'),
  row(SCHEDULING, ['queues'], ['get', ...READ, 'create'], 'makes the queues root and default'),
  row(SCHEDULING, ['queues/status'], ['update'], 'writes what a queue has'),
  row(SCHEDULING, ['podgroups'], [...READ, 'update'], 'writes the phase of a group'),
  row('nodeinfo.volcano.sh', ['numatopologies'], [...READ, 'delete'], 'drops those of nodes that are gone'),
  row('topology.volcano.sh', ['hypernodes'], READ, 'does not start before it has read them'),
];

/** What plugin `deviceshare` asks for besides. */
export const DEVICE_RIGHTS: readonly RbacRule[] = [
  row('', ['nodes'], ['update'], 'plugin deviceshare locks a node while it hands a device out'),
  row('', ['configmaps'], ['get'], 'plugin deviceshare reads the shapes of shared devices'),
];

/** Rights of the controllers of queues and PodGroups. */
export const CONTROLLER_RIGHTS: readonly RbacRule[] = [
  EVENTS,
  row('', ['pods'], [...READ, 'patch'], 'names its group on a pod that came without one'),
  row('', ['pods/finalizers'], ['update'], 'becomes able to make a group that its pod owns, where owners are checked'),
  row('apps', ['replicasets', 'statefulsets'], ['get', ...READ], 'a group goes with the set that owns its pods'),
  row('apps', ['daemonsets'], ['get'], 'copies annotations of the owner of a pod'),
  row('batch', ['jobs'], ['get'], 'copies annotations of the owner of a pod'),
  row(
    SCHEDULING,
    ['podgroups'],
    ['get', ...READ, 'create', 'update', 'delete'],
    'makes groups for pods without one, and removes those of sets without pods',
  ),
  row(SCHEDULING, ['queues'], ['get', ...READ, 'patch'], 'hangs queues without a parent under root'),
  row(SCHEDULING, ['queues/status'], ['patch'], 'opens and closes queues, and counts their groups'),
  row('bus.volcano.sh', ['commands'], [...READ, 'delete'], 'queues do not open before it has read them'),
];

const OWN_JOBS = row('batch.volcano.sh', ['jobs'], ['get', ...READ], 'reads the jobs');

/** What each further controller asks for. */
export const EXTRA_RIGHTS: { readonly [controller in VolcanoController]: readonly RbacRule[] } = {
  [VolcanoController.JOB]: [
    OWN_JOBS,
    row('batch.volcano.sh', ['jobs'], ['update'], 'keeps the jobs'),
    row('batch.volcano.sh', ['jobs/status', 'jobs/finalizers'], ['update', 'patch'], 'keeps the jobs'),
    row('', ['pods'], ['get', 'create', 'delete'], 'makes and stops the pods of a job'),
    row('', ['persistentvolumeclaims'], ['get', ...READ, 'create'], 'makes the claims of a job'),
    row('', ['services'], ['get', ...READ, 'create', 'delete'], 'plugin svc of a job'),
    row('', ['configmaps'], ['get', ...READ, 'create', 'update', 'delete'], 'plugin svc of a job'),
    row('', ['secrets'], ['get', 'create', 'update', 'delete'], 'plugin ssh of a job'),
    row('networking.k8s.io', ['networkpolicies'], ['get', 'create', 'delete'], 'plugin svc of a job'),
    row('scheduling.k8s.io', ['priorityclasses'], ['get', ...READ], 'the priority of a job'),
  ],
  [VolcanoController.GARBAGE_COLLECTOR]: [
    OWN_JOBS,
    row('batch.volcano.sh', ['jobs'], ['delete'], 'removes finished jobs'),
  ],
  [VolcanoController.CRON_JOB]: [
    row('batch.volcano.sh', ['cronjobs'], ['get', ...READ, 'update'], 'reads the schedules'),
    row('batch.volcano.sh', ['cronjobs/status', 'cronjobs/finalizers'], ['update', 'patch'], 'keeps the schedules'),
    row('batch.volcano.sh', ['jobs'], ['get', ...READ, 'create', 'delete'], 'makes the jobs of a schedule'),
  ],
  [VolcanoController.JOB_FLOW]: [
    row('flow.volcano.sh', ['jobflows', 'jobtemplates'], ['get', ...READ], 'reads the flows'),
    row('flow.volcano.sh', ['jobflows/status'], ['update', 'patch'], 'keeps the flows'),
    row('batch.volcano.sh', ['jobs'], ['get', ...READ, 'create', 'delete'], 'makes the jobs of a flow'),
  ],
  [VolcanoController.JOB_TEMPLATE]: [
    row('flow.volcano.sh', ['jobtemplates'], ['get', ...READ], 'reads the templates'),
    row('flow.volcano.sh', ['jobtemplates/status'], ['update', 'patch'], 'counts the jobs of a template'),
    OWN_JOBS,
  ],
};

/** Rights of the admission server. */
export function admissionRights(mutating: readonly string[], validating: readonly string[]): RbacRule[] {
  const because = 'writes the authority of its own certificate into its webhooks';
  const webhooks = (resource: string, resourceNames: readonly string[]): RbacRule[] =>
    resourceNames.length === 0
      ? []
      : [
          {
            apiGroups: ['admissionregistration.k8s.io'],
            resources: [resource],
            resourceNames,
            verbs: ['get', 'update'],
            because,
          },
        ];
  return [
    EVENTS,
    ...webhooks('mutatingwebhookconfigurations', mutating),
    ...webhooks('validatingwebhookconfigurations', validating),
    row(SCHEDULING, ['queues'], READ, 'compares a queue with the others'),
  ];
}

/** Rights on the lease of a server that has standbys, in Volcano's own namespace. */
export function leaseRights(lease: string): RbacRule[] {
  const group = { apiGroups: ['coordination.k8s.io'], resources: ['leases'] };
  return [
    { ...group, verbs: ['create'], because: 'makes its lease; Kubernetes cannot limit this to a name' },
    { ...group, resourceNames: [lease], verbs: ['get', 'update'], because: 'holds its lease' },
  ];
}
