import type { Finding } from '../core/rules';
import type { SparkJobBase } from '../jobs/spark-job-base';
import { amountQuantity, amountsOf, exceeding } from '../kube/resources';
import { gangRequests } from '../spark/requests';
import { mebibytes, mebibyteQuantity } from '../core/quantities';
import type { SparkRole } from '../spark/role';
import type { SparkLimits, SparkQuota } from './quota';
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

/** Findings for a job whose containers the tenant's LimitRange would refuse, one by one. */
export function checkJobLimits(job: SparkJobBase, { maxMemory }: SparkLimits): Finding[] {
  if (maxMemory === undefined) return [];
  const most = mebibytes(maxMemory);
  const { driver, executor } = job._application;
  const check = (role: SparkRole): Finding[] =>
    role._memory.total <= most
      ? []
      : [
          {
            rule: PLATFORM_RULES.jobExceedsLimit,
            at: `job "${job.jobName}", ${role.name}`,
            value: mebibyteQuantity(role._memory.total),
            because: `heap and overhead together; limits.maxMemory is ${mebibyteQuantity(most)}`,
          },
        ];
  return [...check(driver), ...check(executor)];
}
