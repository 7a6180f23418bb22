import { query } from '../model/query';
import { closedRow } from '../model/row';
import { rising, Unit } from '../model/scale';
import { timeseries } from '../model/timeseries';
import { CHOSEN, DRIVER, driver, executors, ofPods, rateOf, resource } from './selectors';

const throttled = (kind: string): string =>
  `sum by (pod) (${ofPods(`sum by (namespace, pod) (rate(container_cpu_cfs_${kind}periods_total{namespace=~"$namespace",container=~"spark-kubernetes-(driver|executor)"}[$__rate_interval]))`)})`;

const network = (direction: 'receive' | 'transmit'): string =>
  `sum(${ofPods(`sum by (namespace, pod) (rate(container_network_${direction}_bytes_total{namespace=~"$namespace"}[$__rate_interval]))`)})`;

export const cpu = closedRow(
  'CPU',
  timeseries({
    title: 'Cores used and requested',
    about:
      'Cores that driver and executors use, against what they asked for. Far below: tasks wait for data. At the limit: more cores help.',
    unit: Unit.CORES,
    queries: [
      query(`sum by (container) (${ofPods('spark:pod_cpu_usage:rate5m')})`, '{{container}} used'),
      query(`sum by (container) (${ofPods(resource('requests', 'cpu'))})`, '{{container}} requested'),
    ],
  }),
  timeseries(
    {
      title: 'CPU throttling',
      about: 'Scheduling periods in which the CPU limit stopped a pod: the ten worst.',
      unit: Unit.SHARE,
      queries: [query(`topk(10, ${throttled('throttled_')} / (${throttled('')} > 0))`, '{{pod}}')],
    },
    { thresholds: rising(0.1, 0.25), empty: 'no CPU limits' },
  ),
  timeseries({
    title: 'Driver CPU',
    about:
      'Cores that the JVM of the driver uses. Near its cores: it plans, or collects results; executors wait meanwhile.',
    unit: Unit.CORES,
    queries: [query(`max(${rateOf(driver('JVMCPU_jvmCpuTime_Value'))}) / 1e9`, 'driver')],
  }),
);

export const io = closedRow(
  'Input, shuffle, disk and network',
  timeseries({
    title: 'Input read',
    about: 'Bytes that tasks read from tables and files, each second.',
    unit: Unit.BYTES_PER_SECOND,
    queries: [query(`sum(${rateOf(executors('totalInputBytes_bytes_total'))})`, 'input')],
  }),
  timeseries({
    title: 'Shuffle',
    about: 'Bytes that tasks write for the next stage, and read from the last one, each second.',
    unit: Unit.BYTES_PER_SECOND,
    queries: [
      query(`sum(${rateOf(executors('totalShuffleRead_bytes_total'))})`, 'read'),
      query(`sum(${rateOf(executors('totalShuffleWrite_bytes_total'))})`, 'written'),
    ],
  }),
  timeseries(
    {
      title: 'Spilled',
      about:
        'Bytes that did not fit into memory: their size there, and as written to disk. More partitions or more memory prevent it.',
      unit: Unit.BYTES_PER_SECOND,
      queries: [
        query(`sum(rate(spark_executor_memoryBytesSpilled{${DRIVER}}[$__rate_interval]))`, 'in memory'),
        query(`sum(rate(spark_executor_diskBytesSpilled{${DRIVER}}[$__rate_interval]))`, 'on disk'),
      ],
    },
    { empty: 'needs the JMX agent' },
  ),
  timeseries({
    title: 'Network',
    about: 'Bytes that pods of the application receive and send, each second.',
    unit: Unit.BYTES_PER_SECOND,
    queries: [query(network('receive'), 'received'), query(network('transmit'), 'sent')],
  }),
  timeseries({
    title: 'Cached blocks on disk',
    about: 'Disk that cached data uses, on the ten fullest executors.',
    unit: Unit.BYTES,
    queries: [query(`topk(10, sum by (executor_id) (${executors('diskUsed_bytes')}))`, 'executor {{executor_id}}')],
  }),
  timeseries(
    {
      title: 'Claimed volumes',
      about: 'How full the claimed volumes of the pods are. An emptyDir is not counted here.',
      unit: Unit.SHARE,
      queries: [
        query(
          `max by (persistentvolumeclaim) ((kubelet_volume_stats_used_bytes{namespace=~"$namespace"} / kubelet_volume_stats_capacity_bytes{namespace=~"$namespace"}) * on (namespace, persistentvolumeclaim) group_left () max by (namespace, persistentvolumeclaim) (kube_pod_spec_volumes_persistentvolumeclaims_info * on (namespace, pod) group_left () spark:pod_labels:max{${CHOSEN}}))`,
          '{{persistentvolumeclaim}}',
        ),
      ],
    },
    { thresholds: rising(0.8, 0.9), empty: 'no claims' },
  ),
);
