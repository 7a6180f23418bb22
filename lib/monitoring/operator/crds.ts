import { Construct } from 'constructs';
import { customResourceDefinition, type CrdSpec } from '../../kube/crd';
import type { KubeObject } from '../../kube/object';
import { MONITOR_CRDS } from './crds-monitors';
import { SERVER_CRDS } from './crds-servers';

/** The ten kinds of the operator. It does not start to watch a kind that is missing. */
export const PROMETHEUS_OPERATOR_CRDS: readonly CrdSpec[] = [...SERVER_CRDS, ...MONITOR_CRDS];

/** The CustomResourceDefinitions. Deleting one deletes every object of its kind. */
export class PrometheusOperatorCustomResources extends Construct {
  public readonly definitions: KubeObject[];

  public constructor(scope: Construct, id: string, labels: { readonly [key: string]: string }) {
    super(scope, id);
    this.definitions = PROMETHEUS_OPERATOR_CRDS.map((crd) => customResourceDefinition(this, crd.kind, crd, labels));
  }
}
