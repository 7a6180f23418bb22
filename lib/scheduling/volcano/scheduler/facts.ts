import type { Duration } from 'cdk8s';
import type { Finding, Rule } from '../../../core/rules';
import type { VolcanoFlag } from './flags';
import { VOLCANO_CONF_RULES } from './rules';

const UNITS: readonly (readonly [string, number])[] = [
  ['h', 3600000],
  ['m', 60000],
  ['s', 1000],
];
const RESOURCE = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

interface Weights {
  readonly [resource: string]: number;
}

/** A piece of YAML: the text of a scalar, a list, or a map. */
export type Yaml = string | readonly Yaml[] | { readonly [key: string]: Yaml };

/** What an argument may be, and how it is written. Reading it wrongly typed, Volcano ignores it, or exits. */
export interface ArgumentFact {
  /** Rule and reason where the value is wrong; nothing where it is right. */
  readonly check: (value: unknown) => Problem | undefined;
  /** The entries below `arguments`. */
  readonly write: (value: unknown) => { readonly [key: string]: Yaml };
}

/** What is wrong with a value. */
export interface Problem {
  readonly rule: Rule;
  readonly because?: string;
}

/** A plugin: its name, the flags of the hooks it has, and its arguments. */
export interface PluginFacts {
  readonly name: string;
  readonly flags: readonly VolcanoFlag[];
  readonly arguments: { readonly [option: string]: ArgumentFact };
  /** Flags whose hook exists only while another option is set. */
  readonly needs: { readonly [flag: string]: string };
  /** Whether it takes part in the choice of victims of gangpreempt and gangreclaim, which no flag turns off. */
  readonly unified: boolean;
}

/** Facts that are complete for the options `O`: every option that is no flag has its argument. */
export interface FactsOf<O> {
  readonly flags?: readonly (keyof O & VolcanoFlag)[];
  readonly arguments?: { readonly [K in Exclude<keyof O, VolcanoFlag>]-?: ArgumentFact };
  readonly needs?: { readonly [K in keyof O]?: keyof O & string };
  readonly unified?: boolean;
}

/** A row of the table of plugins. */
export function plugin<O>(name: string, facts: FactsOf<O> = {}): PluginFacts {
  return {
    name,
    flags: facts.flags ?? [],
    arguments: facts.arguments ?? {},
    needs: (facts.needs ?? {}) as PluginFacts['needs'],
    unified: facts.unified ?? false,
  };
}

/** Findings for a value at a path. */
export function checkArgument(fact: ArgumentFact, at: string, value: unknown): Finding[] {
  const problem = fact.check(value);
  return problem === undefined ? [] : [{ ...problem, at, value: shown(value) }];
}

function shown(value: unknown): unknown {
  return isDuration(value) ? goDuration(value) : value;
}

function isDuration(value: unknown): value is Duration {
  return typeof (value as Duration | undefined)?.toMilliseconds === 'function';
}

const type = (because: string): Problem => ({ rule: VOLCANO_CONF_RULES.optionType, because });
const range = (because: string): Problem => ({ rule: VOLCANO_CONF_RULES.optionRange, because });

/** The scalar of a text. Always quoted, so that `on`, `1` and `a: b` stay texts; YAML wants more escaped than JSON does. */
export function quoted(text: string): string {
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escape);
}

/** A whole number; quoted or with a point, Volcano ignores it. */
export function integer(key: string, min = 0, max = Number.MAX_SAFE_INTEGER): ArgumentFact {
  return {
    check: (value) => {
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return type('a whole number');
      if (value >= min && value <= max) return undefined;
      return range(max === Number.MAX_SAFE_INTEGER ? `at least ${min}` : `from ${min} to ${max}`);
    },
    write: (value) => ({ [key]: String(value) }),
  };
}

/** A number with a point. */
export function decimal(key: string, min: number, max = Number.MAX_VALUE): ArgumentFact {
  return {
    check: (value) => {
      if (typeof value !== 'number' || !Number.isFinite(value)) return type('a number');
      if (value >= min && value <= max) return undefined;
      return range(max === Number.MAX_VALUE ? `at least ${min}` : `from ${min} to ${max}`);
    },
    write: (value) => ({ [key]: decimalText(value as number) }),
  };
}

