import type { Finding } from '../../../core/rules';
import { VolcanoAction } from './actions';
import type { VolcanoFlag } from './flags';
import { VOLCANO_FLAW_RULES } from './rules';
import { about, aboutPlugin, votes, type ConfigurationView, type Entry } from './view';

const { PREEMPT, RECLAIM, GANG_PREEMPT, GANG_RECLAIM, SHUFFLE } = VolcanoAction;
const SHARES = ['capacity', 'proportion', 'drf'];

/**
 * Findings about who is evicted. Victims are those that all plugins of a tier name; when they agree on nobody, the next
 * tier is asked, and one that names somebody hides all later ones. So each tier that names victims at all must hold the
 * plugin that judges: priority for preemption, the one that knows shares for reclaim.
 */
export function evictionFindings(view: ConfigurationView): Finding[] {
  return [
    ...(view.does(PREEMPT) ? checkPreempt(view) : []),
    ...(view.does(RECLAIM) ? checkReclaim(view) : []),
    ...(view.does(GANG_PREEMPT, GANG_RECLAIM) ? checkGangActions(view) : []),
    ...(view.does(PREEMPT, RECLAIM, GANG_PREEMPT, GANG_RECLAIM) ? checkStarving(view) : []),
    ...checkShuffle(view),
  ];
}

function checkPreempt(view: ConfigurationView): Finding[] {
  const voters = view.voters('enablePreemptable');
  const judges = voters.filter(({ name }) => name === 'priority');
  if (judges.length === 0) return [noPriority(view)];
  const { drfEvictsHigher, tierEvictsHigher } = VOLCANO_FLAW_RULES;
  const flag = 'enablePreemptable';
  return [
    ...voters
      .filter(({ tier }) => !judges.some((judge) => judge.tier === tier))
      .map((entry) => about(entry.name === 'drf' ? drfEvictsHigher : tierEvictsHigher, entry, flag)),
    ...gangPicks(voters, flag),
    ...unprotected(voters, judges, PREEMPT),
  ];
}

function checkReclaim(view: ConfigurationView): Finding[] {
  const voters = view.voters('enableReclaimable');
  const judges = voters.filter(({ name }) => SHARES.includes(name));
  if (judges.length === 0) {
    return [{ rule: VOLCANO_FLAW_RULES.reclaimNeedsShares, at: actionAt(view, RECLAIM), value: RECLAIM }];
  }
  const hiding = voters.filter(({ tier }) => !judges.some((judge) => judge.tier === tier));
  return [
    ...hiding.map((entry) =>
      about(
        VOLCANO_FLAW_RULES.reclaimSharesHidden,
        entry,
        'enableReclaimable',
        `${judges.map(({ name, at }) => `${name} is at ${at}`).join(', ')}`,
      ),
    ),
    ...gangPicks(
      voters.filter((entry) => !hiding.includes(entry)),
      'enableReclaimable',
    ),
    ...unprotected(voters, judges, RECLAIM),
  ];
}

function noPriority(view: ConfigurationView): Finding {
  const priority = view.plugin('priority');
  if (priority) return about(VOLCANO_FLAW_RULES.preemptNeedsPriority, priority, 'enablePreemptable');
  return { rule: VOLCANO_FLAW_RULES.preemptNeedsPriority, at: actionAt(view, PREEMPT, GANG_PREEMPT), value: PREEMPT };
}

function gangPicks(voters: readonly Entry[], flag: VolcanoFlag): Finding[] {
  return voters
    .filter(({ name }) => name === 'gang')
    .map((gang) => about(VOLCANO_FLAW_RULES.gangPicksVictims, gang, flag));
}

/** conformance has to stand where the victims are named. */
function unprotected(voters: readonly Entry[], judges: readonly Entry[], action: VolcanoAction): Finding[] {
  const spared = voters.filter(({ name }) => name === 'conformance').map(({ tier }) => tier);
  return judges
    .filter(({ tier }) => !spared.includes(tier))
    .map((judge) => aboutPlugin(VOLCANO_FLAW_RULES.criticalPodsUnprotected, judge, `action ${action}`));
}

/** Only the first tier in which a plugin knows starving is asked, and there all must agree. */
function checkStarving(view: ConfigurationView): Finding[] {
  const voters = view.voters('enableJobStarving');
  const [first] = voters;
  if (first === undefined) {
    // Then that is the finding, and its fix mends this as well.
    if (!view.plugin('priority') && !view.does(RECLAIM, GANG_RECLAIM)) return [];
    const value = view.props.actions;
    return [{ rule: VOLCANO_FLAW_RULES.nobodyStarves, at: 'actions', value }];
  }
  return voters
    .filter(({ name, tier }) => name === 'gang' && tier === first.tier)
    .map((gang) => about(VOLCANO_FLAW_RULES.gangKeepsExecutorsFromPreempting, gang, 'enableJobStarving'));
}

/** The gang actions ask hooks that no flag turns off. */
function checkGangActions(view: ConfigurationView): Finding[] {
  const { gangBesideLegacy, gangIgnoresNever, gangReclaimNeedsCapacity } = VOLCANO_FLAW_RULES;
  const namers = view.entries.filter(({ facts }) => facts.unified);
  const capacity = namers.find(({ name }) => name === 'capacity');
  const at = actionAt(view, GANG_PREEMPT, GANG_RECLAIM);
  const value = view.does(GANG_PREEMPT) ? GANG_PREEMPT : GANG_RECLAIM;
  const bounded = capacity !== undefined && capacity.tier === namers[0]?.tier;
  const reclaimAt = actionAt(view, GANG_RECLAIM);
  return [
    ...(view.does(PREEMPT, RECLAIM) ? [{ rule: gangBesideLegacy, at, value }] : []),
    { rule: gangIgnoresNever, at, value },
    ...(view.does(GANG_PREEMPT) && !view.plugin('priority') ? [noPriority(view)] : []),
    ...(view.does(GANG_RECLAIM) && !bounded
      ? [{ rule: gangReclaimNeedsCapacity, at: reclaimAt, value: GANG_RECLAIM }]
      : []),
  ];
}

function checkShuffle(view: ConfigurationView): Finding[] {
  const named = view.entries.some((entry) => entry.name !== 'pdb' && votes(entry, 'enableVictim'));
  if (!view.does(SHUFFLE) || named) return [];
  return [{ rule: VOLCANO_FLAW_RULES.shuffleNeedsVictims, at: actionAt(view, SHUFFLE), value: SHUFFLE }];
}

function actionAt(view: ConfigurationView, ...actions: VolcanoAction[]): string {
  return `actions[${view.action(...actions) ?? 0}]`;
}
