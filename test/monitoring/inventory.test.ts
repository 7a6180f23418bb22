import { INVENTORY, isKnownMetric, labelsOf, matchesKnownMetric } from '../../lib/monitoring/inventory/inventory';
import { SparkMetrics } from '../../lib/spark/features/metrics/spark-metrics';

describe('the inventory', () => {
  test('has names and labels that Prometheus accepts', () => {
    for (const [name, labels] of Object.values(INVENTORY).flatMap((table) => Object.entries(table))) {
      expect(name).toMatch(/^[a-zA-Z_:][a-zA-Z0-9_:]*(<\w+>[a-zA-Z0-9_:]*)?$/);
      for (const label of labels) expect(label).toMatch(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
    }
  });

  test('knows a name from none', () => {
    expect(isKnownMetric('metrics_executor_maxTasks')).toBe(true);
    expect(isKnownMetric('metrics_executor_maxTask')).toBe(false);
  });

  test('knows names with a part that only the run knows', () => {
    expect(isKnownMetric('metrics_spark_driver_spark_streaming_orders_latency_Value')).toBe(true);
    expect(isKnownMetric('metrics_spark_driver_jvm_G1_Young_Generation_time_Value')).toBe(true);
    expect(isKnownMetric('metrics_spark_driver_spark_streaming_orders_lag_Value')).toBe(false);
    expect(matchesKnownMetric('metrics_spark_driver_spark_streaming_.+_latency_Value')).toBe(true);
    expect(matchesKnownMetric('metrics_spark_driver_stream_.+_latency_Value')).toBe(false);
  });

  test('gives scraped series the labels of their target, and recorded ones only their own', () => {
    expect(labelsOf('kube_pod_info')).toEqual(expect.arrayContaining(['job', 'namespace', 'pod', 'priority_class']));
    expect(labelsOf('spark:pod_labels:max')).not.toContain('job');
    expect(labelsOf('nothing')).not.toContain('pod');
  });

  test('leaves out what the scrape of drivers drops', () => {
    const names = Object.keys(INVENTORY.sparkDriver ?? {});
    expect(names.length).toBeGreaterThan(100);
    const { drop = [] } = SparkMetrics.driverObservation('etl')._scrape ?? {};
    expect(names.filter((name) => new RegExp(`^(${drop.join('|')})$`).test(name))).toEqual([]);
  });
});
