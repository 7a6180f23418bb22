import type { INodePool } from '../../../spark/placement';

/** What all servers and jobs of an installation share. */
export interface VolcanoPlace {
  readonly namespace: string;
  /** `schedulerName` of the pods that are theirs. */
  readonly schedulerName: string;
  readonly images: {
    readonly scheduler: string;
    readonly controllers: string;
    readonly admission: string;
    /** Names of Secrets with registry credentials. */
    readonly pullSecrets: readonly string[];
  };
  readonly nodes: INodePool | undefined;
}
