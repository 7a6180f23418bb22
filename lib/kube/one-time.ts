import { groupOf } from './scopes';

/** Kinds whose objects run once and come to an end, by API group. The core group is ''. */
const ONE_TIME: { readonly [group: string]: readonly string[] } = {
  '': ['Pod'],
  batch: ['Job'],
  'batch.volcano.sh': ['Job'],
  'spark.apache.org': ['SparkApplication'],
  'sparkoperator.k8s.io': ['SparkApplication'],
};

/** Whether an object of this kind runs once and comes to an end, so that making it again means running it again. */
export function runsOnce(apiVersion: string, kind: string): boolean {
  return ONE_TIME[groupOf(apiVersion)]?.includes(kind) ?? false;
}
