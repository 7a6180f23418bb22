import type { ApiObject } from 'cdk8s';
import { dashboardUrl } from '../monitoring/grafana/links';
import type { IGrafana } from '../monitoring/interfaces';
import { appNameLabel } from '../spark/labels';
import type { ISparkFeature, ResolvedApplication } from '../spark/resolved-application';
import { LINK } from './driver-ui';

const APPLICATION = 'spark-application';
const LOGS = 'spark-logs';

/**
 * Links each executor on the pages of Spark to its logs. Spark fills the pattern from what it tells executors of
 * themselves; where it tells nothing (before 4.0) the links stay as they were.
 *
 * @see https://spark.apache.org/docs/latest/configuration.html (spark.ui.custom.executor.log.url)
 */
export class GrafanaLinks implements ISparkFeature {
  public readonly featureName = 'GrafanaLinks';

  public constructor(private readonly grafana: IGrafana) {}

  public bind(application: ResolvedApplication): void {
    const key = 'spark.ui.custom.executor.log.url';
    if (application.conf.get(key) !== undefined) return;
    const logs = dashboardUrl(this.grafana, LOGS, { role: 'executor', ...namespaceOf(application) });
    application.setProperty(key, `${logs}&var-app_id={{APP_ID}}`);
  }
}

/** Writes on an object where the dashboard and the logs of its job are. */
export function linkToGrafana(object: ApiObject, grafana: IGrafana, application: ResolvedApplication): void {
  const variables = namespaceOf(application);
  const { appName, jobName } = application;
  object.metadata.addAnnotation(
    `${LINK}spark-dashboard`,
    dashboardUrl(grafana, APPLICATION, { ...variables, app_name: appNameLabel(appName) }),
  );
  object.metadata.addAnnotation(`${LINK}spark-logs`, dashboardUrl(grafana, LOGS, { ...variables, job_name: jobName }));
}

function namespaceOf({ serviceAccount }: ResolvedApplication): { readonly namespace?: string } {
  const { namespace } = serviceAccount;
  return namespace === undefined ? {} : { namespace };
}
