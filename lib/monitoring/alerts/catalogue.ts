import { Duration } from 'cdk8s';
import { podAlerts } from './applications';
import { driverAlerts } from './drivers';
import { logAlerts } from './logs';
import { RECORDING } from './recording';
import type { StockGroup } from './rule';
import { serviceAlerts } from './services';
import { stackAlerts } from './stack';
import { DEFAULT_LIMITS, type AlertContext } from './thresholds';

/** Every rule of this package, by the object that holds it. */
export function catalogue(context: AlertContext): { readonly [object: string]: readonly StockGroup[] } {
  const half = Duration.seconds(30);
  const minute = Duration.minutes(1);
  return {
    'spark-recording': [{ name: 'spark.rules', interval: half, records: RECORDING, alerts: [] }],
    'spark-applications': [
      { name: 'spark.pods', interval: half, records: [], alerts: podAlerts(context) },
      { name: 'spark.drivers', interval: half, records: [], alerts: driverAlerts(context) },
    ],
    'spark-services': [{ name: 'spark.services', interval: half, records: [], alerts: serviceAlerts(context) }],
    'monitoring-stack': [
      { name: 'monitoring.stack', interval: half, records: [], alerts: stackAlerts(context) },
      { name: 'monitoring.logs', interval: minute, records: [], alerts: logAlerts() },
    ],
  };
}

/** The rules with the thresholds that hold where nothing is said. */
export const DEFAULT_CONTEXT: AlertContext = { limits: DEFAULT_LIMITS, namespaces: '' };
