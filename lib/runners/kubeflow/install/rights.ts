import type { RbacRule } from '../../../kube/rbac';

const SPARK = 'sparkoperator.k8s.io';
const KINDS = ['sparkapplications', 'scheduledsparkapplications', 'sparkconnects'] as const;
const READ = ['list', 'watch'] as const;
const READ_WRITE = [...READ, 'create', 'update', 'patch', 'delete'] as const;

const row = (apiGroup: string, resources: readonly string[], verbs: readonly string[], because: string): RbacRule => ({
  apiGroups: [apiGroup],
  resources,
  verbs,
  because,
});

/** What decides which rights the controller has. */
export interface KubeflowFeatures {
  readonly batchScheduler: boolean;
  readonly ingresses: boolean;
  readonly sparkConnect: boolean;
  readonly ownerPermissions: boolean;
}

/** Rights of the controller in each namespace of jobs, whatever is switched on. spark-submit runs with them, too. */
export const CONTROLLER_RIGHTS: readonly RbacRule[] = [
  row('', ['pods'], [...READ, 'create', 'delete'], 'makes drivers, follows them, deletes those of a former run'),
  row('', ['services'], READ_WRITE, 'the Services of drivers and of their UI'),
  row('', ['configmaps'], [...READ, 'create', 'patch'], 'the properties of drivers, and the settings of their metrics'),
  row('', ['events'], ['create', 'patch'], 'tells users what became of their application'),
  row(
    SPARK,
    ['sparkapplications'],
    [...READ, 'create', 'delete'],
    'starts them, makes those of schedules, deletes old',
  ),
  row(
    SPARK,
    ['scheduledsparkapplications', 'sparkconnects'],
    READ,
    'does not start before it has read all three kinds',
  ),
  row(SPARK, ['sparkapplications/status', 'scheduledsparkapplications/status'], ['update'], 'writes their state'),
];

/** Rights of the controller that come with a feature. */
export const FEATURE_RIGHTS: { readonly [feature in keyof KubeflowFeatures]: readonly RbacRule[] } = {
  batchScheduler: [
    row('scheduling.volcano.sh', ['podgroups'], ['get', 'create', 'update', 'delete'], 'the gangs of applications'),
  ],
  ingresses: [
    row(
      'networking.k8s.io',
      ['ingresses'],
      [...READ, 'create', 'update', 'delete'],
      'the Ingresses of drivers; it reads them through a cache, which lists and watches',
    ),
  ],
  sparkConnect: [
    row('', ['pods', 'configmaps'], ['update'], 'keeps the server and its settings as they were asked for'),
    row(SPARK, ['sparkconnects/status'], ['update'], 'writes their state'),
  ],
  ownerPermissions: [
    row(
      SPARK,
      KINDS.map((kind) => `${kind}/finalizers`),
      ['update'],
      'makes objects whose owner cannot go before them, where the API server asks for this right',
    ),
  ],
};

/** What Volcano's part looks for in the whole cluster before it makes a group. */
export const POD_GROUP_DEFINITION_RIGHTS: readonly RbacRule[] = [
  {
    apiGroups: ['apiextensions.k8s.io'],
    resources: ['customresourcedefinitions'],
    resourceNames: ['podgroups.scheduling.volcano.sh'],
    verbs: ['get'],
    because: 'refuses to submit where the cluster has no PodGroups',
  },
];

/** Rights of the webhook in each namespace of jobs. */
export const WEBHOOK_RIGHTS: readonly RbacRule[] = [
  row(SPARK, ['sparkapplications'], READ, 'knows the application that a pod belongs to'),
];

/** Rights of a webhook that makes its own certificate, in the whole cluster. */
export function webhookConfigurationRights(name: string): RbacRule[] {
  return [
    {
      apiGroups: ['admissionregistration.k8s.io'],
      resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
      resourceNames: [name],
      // A list or watch that asks for one name is allowed by that name.
      verbs: [...READ, 'get', 'update'],
      because: 'writes its authority into its own configurations',
    },
  ];
}

/** Rights of the webhook on the Secret with its certificate, in the operator's own namespace. */
export function secretRights(name: string, makesIt: boolean): RbacRule[] {
  const secrets = { apiGroups: [''], resources: ['secrets'] };
  return [
    {
      ...secrets,
      resourceNames: [name],
      verbs: makesIt ? ['get', 'update'] : ['get'],
      because: 'reads its certificate, and renews it',
    },
    ...(makesIt
      ? [{ ...secrets, verbs: ['create'], because: 'keeps its certificate; Kubernetes cannot limit this to a name' }]
      : []),
  ];
}

/** Rights on the Lease of one part, in the operator's own namespace. */
export function leaseRights(lease: string): RbacRule[] {
  const leases = { apiGroups: ['coordination.k8s.io'], resources: ['leases'] };
  return [
    { ...leases, verbs: ['create'], because: 'makes its Lease; Kubernetes cannot limit this to a name' },
    { ...leases, resourceNames: [lease], verbs: ['get', 'update'], because: 'holds its Lease' },
    row('', ['events'], ['create', 'patch'], 'tells who holds the Lease'),
  ];
}

/** Rights of users in their namespaces, by the role of Kubernetes that they are added to. */
export const USER_RIGHTS: { readonly [role in 'edit' | 'view']: readonly RbacRule[] } = {
  view: [
    row(SPARK, KINDS, ['get', ...READ], 'sees applications'),
    row(
      SPARK,
      KINDS.map((kind) => `${kind}/status`),
      ['get'],
      'sees what became of them',
    ),
  ],
  edit: [
    row(
      SPARK,
      KINDS,
      ['create', 'update', 'patch', 'delete', 'deletecollection'],
      'runs applications; edit includes view',
    ),
  ],
};
