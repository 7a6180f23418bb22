import { UI_PORT } from '../paths';
import type { ISparkFeature, ResolvedApplication } from '../resolved-application';

/** How metrics are offered. */
export interface PrometheusMetricsOptions {
  /** Add the `prometheus.io/*` annotations for scrapers that go by them. @default true */
  readonly annotations?: boolean;
}

/**
 * Prometheus endpoints on the driver's UI port: `/metrics/prometheus/` for the driver, `/metrics/executors/prometheus/`
 * for all executors. The metrics namespace is the application's name, so series keep their names from run to run.
 *
 * @see https://spark.apache.org/docs/latest/monitoring.html#metrics
 */
export class PrometheusMetrics implements ISparkFeature {
  public static servlet(options: PrometheusMetricsOptions = {}): PrometheusMetrics {
    return new PrometheusMetrics(options);
  }

  public readonly featureName = 'PrometheusMetrics';

  private constructor(private readonly options: PrometheusMetricsOptions) {}

  public bind(application: ResolvedApplication): void {
    const sink = 'spark.metrics.conf.*.sink.prometheusServlet';
    application.setProperty(`${sink}.class`, 'org.apache.spark.metrics.sink.PrometheusServlet');
    application.setProperty(`${sink}.path`, '/metrics/prometheus');
    application.setProperty('spark.metrics.conf.*.source.jvm.class', 'org.apache.spark.metrics.source.JvmSource');
    application.setProperty('spark.metrics.namespace', '${spark.app.name}');
    application.setProperty('spark.metrics.appStatusSource.enabled', 'true');
    // Off by default in Spark 3.5.
    application.setProperty('spark.ui.prometheus.enabled', 'true');
    if (this.options.annotations ?? true) {
      const { annotations } = application.driver;
      Object.assign(annotations, {
        'prometheus.io/scrape': 'true',
        'prometheus.io/path': '/metrics/executors/prometheus/',
        'prometheus.io/port': String(UI_PORT),
        ...annotations,
      });
    }
  }
}
