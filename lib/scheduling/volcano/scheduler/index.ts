export { VolcanoScheduler } from './scheduler';
export { VolcanoPlugin } from './plugin';
export { VolcanoMetrics, type VolcanoElasticsearchOptions, type VolcanoMetricsOptions } from './metrics';
export type { VolcanoSchedulerProps, VolcanoTier } from './configuration';
export type { VolcanoFairShareOptions, VolcanoPriorityPreemptOptions, VolcanoQuotaReclaimOptions } from './presets';
export { VolcanoAction, type VolcanoActionArguments, type VolcanoActionOptions } from './actions';
export type { VolcanoGangEvictionOptions, VolcanoPreemptOptions } from './actions';
export type {
  VolcanoAllocatableFlag,
  VolcanoJobEnqueuedFlag,
  VolcanoJobOrderFlag,
  VolcanoJobPipelinedFlag,
  VolcanoJobReadyFlag,
  VolcanoJobStarvingFlag,
  VolcanoNodeOrderFlag,
  VolcanoOverusedFlag,
  VolcanoPredicateFlag,
  VolcanoPreemptableFlag,
  VolcanoPreemptiveFlag,
  VolcanoQueueOrderFlag,
  VolcanoReclaimableFlag,
  VolcanoSubJobOrderFlag,
  VolcanoTaskOrderFlag,
  VolcanoVictimFlag,
} from './flags';
export type {
  VolcanoCapacityOptions,
  VolcanoCdpOptions,
  VolcanoConformanceOptions,
  VolcanoDrfOptions,
  VolcanoGangOptions,
  VolcanoOvercommitOptions,
  VolcanoPdbOptions,
  VolcanoPriorityOptions,
  VolcanoProportionOptions,
  VolcanoResourceQuotaOptions,
  VolcanoSlaOptions,
} from './job-plugins';
export type {
  VolcanoBinpackOptions,
  VolcanoNodeGroupOptions,
  VolcanoNodeOrderOptions,
  VolcanoNumaAwareOptions,
  VolcanoPredicatesOptions,
  VolcanoTaskTopologyOptions,
  VolcanoUtilizationScore,
} from './node-plugins';
export { VolcanoFitStrategy, type VolcanoDeviceProportion, type VolcanoDeviceShareOptions } from './device-plugins';
export type {
  VolcanoNetworkTopologyOptions,
  VolcanoResourceFit,
  VolcanoResourceStrategyOptions,
  VolcanoScarceResources,
} from './device-plugins';
export type {
  VolcanoExtenderOptions,
  VolcanoLowNodeUtilization,
  VolcanoReschedulingOptions,
  VolcanoTdmOptions,
  VolcanoUsageOptions,
  VolcanoUsageThresholds,
} from './outside-plugins';
