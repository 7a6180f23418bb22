import { executorTemplate } from '../../spark/executor-pod';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { driverTemplate, stagedVolumes } from '../../spark/submission';
import { podTemplate, type PodTemplate } from '../pod-template';

/** The template of the driver, with what needs no webhook: everything that Spark has no property for. */
export function driverPodTemplate(app: ResolvedApplication, stagedConfigMap: string | undefined): PodTemplate {
  return template(app, driverTemplate(app, stagedVolumes(stagedConfigMap)));
}

/** The template of the executors. */
export function executorPodTemplate(app: ResolvedApplication, stagedConfigMap: string | undefined): PodTemplate {
  return template(app, executorTemplate(app, stagedVolumes(stagedConfigMap)));
}

/** Without the webhook nobody else tells the pods of the scheduler. */
function template(app: ResolvedApplication, pod: object): PodTemplate {
  const { spec, ...rest } = podTemplate(pod);
  const { _schedulerName: schedulerName } = app;
  return { ...rest, spec: { ...(schedulerName !== undefined && { schedulerName }), ...spec } };
}
