import { Construct } from 'constructs';
import { Chart } from 'cdk8s';
import { KubeObject } from '../../kube/object';
import type { GrafanaDashboard } from '../dashboards/grafana-dashboard';

/** As the chart kube-prometheus-stack tells the sidecar of its Grafana. */
const SIDECAR_LABELS = { grafana_dashboard: '1' };

/** Dashboards as ConfigMaps, for the sidecar of a Grafana that somebody else runs. */
export class DashboardMaps extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    dashboards: readonly GrafanaDashboard[],
    labels: { readonly [key: string]: string } = SIDECAR_LABELS,
  ) {
    super(scope, id);
    const { namespace } = Chart.of(this);
    for (const { uid, folder, _json } of dashboards) {
      new KubeObject(this, uid, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: `dashboard-${uid}`,
          ...(namespace !== undefined && { namespace }),
          labels: { ...labels },
          annotations: { grafana_folder: folder },
        },
        data: { [`${uid}.json`]: JSON.stringify(_json) },
      });
    }
  }
}
