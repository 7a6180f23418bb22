import type { Finding } from '../core/rules';
import type { SparkRole } from './role';
import { SPARK_RULES } from './rules';

/** Fields of a template that Spark replaces; an override of them would be silently lost. */
const OVERWRITTEN =
  /^\/(apiVersion|kind|metadata\/(name|namespace)|spec\/(restartPolicy|hostname|terminationGracePeriodSeconds|serviceAccount|serviceAccountName)|spec\/containers\/0\/(name|image|imagePullPolicy|args|lifecycle)|spec\/containers\/0\/resources(\/(requests|limits)(\/(cpu|memory))?)?)$/;

/** Parts that hold what Pod Security asks for beside what Spark replaces. */
const WHOLE = /^\/(metadata|spec|spec\/containers|spec\/containers\/0)$/;

/** Findings for overrides of a pod that Spark makes from a template: always the executors, the driver where it is submitted. */
export function templateFindings({ name, props }: SparkRole): Finding[] {
  const at = `${name}.podOverrides`;
  return Object.keys(props.podOverrides ?? {}).flatMap((value): Finding[] => {
    if (OVERWRITTEN.test(value)) return [{ rule: SPARK_RULES.templateOverwritten, at, value }];
    return WHOLE.test(value) ? [{ rule: SPARK_RULES.templateWhole, at, value }] : [];
  });
}
