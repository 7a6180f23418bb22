import { Size } from 'cdk8s';
import type { Amounts, ComputeResources } from '../kube/resources';

/** Amounts in the words of props; the other way round than `amountsOf`. */
export function resourcesOf(amounts: Amounts): ComputeResources {
  const { cpu, memory, pods, 'ephemeral-storage': storage, ...devices } = amounts;
  return {
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory: bytes(memory) }),
    ...(storage !== undefined && { ephemeralStorage: bytes(storage) }),
    ...(pods !== undefined && { pods }),
    ...(Object.keys(devices).length > 0 && { devices }),
  };
}

/** The larger of two amounts, resource by resource; what only one of them names is taken from it. */
export function largerOf(a: Amounts, b: Amounts): Amounts {
  const names = Object.keys({ ...a, ...b });
  return Object.fromEntries(names.map((name) => [name, Math.max(a[name] ?? 0, b[name] ?? 0)]));
}

function bytes(amount: number): Size {
  return Size.kibibytes(amount / 1024);
}
