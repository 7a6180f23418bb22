import type { Finding } from '../core/rules';
import type { SparkRole } from './role';
import { SPARK_RULES } from './rules';

/** Fields of a template that Spark replaces; an override of them would be silently lost. */
const OVERWRITTEN =
  /^\/(apiVersion|kind|metadata\/(name|namespace)|spec\/(restartPolicy|hostname|terminationGracePeriodSeconds)|spec\/containers\/0\/(name|image|imagePullPolicy|args|lifecycle)|spec\/containers\/0\/resources(\/(requests|limits)(\/(cpu|memory))?)?)$/;

/** Findings for overrides of a pod that Spark makes from a template: always the executors, the driver where it is submitted. */
export function templateFindings({ name, props }: SparkRole): Finding[] {
  return Object.keys(props.podOverrides ?? {})
    .filter((path) => OVERWRITTEN.test(path))
    .map((value) => ({ rule: SPARK_RULES.templateOverwritten, at: `${name}.podOverrides`, value }));
}
