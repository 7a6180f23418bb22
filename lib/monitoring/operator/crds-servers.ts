import { Field, type CrdSpec, type Schema } from '../../kube/crd';
import { basicAuth, authorization, relabelings, status, tlsConfig, typed } from './crd-fields';

const GROUP = 'monitoring.coreos.com';

const columns: NonNullable<CrdSpec['columns']> = {
  Version: ['.spec.version', 'string'],
  Desired: ['.spec.replicas', 'integer'],
  Ready: ['.status.availableReplicas', 'integer'],
  Reconciled: [".status.conditions[?(@.type == 'Reconciled')].status", 'string'],
  Available: [".status.conditions[?(@.type == 'Available')].status", 'string'],
  Age: ['.metadata.creationTimestamp', 'date'],
};

/** What every server of this operator has: a StatefulSet's words. */
const workload: { readonly [field: string]: Schema } = {
  ...typed({
    text: 'image version imagePullPolicy serviceAccountName priorityClassName schedulerName serviceName logLevel logFormat routePrefix dnsPolicy podManagementPolicy',
    integer: 'replicas minReadySeconds',
    long: 'terminationGracePeriodSeconds',
    flag: 'paused listenLocal hostUsers enableServiceLinks',
    textMap: 'nodeSelector',
    object: 'affinity dnsConfig resources securityContext storage updateStrategy web',
    objects:
      'additionalArgs containers hostAliases imagePullSecrets initContainers tolerations topologySpreadConstraints volumeMounts volumes',
  }),
  podMetadata: Field.object(typed({ text: 'name', textMap: 'labels annotations' })),
  portName: Field.text({ default: 'web' }),
};

const remoteWrite = Field.list(
  Field.object(
    {
      ...typed({
        text: 'url name messageVersion proxyUrl',
        duration: 'remoteTimeout',
        flag: 'sendExemplars sendNativeHistograms enableHTTP2 followRedirects roundRobinDNS',
        textMap: 'headers',
        object: 'oauth2 metadataConfig',
      }),
      tlsConfig,
      basicAuth,
      authorization,
      writeRelabelConfigs: relabelings,
      queueConfig: Field.object(
        typed({
          integer: 'capacity minShards maxShards maxSamplesPerSend maxRetries',
          duration: 'batchSendDeadline minBackoff maxBackoff sampleAgeLimit',
          flag: 'retryOnRateLimit',
        }),
      ),
      azureAd: Field.object({
        ...typed({ text: 'cloud scope', object: 'oauth sdk' }),
        managedIdentity: Field.object(typed({ text: 'clientId' })),
        workloadIdentity: Field.object(typed({ text: 'clientId tenantId' }), { required: ['clientId', 'tenantId'] }),
      }),
      sigv4: Field.object(typed({ text: 'region profile roleArn externalId', object: 'accessKey secretKey' })),
    },
    { required: ['url'] },
  ),
);

const excluded = Field.list(
  Field.object({
    ...typed({ text: 'resource namespace name' }),
    group: Field.text({ default: GROUP }),
  }),
);

/** What a Prometheus with a store and an agent have in common. */
const scraper: { readonly [field: string]: Schema } = {
  ...workload,
  ...typed({
    text: 'externalUrl prometheusExternalLabelName replicaExternalLabelName serviceDiscoveryRole reloadStrategy enforcedNamespaceLabel scrapeFailureLogFile bodySizeLimit enforcedBodySizeLimit',
    duration: 'scrapeTimeout',
    integer: 'maximumStartupDurationSeconds',
    long: 'sampleLimit targetLimit labelLimit labelNameLengthLimit labelValueLengthLimit keepDroppedTargets enforcedSampleLimit enforcedTargetLimit enforcedLabelLimit enforcedLabelNameLengthLimit enforcedLabelValueLengthLimit enforcedKeepDroppedTargets',
    flag: 'automountServiceAccountToken enableRemoteWriteReceiver enableOTLPReceiver hostNetwork ignoreNamespaceSelectors overrideHonorLabels overrideHonorTimestamps scrapeClassicHistograms scrapeNativeHistograms convertClassicHistogramsToNHCB walCompression',
    texts: 'configMaps secrets enableFeatures podTargetLabels scrapeProtocols remoteWriteReceiverMessageVersions',
    textMap: 'externalLabels',
    selector:
      'serviceMonitorSelector serviceMonitorNamespaceSelector podMonitorSelector podMonitorNamespaceSelector probeSelector probeNamespaceSelector scrapeConfigSelector scrapeConfigNamespaceSelector',
    object:
      'additionalScrapeConfigs apiserverConfig otlp persistentVolumeClaimRetentionPolicy runtime shardingStrategy tracingConfig tsdb',
  }),
  scrapeInterval: Field.text({ default: '30s' }),
  shards: Field.integer(undefined, { default: 1 }),
  arbitraryFSAccessThroughSMs: Field.object(typed({ flag: 'deny' })),
  excludedFromEnforcement: excluded,
  remoteWrite,
  scrapeClasses: Field.list(
    Field.object({
      ...typed({ text: 'name fallbackScrapeProtocol', flag: 'default', object: 'attachMetadata' }),
      tlsConfig,
      authorization,
      relabelings,
      metricRelabelings: relabelings,
    }),
  ),
};

