import { fires, series, silent, sparkPod, type AlertCase, type Series } from './case';

const WHO = { namespace: 'etl', label_spark_app_name: 'daily' };
const APPLICATION = { ...WHO, label_spark_app_selector: 'spark-1' };
const at = (pod: string) => ({ namespace: 'etl', pod, uid: pod, instance: 'ksm-0' });

function killed(pod: string, role: string, completed: string, reason = 'OOMKilled'): Series {
  const container = `spark-kubernetes-${role}`;
  return {
    ...sparkPod(pod, role, 'Failed', '1x300'),
    [series('kube_pod_container_status_terminated_reason', { ...at(pod), container, reason })]: '1x300',
    [series('kube_pod_completion_time', at(pod))]: completed,
  };
}

function failedInJob(condition: Series): Series {
  return {
    ...killed('d', 'driver', '60x300', 'Error'),
    [series('kube_pod_owner', { ...at('d'), owner_kind: 'Job', owner_name: 'daily', owner_is_controller: 'true' })]:
      '1x300',
    [series('kube_job_created', { namespace: 'etl', job_name: 'daily' })]: '0x300',
    ...condition,
  };
}

const cron = (metric: string, values: string, namespace = 'etl'): Series => ({
  [series(`kube_cronjob_${metric}`, { namespace, cronjob: 'nightly' })]: values,
});

const nightly = (more: Series): Series => ({
  ...cron('status_last_schedule_time', '3600x400'),
  ...cron('next_schedule_time', '90000x400'),
  ...cron('spec_suspend', '0x400'),
  ...more,
});

function usage(bytes: string, container: string, pod = 'e1'): Series {
  const labels = { namespace: 'etl', pod, container };
  return {
    [series('container_memory_working_set_bytes', { ...labels, id: '/kubepods/a', node: 'n1' })]: bytes,
    [series('kube_pod_container_resource_limits', { ...labels, resource: 'memory', unit: 'byte', node: 'n1' })]:
      '1000x60',
    [series('kube_pod_container_resource_limits', { ...labels, resource: 'cpu', unit: 'core', node: 'n1' })]: '1x60',
  };
}

const pushed = (what: string, values: string): Series => ({
  [series(`spark_job_last_${what}_timestamp_seconds`, { job: 'daily', namespace: 'etl', instance: '' })]: values,
});

const threeKilled = (completed: string): Series => ({
  ...killed('e1', 'executor', completed),
  ...killed('e2', 'executor', completed),
  ...killed('e3', 'executor', completed),
});

