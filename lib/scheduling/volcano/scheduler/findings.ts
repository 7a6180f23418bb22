import type { Construct } from 'constructs';
import { checkAtSynth } from '../../../core/rules';
import type { VolcanoScheduler } from './scheduler';

/** Reports what is wrong with a configuration when the tree is validated. */
export function checkVolcanoScheduler(scope: Construct, configuration: VolcanoScheduler): void {
  checkAtSynth(scope, () => configuration._findings());
}
