import {
  MappingType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type Threshold,
  type ValueMapping,
  type ValueMappingResult,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** Units of Grafana, by our names. */
export const Unit = {
  COUNT: 'short',
  SHARE: 'percentunit',
  SECONDS: 's',
  MILLISECONDS: 'ms',
  BYTES: 'bytes',
  BYTES_PER_SECOND: 'binBps',
  PER_SECOND: 'cps',
  ROWS_PER_SECOND: 'rowsps',
  REQUESTS_PER_SECOND: 'reqps',
  CORES: 'suffix: cores',
  CORE_HOURS: 'suffix: core h',
  GIBIBYTE_HOURS: 'suffix: GiB h',
  BOOLEAN: 'bool_yes_no',
} as const;

/** From which value on a number is a warning, and from which on it is bad. */
export type Thresholds = readonly Threshold[];

const GREEN = 'green';
const YELLOW = 'yellow';
const RED = 'red';

/** The more, the worse. */
export const rising = (warning: number, bad: number): Thresholds => [
  { value: null, color: GREEN },
  { value: warning, color: YELLOW },
  { value: bad, color: RED },
];

/** The less, the worse: green from `good` on, red below `bad`. */
export const falling = (bad: number, good: number): Thresholds => [
  { value: null, color: RED },
  { value: bad, color: YELLOW },
  { value: good, color: GREEN },
];

/** A number that is neither good nor bad. */
export const NEUTRAL: Thresholds = [{ value: null, color: 'blue' }];

/** What Grafana colours a panel by. */
export function thresholds(steps: Thresholds): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([...steps]);
}

/** Words for numbers: `{ 0: ['Down', 'red'] }`. */
export interface Words {
  readonly [value: string]: readonly [text: string, color: string];
}

export const UP_OR_DOWN: Words = { '0': ['Down', RED], '1': ['Up', GREEN] };

export function mappings(words: Words): ValueMapping[] {
  const options: [string, ValueMappingResult][] = Object.entries(words).map(([value, [text, color]], index) => [
    value,
    { text, color, index },
  ]);
  return [{ type: MappingType.ValueToText, options: Object.fromEntries(options) }];
}