export function decimalText(value: number): string {
  return Number.isSafeInteger(value) ? `${value}.0` : String(value);
}

/** `true` or `false`. */
export function boolean(key: string): ArgumentFact {
  return {
    check: (value) => (typeof value === 'boolean' ? undefined : type('true or false')),
    write: (value) => ({ [key]: String(value) }),
  };
}

/** A duration in Go's grammar. */
export function duration(key: string): ArgumentFact {
  return {
    check: (value) => {
      if (!isDuration(value)) return type('a Duration');
      return value.toMilliseconds() > 0 ? undefined : range('longer than nothing');
    },
    write: (value) => ({ [key]: isDuration(value) ? goDuration(value) : quoted(String(value)) }),
  };
}

/** A duration of whole seconds that Volcano reads as a number. */
export function seconds(key: string): ArgumentFact {
  return {
    check: (value) => {
      if (!isDuration(value)) return type('a Duration');
      return value.toMilliseconds() % 1000 === 0 ? undefined : range('whole seconds');
    },
    write: (value) => ({ [key]: isDuration(value) ? String(value.toMilliseconds() / 1000) : quoted(String(value)) }),
  };
}

/** `1h`, `90s`, `1500ms`: one unit, the largest that needs no fraction. */
export function goDuration(value: Duration): string {
  const ms = value.toMilliseconds();
  const [unit, size] = UNITS.find(([, each]) => ms !== 0 && ms % each === 0) ?? ['ms', 1];
  return ms === 0 ? '0s' : `${ms / size}${unit}`;
}

/** A text of a certain form. */
export function text(key: string, form: RegExp = /\S/, because = 'not empty'): ArgumentFact {
  return {
    check: (value) => {
      if (typeof value !== 'string') return type('a text');
      return form.test(value) ? undefined : range(because);
    },
    write: (value) => ({ [key]: quoted(String(value)) }),
  };
}

/** The problem with the name of a resource, such as `nvidia.com/gpu`; `prefix/*` only where patterns are read. */
export function checkResource(name: string, patterns = false): Problem | undefined {
  const plain = patterns ? name.replace(/(?<=.)\*$/, 'x') : name;
  if (RESOURCE.test(plain)) return undefined;
  return { rule: VOLCANO_CONF_RULES.resourceName, because: quoted(name) };
}

/** Weights by resource: a list of names beside one entry each, without which the weight is not read. */
export function resourceWeights(key: string): ArgumentFact {
  const weight = integer('');
  return structured<Weights>(
    'map',
    (value) => firstProblem(entries(value).map(([name, one]) => checkResource(name) ?? weight.check(one))),
    (value) => ({
      [key]: names(value),
      ...Object.fromEntries(entries(value).map(([name, one]) => [`${key}.${name}`, String(one)])),
    }),
  );
}

/** The keys of a map in the form in which Volcano reads lists of resources. */
export function names(map: { readonly [key: string]: unknown }): string {
  return quoted(
    entries(map)
      .map(([name]) => name)
      .join(', '),
  );
}

/** A fact about a list or a map: what is neither is reported, and not looked into. */
export function structured<T>(
  kind: 'list' | 'map',
  check: (value: T) => Problem | undefined,
  write: (value: T) => { readonly [key: string]: Yaml },
): ArgumentFact {
  return {
    check: (value) => {
      const fits = typeof value === 'object' && value !== null && Array.isArray(value) === (kind === 'list');
      return fits ? check(value as T) : type(`a ${kind}`);
    },
    write: (value) => write(value as T),
  };
}

/** The entries of a map in a fixed order. */
export function entries<T>(map: { readonly [key: string]: T }): [string, T][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The first problem of many. */
export function firstProblem(problems: readonly (Problem | undefined)[]): Problem | undefined {
  return problems.find((problem) => problem !== undefined);
}
