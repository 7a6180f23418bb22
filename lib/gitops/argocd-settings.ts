import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../core/component';
import { ARGOCD_NAMESPACE } from './argocd-spec';
import { healthLua } from './health-lua';
import { GitOpsKey } from './keys';
import { SPARK_HEALTH } from './spark-health';

/** Where the settings of Argo CD are. */
export interface ArgoCdSettingsProps {
  /** Namespace of Argo CD. @default argocd */
  readonly argoCdNamespace?: string;
}

/**
 * What Argo CD must know to deploy Spark, as keys of its ConfigMap `argocd-cm`:
 *
 * - `application.resourceTrackingMethod: annotation`. Before Argo CD 3.0 it takes every object with the label
 *   `app.kubernetes.io/instance=<Application>` for its own, and writes that label onto what it deploys. Jobs carry their
 *   own name there, network policies and Services select by it, and the Kubeflow operator copies it onto pods.
 * - Health rules for SparkApplication, ScheduledSparkApplication, SparkConnect and SparkCluster of both operators.
 *
 * The ConfigMap belongs to the installation of Argo CD. This one holds these keys only, for a server-side apply, which
 * leaves all others alone; an installation from a chart takes `ArgoCdSettings.data()` into its values instead.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
 */
export class ArgoCdSettings extends Component {
  /** The keys and their values, such as for `configs.cm` of the Helm chart of Argo CD. */
  public static data(): { [key: string]: string } {
    return {
      'application.resourceTrackingMethod': 'annotation',
      ...Object.fromEntries(
        SPARK_HEALTH.map((health) => [
          `resource.customizations.health.${health.group}_${health.kind}`,
          healthLua(health),
        ]),
      ),
    };
  }

  public constructor(scope: Construct, id: string, props: ArgoCdSettingsProps = {}) {
    super(scope, id);
    // Not a KubeObject: its label managed-by would take the ConfigMap away from the chart that installed it.
    new ApiObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'argocd-cm',
        namespace: props.argoCdNamespace ?? ARGOCD_NAMESPACE,
        // Argo CD reads only what carries this label.
        labels: { 'app.kubernetes.io/part-of': 'argocd' },
        annotations: { [GitOpsKey.ARGO_SYNC_OPTIONS]: 'ServerSideApply=true,Prune=false' },
      },
      data: ArgoCdSettings.data(),
    });
  }
}
