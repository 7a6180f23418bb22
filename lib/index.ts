export { PlatformApp, type PlatformAppProps } from './synth/platform-app';
export type { IPolicy, PolicyBreach } from './policy/policy';
export { HousePolicy, type HouseRulesProps } from './policy/house-policy';
export type { SignOnProps } from './policy/sign-on';
export { Component } from './core/component';
export { SecretSource } from './core/secrets';
export { KubeObject } from './kube/object';

export * from './spark/version';
export * from './spark/image';
export { SparkConf } from './spark/conf';
export * from './spark/application';
export { StagedFile } from './spark/staged-file';
export type * from './spark/placement';
export type * from './spark/role-props';
export { SparkRole, SparkRoleName } from './spark/role';
export * from './spark/volumes';
export { ResolvedApplication, type ISparkFeature, type ResolvedApplicationProps } from './spark/resolved-application';
export * from './spark/runner';
export type { ComputeResources } from './kube/resources';
export { SparkServiceAccount, type SparkServiceAccountProps } from './spark/service-account';
export * from './spark/features/event-log';
export * from './spark/features/object-store';
export * from './spark/features/dynamic-allocation';
export * from './spark/features/decommissioning';

export { SparkRunner } from './runners/spark-runner';
export { NativeDriverKind, NativeRunner, type NativeRunnerProps } from './runners/native/native-runner';
export type * from './spark/job-namespace';
export type * from './spark/livy-server';
export type * from './spark/standalone-cluster';
export * from './runners/kubeflow/interfaces';
export { KubeflowRunner } from './runners/kubeflow/kubeflow-runner';
export * from './runners/kubeflow/runner-props';
export * from './runners/kubeflow/operator';
export * from './runners/kubeflow/install/props';
export { KubeflowCertificates } from './runners/kubeflow/install/certificates';
export * from './runners/kubeflow/spark-connect';
export type * from './runners/apache/interfaces';
export { ApacheRunner } from './runners/apache/apache-runner';
export * from './runners/apache/runner-props';
export * from './runners/apache/operator';
export * from './runners/apache/install/props';
export * from './runners/apache/cluster';
export type * from './runners/apache/cluster-props';
export { LivyRunner, type LivyRunnerProps } from './runners/livy/livy-runner';
export type { LivyBatch } from './runners/livy/livy-batch';
export { SubmitRunner } from './runners/submit/submit-runner';
export type * from './runners/submit/submit-runner-props';
export * from './runners/submit/submitter-account';
export { StandaloneRunner } from './runners/standalone/standalone-runner';
export * from './runners/standalone/standalone-runner-props';
export type { IUiGateway, UiRouteBinding } from './ingress/gateway';
export { UiGatewayBase, type UiGatewayProps } from './ingress/gateway-base';
export { UiEndpoint, type UiEndpointProps, type UiTraits } from './ingress/ui-endpoint';
export { UiPrefix, UiRoute, type UiBackend, type UiRouteProps } from './ingress/ui-route';
export { UiSignOn } from './ingress/ui-sign-on';
export { NginxIngress } from './ingress/nginx/nginx-ingress';
export { NginxRoutes, type NginxRoutesProps } from './ingress/nginx/nginx-routes';
export * from './ingress/nginx/props';
export { GatewayApi } from './ingress/gateway-api/gateway-api';
export { GatewayRoutes, type GatewayRoutesProps } from './ingress/gateway-api/gateway-routes';
export type * from './ingress/gateway-api/props';
export { IngressNginx, type RetiredIngressNginxProps } from './ingress/ingress-nginx/ingress-nginx';
export { OAuth2Proxy } from './ingress/sign-on/oauth2-proxy';
export type * from './ingress/sign-on/props';
export * from './ingress/sign-on/provider';
export * from './ingress/sign-on/sessions';
export { TlsIssuer, type ITlsIssuer } from './ingress/tls/issuer';
export * from './ingress/tls/acme-issuer';
export { TlsCertificate, type TlsCertificateProps, type TlsLifetime } from './ingress/tls/certificate';
export { TlsCertificates } from './ingress/tls/certificates';
export { PrivateAuthority, type PrivateAuthorityProps } from './ingress/tls/private-authority';

