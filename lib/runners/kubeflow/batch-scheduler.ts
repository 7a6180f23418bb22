import type { Finding } from '../../core/rules';
import { VolcanoJobScheduler } from '../../scheduling/volcano/volcano-job-scheduler';
import type { SparkRun } from '../../spark/runner';
import type { IKubeflowSparkOperator } from './interfaces';
import { KUBEFLOW_RULES } from './rules';

/** The operator's name of Volcano, which is the name of a scheduler, too. */
const VOLCANO = 'volcano';

/**
 * The fields by which the operator makes a PodGroup. Sizes are always written: the operator's own sum takes Spark's sizes
 * for those of Kubernetes. YuniKorn has no such fields: it reads labels and annotations of the pods, which the job brings;
 * those that the operator would put in their place know nothing of what stands in the templates.
 */
export function batchScheduling({ scheduler, application }: SparkRun): object {
  if (!(scheduler instanceof VolcanoJobScheduler)) return {};
  const { queue, priorityClassName, resources } = scheduler.batchOptions(application);
  return {
    batchScheduler: VOLCANO,
    batchSchedulerOptions: { queue, ...(priorityClassName !== undefined && { priorityClassName }), resources },
  };
}

/** Findings for a job whose scheduler this operator does not serve. */
export function batchSchedulerFindings({ scheduler }: SparkRun, operator: IKubeflowSparkOperator): Finding[] {
  if (!(scheduler instanceof VolcanoJobScheduler)) return [];
  const { schedulerName = VOLCANO } = scheduler.queue.volcano ?? {};
  return [
    ...(operator.batchScheduler
      ? []
      : [{ rule: KUBEFLOW_RULES.batchSchedulerOff, at: 'scheduler', value: scheduler.schedulerLabel }]),
    ...(operator.webhook && schedulerName !== VOLCANO
      ? [{ rule: KUBEFLOW_RULES.schedulerName, at: 'scheduler', value: schedulerName }]
      : []),
  ];
}
