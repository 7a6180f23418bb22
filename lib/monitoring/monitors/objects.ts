import type { ApiObjectProps, Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { SecretSource } from '../../core/secrets';
import { KubeObject } from '../../kube/object';
import { ProbeModule, type ObservedWorkload, type ProbeProps, type ScrapeProps } from '../../kube/observation';
import { secretKey } from '../prometheus/remote-write';
import { prometheusTime } from '../prometheus/time';
import { sampleRelabelings, targetRelabelings, type PageLabels } from './relabel';

interface Json {
  readonly [field: string]: unknown;
}

/** A page of metrics, as monitors of pods and of Services describe it. */
export interface PageSpec extends PageLabels {
  readonly port: string;
  readonly path: string;
  readonly interval?: Duration | undefined;
  readonly scrapeTimeout?: Duration | undefined;
  readonly https?: boolean | undefined;
  readonly insecureTls?: boolean | undefined;
  readonly authority?: SecretSource | undefined;
  readonly token?: SecretSource | undefined;
  readonly honorLabels?: boolean | undefined;
  readonly honorTimestamps?: boolean | undefined;
}

/** One endpoint of a monitor. */
export function endpointOf(page: PageSpec): Json {
  const { interval, scrapeTimeout, insecureTls = false, authority, token } = page;
  const https = page.https === true || insecureTls || authority !== undefined;
  const samples = sampleRelabelings(page);
  return {
    port: page.port,
    path: page.path,
    ...(https && { scheme: 'https' }),
    ...(interval && { interval: prometheusTime(interval) }),
    ...(scrapeTimeout && { scrapeTimeout: prometheusTime(scrapeTimeout) }),
    ...(page.honorLabels === true && { honorLabels: true }),
    ...(page.honorTimestamps === false && { honorTimestamps: false }),
    ...(insecureTls && { tlsConfig: { insecureSkipVerify: true } }),
    ...(authority && { tlsConfig: { ca: { secret: secretKey(authority) } } }),
    ...(token && { authorization: { type: 'Bearer', credentials: secretKey(token) } }),
    relabelings: targetRelabelings(page),
    ...(samples.length > 0 && { metricRelabelings: samples }),
  };
}

/** A monitor of the operator. */
export function monitorObject(
  scope: Construct,
  id: string,
  kind: 'ServiceMonitor' | 'PodMonitor' | 'Probe',
  metadata: { readonly name: string; readonly namespace?: string | undefined; readonly labels: Json },
  spec: Json,
): KubeObject {
  const { name, namespace, labels } = metadata;
  return new KubeObject(scope, id, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }), labels: { ...labels } },
    spec,
  } as ApiObjectProps);
}

/** What both kinds of observation bring. */
interface ObservedSpec {
  readonly name: string;
  readonly workload: ObservedWorkload;
  readonly monitorLabels: { readonly [key: string]: string };
  readonly scrapeInterval?: Duration;
}

/** A PodMonitor of a workload's pages. */
export function podMonitorOf(
  scope: Construct,
  id: string,
  spec: ObservedSpec & { readonly page: ScrapeProps; readonly token?: SecretSource },
): KubeObject {
  const { name, workload, page, token } = spec;
  const { paths = ['/metrics'], interval = spec.scrapeInterval, sampleLimit } = page;
  const { namespace, podLabels } = workload;
  return monitorObject(
    scope,
    id,
    'PodMonitor',
    { name, namespace, labels: spec.monitorLabels },
    {
      selector: { matchLabels: { ...podLabels } },
      ...(sampleLimit !== undefined && { sampleLimit }),
      podMetricsEndpoints: paths.map((path) => endpointOf({ ...page, path, interval, token })),
    },
  );
}

/** A Probe of a workload. */
export function probeOf(
  scope: Construct,
  id: string,
  spec: ObservedSpec & { readonly question: ProbeProps; readonly proberAddress: string },
): KubeObject {
  const { name, workload, question } = spec;
  const { interval = spec.scrapeInterval } = question;
  const metadata = { name, namespace: workload.namespace, labels: spec.monitorLabels };
  return monitorObject(scope, id, 'Probe', metadata, {
    ...probeSpec({
      job: question.job,
      proberAddress: spec.proberAddress,
      module: question.module ?? ProbeModule.HTTP_2XX,
      targets: [question.target],
      interval,
    }),
  });
}

/** What a Probe says. */
export function probeSpec(spec: {
  readonly job: string;
  readonly proberAddress: string;
  readonly module: ProbeModule;
  readonly targets: readonly string[];
  readonly interval?: Duration | undefined;
  readonly scrapeTimeout?: Duration | undefined;
  readonly labels?: { readonly [label: string]: string } | undefined;
}): Json {
  const { interval, scrapeTimeout, labels } = spec;
  return {
    jobName: spec.job,
    prober: { url: spec.proberAddress, path: '/probe' },
    module: spec.module,
    ...(interval && { interval: prometheusTime(interval) }),
    ...(scrapeTimeout && { scrapeTimeout: prometheusTime(scrapeTimeout) }),
    targets: {
      staticConfig: {
        static: [...spec.targets],
        ...(labels && { labels: { ...labels } }),
        relabelingConfigs: targetRelabelings({}),
      },
    },
  };
}