export * from './gitops/git-ops';
export type * from './gitops/argocd-props';
export * from './gitops/argocd-application';
export * from './gitops/argocd-application-set';
export * from './gitops/argocd-settings';
export { FluxGitRepository, FluxSource, type FluxGitRepositoryProps, type IFluxSource } from './gitops/flux-source';
export * from './gitops/flux-kustomization';
export * from './services/livy/livy-server';
export * from './services/livy/authentication';
export * from './services/livy/conf';
export type * from './services/livy/props';
export { JupyterHub } from './services/jupyterhub/jupyterhub';
export { HUB_TRAITS } from './services/jupyterhub/traits';
export * from './services/jupyterhub/authenticator';
export * from './services/jupyterhub/authenticator-props';
export * from './services/jupyterhub/database';
export { NotebookProfile } from './services/jupyterhub/profile';
export type * from './services/jupyterhub/profile-props';
export type * from './services/jupyterhub/props';
export * from './services/jupyterhub/sparkmagic-props';
export * from './services/jupyterhub/storage';
export { Zeppelin } from './services/zeppelin/zeppelin';
export {
  ZeppelinAuthentication,
  type ZeppelinActiveDirectoryProps,
  type ZeppelinDirectoryProps,
  type ZeppelinKnoxProps,
  type ZeppelinLdapProps,
} from './services/zeppelin/authentication';
export * from './services/zeppelin/interpreters';
export type * from './services/zeppelin/props';
export * from './services/zeppelin/storage';
export * from './services/standalone/standalone-cluster';
export type * from './services/standalone/props';
export * from './services/standalone/recovery';
export { SparkHistoryServer } from './services/history-server/history-server';
export type { ISparkHistoryServer } from './services/history-server/interfaces';
export {
  ClaimAccessMode,
  SparkHistoryLogs,
  type HistoryClaimOptions,
  type HistoryNewClaimOptions,
} from './services/history-server/logs';
export type * from './services/history-server/props';
export { SparkConnectServer } from './services/connect/connect-server';
export type { ISparkConnectServer } from './services/connect/interfaces';
export type { SparkConnectServerProps } from './services/connect/props';
export { SparkThriftServer } from './services/thrift/thrift-server';
export * from './services/thrift/authentication';
export * from './services/thrift/props';
export { HiveMetastore, type ExistingMetastoreProps } from './services/metastore/hive-metastore';
export * from './services/metastore/props';
export { HiveCatalog, type IHiveMetastore } from './services/spark-server/hive-catalog';
export { SparkDriverServer } from './services/spark-server/driver-server';
export type * from './services/spark-server/props';
export type { SparkServerNetwork, SparkServerOpening } from './kube/server-network';
export {
  Observation,
  ProbeModule,
  type IObserved,
  type ObservedWorkload,
  type ProbeProps,
  type ScrapeProps,
} from './kube/observation';
export * from './jobs/spark-job-base';
export * from './jobs/spark-job';
export * from './jobs/scheduled-spark-job';

export { SparkScheduler } from './scheduling/spark-scheduler';
export { SparkQueues } from './scheduling/spark-queues';
export type * from './scheduling/queue-system';
export { SparkPriorityClass, type SparkPriorityClassProps } from './scheduling/priority-class';
export { SparkPriorities, type SparkPrioritiesProps } from './scheduling/priorities';

export { NodePool, type NodePoolProps } from './scheduling/node-pool';
export { CpuArchitecture, type NodeTaint } from './scheduling/node-pool-props';
export { SpotNodes } from './scheduling/node-pool-spot';
export { SpreadPolicy, type NodeSpread } from './spark/node-spread';
export { KarpenterNodePool } from './scheduling/karpenter/karpenter-node-pool';
export * from './scheduling/karpenter/karpenter-props';

