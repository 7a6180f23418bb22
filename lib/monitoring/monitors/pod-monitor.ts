import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import type { KubeObject } from '../../kube/object';
import { endpointMonitor } from './endpoint-monitor';
import type { PodMonitorProps } from './props';

/** Has Prometheus scrape pods. Closed pods must let `prometheus.prometheusPeer` in by a policy of their own. */
export class PodMonitor extends Component {
  /** The PodMonitor. */
  public readonly monitor: KubeObject;

  public constructor(scope: Construct, id: string, props: PodMonitorProps) {
    super(scope, id);
    const { podLabels } = props;
    this.monitor = endpointMonitor(this, scope, id, props, {
      kind: 'PodMonitor',
      list: 'podMetricsEndpoints',
      selector: podLabels,
      selectorProp: 'podLabels',
      podLabels,
    });
  }
}
