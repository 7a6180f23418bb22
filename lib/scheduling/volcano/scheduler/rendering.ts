import { ACTION_ARGUMENTS } from './actions';
import type { VolcanoSchedulerProps } from './configuration';
import { type ArgumentFact, quoted, type Yaml } from './facts';
import { FLAGS } from './flags';
import type { VolcanoPlugin } from './plugin';

const PLAIN_KEY = /^[A-Za-z][-\w./]*$/;
/** Words that YAML 1.1 takes for something else than a text. */
const WORD = /^(y|n|yes|no|on|off|true|false|null)$/i;

/** The file, in the form in which Volcano's documentation writes it: block style, lists not indented. */
export function renderConfiguration(props: VolcanoSchedulerProps): string {
  const configurations = renderActionArguments(props);
  return lines({
    actions: quoted(props.actions.join(', ')),
    tiers: props.tiers.map(({ plugins }) => ({ plugins: plugins.map(renderPlugin) })),
    ...(configurations.length > 0 && { configurations }),
    ...(props.metrics !== undefined && { metrics: props.metrics._render() }),
  })
    .map((line) => `${line}\n`)
    .join('');
}

function renderPlugin({ pluginName, _facts, _options }: VolcanoPlugin): Yaml {
  const flags = _facts.flags
    .filter((flag) => flag in _options)
    .map((flag): [string, Yaml] => [FLAGS[flag], String(_options[flag])]);
  return { name: pluginName, ...Object.fromEntries(flags), ...renderArguments(_facts.arguments, _options) };
}

function renderActionArguments({ actionArguments = {} }: VolcanoSchedulerProps): Yaml[] {
  return Object.entries(ACTION_ARGUMENTS).flatMap(([key, facts]) => {
    const options = actionArguments[key as keyof typeof ACTION_ARGUMENTS] ?? {};
    const written = renderArguments(facts.arguments, options as { readonly [option: string]: unknown });
    return 'arguments' in written ? [{ name: facts.action, ...written }] : [];
  });
}

/** `arguments` in the order of the table, or nothing. Wrong values are left out: they are findings, and no text. */
function renderArguments(
  facts: { readonly [option: string]: ArgumentFact },
  options: { readonly [option: string]: unknown },
): { readonly arguments?: Yaml } {
  const written = Object.entries(facts)
    .filter(([option, fact]) => options[option] !== undefined && fact.check(options[option]) === undefined)
    .map(([option, fact]) => fact.write(options[option]));
  const all = Object.assign({}, ...written) as { readonly [key: string]: Yaml };
  return Object.keys(all).length === 0 ? {} : { arguments: all };
}

/** A map as lines of YAML. */
function lines(map: { readonly [key: string]: Yaml }): string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const head = `${PLAIN_KEY.test(key) && !WORD.test(key) ? key : quoted(key)}:`;
    if (typeof value === 'string') return [`${head} ${value}`];
    if (Object.keys(value).length === 0) return [`${head} ${isList(value) ? '[]' : '{}'}`];
    return [head, ...(isList(value) ? value.flatMap(item) : indent(lines(value)))];
  });
}

function item(value: Yaml): string[] {
  const [first = '', ...rest] = typeof value === 'string' ? [value] : isList(value) ? [] : lines(value);
  return [`- ${first}`, ...indent(rest)];
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}

function indent(text: readonly string[]): string[] {
  return text.map((line) => `  ${line}`);
}
