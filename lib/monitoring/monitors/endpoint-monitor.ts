import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { type Component } from '../../core/component';
import { checkDnsSubdomain } from '../../core/names';
import { checkAtSynth, type Finding } from '../../core/rules';
import type { KubeObject } from '../../kube/object';
import { MONITORING_RULES } from '../rules';
import { pageFindings, selectorFindings } from './findings';
import { endpointOf, monitorObject } from './objects';
import type { MonitorProps } from './props';
import { MONITOR_RULES } from './rules';

/** How a kind of monitor differs from the other. */
export interface EndpointMonitorSpec {
  readonly kind: 'PodMonitor' | 'ServiceMonitor';
  /** Name of the list of endpoints in the object. */
  readonly list: 'podMetricsEndpoints' | 'endpoints';
  /** Labels that it selects by, and the prop that they stand in. */
  readonly selector: { readonly [key: string]: string };
  readonly selectorProp: string;
  /** Labels of the pods that are reached in the end. */
  readonly podLabels?: { readonly [key: string]: string } | undefined;
}

/** Makes a monitor, and tells Prometheus where it leads. */
export function endpointMonitor(
  self: Component,
  scope: Construct,
  id: string,
  props: MonitorProps,
  spec: EndpointMonitorSpec,
): KubeObject {
  const { prometheus, endpoints, name = id, namespaces, sampleLimit } = props;
  const namespace = props.namespace ?? Chart.of(scope).namespace;
  const metadata = { name, namespace, labels: prometheus.monitorLabels };
  const job = props.job ?? name;
  const object = monitorObject(self, 'Resource', spec.kind, metadata, {
    selector: { matchLabels: { ...spec.selector } },
    ...(namespaces && { namespaceSelector: { matchNames: [...namespaces] } }),
    ...(sampleLimit !== undefined && { sampleLimit }),
    [spec.list]: endpoints.map((one) => endpointOf({ ...one, job, path: one.path ?? '/metrics' })),
  });
  const { podLabels } = spec;
  for (const place of namespaces ?? (namespace === undefined ? [] : [namespace])) {
    for (const { portNumber } of endpoints) {
      prometheus.addTarget({ namespace: place, ...(podLabels && { podLabels }) }, portNumber);
    }
  }
  checkAtSynth(self, (): Finding[] => [
    ...checkDnsSubdomain('name', name),
    ...(namespace === undefined ? [{ rule: MONITORING_RULES.namespace, at: 'namespace', value: undefined }] : []),
    ...selectorFindings(spec.selectorProp, spec.selector, namespaces),
    ...(endpoints.length === 0 ? [{ rule: MONITOR_RULES.noEndpoints, at: 'endpoints', value: [] }] : []),
    ...(job.trim() === '' ? [{ rule: MONITOR_RULES.job, at: 'job', value: job }] : []),
    ...(sampleLimit === undefined || (Number.isInteger(sampleLimit) && sampleLimit >= 1)
      ? []
      : [{ rule: MONITOR_RULES.sampleLimit, at: 'sampleLimit', value: sampleLimit }]),
    ...endpoints.flatMap((one, i) => pageFindings(`endpoints[${i}].`, { ...one, paths: [one.path ?? '/metrics'] })),
  ]);
  return object;
}