export type * from './scheduling/volcano/interfaces';
export { Volcano, type ExistingVolcanoProps } from './scheduling/volcano/volcano';
export * from './scheduling/volcano/install/props';
export { VolcanoCertificates } from './scheduling/volcano/install/certificates';
export { PodGroupSweeper, type PodGroupSweeperProps } from './scheduling/volcano/install/pod-group-sweeper';
export * from './scheduling/volcano/queue';
export * from './scheduling/volcano/volcano-queues';
export {
  VolcanoBinding,
  VolcanoJobScheduler,
  type VolcanoBatchOptions,
  type VolcanoSchedulingProps,
} from './scheduling/volcano/volcano-job-scheduler';
export * from './scheduling/volcano/scheduler';

export { YuniKorn } from './scheduling/yunikorn/yunikorn';
export * from './scheduling/yunikorn/yunikorn-props';
export * from './scheduling/yunikorn/interfaces';
export * from './scheduling/yunikorn/queue';
export * from './scheduling/yunikorn/queue-options';
export { YuniKornPlacementRule, type YuniKornPlacementOptions } from './scheduling/yunikorn/placement-rule';
export type { YuniKornImages } from './scheduling/yunikorn/servers';
export * from './scheduling/yunikorn/yunikorn-queues';
export {
  YuniKornGangStyle,
  YuniKornScheduler,
  type YuniKornSchedulingProps,
} from './scheduling/yunikorn/yunikorn-scheduler';

export * from './scheduling/kueue/kueue';
export * from './scheduling/kueue/resource-flavor';
export * from './scheduling/kueue/cluster-queue-props';
export { KueueClusterQueue } from './scheduling/kueue/cluster-queue';
export * from './scheduling/kueue/cohort';
export * from './scheduling/kueue/local-queue';
export * from './scheduling/kueue/workload-priority-class';
export * from './scheduling/kueue/kueue-scheduler';
export * from './scheduling/kueue/kueue-queues';
export {
  KueueFramework,
  KueueStopPolicy,
  type IKueue,
  type IKueueClusterQueue,
  type IKueueCohort,
  type IKueueLocalQueue,
  type IKueueResourceFlavor,
  type IKueueWorkloadPriorityClass,
  type KueueFlavorQuota,
  type KueueResourceGroup,
} from './scheduling/kueue/interfaces';

export { SparkPlatform, type SparkPlatformProps } from './platform/spark-platform';
export { SparkPlatformComponent, type ISparkPlatform } from './platform/component';
export type { SparkPlatformComponents } from './platform/components/components';
export * from './platform/components/history-component';
export * from './platform/components/connect-component';
export * from './platform/components/livy-component';
export * from './platform/components/notebooks-component';
export * from './platform/components/zeppelin-component';
export type { SparkPlatformIngress } from './platform/platform-ingress';
export type { SparkJobDefaults } from './platform/job-defaults';
export { SparkTenant, type ISparkTenant, type SparkTenantProps } from './platform/tenant';
export type { SparkTenantQueue } from './platform/tenant-queue';
export * from './platform/capacity';
export type { SparkLimits, SparkQuota } from './platform/quota';
export type { NetworkOpening } from './platform/opening';
export { SparkNetworkPolicies, type SparkNetwork, type SparkNetworkPoliciesProps } from './platform/network';
export { NetworkProtocol, type NetworkPeer } from './kube/network-policy';

