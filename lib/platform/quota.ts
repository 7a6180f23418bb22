import { Size, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { checkKeys } from '../core/names';
import { countQuantity, cpuQuantity, mebibytes, sizeQuantity } from '../core/quantities';
import type { Finding, Rule } from '../core/rules';
import { KubeObject } from '../kube/object';
import type { ComputeResources } from '../kube/resources';
import { quantities } from '../kube/quantities';
import { PLATFORM_RULES } from './rules';

/**
 * What all pods of a tenant may ask for together. CPU is counted by requests only: Spark's pods have no CPU limit, and a
 * quota on limits.cpu would refuse them.
 */
export interface SparkQuota {
  /** Cores: `requests.cpu`. @default - unlimited */
  readonly cpu?: number;
  /** Memory: `requests.memory` and `limits.memory`, which are the same in Spark's pods. @default - unlimited */
  readonly memory?: Size;
  /** Pods that have not ended, drivers and executors together. @default - unlimited */
  readonly pods?: number;
  /** Size of all claims: `requests.storage`. @default - unlimited */
  readonly storage?: Size;
  /** Number of claims. @default - unlimited */
  readonly persistentVolumeClaims?: number;
  /** Devices by full name, such as `nvidia.com/gpu`: `requests.<name>`. @default - unlimited */
  readonly devices?: { readonly [name: string]: number };
}

/**
 * What a container gets that says nothing. Spark's pods always say what they need. There is no limit of CPU here, and
 * no maximum of it either: Kubernetes would make that the limit of each container without one.
 */
export interface SparkLimits {
  /** CPU request in cores. @default 0.1 */
  readonly defaultCpu?: number;
  /** Memory request and limit. @default Size.mebibytes(512) */
  readonly defaultMemory?: Size;
  /** The most memory a container may have, Spark's included. @default - no maximum */
  readonly maxMemory?: Size;
}

const DEFAULT_CPU = 0.1;
const DEFAULT_MEMORY = '512Mi';
const DEFAULT_MEMORY_MIB = 512;

/** The part of a quota that queues know: what pods compute with. */
export function computeOf({ cpu, memory, devices }: SparkQuota): ComputeResources {
  return { ...(cpu !== undefined && { cpu }), ...(memory && { memory }), ...(devices && { devices }) };
}

/** A quota with room for pods that wait in a queue: Kubernetes counts them like those that run. */
export function withWaiting(quota: SparkQuota, waiting: ComputeResources = computeOf(quota)): SparkQuota {
  const { cpu, memory, pods, devices } = quota;
  const more = (name: string): number => waiting.devices?.[name] ?? 0;
  return {
    ...quota,
    ...(cpu !== undefined && { cpu: cpu + (waiting.cpu ?? 0) }),
    ...(memory && { memory: Size.mebibytes(mebibytes(memory) + (waiting.memory ? mebibytes(waiting.memory) : 0)) }),
    ...(pods !== undefined && { pods: pods + (waiting.pods ?? 0) }),
    ...(devices && {
      devices: Object.fromEntries(Object.entries(devices).map(([name, count]) => [name, count + more(name)])),
    }),
  };
}

/** The ResourceQuota `name`. @see https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
export function resourceQuota(scope: Construct, id: string, metadata: k8s.ObjectMeta, quota: SparkQuota): KubeObject {
  const { cpu, memory, pods, storage, persistentVolumeClaims, devices = {} } = quota;
  const hard: { [resource: string]: string } = {
    ...(cpu !== undefined && { 'requests.cpu': cpuQuantity(cpu) }),
    ...(memory && { 'requests.memory': sizeQuantity(memory), 'limits.memory': sizeQuantity(memory) }),
    ...(pods !== undefined && { pods: countQuantity(pods) }),
    ...(storage && { 'requests.storage': sizeQuantity(storage) }),
    ...(persistentVolumeClaims !== undefined && { persistentvolumeclaims: countQuantity(persistentVolumeClaims) }),
    ...Object.fromEntries(Object.entries(devices).map(([name, count]) => [`requests.${name}`, countQuantity(count)])),
  };
  const manifest = k8s.KubeResourceQuota.manifest({ metadata, spec: { hard: quantities(hard) } }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** The LimitRange `name`. @see https://kubernetes.io/docs/concepts/policy/limit-range/ */
export function limitRange(scope: Construct, id: string, metadata: k8s.ObjectMeta, limits: SparkLimits): KubeObject {
  const cpu = cpuQuantity(limits.defaultCpu ?? DEFAULT_CPU);
  const memory = limits.defaultMemory ? sizeQuantity(limits.defaultMemory) : DEFAULT_MEMORY;
  const manifest = k8s.KubeLimitRange.manifest({
    metadata,
    spec: {
      limits: [
        {
          type: 'Container',
          default: quantities({ memory }),
          defaultRequest: quantities({ cpu, memory }),
          ...(limits.maxMemory && { max: quantities({ memory: sizeQuantity(limits.maxMemory) }) }),
        },
      ],
    },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** Findings for a quota. */
export function checkQuota(quota: SparkQuota | undefined): Finding[] {
  if (quota === undefined) return [];
  const { cpu, memory, pods, storage, persistentVolumeClaims, devices = {} } = quota;
  const given = [cpu, memory, pods, storage, persistentVolumeClaims, ...Object.values(devices)];
  if (given.every((limit) => limit === undefined)) {
    return [{ rule: PLATFORM_RULES.quotaEmpty, at: 'quota', value: quota }];
  }
  return [
    ...checkCpu(PLATFORM_RULES.quotaCpu, 'quota.cpu', cpu),
    ...checkSize(PLATFORM_RULES.quotaSize, 'quota.memory', memory),
    ...checkSize(PLATFORM_RULES.quotaSize, 'quota.storage', storage),
    ...checkCount('quota.pods', pods),
    ...checkCount('quota.persistentVolumeClaims', persistentVolumeClaims),
    ...Object.entries(devices).flatMap(([name, count]) => [
      ...checkDevice(name),
      ...checkCount(`quota.devices["${name}"]`, count),
    ]),
  ];
}

/** Findings for the limits, by themselves and beside the quota. */
export function checkLimits(limits: SparkLimits, quota: SparkQuota | undefined): Finding[] {
  const { defaultCpu, defaultMemory, maxMemory } = limits;
  const defaultMib = defaultMemory ? mebibytes(defaultMemory) : DEFAULT_MEMORY_MIB;
  const above = (rule: Rule, at: string, mib: number, most: Size | undefined, whose: string): Finding[] =>
    most !== undefined && mib > mebibytes(most)
      ? [{ rule, at, value: `${mib}Mi`, because: `${whose} is ${sizeQuantity(most)}` }]
      : [];
  return [
    ...checkCpu(PLATFORM_RULES.limitCpu, 'limits.defaultCpu', defaultCpu),
    ...checkSize(PLATFORM_RULES.limitSize, 'limits.defaultMemory', defaultMemory),
    ...checkSize(PLATFORM_RULES.limitSize, 'limits.maxMemory', maxMemory),
    ...above(PLATFORM_RULES.limitAboveMaximum, 'limits.defaultMemory', defaultMib, maxMemory, 'limits.maxMemory'),
    ...above(PLATFORM_RULES.limitAboveQuota, 'limits.defaultMemory', defaultMib, quota?.memory, 'quota.memory'),
    ...(maxMemory
      ? above(PLATFORM_RULES.limitAboveQuota, 'limits.maxMemory', mebibytes(maxMemory), quota?.memory, 'quota.memory')
      : []),
  ];
}

function checkCpu(rule: Rule, at: string, cores: number | undefined): Finding[] {
  return cores === undefined || (Number.isFinite(cores) && cores >= 0.001) ? [] : [{ rule, at, value: cores }];
}

function checkSize(rule: Rule, at: string, size: Size | undefined): Finding[] {
  if (size === undefined) return [];
  const mib = mebibytes(size);
  return Number.isInteger(mib) && mib > 0 ? [] : [{ rule, at, value: `${mib}Mi` }];
}

function checkCount(at: string, count: number | undefined): Finding[] {
  if (count === undefined || (Number.isInteger(count) && count >= 0)) return [];
  return [{ rule: PLATFORM_RULES.quotaCount, at, value: count }];
}

function checkDevice(name: string): Finding[] {
  const valid = name.includes('/') && checkKeys('', { [name]: '' }).length === 0;
  return valid ? [] : [{ rule: PLATFORM_RULES.deviceName, at: 'quota.devices', value: name }];
}
