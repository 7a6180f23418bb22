import { mebibytes } from '../core/quantities';
import type { Finding } from '../core/rules';
import type { SparkJobBase } from '../jobs/spark-job-base';
import type { SparkQuota } from './quota';
import { PLATFORM_RULES } from './rules';

/** Findings for a job that cannot start within its tenant's quota even when it has it for itself. */
export function checkJobQuota(job: SparkJobBase, quota: SparkQuota): Finding[] {
  const { driver, executor } = job._application;
  const executors = firstExecutors(job);
  const asked = {
    cpu: driver.coreRequest + executors * executor.coreRequest,
    memory: driver._memory.total + executors * executor._memory.total,
    pods: 1 + executors,
  };
  const limits = { cpu: quota.cpu, memory: quota.memory && mebibytes(quota.memory), pods: quota.pods };
  return Object.entries(limits).flatMap(([resource, limit]) => {
    const need = asked[resource as keyof typeof asked];
    if (limit === undefined || !(need > limit)) return [];
    const unit = resource === 'memory' ? ' MiB' : '';
    return [
      {
        rule: PLATFORM_RULES.jobExceedsQuota,
        at: `job "${job.jobName}", ${resource}`,
        value: `${need}${unit}`,
        because: `driver and ${executors} executors together; the quota is ${limit}${unit}`,
      },
    ];
  });
}

/** The executors a job starts with. */
function firstExecutors(job: SparkJobBase): number {
  const application = job._application;
  const initial = application.property('spark.dynamicAllocation.initialExecutors');
  return initial === undefined ? (application.executor.props.instances ?? 2) : Number(initial);
}
