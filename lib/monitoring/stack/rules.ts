import { rules } from '../../core/rules';

/** Mistakes about a monitoring stack as a whole. */
export const STACK_RULES = rules('stack', {
  existing: [
    'somebody else runs this server, so that nothing is made of what is said of it here',
    'remove it, and say it where that server is made; or use MonitoringMode.full()',
  ],
  agent: [
    'an agent scrapes and sends on and does nothing else, so that nothing is made of this',
    'remove it, and say it at the store that is sent to; or use MonitoringMode.full()',
  ],
  existingLoki: ['logs go to a Loki that exists, so that no other is made', 'remove server, or remove loki'],
  agentsNamespace: [
    'no pod of this stack must see its node, so that this namespace is not made',
    'remove it, or ask for nodeExporter or LogCollection.HOST_FILES',
  ],
});
