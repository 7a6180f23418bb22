import type { Size } from 'cdk8s';
import { checkKeys } from '../core/names';
import { countQuantity, cpuQuantity, mebibytes, mebibyteQuantity } from '../core/quantities';
import { rules, type Finding } from '../core/rules';

/** Amounts of what nodes have and pods ask for. */
export interface ComputeResources {
  /** Cores, to a thousandth. @default - not said */
  readonly cpu?: number;
  /** Memory. @default - not said */
  readonly memory?: Size;
  /** Space on the node's own disk. @default - not said */
  readonly ephemeralStorage?: Size;
  /** Pods. @default - not said */
  readonly pods?: number;
  /** Devices by full name, such as `nvidia.com/gpu`. @default - not said */
  readonly devices?: { readonly [name: string]: number };
}

/** Amounts by Kubernetes' names of the resources: cores, bytes, or a count. */
export interface Amounts {
  readonly [resource: string]: number;
}

export const RESOURCE_RULES = rules('kube', {
  amountCpu: ['an amount of CPU is a number of cores of 0 or more, to a thousandth', 'use a number such as 16'],
  amountSize: [
    'an amount of memory or storage is a whole number of MiB of 0 or more',
    'use Size.gibibytes(64) or the like',
  ],
  amountCount: ['an amount of pods or devices is a whole number of 0 or more', 'use a whole number such as 50'],
  amountDevice: ['an extended resource has a vendor domain and a name', 'write it like nvidia.com/gpu'],
});

const BYTES_PER_MIB = 1024 ** 2;
const SIZES = ['memory', 'ephemeral-storage', 'storage'];

/** Amounts by Kubernetes' names. */
export function amountsOf(resources: ComputeResources): Amounts {
  const { cpu, memory, ephemeralStorage, pods, devices } = resources;
  return {
    ...(cpu !== undefined && { cpu }),
    ...(memory && { memory: bytes(memory) }),
    ...(ephemeralStorage && { 'ephemeral-storage': bytes(ephemeralStorage) }),
    ...(pods !== undefined && { pods }),
    ...devices,
  };
}

/** The sum of amounts; a resource that only some of them name counts as 0 in the others. */
export function sumOf(...all: readonly Amounts[]): Amounts {
  const sum: { [resource: string]: number } = {};
  for (const amounts of all) {
    for (const [resource, amount] of Object.entries(amounts)) sum[resource] = (sum[resource] ?? 0) + amount;
  }
  return sum;
}

/** Every amount so many times. */
export function timesOf(amounts: Amounts, factor: number): Amounts {
  return Object.fromEntries(Object.entries(amounts).map(([resource, amount]) => [resource, amount * factor]));
}

/** Resources of which more is asked than a limit allows. What the limit does not name is not limited. */
export function exceeding(asked: Amounts, limit: Amounts): string[] {
  const slack = 1e-9; // sums of thousandths of cores
  return Object.keys(asked).filter((name) => limit[name] !== undefined && (asked[name] ?? 0) > limit[name] + slack);
}

/** One amount as a Kubernetes quantity, in the API server's canonical form: `1500m`, `2Gi`, `3`. */
export function amountQuantity(resource: string, amount: number): string {
  if (amount === 0) return '0';
  if (resource === 'cpu') return cpuQuantity(Math.round(amount * 1000) / 1000);
  if (!SIZES.includes(resource)) return countQuantity(amount);
  return amount % BYTES_PER_MIB === 0 ? mebibyteQuantity(amount / BYTES_PER_MIB) : byteQuantity(amount);
}

/** Amounts as Kubernetes quantities: CPU, memory, then the others by name. */
export function amountQuantities(amounts: Amounts): { [resource: string]: string } {
  const rank = (name: string): string => `${name === 'cpu' ? 0 : name === 'memory' ? 1 : 2}${name}`;
  const names = Object.keys(amounts).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return Object.fromEntries(names.map((name) => [name, amountQuantity(name, amounts[name] ?? 0)]));
}

/** Amounts as a reader wants them in a message: `cpu 3, memory 2Gi`. */
export function amountText(amounts: Amounts): string {
  return Object.entries(amountQuantities(amounts))
    .map(([name, quantity]) => `${name} ${quantity}`)
    .join(', ');
}

/** Findings for amounts that a user wrote. */
export function resourceFindings(at: string, resources: ComputeResources): Finding[] {
  const { cpu, memory, ephemeralStorage, pods, devices = {} } = resources;
  const sizes = Object.entries({ memory, ephemeralStorage }).flatMap(([prop, size]): Finding[] => {
    if (size === undefined || (Number.isInteger(mebibytes(size)) && mebibytes(size) >= 0)) return [];
    return [{ rule: RESOURCE_RULES.amountSize, at: `${at}.${prop}`, value: `${mebibytes(size)} MiB` }];
  });
  const counts = [
    ...(pods === undefined ? [] : [[`${at}.pods`, pods] as const]),
    ...Object.entries(devices).map(([name, count]) => [`${at}.devices["${name}"]`, count] as const),
  ];
  return [
    ...(cpu === undefined || isThousandth(cpu)
      ? []
      : [{ rule: RESOURCE_RULES.amountCpu, at: `${at}.cpu`, value: cpu }]),
    ...sizes,
    ...counts
      .filter(([, count]) => !Number.isInteger(count) || count < 0)
      .map(([where, value]) => ({ rule: RESOURCE_RULES.amountCount, at: where, value })),
    ...Object.keys(devices)
      .filter((name) => !name.includes('/') || checkKeys('', { [name]: '' }).length > 0)
      .map((value) => ({ rule: RESOURCE_RULES.amountDevice, at: `${at}.devices`, value })),
  ];
}

const SUFFIXES: { readonly [suffix: string]: number } = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
  Ei: 1024 ** 6,
};

/** The number behind a Kubernetes quantity: `500m` is 0.5, `1Gi` 1073741824. NaN for what is no quantity. */
export function parseQuantity(quantity: string | number): number {
  if (typeof quantity === 'number') return quantity;
  const [, digits = '', exponent = '', suffix = ''] =
    /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|(n|u|m|k|[MGTPE]|[KMGTPE]i))?$/.exec(quantity) ?? [];
  return digits === '' ? NaN : Number(`${digits}${exponent}`) * (SUFFIXES[suffix] ?? 1);
}

function bytes(size: Size): number {
  return mebibytes(size) * BYTES_PER_MIB;
}

function byteQuantity(amount: number): string {
  return amount % 1024 === 0 ? `${amount / 1024}Ki` : countQuantity(amount);
}

function isThousandth(cores: number): boolean {
  return Number.isFinite(cores) && cores >= 0 && Math.abs(cores * 1000 - Math.round(cores * 1000)) < 1e-6;
}