const alerting = Field.object({
  alertmanagers: Field.list(
    Field.object(
      {
        ...typed({ text: 'name namespace scheme pathPrefix apiVersion', duration: 'timeout', flag: 'enableHttp2' }),
        port: { 'x-kubernetes-int-or-string': true },
        tlsConfig,
        basicAuth,
        authorization,
        relabelings,
        alertRelabelings: relabelings,
      },
      { required: ['name', 'port'] },
    ),
  ),
});

const prometheus: CrdSpec = {
  group: GROUP,
  version: 'v1',
  kind: 'Prometheus',
  plural: 'prometheuses',
  singular: 'prometheus',
  shortNames: ['prom'],
  statusSubresource: true,
  columns,
  required: ['spec'],
  fields: {
    spec: Field.object({
      ...scraper,
      ...typed({
        duration: 'retention ruleQueryOffset',
        text: 'retentionSize queryLogFile baseImage sha tag',
        flag: 'allowOverlappingBlocks disableCompaction enableAdminAPI',
        selector: 'ruleSelector ruleNamespaceSelector',
        object:
          'additionalAlertManagerConfigs additionalAlertRelabelConfigs exemplars query rules shardRetentionPolicy thanos',
        objects: 'remoteRead prometheusRulesExcludedFromEnforce',
      }),
      evaluationInterval: Field.text({ default: '30s' }),
      alerting,
    }),
    status,
  },
};

const prometheusAgent: CrdSpec = {
  group: GROUP,
  version: 'v1alpha1',
  kind: 'PrometheusAgent',
  plural: 'prometheusagents',
  singular: 'prometheusagent',
  shortNames: ['promagent'],
  statusSubresource: true,
  columns,
  required: ['spec'],
  fields: { spec: Field.object({ ...scraper, ...typed({ text: 'mode' }) }), status },
};

const alertmanager: CrdSpec = {
  group: GROUP,
  version: 'v1',
  kind: 'Alertmanager',
  plural: 'alertmanagers',
  singular: 'alertmanager',
  shortNames: ['am'],
  statusSubresource: true,
  columns,
  required: ['spec'],
  fields: {
    spec: Field.object({
      ...workload,
      ...typed({
        text: 'externalUrl configSecret clusterAdvertiseAddress clusterLabel baseImage sha tag',
        duration: 'clusterGossipInterval clusterPeerTimeout clusterPushpullInterval',
        flag: 'forceEnableClusterMode automountServiceAccountToken hostNetwork',
        texts: 'additionalPeers configMaps secrets enableFeatures',
        selector: 'alertmanagerConfigSelector alertmanagerConfigNamespaceSelector',
        object: 'alertmanagerConfiguration clusterTLS limits persistentVolumeClaimRetentionPolicy',
      }),
      retention: Field.text({ default: '120h' }),
      alertmanagerConfigMatcherStrategy: Field.object({ type: Field.text({ default: 'OnNamespace' }) }),
    }),
    status,
  },
};

const thanosRuler: CrdSpec = {
  group: GROUP,
  version: 'v1',
  kind: 'ThanosRuler',
  plural: 'thanosrulers',
  singular: 'thanosruler',
  shortNames: ['ruler'],
  statusSubresource: true,
  columns,
  required: ['spec'],
  fields: {
    spec: Field.object({
      ...workload,
      ...typed({
        text: 'alertQueryUrl alertRelabelConfigFile enforcedNamespaceLabel externalPrefix objectStorageConfigFile tracingConfigFile',
        duration: 'resendDelay ruleGracePeriod ruleOutageTolerance ruleQueryOffset',
        integer: 'ruleConcurrentEval',
        texts: 'alertDropLabels alertmanagersUrl enableFeatures queryEndpoints',
        textMap: 'labels',
        selector: 'ruleSelector ruleNamespaceSelector',
        object:
          'alertRelabelConfigs alertmanagersConfig grpcServerTlsConfig objectStorageConfig queryConfig tracingConfig',
        objects: 'prometheusRulesExcludedFromEnforce',
      }),
      evaluationInterval: Field.text({ default: '15s' }),
      retention: Field.text({ default: '24h' }),
      excludedFromEnforcement: excluded,
      remoteWrite,
    }),
    status,
  },
};

/** Kinds that the operator makes pods of. */
export const SERVER_CRDS: readonly CrdSpec[] = [prometheus, prometheusAgent, alertmanager, thanosRuler];
