import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { mebibytes } from '../../core/quantities';
import { checkAtSynth, RuleError } from '../../core/rules';
import { checkLabels } from '../../core/names';
import type { NetworkPeer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import type { IPrometheus } from '../interfaces';
import { portOf } from './federation';
import { storeFindings } from './findings';
import { PrometheusBase } from './prometheus-base';
import type { PrometheusProps } from './props';
import { PROMETHEUS_RULES } from './rules';
import { commonSpec, storeSpec } from './spec';
import { PrometheusStorage } from './storage';
import { prometheusTime } from './time';

/** A Prometheus that somebody else runs. */
export interface ExistingPrometheusProps {
  /** Its address inside the cluster: `http://prometheus-operated.monitoring.svc:9090`. */
  readonly url: string;
  /** Labels by which its operator finds monitors and rules: `{ release: 'kube-prometheus-stack' }`. */
  readonly monitorLabels: { readonly [key: string]: string };
  /** Its pods, for the network policies of what it scrapes. @default - unknown: nothing is opened for it */
  readonly peer?: NetworkPeer;
}

/**
 * A Prometheus: scrapes what monitors name, keeps series for a while, asks rules and tells Alertmanagers. It finds pods
 * only in namespaces with a target of it. Nobody signs on: reach it through network policies and a gateway.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Prometheus
 */
export class Prometheus extends PrometheusBase {
  /**
   * One that exists already. It must have the rights and ways to its targets.
   *
   * @throws RuleError for an address that is none, or without labels.
   */
  public static fromExisting(props: ExistingPrometheusProps): IPrometheus {
    const { url, monitorLabels, peer } = props;
    const [finding] = [
      ...(/^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/.*)?$/.test(url)
        ? []
        : [{ rule: PROMETHEUS_RULES.existingUrl, at: 'url', value: url.includes('@') ? '(not shown)' : url }]),
      ...(Object.keys(monitorLabels).length > 0
        ? []
        : [{ rule: PROMETHEUS_RULES.monitorLabels, at: 'monitorLabels', value: monitorLabels }]),
      ...checkLabels('monitorLabels', monitorLabels),
    ];
    if (finding) throw new RuleError(finding);
    return {
      prometheusUrl: url.replace(/\/+$/, ''),
      monitorLabels: { ...monitorLabels },
      ...(peer && { prometheusPeer: peer }),
      addTarget: () => undefined,
    };
  }

  /** The Prometheus object. */
  public readonly server: KubeObject;

  /** @throws RuleError `monitoring/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: PrometheusProps = {}) {
    const { remoteWrite = [], alertmanagers = [] } = props;
    super(scope, id, 'prometheus', props, remoteWrite);
    const { name, namespace, selector: labels } = this._place;
    const storage = props.storage ?? PrometheusStorage.claim(Size.gibibytes(50));
    const time = props.retention ?? Duration.days(7);
    const size = props.retentionSize ?? Size.mebibytes(Math.floor(mebibytes(storage.size) * 0.8));
    const retention = { time: prometheusTime(time), size: `${mebibytes(size)}MiB` };
    this.server = new KubeObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Prometheus',
      metadata: { name, namespace, labels: { ...labels } },
      spec: {
        ...commonSpec(name, 'prometheus', props, this.monitorLabels, remoteWrite, storage),
        ...storeSpec(props, this.monitorLabels, retention),
      },
    });
    this.server.addDependency(this.account);
    for (const one of alertmanagers) {
      const { alertmanagerPeer = { namespace: one.alertmanagerNamespace } } = one;
      this.addTarget(alertmanagerPeer, portOf(one.alertmanagerUrl));
    }
    this._federate(props);
    checkAtSynth(this, () => [...storage._findings(), ...storeFindings(props, storage.size)]);
  }
}
