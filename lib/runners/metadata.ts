import type { k8s } from 'cdk8s-plus-27';
import { instanceLabels } from '../spark/labels';
import type { SparkRun } from '../spark/runner';

/** Name, namespace and labels of the objects of a run. */
export function metadataOf(run: SparkRun): k8s.ObjectMeta {
  const { namespace } = run.application.serviceAccount;
  return { name: run.name, ...(namespace !== undefined && { namespace }), labels: instanceLabels(run.name) };
}
