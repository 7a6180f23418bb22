/** Annotations by which an object tells Argo CD and Flux how to treat it. */
export const GitOpsKey = {
  /** @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/ */
  ARGO_SYNC_OPTIONS: 'argocd.argoproj.io/sync-options',
  /** Hooks run at each synchronisation and are not compared. */
  ARGO_HOOK: 'argocd.argoproj.io/hook',
  /** @see https://fluxcd.io/flux/components/kustomize/kustomizations/ */
  FLUX_FORCE: 'kustomize.toolkit.fluxcd.io/force',
  FLUX_PRUNE: 'kustomize.toolkit.fluxcd.io/prune',
} as const;

/** A list of sync options with more of them; those that are there stay. */
export function withSyncOptions(present: string, more: readonly string[]): string {
  const options = syncOptions(present);
  const name = (option: string): string => option.split('=')[0] ?? '';
  const names = options.map(name);
  return [...options, ...more.filter((option) => !names.includes(name(option)))].join(',');
}

/** The sync options of an annotation, each as `Name=value`. */
export function syncOptions(text: string): string[] {
  return text
    .split(',')
    .map((option) => option.trim())
    .filter(Boolean);
}
