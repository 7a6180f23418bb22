import type { Duration } from 'cdk8s';

/** A directory of manifests in a repository, as Argo CD reads it. */
export interface ArgoCdSource {
  /** Address of the repository: `https://…`, `ssh://…`, `git@host:path`, or `oci://…`. Without credentials. */
  readonly repository: string;
  /** Directory of the manifests, from the root of the repository: `dist/manifests/prod`. */
  readonly path: string;
  /** Branch, tag or commit. @default HEAD */
  readonly revision?: string;
}

/** A difference between repository and cluster that is nobody's mistake. */
export interface ArgoCdIgnoredDifference {
  /** API group of the kind; the core group is ''. */
  readonly group: string;
  /** Kind of the objects. */
  readonly kind: string;
  /** Name of the object. @default - all of the kind */
  readonly name?: string;
  /** Fields, as JSON pointers: `/spec/replicas`. @default - none */
  readonly jsonPointers?: string[];
  /** Fields, as expressions of jq: `.webhooks[]?.clientConfig.caBundle`. @default - none */
  readonly jqPathExpressions?: string[];
}

/** How Argo CD tries again when a synchronisation fails. */
export interface ArgoCdRetry {
  /** Attempts after the first. @default 5 */
  readonly limit?: number;
  /** Wait before the first of them; it doubles each time. @default Duration.seconds(30) */
  readonly backoff?: Duration;
  /** The longest wait. @default Duration.minutes(5) */
  readonly maxBackoff?: Duration;
}

/** How an Application keeps a cluster as the repository says. */
export interface ArgoCdSyncProps {
  /** Synchronise without being asked. @default true */
  readonly automated?: boolean;
  /** Remove objects that left the repository. Pods that Spark makes are never among them. @default true */
  readonly prune?: boolean;
  /** Undo changes that somebody made in the cluster. @default true */
  readonly selfHeal?: boolean;
  /**
   * Further sync options, as `Name=value`. They win over those that are set by themselves.
   *
   * By themselves are set `ServerSideApply=true`, because definitions of operators are too large for the annotation of a client-side
   * apply; `ApplyOutOfSyncOnly=true`, because otherwise each synchronisation would replace, and so run, every one-time
   * job; `PruneLast=true`, because what replaces an object should be healthy before the object goes; and
   * `RespectIgnoreDifferences=true`, because differences to ignore should not be undone either.
   *
   * @default - none
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
   */
  readonly syncOptions?: string[];
  /** Differences to ignore, besides the certificates that are put into webhooks in the cluster. @default - none */
  readonly ignoreDifferences?: ArgoCdIgnoredDifference[];
  /** How a failed synchronisation is tried again. @default - 5 times, after 30 seconds and up to 5 minutes */
  readonly retry?: ArgoCdRetry;
  /** The AppProject, which bounds what may be deployed where. @default default */
  readonly project?: string;
  /** Namespace of Argo CD. @default argocd */
  readonly argoCdNamespace?: string;
}
