import type { RbacRule } from '../../kube/rbac';

const READ = ['get', 'list', 'watch'];
const WEBHOOKS = ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'];

/** Where the admission controller keeps its certificates, under the name it insists on. */
export const CERTIFICATES_SECRET = 'admission-controller-secrets';

/**
 * Roles of Kubernetes that a scheduler needs. They are kept up by each release of Kubernetes, with what its libraries
 * for placing pods and binding volumes read.
 */
export const SCHEDULER_ROLES = ['system:kube-scheduler', 'system:volume-scheduler'];

/** What the scheduler needs in the cluster beyond `SCHEDULER_ROLES`. */
export const SCHEDULER_RULES: readonly RbacRule[] = [
  {
    apiGroups: [''],
    resources: ['pods'],
    verbs: [...READ, 'create', 'update', 'delete'],
    because: 'placeholders are made and taken away, and a pod is annotated where it could not be placed',
  },
  { apiGroups: [''], resources: ['namespaces'], verbs: READ, because: 'quotas and parents in annotations' },
  { apiGroups: ['scheduling.k8s.io'], resources: ['priorityclasses'], verbs: READ, because: 'who may be preempted' },
  { apiGroups: ['storage.k8s.io'], resources: ['volumeattachments'], verbs: READ, because: 'limits of volumes' },
];

/** What both servers need in their own namespace. */
export const CONFIG_RULES: readonly RbacRule[] = [
  { apiGroups: [''], resources: ['configmaps'], verbs: READ, because: 'the configuration is watched and reloaded' },
];

/** What the admission controller needs in the cluster. */
export const ADMISSION_RULES: readonly RbacRule[] = [
  { apiGroups: [''], resources: ['namespaces'], verbs: READ, because: 'annotations turn single namespaces on and off' },
  { apiGroups: ['scheduling.k8s.io'], resources: ['priorityclasses'], verbs: READ, because: 'who may be preempted' },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: WEBHOOKS,
    verbs: ['create'],
    because: 'it makes its own webhook configurations; creation cannot be limited to names',
  },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: WEBHOOKS,
    resourceNames: ['yunikorn-admission-controller-mutations', 'yunikorn-admission-controller-validations'],
    verbs: ['get', 'update'],
    because: 'it keeps them in step with its certificates',
  },
];

/** What the admission controller needs in its own namespace. */
export const CERTIFICATE_RULES: readonly RbacRule[] = [
  ...CONFIG_RULES,
  {
    apiGroups: [''],
    resources: ['secrets'],
    resourceNames: [CERTIFICATES_SECRET],
    verbs: ['get', 'update'],
    because: 'it makes its certificates itself and renews them',
  },
];
