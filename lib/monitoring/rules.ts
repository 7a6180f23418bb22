import { rules } from '../core/rules';

/** Mistakes that all parts of the monitoring stack share. */
export const MONITORING_RULES = rules('monitoring', {
  namespace: [
    'accounts, addresses and network policies of a part need its namespace, and none is known',
    'set the namespace here or on the chart',
  ],
});
