import type { Finding } from '../../../core/rules';
import { VolcanoAction } from './actions';
import { VOLCANO_FLAW_RULES } from './rules';
import { about, type ConfigurationView, type Entry } from './view';

const { ENQUEUE, PREEMPT, RECLAIM, GANG_PREEMPT, GANG_RECLAIM } = VolcanoAction;
const EVICTING = [PREEMPT, RECLAIM, GANG_PREEMPT, GANG_RECLAIM];
/** A cluster that is full has this much let in already. */
const FULL = 1;
const DEFAULT_FACTOR = 1.2;

/** Findings about who is let in, and in which order. */
export function queueingFindings(view: ConfigurationView): Finding[] {
  return [...(view.does(ENQUEUE) ? checkGates(view) : checkNoGate(view)), ...checkOrder(view)];
}

function checkNoGate({ props: { actions } }: ConfigurationView): Finding[] {
  return [{ rule: VOLCANO_FLAW_RULES.withoutEnqueue, at: 'actions', value: actions }];
}

function checkGates(view: ConfigurationView): Finding[] {
  const gates = view.voters('enableJobEnqueued').filter(({ name }) => name !== 'sla');
  const at = `actions[${view.action(ENQUEUE) ?? 0}]`;
  if (gates.length === 0) return [{ rule: VOLCANO_FLAW_RULES.enqueueGatesNothing, at, value: ENQUEUE }];
  return [...checkSla(view, gates), ...checkPreemption(view, gates), ...checkOvercommit(view, gates)];
}

/** The vote of sla counts only where no other plugin has refused before. */
function checkSla(view: ConfigurationView, gates: readonly Entry[]): Finding[] {
  return view
    .voters('enableJobEnqueued')
    .filter((entry) => entry.name === 'sla' && gates.some(({ tier }) => tier <= entry.tier))
    .map((sla): Finding => {
      const before = gates.filter(({ tier }) => tier <= sla.tier).map(({ name, at }) => `${name} at ${at}`);
      return { rule: VOLCANO_FLAW_RULES.slaTooLate, at: sla.at, value: 'sla', because: before.join(', ') };
    });
}

/**
 * proportion bounds a queue by the cluster, and flat capacity does too. A tree of queues is bounded by their capability
 * only, so that a full cluster does not keep anybody out.
 */
function checkPreemption(view: ConfigurationView, gates: readonly Entry[]): Finding[] {
  if (!view.does(PREEMPT, GANG_PREEMPT)) return [];
  return gates
    .filter(({ name, options }) => name === 'proportion' || (name === 'capacity' && options.enableHierarchy !== true))
    .map((entry) =>
      about(VOLCANO_FLAW_RULES.enqueueDefeatsPreempt, entry, 'enableJobEnqueued', `${entry.name} votes on enqueue`),
    );
}

function checkOvercommit(view: ConfigurationView, gates: readonly Entry[]): Finding[] {
  const overcommit = gates.find(({ name }) => name === 'overcommit');
  if (overcommit === undefined || !view.does(...EVICTING)) return [];
  const { overcommitFactor = DEFAULT_FACTOR } = overcommit.options;
  const factor = Number(overcommitFactor);
  const sla = view.voters('enableJobEnqueued').find(({ name }) => name === 'sla');
  const figures = `${overcommitFactor === overcommit.options.overcommitFactor ? 'factor' : 'by default, factor'} ${factor}`;
  return [
    ...(factor < 2 * FULL
      ? [about(VOLCANO_FLAW_RULES.overcommitTooSmall, overcommit, 'overcommitFactor', figures)]
      : []),
    ...(sla === undefined
      ? [
          {
            rule: VOLCANO_FLAW_RULES.backlogDefeatsEviction,
            at: overcommit.at,
            value: 'overcommit',
            because: 'sla is not on',
          },
        ]
      : []),
  ];
}

/** The first plugin that sees a difference decides the order of two jobs. */
function checkOrder(view: ConfigurationView): Finding[] {
  const order = view.voters('enableJobOrder');
  const place = (name: string): number => order.findIndex((entry) => entry.name === name);
  const [priority, drf, sla] = [place('priority'), place('drf'), order[place('sla')]];
  return [
    ...order
      .slice(0, Math.max(priority, 0))
      .map((entry) => about(VOLCANO_FLAW_RULES.priorityOrderedLate, entry, 'enableJobOrder')),
    ...(sla !== undefined && drf > place('sla')
      ? [about(VOLCANO_FLAW_RULES.slaOrderIsFifo, sla, 'enableJobOrder')]
      : []),
  ];
}
