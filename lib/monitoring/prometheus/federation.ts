import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkAtSynth } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { federationFindings } from './federation-findings';
import type { FederationProps } from './federation-props';
import { secretKey } from './remote-write';
import { prometheusTime } from './time';

/** Has a Prometheus take chosen series from another one. Their kinds (counter, gauge) are lost on the way. */
export class Federation extends Component {
  /** The ScrapeConfig. */
  public readonly scrapeConfig: KubeObject;

  public constructor(scope: Construct, id: string, props: FederationProps) {
    super(scope, id);
    const { prometheus, name, namespace, match, token, interval = Duration.minutes(1), peer } = props;
    const [, scheme = 'http', host = '', path = ''] = /^(https?):\/\/([^/@]+)(.*?)\/*$/.exec(props.url) ?? [];
    this.scrapeConfig = new KubeObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1alpha1',
      kind: 'ScrapeConfig',
      metadata: { name, ...(namespace !== undefined && { namespace }), labels: { ...prometheus.monitorLabels } },
      spec: {
        jobName: name,
        scheme: scheme.toUpperCase(),
        metricsPath: `${path}/federate`,
        params: { 'match[]': [...match] },
        honorLabels: true,
        scrapeInterval: prometheusTime(interval),
        staticConfigs: [{ targets: [host] }],
        relabelings: [
          { action: 'replace', targetLabel: 'job', replacement: name },
          { action: 'replace', sourceLabels: ['__metrics_path__'], targetLabel: 'metrics_path' },
        ],
        ...(token && { authorization: { type: 'Bearer', credentials: secretKey(token) } }),
      },
    });
    prometheus.addTarget(peer ?? { cidr: '0.0.0.0/0' }, portOf(props.url));
    checkAtSynth(this, () => federationFindings(props));
  }
}

/** The port that a URL leads to. */
export function portOf(url: string): number {
  const [, scheme, port] = /^(https?):\/\/[^/:@]+(?::(\d+))?/.exec(url) ?? [];
  return port === undefined ? (scheme === 'http' ? 80 : 443) : Number(port);
}
