import type { Finding } from '../../../core/rules';
import { ACTION_ARGUMENTS } from './actions';
import { checkArgument } from './facts';
import type { VolcanoFlag } from './flags';
import { VOLCANO_CONF_RULES, VOLCANO_FLAW_RULES } from './rules';
import type { ConfigurationView, Entry } from './view';

const GPU_MODES = ['gpuSharing', 'gpuNumber', 'vgpu'];

/** Findings about single values: their type and range, and whether anything reads them. */
export function valueFindings(view: ConfigurationView): Finding[] {
  return [
    ...view.entries.flatMap(checkOptions),
    ...view.entries.flatMap(checkReadOptions),
    ...view.entries.flatMap(checkDeviceModes),
    ...checkActionArguments(view),
    ...(view.props.metrics?._findings('metrics') ?? []),
  ];
}

function checkOptions({ at, facts, options }: Entry): Finding[] {
  return Object.entries(options).flatMap(([option, value]): Finding[] => {
    const path = `${at}.${option}`;
    const argument = facts.arguments[option];
    if (argument !== undefined) return checkArgument(argument, path, value);
    if (!facts.flags.includes(option as VolcanoFlag)) {
      return [{ rule: VOLCANO_CONF_RULES.unknownOption, at: path, value, because: `plugin ${facts.name}` }];
    }
    if (typeof value === 'boolean') return [];
    return [{ rule: VOLCANO_CONF_RULES.optionType, at: path, value, because: 'true or false' }];
  });
}

/** Flags whose hook is not there, because the option is missing that would make it. */
function checkReadOptions({ at, facts, options }: Entry): Finding[] {
  return Object.entries(facts.needs)
    .filter(([flag, need]) => options[flag] !== undefined && (options[need] === undefined || options[need] === false))
    .map(([flag, need]) => ({
      rule: VOLCANO_FLAW_RULES.optionWithoutEffect,
      at: `${at}.${flag}`,
      value: options[flag],
      because: `it belongs to ${need}`,
    }));
}

function checkDeviceModes({ at, name, options }: Entry): Finding[] {
  const modes = name === 'deviceshare' ? GPU_MODES.filter((mode) => options[mode] === true) : [];
  const [, second] = modes;
  if (second === undefined) return [];
  const because = `${modes.join(' and ')} are on`;
  return [{ rule: VOLCANO_CONF_RULES.deviceModes, at: `${at}.${second}`, value: true, because }];
}

function checkActionArguments(view: ConfigurationView): Finding[] {
  const given = (view.props.actionArguments ?? {}) as { readonly [action: string]: object | undefined };
  return Object.entries(given).flatMap(([key, options = {}]): Finding[] => {
    const at = `actionArguments.${key}`;
    const facts = (ACTION_ARGUMENTS as { readonly [key: string]: (typeof ACTION_ARGUMENTS)['allocate'] })[key];
    if (facts === undefined) return [{ rule: VOLCANO_CONF_RULES.unknownOption, at, value: options }];
    const all = options as { readonly [option: string]: unknown };
    const set = Object.entries(all).filter(([, value]) => value !== undefined);
    const off = set.length > 0 && !view.does(facts.action);
    return [
      ...(off
        ? [{ rule: VOLCANO_FLAW_RULES.optionWithoutEffect, at, value: options, because: 'the action is not on' }]
        : []),
      ...set.flatMap(([option, value]): Finding[] => {
        const path = `${at}.${option}`;
        const fact = facts.arguments[option];
        const need = facts.needs[option];
        if (fact === undefined) return [{ rule: VOLCANO_CONF_RULES.unknownOption, at: path, value }];
        if (need === undefined || all[need] === true) return checkArgument(fact, path, value);
        return [{ rule: VOLCANO_FLAW_RULES.optionWithoutEffect, at: path, value, because: `it belongs to ${need}` }];
      }),
    ];
  });
}
