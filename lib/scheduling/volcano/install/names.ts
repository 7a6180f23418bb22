import { Label } from '../../../core/labels';
import { VERSIONS } from '../../../versions';

/** Where Volcano is installed unless told otherwise. */
export const VOLCANO_NAMESPACE = 'volcano-system';
/** `schedulerName` that its pods carry unless told otherwise. */
export const VOLCANO_SCHEDULER_NAME = 'volcano';

/** Ports that the servers listen on. */
export const VolcanoPort = {
  SCHEDULER_METRICS: 8080,
  CONTROLLERS_METRICS: 8081,
  ADMISSION: 8443,
  HEALTH: 11251,
} as const;

/** Beginning of the names of all webhook objects, and name of the Service behind them: the server has it built in. */
export const ADMISSION_SERVICE = 'volcano-admission-service';

/** The user of Volcano's images in its own charts. */
export const VOLCANO_UID = 1000;

/** The three servers, and the two jobs beside them. */
export type VolcanoPart = 'scheduler' | 'controllers' | 'admission' | 'certificates' | 'sweeper';

/** Labels that tell the pods of a part from all others. */
export function selectorOf(part: VolcanoPart): { [key: string]: string } {
  return { [Label.NAME]: 'volcano', [Label.COMPONENT]: part };
}

/** Labels of the objects of a part. */
export function labelsOf(part?: VolcanoPart): { [key: string]: string } {
  return {
    [Label.NAME]: 'volcano',
    ...(part !== undefined && { [Label.COMPONENT]: part }),
    [Label.VERSION]: VERSIONS.VOLCANO.version,
  };
}
