import { fires, series, silent, type AlertCase, type Labels, type Series } from './case';

const target = (name: string, labels: Labels, values: string): Series => ({
  [series(name, { namespace: 'spark', ...labels })]: values,
});

/** Alerts about a server that answers a probe: how long it must be silent, in minutes. */
function probed(alert: string, job: string, minutes: number): AlertCase[] {
  const probe = (instance: string, values: string): Series => target('probe_success', { job, instance }, values);
  return [
    fires(
      alert,
      'one of two addresses does not answer',
      `${minutes + 1}m`,
      { ...probe('a', '0x60'), ...probe('b', '1x60') },
      {
        labels: { namespace: 'spark', job, instance: 'a' },
      },
    ),
    fires(alert, 'nobody asks any more', '30m', probe('a', '1x3 stale'), { labels: { job } }),
    silent(alert, 'it comes back in time', '30m', probe('a', `1x3 0x${minutes - 2} 1x60`)),
    silent(alert, 'another server is down', '30m', {
      ...probe('a', '1x60'),
      ...target('probe_success', { job: 'other-probe', instance: 'a' }, '0x60'),
    }),
  ];
}

/** Alerts about a server that shows metrics. */
export function scraped(alert: string, job: string, minutes: number): AlertCase[] {
  const up = (instance: string, values: string): Series => target('up', { job, instance, pod: instance }, values);
  return [
    fires(
      alert,
      'no replica answers',
      `${minutes + 1}m`,
      { ...up('a', '0x60'), ...up('b', '0x60') },
      {
        labels: { namespace: 'spark', job },
      },
    ),
    fires(alert, 'it is gone', '30m', up('a', '1x3 stale'), { labels: { job } }),
    silent(alert, 'one of two replicas answers', '30m', { ...up('a', '0x60'), ...up('b', '1x60') }),
    silent(alert, 'it comes back in time', '30m', up('a', `1x3 0x${minutes - 2} 1x60`)),
  ];
}

const submitted = (values: string): Series =>
  target('spark_application_failed_submission_count', { job: 'spark-operator', app_type: 'Python' }, values);
const depth = (values: string, job = 'spark-operator'): Series =>
  target('workqueue_depth', { job, name: 'spark-application-controller' }, values);
const webhook = (code: string, values: string): Series =>
  target('controller_runtime_webhook_requests_total', { job: 'spark-operator', webhook: '/mutate-pod', code }, values);
const certificate = (values: string): Series =>
  target('probe_ssl_earliest_cert_expiry', { job: 'spark-history-probe', instance: 'https://history' }, values);
const queue = (pending: string, allocated: string): Series => {
  const of = { job: 'volcano-scheduler', queue_name: 'etl' };
  return {
    ...target('volcano_queue_pod_group_pending_count', of, pending),
    ...target('volcano_queue_allocated_milli_cpu', of, allocated),
    ...target('volcano_queue_deserved_milli_cpu', of, '4000x60'),
  };
};
const latency = (...values: readonly [fast: string, slow: string]): Series => {
  const bucket = (le: string, of: string): Series =>
    target('volcano_e2e_scheduling_latency_milliseconds_bucket', { job: 'volcano-scheduler', le }, of);
  return { ...bucket('20480', values[0]), ...bucket('40960', values[1]), ...bucket('+Inf', values[1]) };
};
const quota = (used: string, hard = '100x60'): Series => {
  const of = { resourcequota: 'team', resource: 'requests.cpu', namespace: 'etl' };
  return {
    ...target('kube_resourcequota', { ...of, type: 'used' }, used),
    ...target('kube_resourcequota', { ...of, type: 'hard' }, hard),
  };
};

/** A claim of 1000 bytes. */
export const volume = (persistentvolumeclaim: string, available: string, node = 'n1'): Series => {
  const of = { persistentvolumeclaim, namespace: 'spark', job: 'kubelet', node };
  return {
    ...target('kubelet_volume_stats_available_bytes', of, available),
    ...target('kubelet_volume_stats_capacity_bytes', of, '1000x600'),
  };
};

