import { Construct } from 'constructs';
import type { KubeObject } from '../../../kube/object';
import { namespacesExcept, webhookConfiguration, type WebhookSpec } from '../../../kube/webhook';
import { ADMISSION_SERVICE, labelsOf } from './names';
import { VolcanoController, type VolcanoPodsWebhook } from './props';

/** A webhook of Volcano, and what happens while its server does not answer. */
export interface VolcanoWebhook extends Pick<
  WebhookSpec,
  'name' | 'mutating' | 'apiGroup' | 'apiVersion' | 'resources' | 'operations' | 'clusterScoped' | 'failurePolicy'
> {
  /** Path on the server, and by it the name of the object. */
  readonly path: string;
  /** Why this failure policy. */
  readonly because: string;
  /** What switches the webhook on. @default - always on */
  readonly when?: VolcanoController | 'pods';
}

const QUEUES = { apiGroup: 'scheduling.volcano.sh', apiVersion: 'v1beta1', resources: ['queues'], clusterScoped: true };
const JOBS = { apiGroup: 'batch.volcano.sh', apiVersion: 'v1alpha1', resources: ['jobs'], clusterScoped: false };

/** Every webhook of which this package makes objects. The server's argument and the objects both come from here. */
export const VOLCANO_WEBHOOKS: readonly VolcanoWebhook[] = [
  {
    ...QUEUES,
    path: '/queues/mutate',
    name: 'mutatequeue.volcano.sh',
    mutating: true,
    operations: ['CREATE'],
    failurePolicy: 'Ignore',
    because: 'it sets weight 1 and reclaimable true: the definition and the scheduler take the same for what is absent',
  },
  {
    ...QUEUES,
    path: '/queues/validate',
    name: 'validatequeue.volcano.sh',
    mutating: false,
    operations: ['CREATE', 'UPDATE', 'DELETE'],
    failurePolicy: 'Fail',
    because: 'a queue whose parent is gone stops the scheduler; jobs do not wait for this, changes of queues do',
  },
  {
    apiGroup: 'scheduling.volcano.sh',
    apiVersion: 'v1beta1',
    resources: ['podgroups'],
    clusterScoped: false,
    path: '/podgroups/validate',
    name: 'validatepodgroup.volcano.sh',
    mutating: false,
    operations: ['CREATE'],
    failurePolicy: 'Ignore',
    because: 'it refuses groups of absent or closed queues, which would only wait; no job should wait for the server',
  },
  {
    apiGroup: '',
    apiVersion: 'v1',
    resources: ['pods'],
    clusterScoped: false,
    path: '/pods/mutate',
    name: 'mutatepod.volcano.sh',
    mutating: true,
    operations: ['CREATE'],
    failurePolicy: 'Ignore',
    because: 'a pod without its gate costs a node at worst; a pod that is refused costs the job',
    when: 'pods',
  },
  {
    ...JOBS,
    path: '/jobs/mutate',
    name: 'mutatejob.volcano.sh',
    mutating: true,
    operations: ['CREATE'],
    failurePolicy: 'Fail',
    because: "it fills in fields that the controller relies on; only Volcano's own jobs wait",
    when: VolcanoController.JOB,
  },
  {
    ...JOBS,
    path: '/jobs/validate',
    name: 'validatejob.volcano.sh',
    mutating: false,
    operations: ['CREATE', 'UPDATE'],
    failurePolicy: 'Fail',
    because: "the controller relies on it; only Volcano's own jobs wait",
    when: VolcanoController.JOB,
  },
  {
    ...JOBS,
    resources: ['cronjobs'],
    path: '/cronjobs/validate',
    name: 'validatecronjob.volcano.sh',
    mutating: false,
    operations: ['CREATE', 'UPDATE'],
    failurePolicy: 'Fail',
    because: "the controller relies on it; only Volcano's own schedules wait",
    when: VolcanoController.CRON_JOB,
  },
  {
    apiGroup: 'flow.volcano.sh',
    apiVersion: 'v1alpha1',
    resources: ['jobflows'],
    clusterScoped: false,
    path: '/jobflows/validate',
    name: 'validatejobflow.volcano.sh',
    mutating: false,
    operations: ['CREATE', 'UPDATE'],
    failurePolicy: 'Fail',
    because: "the controller relies on it; only Volcano's own flows wait",
    when: VolcanoController.JOB_FLOW,
  },
];

/** The webhooks that are on. */
export function enabledWebhooks(controllers: readonly VolcanoController[], pods: boolean): VolcanoWebhook[] {
  return VOLCANO_WEBHOOKS.filter(({ when }) =>
    when === undefined ? true : when === 'pods' ? pods : controllers.includes(when),
  );
}

/** Name of a webhook's object: the server looks it up by its path. */
export function webhookObjectName({ path }: Pick<VolcanoWebhook, 'path'>): string {
  return `${ADMISSION_SERVICE}${path.replaceAll('/', '-')}`;
}

/** What the objects have to know of the installation. */
export interface VolcanoWebhooksSpec {
  readonly enabled: readonly VolcanoWebhook[];
  readonly namespace: string;
  /** Users who are not asked: Volcano itself makes and opens the queues `root` and `default`. */
  readonly exemptUsers: readonly string[];
  readonly schedulerName: string;
  readonly failOpen: boolean;
  readonly pods: VolcanoPodsWebhook | undefined;
}

/** The webhook objects, one for each path. */
export class VolcanoWebhooks extends Construct {
  public readonly objects: KubeObject[];

  public constructor(scope: Construct, id: string, spec: VolcanoWebhooksSpec) {
    super(scope, id);
    this.objects = spec.enabled.map((webhook) =>
      webhookConfiguration(this, webhook.path.slice(1).replace('/', '-'), {
        ...webhook,
        objectName: webhookObjectName(webhook),
        service: { name: ADMISSION_SERVICE, namespace: spec.namespace, path: webhook.path },
        failurePolicy: spec.failOpen ? 'Ignore' : webhook.failurePolicy,
        labels: labelsOf('admission'),
        ...reach(webhook, spec),
      }),
    );
  }
}

/** Whom a webhook looks at. Volcano and Kubernetes must come up again without it. */
function reach(webhook: VolcanoWebhook, spec: VolcanoWebhooksSpec): Pick<WebhookSpec, 'namespaces' | 'conditions'> {
  if (webhook.resources.includes('queues')) {
    const users = JSON.stringify(spec.exemptUsers);
    return { conditions: { 'not-volcano-itself': `!(request.userInfo.username in ${users})` } };
  }
  const others = namespacesExcept(spec.namespace, 'kube-system');
  if (webhook.when !== 'pods') return { namespaces: others };
  return {
    namespaces: { ...others, matchLabels: { ...spec.pods?.namespaceLabels } },
    conditions: { 'scheduled-by-volcano': `object.spec.schedulerName == "${spec.schedulerName}"` },
  };
}
