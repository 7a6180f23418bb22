import { Chart, Size, Testing } from 'cdk8s';
import type { KueueResourceGroup } from '../../../lib/scheduling/kueue/interfaces';
import { KueueResourceFlavor } from '../../../lib/scheduling/kueue/resource-flavor';

export const chart = (namespace?: string): Chart =>
  new Chart(Testing.app(), 'c', namespace === undefined ? {} : { namespace });

/** cpu, and 4 GiB for each core of it. */
export const amount = (cpu: number): { cpu: number; memory: Size } => ({ cpu, memory: Size.gibibytes(cpu * 4) });

/** One group of one flavor. */
export const simple = (cpu: number, flavor = 'any'): KueueResourceGroup[] => [
  { flavors: [{ flavor: KueueResourceFlavor.fromName(flavor), nominalQuota: amount(cpu) }] },
];

export const says = (...texts: string[]): unknown[] => texts.map((text) => expect.stringContaining(text) as unknown);
