import type { NetworkPeer } from '../../kube/network-policy';
import type { ISparkPlatform, SparkPlatformComponent } from '../component';

/** Name of the component with notebooks, by which servers find out whom to let in. */
export const NOTEBOOKS = 'notebooks';

/** A component whose pods call servers. */
export abstract class NotebookClients {
  /** Its pods. */
  public abstract readonly notebookPeers: NetworkPeer[];
}

/** Pods of notebooks, for servers that let them in; none on a platform without. */
export function notebookPeers(platform: ISparkPlatform): NetworkPeer[] {
  const notebooks = platform.component(NOTEBOOKS) as (SparkPlatformComponent & Partial<NotebookClients>) | undefined;
  return notebooks?.notebookPeers ?? [];
}
