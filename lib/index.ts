export { PlatformApp, type PlatformAppProps } from './synth/platform-app';
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
export * from './spark/features/prometheus-metrics';

export { SparkRunner } from './runners/spark-runner';
export { NativeDriverKind, NativeRunner, type NativeRunnerProps } from './runners/native/native-runner';
export * from './jobs/spark-job-base';
export * from './jobs/spark-job';
export * from './jobs/scheduled-spark-job';

export { SparkQueues } from './scheduling/spark-queues';
export type * from './scheduling/queue-system';
export { VolcanoQueues, type VolcanoQueuesProps } from './scheduling/volcano/volcano-queues';
export * from './scheduling/volcano/queue';
export { SparkScheduler } from './scheduling/spark-scheduler';
export type * from './scheduling/volcano/interfaces';
export {
  VolcanoBinding,
  VolcanoJobScheduler,
  type VolcanoSchedulingProps,
} from './scheduling/volcano/volcano-job-scheduler';
export { NodePool, type NodePoolProps } from './scheduling/node-pool';
export { CpuArchitecture, type NodeTaint } from './scheduling/node-pool-props';
export { SpotNodes } from './scheduling/node-pool-spot';
export { SpreadPolicy, type NodeSpread } from './spark/node-spread';
export { KarpenterNodePool } from './scheduling/karpenter/karpenter-node-pool';
export * from './scheduling/karpenter/karpenter-props';
export { SparkPriorityClass, type SparkPriorityClassProps } from './scheduling/priority-class';
export { SparkPriorities, type SparkPrioritiesProps } from './scheduling/priorities';

export { SparkTenant, type ISparkTenant, type SparkTenantProps, type SparkTenantQueue } from './platform/tenant';
export * from './platform/capacity';
export type { SparkLimits, SparkQuota } from './platform/quota';
export type { NetworkOpening } from './platform/opening';
export { SparkNetworkPolicies, type SparkNetwork, type SparkNetworkPoliciesProps } from './platform/network';
export { NetworkProtocol, type NetworkPeer } from './kube/network-policy';
