import { Label } from '../../../core/labels';
import { VERSIONS } from '../../../versions';

/** Name of the operator: of its objects, of its namespace unless told otherwise, and of its container. */
export const OPERATOR = 'spark-kubernetes-operator';
/** The lease that standbys wait for. */
export const LEASE = 'spark-operator-lease';

/** Ports that the operator listens on. */
export const OperatorPort = { HEALTH: 19091, METRICS: 19090 } as const;

/** Labels that tell its pods from all others. */
export const SELECTOR: { readonly [key: string]: string } = { [Label.NAME]: OPERATOR, [Label.COMPONENT]: 'operator' };

/** Labels of its objects. */
export const LABELS: { readonly [key: string]: string } = {
  ...SELECTOR,
  [Label.VERSION]: VERSIONS.APACHE_SPARK_OPERATOR.version,
};
