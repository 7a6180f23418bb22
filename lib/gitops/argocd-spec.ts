import { Duration } from 'cdk8s';
import type { Finding } from '../core/rules';
import type { ArgoCdIgnoredDifference, ArgoCdRetry, ArgoCdSyncProps } from './argocd-props';
import { goDuration } from './durations';
import { withSyncOptions } from './keys';
import { GITOPS_RULES } from './rules';

/** Where the objects of one Application come from and go to; members may be templates of an ApplicationSet. */
export interface ApplicationPlace {
  readonly repository: string;
  readonly path: string;
  readonly revision: string;
  readonly cluster: string;
  readonly namespace?: string;
}

export const ARGOCD_NAMESPACE = 'argocd';
/** How Argo CD calls the cluster that it runs in. */
export const IN_CLUSTER = 'in-cluster';

const SYNC_OPTIONS = [
  ...['ServerSideApply=true', 'ApplyOutOfSyncOnly=true'],
  ...['PruneLast=true', 'RespectIgnoreDifferences=true'],
];
const WEBHOOKS: readonly ArgoCdIgnoredDifference[] = [
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
].map((kind) => ({
  group: 'admissionregistration.k8s.io',
  kind,
  jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
}));

/** `spec` of an Application. */
export function applicationSpec(place: ApplicationPlace, sync: ArgoCdSyncProps): unknown {
  const { automated = true, prune = true, selfHeal = true, retry = {} } = sync;
  return {
    project: sync.project ?? 'default',
    source: {
      repoURL: place.repository,
      targetRevision: place.revision,
      path: place.path,
      // Everything that is written is YAML; JSON in the directory is for other tools.
      directory: { recurse: true, include: '*.yaml' },
    },
    destination: { name: place.cluster, ...(place.namespace !== undefined && { namespace: place.namespace }) },
    syncPolicy: {
      ...(automated && { automated: { prune, selfHeal } }),
      syncOptions: withSyncOptions((sync.syncOptions ?? []).join(','), SYNC_OPTIONS).split(','),
      retry: retryPolicy(retry),
    },
    ignoreDifferences: [...WEBHOOKS, ...(sync.ignoreDifferences ?? [])].map(ignored),
  };
}

/** What is wrong with the way an Application keeps a cluster. */
export function syncFindings({ syncOptions = [], ignoreDifferences = [], retry = {} }: ArgoCdSyncProps): Finding[] {
  const { limit = 5 } = retry;
  return [
    ...syncOptions
      .filter((option) => !/^[A-Za-z]+=[A-Za-z]+$/.test(option))
      .map((value) => ({ rule: GITOPS_RULES.syncOption, at: 'syncOptions', value })),
    ...(Number.isInteger(limit) && limit >= 0 ? [] : [{ rule: GITOPS_RULES.retries, at: 'retry.limit', value: limit }]),
    ...ignoreDifferences.flatMap((difference, index) => differenceFindings(difference, `ignoreDifferences[${index}]`)),
  ];
}

function differenceFindings(difference: ArgoCdIgnoredDifference, at: string): Finding[] {
  const { jsonPointers = [], jqPathExpressions = [], kind } = difference;
  if (jsonPointers.length + jqPathExpressions.length === 0) {
    return [{ rule: GITOPS_RULES.ignoredFields, at, value: kind }];
  }
  return jsonPointers
    .filter((pointer) => !/^(\/[^/]+)+$/.test(pointer))
    .map((value) => ({ rule: GITOPS_RULES.jsonPointer, at: `${at}.jsonPointers`, value }));
}

function ignored({ group, kind, name, jsonPointers, jqPathExpressions }: ArgoCdIgnoredDifference): unknown {
  return {
    group,
    kind,
    ...(name !== undefined && { name }),
    ...(jsonPointers !== undefined && { jsonPointers: [...jsonPointers] }),
    ...(jqPathExpressions !== undefined && { jqPathExpressions: [...jqPathExpressions] }),
  };
}

function retryPolicy({
  limit = 5,
  backoff = Duration.seconds(30),
  maxBackoff = Duration.minutes(5),
}: ArgoCdRetry): unknown {
  return { limit, backoff: { duration: goDuration(backoff), factor: 2, maxDuration: goDuration(maxBackoff) } };
}
