import type { Finding } from '../../../core/rules';
import { VolcanoAction } from './actions';
import { VOLCANO_CONF_RULES, VOLCANO_FLAW_RULES } from './rules';
import { about, aboutPlugin, votes, type ConfigurationView, type Entry } from './view';

const { ENQUEUE, ALLOCATE, BACKFILL, PREEMPT, RECLAIM, GANG_PREEMPT, GANG_RECLAIM, SHUFFLE } = VolcanoAction;
const KNOWN: readonly string[] = Object.values(VolcanoAction);
const EVICTING = [PREEMPT, RECLAIM, GANG_PREEMPT, GANG_RECLAIM];

/** Plugins that do something in these actions only. */
const ACTS_IN: { readonly [plugin: string]: readonly VolcanoAction[] } = {
  overcommit: [ENQUEUE],
  resourcequota: [ENQUEUE],
  cdp: [PREEMPT, RECLAIM],
  pdb: [PREEMPT, RECLAIM, SHUFFLE],
  rescheduling: [SHUFFLE],
};
const NEEDS_METRICS = ['usage', 'rescheduling'];

/** Findings about what stands where: actions, tiers, and plugins that need or exclude others. */
export function structureFindings(view: ConfigurationView): Finding[] {
  return [
    ...checkActions(view),
    ...checkActionOrder(view),
    ...checkTiers(view),
    ...(view.entries.length > 0 ? [...checkCompany(view), ...checkPlacement(view)] : []),
  ];
}

function checkActions({ props: { actions } }: ConfigurationView): Finding[] {
  if (actions.length === 0) return [{ rule: VOLCANO_CONF_RULES.noActions, at: 'actions', value: actions }];
  return [
    ...actions.flatMap((action, i): Finding[] => {
      const at = `actions[${i}]`;
      if (!KNOWN.includes(action)) return [{ rule: VOLCANO_CONF_RULES.unknownAction, at, value: action }];
      if (actions.indexOf(action) < i) return [{ rule: VOLCANO_CONF_RULES.actionTwice, at, value: action }];
      return [];
    }),
    ...(actions.includes(ALLOCATE)
      ? []
      : [{ rule: VOLCANO_CONF_RULES.allocateMissing, at: 'actions', value: actions }]),
  ];
}

function checkActionOrder(view: ConfigurationView): Finding[] {
  const { actions } = view.props;
  const allocate = view.action(ALLOCATE);
  const enqueue = view.action(ENQUEUE) ?? 0;
  const shuffle = view.action(SHUFFLE) ?? actions.length - 1;
  const early = [...EVICTING, BACKFILL, SHUFFLE].filter(
    (action) => (view.action(action) ?? Infinity) < (allocate ?? -1),
  );
  return [
    ...(enqueue > 0 ? [{ rule: VOLCANO_FLAW_RULES.enqueueNotFirst, at: `actions[${enqueue}]`, value: ENQUEUE }] : []),
    ...early.map((value) => ({
      rule: VOLCANO_FLAW_RULES.allocateLate,
      at: `actions[${view.action(value) ?? 0}]`,
      value,
    })),
    ...(shuffle < actions.length - 1
      ? [{ rule: VOLCANO_FLAW_RULES.shuffleNotLast, at: `actions[${shuffle}]`, value: SHUFFLE }]
      : []),
  ];
}

function checkTiers({ props: { tiers }, entries }: ConfigurationView): Finding[] {
  if (tiers.length === 0) return [{ rule: VOLCANO_CONF_RULES.noTiers, at: 'tiers', value: tiers }];
  const names = entries.map(({ name }) => name);
  return [
    ...tiers.flatMap(({ plugins }, i) =>
      plugins.length > 0 ? [] : [{ rule: VOLCANO_CONF_RULES.emptyTier, at: `tiers[${i}].plugins`, value: plugins }],
    ),
    ...entries
      .filter(({ name }, i) => names.indexOf(name) < i)
      .map((entry) => aboutPlugin(VOLCANO_CONF_RULES.pluginTwice, entry)),
  ];
}

/** Plugins and actions that need or exclude others. */
function checkCompany(view: ConfigurationView): Finding[] {
  const [capacity, proportion, drf] = ['capacity', 'proportion', 'drf'].map((name) => view.plugin(name));
  const tree = drf?.options.enableHierarchy === true ? drf : undefined;
  const found: Finding[] = [];
  if (capacity && proportion)
    found.push(aboutPlugin(VOLCANO_CONF_RULES.capacityAndProportion, later(capacity, proportion)));
  if (tree && proportion?.tier === tree.tier)
    found.push(about(VOLCANO_CONF_RULES.hierarchyAndProportion, tree, 'enableHierarchy'));
  if (tree && capacity?.options.enableHierarchy === true) {
    found.push(about(VOLCANO_FLAW_RULES.twoHierarchies, tree, 'enableHierarchy'));
  }
  if (!capacity && !proportion) found.push(missing(view, VOLCANO_FLAW_RULES.noQueuePlugin));
  if (!view.plugin('gang')) found.push(missing(view, VOLCANO_FLAW_RULES.gangMissing));
  for (const entry of view.entries) {
    const actions = ACTS_IN[entry.name];
    if (actions && view.props.actions.length > 0 && !view.does(...actions)) {
      found.push(aboutPlugin(VOLCANO_FLAW_RULES.pluginWithoutAction, entry, `it acts in ${actions.join(', ')}`));
    }
    if (NEEDS_METRICS.includes(entry.name) && view.props.metrics === undefined) {
      found.push(aboutPlugin(VOLCANO_CONF_RULES.metricsMissing, entry));
    }
  }
  return found;
}

/** Whether pods land where they are sent. */
function checkPlacement(view: ConfigurationView): Finding[] {
  const { nodesIgnored, nodeGroupStrict } = VOLCANO_FLAW_RULES;
  const predicates = view.plugin('predicates');
  const groups = view.plugin('nodegroup');
  const strict = groups !== undefined && votes(groups, 'enablePredicate') && groups.options.strict === undefined;
  const off = ['enablePredicate', 'nodeAffinity', 'taintToleration'].filter(
    (one) => predicates?.options[one] === false,
  );
  return [
    ...(predicates ? off.map((option) => about(nodesIgnored, predicates, option)) : [missing(view, nodesIgnored)]),
    ...(strict ? [about(nodeGroupStrict, groups, 'strict')] : []),
  ];
}

/** A finding about a plugin that is not there. */
function missing(view: ConfigurationView, rule: Finding['rule']): Finding {
  return { rule, at: 'tiers', value: view.entries.map(({ name }) => name) };
}

function later(one: Entry, other: Entry): Entry {
  return one.at > other.at ? one : other;
}
