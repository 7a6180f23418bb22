import { Size } from 'cdk8s';
import { cpuQuantity, mebibytes, sizeQuantity } from '../../core/quantities';
import { Label } from '../../core/labels';
import { restrictedPod } from '../../kube/hardening';
import { onNodes } from '../../scheduling/server-nodes';
import { VERSIONS } from '../../versions';
import type { PrometheusBaseProps, PrometheusProps, ScrapeLimits } from './props';
import type { RemoteWrite } from './remote-write';
import { type PrometheusStorage } from './storage';
import { prometheusTime } from './time';

type Json = { readonly [field: string]: unknown };

const UID = 65534;

/** What the server and the agent have in common. */
export function commonSpec(
  name: string,
  kind: string,
  props: PrometheusBaseProps,
  monitorLabels: { readonly [key: string]: string },
  remoteWrite: readonly RemoteWrite[],
  storage: PrometheusStorage,
): Json {
  const { replicas = 1, limits = {}, enforcedLimits = {}, imagePullSecrets = [] } = props;
  const memory = props.memory ?? Size.gibibytes(1);
  const limit = props.memoryLimit ?? Size.mebibytes(mebibytes(memory) * 2);
  return {
    image: props.image ?? VERSIONS.PROMETHEUS.images.server,
    // It decides which flags the operator gives, whatever the tag of the image.
    version: VERSIONS.PROMETHEUS.version,
    replicas,
    serviceAccountName: name,
    securityContext: restrictedPod(UID),
    resources: {
      requests: { cpu: cpuQuantity(props.cores ?? 0.5), memory: sizeQuantity(memory) },
      limits: { memory: sizeQuantity(limit) },
    },
    storage: storage._render(),
    ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })) }),
    ...(props.priority && { priorityClassName: props.priority.priorityClassName }),
    ...onNodes(props.nodes),
    ...(replicas > 1 && spread(name, kind)),
    ...(remoteWrite.some(({ _azureClient: client }) => client !== undefined) && {
      podMetadata: { labels: { 'azure.workload.identity/use': 'true' } },
    }),
    ...(remoteWrite.length > 0 && { remoteWrite: remoteWrite.map((one) => one._render()) }),
    ...(props.scrapeInterval && { scrapeInterval: prometheusTime(props.scrapeInterval) }),
    ...(props.scrapeTimeout && { scrapeTimeout: prometheusTime(props.scrapeTimeout) }),
    ...(props.externalLabels && { externalLabels: { ...props.externalLabels } }),
    // The gateway takes the prefix away; links have it all the same.
    ...(props.ui && { externalUrl: props.ui.url, routePrefix: '/' }),
    ...selectors(['serviceMonitor', 'podMonitor', 'probe', 'scrapeConfig'], monitorLabels),
    serviceDiscoveryRole: 'EndpointSlice',
    // Else whoever writes a monitor reads files of the pod, its token among them.
    arbitraryFSAccessThroughSMs: { deny: true },
    ...limitsOf(limits, (word) => word),
    ...limitsOf(enforcedLimits, (word) => `enforced${word.charAt(0).toUpperCase()}${word.slice(1)}`),
  };
}

/** What only a server with a store has. */
export function storeSpec(
  props: PrometheusProps,
  monitorLabels: { readonly [key: string]: string },
  retention: { readonly time: string; readonly size: string },
): Json {
  const { alertmanagers = [], evaluationInterval } = props;
  return {
    retention: retention.time,
    retentionSize: retention.size,
    ...(evaluationInterval && { evaluationInterval: prometheusTime(evaluationInterval) }),
    ...selectors(['rule'], monitorLabels),
    ...(alertmanagers.length > 0 && {
      alerting: {
        alertmanagers: alertmanagers.map((one) => ({
          name: one.alertmanagerName,
          namespace: one.alertmanagerNamespace,
          port: portName(one.alertmanagerUrl),
          apiVersion: 'v2',
          ...alertmanagerPath(one.alertmanagerUrl),
        })),
      },
    }),
  };
}

/** The Service of every Alertmanager here calls its port so. */
function portName(url: string): number | string {
  const [, port] = /^https?:\/\/[^/:]+:(\d+)/.exec(url) ?? [];
  return port === undefined || port === '9093' ? 'web' : Number(port);
}

function alertmanagerPath(url: string): Json {
  const [, scheme, path = ''] = /^(https?):\/\/[^/]+(\/.*?)?\/*$/.exec(url) ?? [];
  return { ...(scheme === 'https' && { scheme: 'HTTPS' }), ...(path !== '' && { pathPrefix: path }) };
}

/** An empty selector of namespaces is every namespace; none at all would be its own. */
function selectors(kinds: readonly string[], matchLabels: { readonly [key: string]: string }): Json {
  return Object.fromEntries(
    kinds.flatMap((kind) => [
      [`${kind}Selector`, { matchLabels: { ...matchLabels } }],
      [`${kind}NamespaceSelector`, {}],
    ]),
  );
}

function spread(name: string, kind: string): Json {
  const labelSelector = { matchLabels: { [Label.NAME]: kind, [Label.INSTANCE]: name } };
  const whenUnsatisfiable = 'ScheduleAnyway';
  return {
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable, labelSelector },
    ],
  };
}

function limitsOf(limits: ScrapeLimits, field: (word: string) => string): Json {
  const { samples, targets, labels, labelNameLength, labelValueLength, bodySize } = limits;
  const rows: readonly (readonly [string, number | string | undefined])[] = [
    ['sampleLimit', samples],
    ['targetLimit', targets],
    ['labelLimit', labels],
    ['labelNameLengthLimit', labelNameLength],
    ['labelValueLengthLimit', labelValueLength],
    ['bodySizeLimit', bodySize && `${mebibytes(bodySize)}MiB`],
  ];
  return Object.fromEntries(
    rows.filter(([, value]) => value !== undefined).map(([word, value]) => [field(word), value]),
  );
}
