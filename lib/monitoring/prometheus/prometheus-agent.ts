import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkAtSynth } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { PrometheusBase } from './prometheus-base';
import type { PrometheusAgentProps } from './props';
import { PROMETHEUS_RULES } from './rules';
import { commonSpec } from './spec';
import { PrometheusStorage } from './storage';

/**
 * A Prometheus that keeps nothing: it scrapes, and sends all to remote stores. It asks no rules and answers no queries, so
 * that alerts and dashboards are the store's business.
 *
 * @see https://prometheus-operator.dev/docs/platform/prometheus-agent/
 */
export class PrometheusAgent extends PrometheusBase {
  /** The PrometheusAgent object. */
  public readonly server: KubeObject;

  /** @throws RuleError `monitoring/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: PrometheusAgentProps) {
    super(scope, id, 'prometheus-agent', props, props.remoteWrite);
    const { name, namespace, selector: labels } = this._place;
    const storage = props.storage ?? PrometheusStorage.emptyDir(Size.gibibytes(10));
    this.server = new KubeObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1alpha1',
      kind: 'PrometheusAgent',
      metadata: { name, namespace, labels: { ...labels } },
      spec: commonSpec(name, 'prometheus-agent', props, this.monitorLabels, props.remoteWrite, storage),
    });
    this.server.addDependency(this.account);
    this._federate(props);
    checkAtSynth(this, () => [
      ...storage._findings(),
      ...(props.remoteWrite.length === 0
        ? [{ rule: PROMETHEUS_RULES.remoteWriteNone, at: 'remoteWrite', value: [] }]
        : []),
    ]);
  }
}
