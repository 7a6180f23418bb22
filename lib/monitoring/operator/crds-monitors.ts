import { Field, type CrdSpec, type Schema } from '../../kube/crd';
import { authorization, basicAuth, httpFields, limitFields, relabelings, tlsConfig, typed } from './crd-fields';

const GROUP = 'monitoring.coreos.com';

/** What the operator answers, where it is told to. */
const status = Field.object(typed({ objects: 'bindings' }));

const endpoint: { readonly [field: string]: Schema } = {
  ...httpFields,
  ...typed({
    text: 'port path scheme bearerTokenFile',
    duration: 'interval scrapeTimeout',
    flag: 'honorLabels honorTimestamps trackTimestampsStaleness filterRunning enableHttp2',
    object: 'bearerTokenSecret',
  }),
  targetPort: { 'x-kubernetes-int-or-string': true },
  params: Field.map(Field.list(Field.text())),
  relabelings,
  metricRelabelings: relabelings,
};

/** What monitors of pods and of Services have in common. */
const monitor: { readonly [field: string]: Schema } = {
  ...limitFields,
  ...typed({ text: 'jobLabel bodySizeLimit selectorMechanism', texts: 'podTargetLabels', selector: 'selector' }),
  namespaceSelector: Field.object(typed({ flag: 'any', texts: 'matchNames' })),
  attachMetadata: Field.object(typed({ flag: 'node' })),
};

const crd = (
  kind: string,
  plural: string,
  shortName: string,
  spec: Schema,
  version: 'v1' | 'v1alpha1' = 'v1',
): CrdSpec => ({
  group: GROUP,
  version,
  kind,
  plural,
  singular: kind.toLowerCase(),
  shortNames: [shortName],
  statusSubresource: true,
  required: ['spec'],
  fields: { spec, status },
});

const serviceMonitor = Field.object(
  {
    ...monitor,
    ...typed({ texts: 'targetLabels', text: 'serviceDiscoveryRole' }),
    endpoints: Field.list(Field.object(endpoint)),
  },
  { required: ['endpoints', 'selector'] },
);

const podMonitor = Field.object(
  {
    ...monitor,
    podMetricsEndpoints: Field.list(Field.object({ ...endpoint, portNumber: Field.integer(1, { maximum: 65535 }) })),
  },
  { required: ['selector'] },
);

const probe = Field.object({
  ...httpFields,
  ...limitFields,
  ...typed({ text: 'jobName module', duration: 'interval scrapeTimeout', object: 'bearerTokenSecret' }),
  params: Field.list(Field.object(typed({ text: 'name', texts: 'values' }))),
  metricRelabelings: relabelings,
  prober: Field.object(
    { ...typed({ text: 'url scheme proxyUrl' }), path: Field.text({ default: '/probe' }) },
    { required: ['url'] },
  ),
  targets: Field.object({
    staticConfig: Field.object({
      ...typed({ texts: 'static', textMap: 'labels' }),
      relabelingConfigs: relabelings,
    }),
    ingress: Field.object({
      ...typed({ selector: 'selector' }),
      namespaceSelector: Field.object(typed({ flag: 'any', texts: 'matchNames' })),
      relabelingConfigs: relabelings,
    }),
  }),
});

/** Ways to find targets that Kubernetes knows nothing of; each has a list of objects of its own shape. */
const DISCOVERIES =
  'azure consul digitalOcean dns docker dockerSwarm ec2 eureka file gce hetzner http ionos kuma lightSail linode nomad openstack ovhcloud puppetDB scaleway';

const scrapeConfig = Field.object({
  ...limitFields,
  ...typed({
    text: 'jobName metricsPath scheme bodySizeLimit nameValidationScheme nameEscapingScheme proxyUrl noProxy',
    duration: 'scrapeInterval scrapeTimeout',
    flag: 'honorLabels honorTimestamps trackTimestampsStaleness enableCompression enableHTTP2 proxyFromEnvironment',
    object: 'oauth2',
    objects: DISCOVERIES.split(' ')
      .map((name) => `${name}SDConfigs`)
      .join(' '),
  }),
  tlsConfig,
  basicAuth,
  authorization,
  params: Field.map(Field.list(Field.text())),
  staticConfigs: Field.list(Field.object(typed({ texts: 'targets', textMap: 'labels' }), { required: ['targets'] })),
  kubernetesSDConfigs: Field.list(Field.object(typed({ text: 'role', object: 'namespaces' }), { required: ['role'] })),
  relabelings,
  metricRelabelings: relabelings,
});

const prometheusRule = Field.object({
  groups: Field.list(
    Field.object(
      {
        ...typed({ text: 'name partial_response_strategy', duration: 'interval query_offset', integer: 'limit' }),
        ...typed({ textMap: 'labels' }),
        rules: Field.list(
          Field.object(
            {
              ...typed({ text: 'alert record', duration: 'for keep_firing_for', textMap: 'labels annotations' }),
              expr: { 'x-kubernetes-int-or-string': true },
            },
            { required: ['expr'] },
          ),
        ),
      },
      { required: ['name'] },
    ),
  ),
});

const matchers = Field.list(Field.object(typed({ text: 'name value matchType', flag: 'regex' })));

/** Each receiver has lists of objects of its own shape. */
const RECEIVERS =
  'discord email msteams msteamsv2 opsgenie pagerduty pushover rocketchat slack sns telegram victorops webex webhook wechat';

const alertmanagerConfig = Field.object({
  route: Field.object({
    ...typed({
      text: 'receiver groupWait groupInterval repeatInterval',
      texts: 'groupBy muteTimeIntervals activeTimeIntervals',
      flag: 'continue',
      objects: 'routes',
    }),
    matchers,
  }),
  receivers: Field.list(
    Field.object(
      typed({
        text: 'name',
        objects: RECEIVERS.split(' ')
          .map((name) => `${name}Configs`)
          .join(' '),
      }),
      { required: ['name'] },
    ),
  ),
  inhibitRules: Field.list(
    Field.object({ ...typed({ texts: 'equal' }), sourceMatch: matchers, targetMatch: matchers }),
  ),
  muteTimeIntervals: Field.list(
    Field.object(typed({ text: 'name', objects: 'timeIntervals' }), { required: ['name'] }),
  ),
});

/** Kinds that tell the servers what to do. */
export const MONITOR_CRDS: readonly CrdSpec[] = [
  crd('ServiceMonitor', 'servicemonitors', 'smon', serviceMonitor),
  crd('PodMonitor', 'podmonitors', 'pmon', podMonitor),
  crd('Probe', 'probes', 'prb', probe),
  crd('ScrapeConfig', 'scrapeconfigs', 'scfg', scrapeConfig, 'v1alpha1'),
  crd('PrometheusRule', 'prometheusrules', 'promrule', prometheusRule),
  crd('AlertmanagerConfig', 'alertmanagerconfigs', 'amcfg', alertmanagerConfig, 'v1alpha1'),
];