/** Alerts of `podAlerts`. */
export const POD_CASES: readonly AlertCase[] = [
  fires('SparkDriverOOMKilled', 'the driver was killed a minute ago', '5m', killed('d', 'driver', '240x300'), {
    labels: { namespace: 'etl', pod: 'd' },
  }),
  fires(
    'SparkDriverOOMKilled',
    'a Connect server was killed and started again',
    '20m',
    {
      [series('kube_pod_container_status_last_terminated_reason', {
        ...at('connect'),
        container: 'spark-kubernetes-driver',
        reason: 'OOMKilled',
      })]: '_x10 1x30',
      [series('kube_pod_container_status_restarts_total', { ...at('connect'), container: 'spark-kubernetes-driver' })]:
        '0x10 1x30',
    },
    { labels: { namespace: 'etl', pod: 'connect' } },
  ),
  silent('SparkDriverOOMKilled', 'it ended long ago and is still there', '2h', killed('d', 'driver', '60x300')),
  silent('SparkDriverOOMKilled', 'it ended for another reason', '5m', killed('d', 'driver', '240x300', 'Error')),
  silent('SparkDriverOOMKilled', 'an executor was killed', '5m', killed('e', 'executor', '240x300')),

  fires('SparkExecutorOOMKilled', 'three executors were killed', '5m', threeKilled('240x300'), {
    labels: WHO,
    value: '3',
  }),
  silent('SparkExecutorOOMKilled', 'they are kept long after their end', '1h', threeKilled('240x300')),
  silent('SparkExecutorOOMKilled', 'only two were killed', '5m', {
    ...killed('e1', 'executor', '240x300'),
    ...killed('e2', 'executor', '240x300'),
  }),

  fires(
    'SparkExecutorsPending',
    'two executors wait, and two kube-state-metrics tell of one of them',
    '12m',
    {
      ...sparkPod('e1', 'executor', 'Pending', '1x60'),
      ...sparkPod('e2', 'executor', 'Pending', '1x60'),
      ...sparkPod('e2', 'executor', 'Pending', '1x60', 'ksm-1'),
    },
    { labels: APPLICATION, value: '2' },
  ),
  silent('SparkExecutorsPending', 'it waits for 9 minutes', '9m', sparkPod('e1', 'executor', 'Pending', '1x60')),
  silent('SparkExecutorsPending', 'the driver waits', '30m', sparkPod('d', 'driver', 'Pending', '1x60')),
  silent('SparkExecutorsPending', 'the pod is not of Spark', '30m', {
    [series('kube_pod_labels', { ...at('x'), label_app: 'x' })]: '1x60',
    [series('kube_pod_status_phase', { ...at('x'), phase: 'Pending' })]: '1x60',
  }),

  fires('SparkDriverPending', 'the driver waits', '12m', sparkPod('d', 'driver', 'Pending', '1x60'), {
    labels: APPLICATION,
  }),
  silent('SparkDriverPending', 'it waits for 9 minutes', '9m', sparkPod('d', 'driver', 'Pending', '1x60')),
  silent('SparkDriverPending', 'it runs', '30m', sparkPod('d', 'driver', 'Running', '1x60')),

  fires('SparkApplicationFailed', 'a driver failed by itself', '5m', killed('d', 'driver', '240x300', 'Error'), {
    labels: { ...WHO, pod: 'd' },
  }),
  fires(
    'SparkApplicationFailed',
    'its Job gave up',
    '5m',
    failedInJob({ [series('kube_job_failed', { namespace: 'etl', job_name: 'daily', condition: 'true' })]: '1x300' }),
    { labels: { ...WHO, pod: 'd' } },
  ),
  fires(
    'SparkApplicationFailed',
    'it was evicted before it started',
    '5m',
    { ...sparkPod('d', 'driver', 'Failed', '1x300'), [series('kube_pod_created', at('d'))]: '30x300' },
    { labels: { ...WHO, pod: 'd' } },
  ),
  silent('SparkApplicationFailed', 'its Job tries again', '5m', failedInJob({})),
  silent('SparkApplicationFailed', 'it failed long ago', '1h', killed('d', 'driver', '240x300', 'Error')),
  silent('SparkApplicationFailed', 'an executor failed', '5m', killed('e', 'executor', '240x300', 'Error')),

  fires(
    'SparkScheduledJobLate',
    'the run of 01:00 has not succeeded at 03:05',
    '185m',
    nightly({
      ...cron('status_last_schedule_time', '_x59 3600x400'),
      ...cron('status_last_successful_time', '-80000x400'),
    }),
    { labels: { namespace: 'etl', cronjob: 'nightly' } },
  ),
  fires('SparkScheduledJobLate', 'no run has ever succeeded', '185m', nightly({}), {
    labels: { namespace: 'etl', cronjob: 'nightly' },
  }),
  fires(
    'SparkScheduledJobLate',
    'no run was started when it was due',
    '185m',
    nightly({ ...cron('next_schedule_time', '3600x400'), ...cron('status_last_successful_time', '3700x400') }),
    { labels: { namespace: 'etl', cronjob: 'nightly' } },
  ),
  silent(
    'SparkScheduledJobLate',
    'the run succeeded',
    '300m',
    nightly(cron('status_last_successful_time', '-80000x119 7200x300')),
  ),
  silent('SparkScheduledJobLate', 'the run has not taken two hours yet', '115m', nightly({})),
  silent('SparkScheduledJobLate', 'the schedule is suspended', '300m', nightly(cron('spec_suspend', '1x400'))),

  fires(
    'SparkApplicationRunsTooLong',
    'a driver has run for 25 hours',
    '10m',
    { ...sparkPod('d', 'driver', 'Running', '1x60'), [series('kube_pod_start_time', at('d'))]: '-89400x60' },
    { labels: { ...WHO, pod: 'd' }, value: '1d 1h 0m 0s' },
  ),
  silent('SparkApplicationRunsTooLong', 'it has run for 23 hours', '10m', {
    ...sparkPod('d', 'driver', 'Running', '1x60'),
    [series('kube_pod_start_time', at('d'))]: '-82800x60',
  }),
  silent('SparkApplicationRunsTooLong', 'it ended', '10m', {
    ...sparkPod('d', 'driver', 'Succeeded', '1x60'),
    [series('kube_pod_start_time', at('d'))]: '-89400x60',
  }),
  silent('SparkApplicationRunsTooLong', 'it is a Connect server', '10m', {
    ...sparkPod('d', 'driver', 'Running', '1x60'),
    [series('kube_pod_start_time', at('d'))]: '-89400x60',
    [series('kube_pod_owner', { ...at('d'), owner_kind: 'ReplicaSet', owner_name: 'connect' })]: '1x60',
  }),

  fires('SparkContainerNearMemoryLimit', '96 %', '12m', usage('960x60', 'spark-kubernetes-executor'), {
    labels: { namespace: 'etl', pod: 'e1', container: 'spark-kubernetes-executor' },
    value: '96%',
  }),
  silent('SparkContainerNearMemoryLimit', '94 %', '30m', usage('940x60', 'spark-kubernetes-executor')),
  silent('SparkContainerNearMemoryLimit', 'another container', '30m', usage('990x60', 'sidecar')),
  silent('SparkContainerNearMemoryLimit', 'for 9 minutes', '9m', usage('960x60', 'spark-kubernetes-executor')),

  fires(
    'SparkJobKeepsFailing',
    'it succeeded once, then failed',
    '130m',
    { ...pushed('run', '600x200'), ...pushed('success', '60x200') },
    { labels: { namespace: 'etl', job: 'daily' } },
  ),
  fires('SparkJobKeepsFailing', 'it never succeeded', '130m', pushed('run', '600x200'), {
    labels: { namespace: 'etl', job: 'daily' },
  }),
  silent('SparkJobKeepsFailing', 'the last run succeeded', '130m', {
    ...pushed('run', '600x200'),
    ...pushed('success', '600x200'),
  }),
  silent('SparkJobKeepsFailing', 'it failed an hour ago', '60m', {
    ...pushed('run', '600x200'),
    ...pushed('success', '60x200'),
  }),
];
