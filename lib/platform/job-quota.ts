import type { Finding } from '../core/rules';
import type { SparkJobBase } from '../jobs/spark-job-base';
import { amountQuantity, amountsOf, exceeding } from '../kube/resources';
import { gangRequests } from '../spark/requests';
import type { SparkQuota } from './quota';
import { PLATFORM_RULES } from './rules';

/** Findings for a job that cannot start within its tenant's quota even when it has it for itself. */
export function checkJobQuota(job: SparkJobBase, quota: SparkQuota): Finding[] {
  const { total, executors } = gangRequests(job._application);
  const asked = { ...total, pods: 1 + executors };
  const limits = amountsOf(quota);
  return exceeding(asked, limits).map((resource) => ({
    rule: PLATFORM_RULES.jobExceedsQuota,
    at: `job "${job.jobName}", ${resource}`,
    value: amountQuantity(resource, asked[resource as keyof typeof asked] ?? 0),
    because: `driver and ${executors} executors together; the quota is ${amountQuantity(resource, limits[resource] ?? 0)}`,
  }));
}
