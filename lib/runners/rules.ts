import { rules } from '../core/rules';

/** Mistakes about runners in general. */
export const RUNNER_RULES = rules('runners', {
  notPortable: ['this runner cannot honour this property, and will not drop it silently', 'use another runner'],
});
