import type { VolcanoAction, VolcanoActionArguments } from './actions';
import type { VolcanoMetrics } from './metrics';
import type { VolcanoPlugin } from './plugin';

/** Plugins that decide together. What a tier leaves open is asked of the next. */
export interface VolcanoTier {
  /** The plugins; where the first answer counts, in this order. */
  readonly plugins: VolcanoPlugin[];
}

/** What a `VolcanoScheduler` is made of. */
export interface VolcanoSchedulerProps {
  /** What a session does, in this order. */
  readonly actions: VolcanoAction[];
  /** The plugins, by tiers. */
  readonly tiers: VolcanoTier[];
  /** Arguments of actions. @default - Volcano's own */
  readonly actionArguments?: VolcanoActionArguments;
  /** Where the load of nodes is read. @default - nowhere */
  readonly metrics?: VolcanoMetrics;
}
