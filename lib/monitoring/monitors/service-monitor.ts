import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import type { KubeObject } from '../../kube/object';
import { endpointMonitor } from './endpoint-monitor';
import type { ServiceMonitorProps } from './props';

/** Has Prometheus scrape the pods behind Services. Closed pods must let `prometheus.prometheusPeer` in by a policy of their own. */
export class ServiceMonitor extends Component {
  /** The ServiceMonitor. */
  public readonly monitor: KubeObject;

  public constructor(scope: Construct, id: string, props: ServiceMonitorProps) {
    super(scope, id);
    this.monitor = endpointMonitor(this, scope, id, props, {
      kind: 'ServiceMonitor',
      list: 'endpoints',
      selector: props.serviceLabels,
      selectorProp: 'serviceLabels',
      podLabels: props.podLabels,
    });
  }
}