/** Alerts of `serviceAlerts`. */
export const SERVICE_CASES: readonly AlertCase[] = [
  ...probed('SparkHistoryServerDown', 'spark-history-probe', 5),
  ...probed('LivyDown', 'livy-probe', 3),
  ...probed('JupyterHubDown', 'jupyterhub-probe', 5),
  ...probed('ZeppelinDown', 'zeppelin-probe', 5),
  ...probed('HiveMetastoreDown', 'hive-metastore-probe', 5),
  ...scraped('SparkMasterDown', 'spark-master', 5),
  ...scraped('NginxIngressDown', 'nginx-ingress', 5),
  ...scraped('OAuth2ProxyDown', 'oauth2-proxy', 5),
  ...scraped('SparkOperatorDown', 'spark-operator', 5),
  ...scraped('ApacheSparkOperatorDown', 'apache-spark-operator', 5),
  ...scraped('VolcanoSchedulerDown', 'volcano-scheduler', 5),
  ...scraped('VolcanoControllersDown', 'volcano-controllers', 5),
  ...scraped('YuniKornDown', 'yunikorn', 5),
  ...scraped('KueueDown', 'kueue', 5),

  fires('SparkSubmissionFailures', 'the first failure of an operator', '6m', submitted('_x4 1x60'), {
    labels: { namespace: 'spark' },
    value: '1',
  }),
  fires('SparkSubmissionFailures', 'two more', '30m', submitted('3+0.2x60'), {
    labels: { namespace: 'spark' },
    value: '2',
  }),
  silent('SparkSubmissionFailures', 'a failure of long ago', '30m', submitted('3x60')),
  silent('SparkSubmissionFailures', 'the operator started again', '30m', submitted('3x10 _x5 0x60')),

  fires('SparkOperatorQueueLong', '60 objects', '12m', depth('60x60'), {
    labels: { namespace: 'spark', name: 'spark-application-controller' },
    value: '60',
  }),
  silent('SparkOperatorQueueLong', '50 objects', '30m', depth('50x60')),
  silent('SparkOperatorQueueLong', 'the queue of somebody else', '30m', depth('60x60', 'kueue')),

  fires('SparkOperatorWebhookErrors', 'one error a minute', '30m', webhook('500', '0+1x60'), {
    labels: { namespace: 'spark', webhook: '/mutate-pod' },
    value: '10',
  }),
  silent('SparkOperatorWebhookErrors', 'it refuses what is wrong', '30m', webhook('200', '0+1x60')),
  silent('SparkOperatorWebhookErrors', 'a single error', '30m', webhook('500', '0x3 1x60')),

  fires('CertificateExpiry', 'it ends in 13 days', '70m', certificate('1127400x200'), {
    labels: { namespace: 'spark', job: 'spark-history-probe', instance: 'https://history' },
    value: '13d 0h 0m 0s',
  }),
  silent('CertificateExpiry', 'it ends in 15 days', '70m', certificate('1300200x200')),

  fires('VolcanoQueueStarved', 'it has a quarter of its share', '20m', queue('3x60', '1000x60'), {
    labels: { queue_name: 'etl' },
    value: '3',
  }),
  silent('VolcanoQueueStarved', 'it has its share', '30m', queue('3x60', '4000x60')),
  silent('VolcanoQueueStarved', 'nothing waits', '30m', queue('0x60', '0x60')),

  fires('VolcanoSchedulingSlow', 'cycles of 40 seconds', '30m', latency('0x60', '0+10x60'), {
    labels: { namespace: 'spark' },
    value: '39.94s',
  }),
  silent('VolcanoSchedulingSlow', 'cycles of 20 seconds', '30m', latency('0+10x60', '0+10x60')),
  silent('VolcanoSchedulingSlow', 'nothing is scheduled', '30m', latency('5x60', '5x60')),

  fires('NamespaceQuotaNearlyFull', '96 %', '20m', quota('96x60'), {
    labels: { namespace: 'etl', resourcequota: 'team', resource: 'requests.cpu' },
    value: '96%',
  }),
  silent('NamespaceQuotaNearlyFull', '95 %', '30m', quota('95x60')),
  silent('NamespaceQuotaNearlyFull', 'nothing is allowed', '30m', quota('0x60', '0x60')),

  fires(
    'VolumeFilling',
    'a tenth is left, and less each minute',
    '505m',
    { ...volume('events', '540-1x600'), ...volume('events', '540-1x600', 'n2') },
    { labels: { namespace: 'spark', persistentvolumeclaim: 'events' }, value: '3.5%' },
  ),
  silent('VolumeFilling', 'little is left, and stays', '505m', volume('events', '50x600')),
  silent('VolumeFilling', 'much is left', '505m', volume('events', '1000-1x600')),
  silent('VolumeFilling', 'that of Prometheus', '505m', volume('prometheus-main-db-prometheus-main-0', '540-1x600')),
];
