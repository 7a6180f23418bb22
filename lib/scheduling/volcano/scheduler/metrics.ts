import type { Duration } from 'cdk8s';
import type { Finding } from '../../../core/rules';
import { checkArgument, duration, goDuration, quoted, text, type Yaml } from './facts';
import { VOLCANO_CONF_RULES } from './rules';

/** How measurements are read. */
export interface VolcanoMetricsOptions {
  /** How often. @default Duration.seconds(30) */
  readonly interval?: Duration;
  /** Whether the server's certificate is not checked. @default false */
  readonly insecureSkipVerify?: boolean;
}

/** How measurements are read from Elasticsearch. */
export interface VolcanoElasticsearchOptions extends VolcanoMetricsOptions {
  /** The index. @default metricbeat-* */
  readonly index?: string;
  /** The field with the node's name. @default host.hostname */
  readonly hostnameField?: string;
}

/**
 * Where the scheduler reads the load of nodes, for the plugins `usage` and `rescheduling`. Volcano takes the password of a
 * server from its configuration, a ConfigMap that is no place for secrets: servers with passwords are not offered.
 */
export class VolcanoMetrics {
  /** A Prometheus with the node exporter's metrics. */
  public static prometheus(address: string, options: VolcanoMetricsOptions = {}): VolcanoMetrics {
    return new VolcanoMetrics('prometheus', address, options);
  }

  /** The custom metrics API, as the Prometheus adapter serves it. */
  public static prometheusAdaptor(options: VolcanoMetricsOptions = {}): VolcanoMetrics {
    return new VolcanoMetrics('prometheus_adaptor', undefined, options);
  }

  /** An Elasticsearch with Metricbeat's documents. */
  public static elasticsearch(address: string, options: VolcanoElasticsearchOptions = {}): VolcanoMetrics {
    return new VolcanoMetrics('elasticsearch', address, options);
  }

  private constructor(
    private readonly type: string,
    private readonly address: string | undefined,
    private readonly options: VolcanoElasticsearchOptions,
  ) {}

  /** @internal */
  public _render(): Yaml {
    const { interval, insecureSkipVerify, index, hostnameField } = this.options;
    return {
      type: this.type,
      ...(this.address !== undefined && { address: quoted(this.address) }),
      ...(interval !== undefined && { interval: goDuration(interval) }),
      ...(insecureSkipVerify === true && { 'tls.insecureSkipVerify': quoted('true') }),
      ...(index !== undefined && { 'elasticsearch.index': quoted(index) }),
      ...(hostnameField !== undefined && { 'elasticsearch.hostnameFieldName': quoted(hostnameField) }),
    };
  }

  /** @internal */
  public _findings(at: string): Finding[] {
    const { interval, index, hostnameField } = this.options;
    const wrong = this.address !== undefined && !/^https?:\/\/[^\s/]+\S*$/.test(this.address);
    const texts = { index, hostnameField };
    return [
      ...(wrong ? [{ rule: VOLCANO_CONF_RULES.metricsAddress, at: `${at}.address`, value: this.address }] : []),
      ...(interval === undefined ? [] : checkArgument(duration(''), `${at}.interval`, interval)),
      ...Object.entries(texts).flatMap(([option, value]) =>
        value === undefined ? [] : checkArgument(text(''), `${at}.${option}`, value),
      ),
    ];
  }
}
