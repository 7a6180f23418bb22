import { Label } from '../../../core/labels';
import { VERSIONS } from '../../../versions';

/** Where the operator is installed, and what it is called, unless told otherwise. */
export const KUBEFLOW_OPERATOR = 'spark-operator';

/** Names of Services are DNS labels, and the longest here is `<operator>-controller`. */
export const OPERATOR_NAME_MAX = 52;

/** Ports that the servers listen on. */
export const KubeflowPort = { METRICS: 8080, HEALTH: 8081, WEBHOOK: 9443 } as const;

/** The two servers; both are made of one image. */
export type KubeflowPart = 'controller' | 'webhook';

/** Labels that tell the pods of a part of one operator from all others. */
export function selectorOf(operator: string, part: KubeflowPart): { [key: string]: string } {
  return { [Label.NAME]: 'spark-operator', [Label.INSTANCE]: operator, [Label.COMPONENT]: part };
}

/** Labels of the objects of an operator, of one part of it, or of what all operators share. */
export function labelsOf(operator?: string, part?: KubeflowPart): { [key: string]: string } {
  return {
    [Label.NAME]: 'spark-operator',
    ...(operator !== undefined && { [Label.INSTANCE]: operator }),
    ...(part !== undefined && { [Label.COMPONENT]: part }),
    [Label.VERSION]: VERSIONS.KUBEFLOW_SPARK_OPERATOR.version,
  };
}
