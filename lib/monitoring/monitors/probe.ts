import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkDnsSubdomain } from '../../core/names';
import { checkAtSynth } from '../../core/rules';
import type { KubeObject } from '../../kube/object';
import { ProbeModule } from '../../kube/observation';
import { intervalFindings, seriesLabelFindings } from '../prometheus/findings';
import { proberFindings, targetFindings } from './findings';
import { monitorObject, probeSpec } from './objects';
import type { ProbeMonitorProps } from './props';
import { MONITOR_RULES } from './rules';

/** Has a prober ask addresses whether they answer. The prober's own network must let it out to them. */
export class Probe extends Component {
  /** The Probe. */
  public readonly monitor: KubeObject;

  public constructor(scope: Construct, id: string, props: ProbeMonitorProps) {
    super(scope, id);
    const { prometheus, prober, targets, name = id, interval, scrapeTimeout, labels } = props;
    const namespace = props.namespace ?? Chart.of(scope).namespace;
    const metadata = { name, namespace, labels: prometheus.monitorLabels };
    this.monitor = monitorObject(this, 'Resource', 'Probe', metadata, {
      ...probeSpec({
        job: props.job ?? name,
        proberAddress: prober.proberAddress,
        module: props.module ?? ProbeModule.HTTP_2XX,
        targets,
        interval,
        scrapeTimeout,
        labels,
      }),
    });
    const port = Number(/:(\d+)$/.exec(prober.proberAddress)?.[1] ?? 9115);
    if (prober.proberPeer) prometheus.addTarget(prober.proberPeer, port);
    checkAtSynth(this, () => [
      ...checkDnsSubdomain('name', name),
      ...proberFindings(prober.proberAddress),
      ...(targets.length === 0 ? [{ rule: MONITOR_RULES.noTargets, at: 'targets', value: targets }] : []),
      ...targets.flatMap((target, i) => targetFindings(`targets[${i}]`, target)),
      ...intervalFindings(interval, scrapeTimeout, 'interval', 'scrapeTimeout', 30_000).map((finding) =>
        finding.rule.id.endsWith('/timeout') ? { ...finding, rule: MONITOR_RULES.timeout } : finding,
      ),
      ...seriesLabelFindings('labels', labels ?? {}),
    ]);
  }
}