export type * from './spark/pushgateway';
export { SparkMetrics } from './spark/features/metrics/spark-metrics';
export type * from './spark/features/metrics/options';
export type * from './monitoring/interfaces';
export { MonitoringPart, type MonitoringPartProps } from './monitoring/part';
export { MonitoringStack } from './monitoring/stack/stack';
export { MonitoringServers } from './monitoring/stack/servers';
export { AgentsNamespace } from './monitoring/stack/agents-namespace';
export { MonitoringMode, type ExistingMonitoringProps } from './monitoring/stack/mode';
export { MonitoringSize } from './monitoring/stack/size';
export type * from './monitoring/stack/props';
export { PrometheusOperator } from './monitoring/operator/prometheus-operator';
export * from './monitoring/operator/props';
export { Prometheus, type ExistingPrometheusProps } from './monitoring/prometheus/prometheus';
export { PrometheusBase } from './monitoring/prometheus/prometheus-base';
export { PrometheusAgent } from './monitoring/prometheus/prometheus-agent';
export type * from './monitoring/prometheus/props';
export { PrometheusStorage } from './monitoring/prometheus/storage';
export { Federation } from './monitoring/prometheus/federation';
export type * from './monitoring/prometheus/federation-props';
export {
  AzureMonitorCloud,
  RemoteWrite,
  type RemoteWriteOptions,
  type RemoteWriteQueue,
} from './monitoring/prometheus/remote-write';
export { Monitors, type MonitorsProps } from './monitoring/monitors/monitors';
export { PodMonitor } from './monitoring/monitors/pod-monitor';
export { ServiceMonitor } from './monitoring/monitors/service-monitor';
export { Probe } from './monitoring/monitors/probe';
export { KubeletMonitor, type KubeletMonitorProps } from './monitoring/monitors/kubelet-monitor';
export type * from './monitoring/monitors/props';
export { Alertmanager } from './monitoring/alertmanager/alertmanager';
export type * from './monitoring/alertmanager/props';
export type * from './monitoring/alertmanager/route';
export type * from './monitoring/alertmanager/receiver-options';
export { AlertReceiver } from './monitoring/alertmanager/receiver';
export { AlertMatcher, AlertMatchOperator } from './monitoring/alertmanager/matcher';
export * from './monitoring/alertmanager/time-interval';
export { SparkRules } from './monitoring/alerts/spark-rules';
export type { SparkRulesProps } from './monitoring/alerts/props';
export { AlertSeverity, type AlertRule, type RecordingRule, type RuleGroup } from './monitoring/alerts/rule';
export type { AlertThresholds } from './monitoring/alerts/thresholds';
export { Pushgateway } from './monitoring/pushgateway/pushgateway';
export type * from './monitoring/pushgateway/props';
export { KubeStateMetrics, type KubeStateMetricsProps } from './monitoring/exporters/kube-state-metrics';
export { KubeStateResource } from './monitoring/exporters/kube-state-resources';
export { NodeExporter, type NodeExporterProps } from './monitoring/exporters/node-exporter';
export { BlackboxExporter, type BlackboxExporterProps } from './monitoring/exporters/blackbox-exporter';
export { Loki } from './monitoring/loki/loki';
export type * from './monitoring/loki/props';
export {
  LokiStorage,
  type LokiAzureProps,
  type LokiClaim,
  type LokiGcsProps,
  type LokiS3Props,
} from './monitoring/loki/storage';
export { LogCollector } from './monitoring/logs/log-collector';
export * from './monitoring/logs/props';
export { Grafana } from './monitoring/grafana/grafana';
export type * from './monitoring/grafana/props';
export { GrafanaAuthentication } from './monitoring/grafana/authentication';
export type * from './monitoring/grafana/authentication-props';
export { GrafanaAzureCredentials } from './monitoring/grafana/azure';
export { GrafanaDataSource } from './monitoring/grafana/data-source';
export type * from './monitoring/grafana/data-source-props';
export {
  GrafanaDatabase,
  GrafanaPostgresTls,
  type GrafanaClaimOptions,
  type GrafanaPostgresOptions,
} from './monitoring/grafana/database';
export { GrafanaDashboard, type GrafanaDashboardOptions } from './monitoring/dashboards/grafana-dashboard';
export { DashboardScheduler, type DashboardCosts, type DashboardOptions } from './monitoring/dashboards/options';
export { MonitoringComponent, type MonitoringComponentProps } from './platform/components/monitoring-component';
