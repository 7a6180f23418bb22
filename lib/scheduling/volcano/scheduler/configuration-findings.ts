import type { Finding } from '../../../core/rules';
import type { VolcanoSchedulerProps } from './configuration';
import { evictionFindings } from './eviction-findings';
import { queueingFindings } from './queueing-findings';
import { structureFindings } from './structure-findings';
import { valueFindings } from './value-findings';
import { ConfigurationView } from './view';

/** Everything that is wrong with a configuration by itself. */
export function configurationFindings(props: VolcanoSchedulerProps): Finding[] {
  const view = new ConfigurationView(props);
  const decides = view.entries.length > 0 && props.actions.length > 0;
  return [
    ...valueFindings(view),
    ...structureFindings(view),
    ...(decides ? [...queueingFindings(view), ...evictionFindings(view)] : []),
  ];
}
