import type { Series } from './series';

/** What a made-up series is worth at a moment: seconds since the start. */
export type Shape = (t: number) => number;

const START = 1_780_000_000;
const LENGTH = 5400;
const STEP = 30;

/** The last moment of the story. */
export const STORY_END = START + LENGTH;

/** Smooth, and the same each time. */
export const wave =
  (mean: number, swing: number, period = 900, phase = 0): Shape =>
  (t) =>
    mean +
    swing * Math.sin((t / period) * 2 * Math.PI + phase) +
    (swing / 4) * Math.sin((t / 170) * 2 * Math.PI + phase * 3);
export const level =
  (value: number): Shape =>
  () =>
    value;
/** A counter of so many each second. */
export const counter =
  (perSecond: number, phase = 0): Shape =>
  (t) =>
    perSecond * (t + 80 * (1 - Math.cos((t / 700) * 2 * Math.PI + phase)));
export const steps =
  (...at: readonly (readonly [number, number])[]): Shape =>
  (t) =>
    at.filter(([from]) => t >= from).at(-1)?.[1] ?? 0;

/** A series from one moment to another. */
export function made(
  name: string,
  labels: { readonly [label: string]: string },
  shape: Shape,
  [from, to]: readonly [number, number] = [0, LENGTH],
): Series {
  const values: [number, number][] = [];
  for (let t = Math.max(0, from); t <= Math.min(to, LENGTH); t += STEP) values.push([START + t, shape(t)]);
  return { labels: { __name__: name, ...labels }, values };
}

/** The classic histogram of something that happens so often, with these bounds and shares. */
export function madeHistogram(
  name: string,
  labels: { readonly [label: string]: string },
  perSecond: number,
  bounds: readonly (readonly [le: string, share: number])[],
): Series[] {
  return [
    ...bounds.map(([le, share]) => made(`${name}_bucket`, { ...labels, le }, counter(perSecond * share))),
    made(`${name}_count`, labels, counter(perSecond)),
    made(`${name}_sum`, labels, counter(perSecond * 2)),
  ];
}

export interface MadePod {
  readonly namespace: string;
  readonly pod: string;
  readonly node: string;
  readonly role: 'driver' | 'executor';
  readonly executor: string;
  readonly life: readonly [number, number];
}

export interface MadeApplication {
  readonly namespace: string;
  readonly name: string;
  readonly id: string;
  readonly life: readonly [number, number];
  readonly pods: readonly MadePod[];
}

const NODES = ['node-a', 'node-b', 'node-c'];

function application(
  namespace: string,
  name: string,
  digit: string,
  executors: number,
  life: [number, number],
): MadeApplication {
  const pod = (i: number): MadePod => ({
    namespace,
    pod: i === 0 ? `${name}-driver` : `${name}-exec-${i}`,
    node: NODES[i % NODES.length] ?? '',
    role: i === 0 ? 'driver' : 'executor',
    executor: i === 0 ? 'driver' : String(i),
    life: i === 0 ? life : [life[0] + 60 + 40 * i, i > 4 ? life[1] - 900 : life[1]],
  });
  const pods = Array.from({ length: executors + 1 }, (_, i) => pod(i));
  return { namespace, name, id: `spark-${digit.repeat(32)}`, life, pods };
}

/** Three applications on three nodes. */
export const APPLICATIONS: readonly MadeApplication[] = [
  application('etl', 'orders-daily', 'a', 6, [600, 5400]),
  application('etl', 'customers', 'b', 3, [0, 3600]),
  application('ml', 'train-ranking', 'c', 4, [1800, 5400]),
];
export const STORY_NODES = NODES;
