import { rules } from '../core/rules';

/** Mistakes about runners in general. */
export const RUNNER_RULES = rules('runners', {
  notPortable: ['this runner cannot honour this property, and will not drop it silently', 'use another runner'],
  confTooLarge: [
    'the configuration of a job shares a ConfigMap, which holds at most 1 MiB',
    'shorten conf or configuration files',
  ],
  lateProperty: [
    'the scheduler sets a property that only a pod written by the runner can complete, and this runner writes none',
    'use SparkRunner.native(), or another scheduler',
  ],
  twoOperators: [
    'both operators define the kind SparkApplication and the short name sparkapp, so kubectl has to be told which',
    'use full names of kinds',
  ],
});
