import type { Finding, Rule } from '../../../core/rules';
import type { VolcanoAction } from './actions';
import type { VolcanoSchedulerProps } from './configuration';
import type { PluginFacts } from './facts';
import type { VolcanoFlag } from './flags';
import type { VolcanoPlugin } from './plugin';

/** A plugin at its place. */
export interface Entry {
  readonly name: string;
  readonly tier: number;
  /** `tiers[1].plugins[0]` */
  readonly at: string;
  readonly facts: PluginFacts;
  readonly options: { readonly [option: string]: unknown };
}

/** A configuration as the scheduler goes through it: who has a say in what, in which order. */
export class ConfigurationView {
  /** All plugins, in the order of tiers. */
  public readonly entries: readonly Entry[];

  public constructor(public readonly props: VolcanoSchedulerProps) {
    this.entries = props.tiers.flatMap(({ plugins }, tier) =>
      plugins.map((plugin, i) => toEntry(plugin, tier, `tiers[${tier}].plugins[${i}]`)),
    );
  }

  /** The place of the first of these actions. */
  public action(...actions: VolcanoAction[]): number | undefined {
    const found = this.props.actions.findIndex((action) => actions.includes(action));
    return found < 0 ? undefined : found;
  }

  /** Whether one of these actions is on. */
  public does(...actions: VolcanoAction[]): boolean {
    return this.action(...actions) !== undefined;
  }

  /** The plugin, where it is on. */
  public plugin(name: string): Entry | undefined {
    return this.entries.find((entry) => entry.name === name);
  }

  /** The plugins that have a say: they know the hook, it is not turned off, and what it needs is set. */
  public voters(flag: VolcanoFlag): Entry[] {
    return this.entries.filter((entry) => votes(entry, flag));
  }
}

/** Whether a plugin has a say in the hook that the flag stands for. */
export function votes({ facts, options }: Entry, flag: VolcanoFlag): boolean {
  const need = facts.needs[flag];
  if (need !== undefined && (options[need] === undefined || options[need] === false)) return false;
  return facts.flags.includes(flag) && options[flag] !== false;
}

/** A finding about an option of a plugin; flags that are not said are on. */
export function about(rule: Rule, entry: Entry, option: string, because?: string): Finding {
  const value = entry.options[option] ?? (entry.facts.flags.includes(option as VolcanoFlag) || undefined);
  return { rule, at: `${entry.at}.${option}`, value, ...(because !== undefined && { because }) };
}

/** A finding about a plugin being where it is. */
export function aboutPlugin(rule: Rule, { at, name }: Entry, because?: string): Finding {
  return { rule, at, value: name, ...(because !== undefined && { because }) };
}

function toEntry({ pluginName, _facts, _options }: VolcanoPlugin, tier: number, at: string): Entry {
  return { name: pluginName, tier, at, facts: _facts, options: _options };
}
