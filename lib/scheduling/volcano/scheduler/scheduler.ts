import { describe, RuleError, type Finding } from '../../../core/rules';
import type { VolcanoTraits } from '../interfaces';
import { VolcanoAction } from './actions';
import type { VolcanoSchedulerProps } from './configuration';
import { configurationFindings } from './configuration-findings';
import { fairShare, priorityPreempt, quotaReclaim, seed, SEED_JOBS } from './presets';
import type { VolcanoFairShareOptions, VolcanoPriorityPreemptOptions, VolcanoQuotaReclaimOptions } from './presets';
import { renderConfiguration } from './rendering';
import { VOLCANO_CONF_RULES, VOLCANO_FLAW_RULES } from './rules';
import { ConfigurationView } from './view';

/**
 * The configuration of Volcano's scheduler, `volcano-scheduler.conf`, typed: a file by hand is read without complaint
 * whatever its keys are called. It never changes once it is made.
 *
 * Checked against Volcano 1.15.1. What it needs of queues and jobs besides, the library sets there.
 *
 * @see https://volcano.sh/en/docs/scheduler_introduction/
 */
export class VolcanoScheduler {
  /** Jobs wait in line, by priority and then by least share; nobody is evicted. For teams that share a cluster in peace. */
  public static fairShare(options: VolcanoFairShareOptions = {}): VolcanoScheduler {
    return new VolcanoScheduler(fairShare(options));
  }

  /**
   * As fairShare, and jobs of a preempting class evict executors of lower jobs of their queue. Needs the class on PodGroup
   * and pods, drivers that are not preemptable, and a waiting time of a second on PodGroups that may preempt: jobs of this
   * package have them.
   */
  public static priorityPreempt(options: VolcanoPriorityPreemptOptions = {}): VolcanoScheduler {
    return new VolcanoScheduler(priorityPreempt(options));
  }

  /**
   * A tree of queues that lend what they do not use and take it back up to what they deserve. Needs `deserved` and
   * `capability` on every leaf, and drivers that are not preemptable.
   */
  public static quotaReclaim(options: VolcanoQuotaReclaimOptions = {}): VolcanoScheduler {
    return new VolcanoScheduler(quotaReclaim(options));
  }

  /**
   * The file that many copy: Volcano's default with `preempt` added by hand. `validate` says what is wrong with it. For
   * comparison; use priorityPreempt instead.
   */
  public static seed(): VolcanoScheduler {
    return new VolcanoScheduler(seed(), [], SEED_JOBS);
  }

  /** A configuration of one's own. */
  public static of(props: VolcanoSchedulerProps): VolcanoScheduler {
    return new VolcanoScheduler({
      ...props,
      actions: [...props.actions],
      tiers: props.tiers.map(({ plugins }) => ({ plugins: [...plugins] })),
    });
  }

  private constructor(
    private readonly props: VolcanoSchedulerProps,
    private readonly accepted: readonly string[] = [],
    private readonly jobs: readonly Finding[] = [],
  ) {}

  /**
   * The same configuration, with findings that one knows about and wants. Only flaws can be accepted, nothing that Volcano
   * refuses or drops.
   *
   * @param ruleIds Such as `volcano/without-enqueue`.
   * @throws RuleError if an id is none, or one that cannot be accepted.
   */
  public accepting(...ruleIds: string[]): VolcanoScheduler {
    for (const value of ruleIds) {
      const known = hasId(VOLCANO_CONF_RULES, value)
        ? VOLCANO_CONF_RULES.notAcceptable
        : VOLCANO_CONF_RULES.unknownRule;
      if (!hasId(VOLCANO_FLAW_RULES, value)) throw new RuleError({ rule: known, at: 'accepting', value });
    }
    return new VolcanoScheduler(this.props, [...this.accepted, ...ruleIds], this.jobs);
  }

  /** What is wrong with it, one line each, with the fix. Constructs that use it report the same. */
  public validate(): string[] {
    return [...this._findings(), ...this.jobs.filter(({ rule }) => !this.accepted.includes(rule.id))].map(describe);
  }

  /** The text of `volcano-scheduler.conf`. */
  public render(): string {
    return this._render();
  }

  /** @internal */
  public _render(): string {
    return renderConfiguration(this.props);
  }

  /** @internal */
  public _findings(): Finding[] {
    return configurationFindings(this.props).filter(({ rule }) => !this.accepted.includes(rule.id));
  }

  /** @internal */
  public get _traits(): VolcanoTraits {
    const view = new ConfigurationView(this.props);
    const enqueues = view.does(VolcanoAction.ENQUEUE);
    return {
      enqueues,
      preempts: view.does(VolcanoAction.PREEMPT, VolcanoAction.GANG_PREEMPT),
      reclaims: view.does(VolcanoAction.RECLAIM, VolcanoAction.GANG_RECLAIM),
      gatesByQueue:
        enqueues && view.voters('enableJobEnqueued').some(({ name }) => name === 'proportion' || name === 'capacity'),
      readsWaitingTime: enqueues && view.voters('enableJobEnqueued').some(({ name }) => name === 'sla'),
      capacity: view.plugin('capacity') !== undefined,
      hierarchical: view.plugin('capacity')?.options.enableHierarchy === true,
      proportion: view.plugin('proportion') !== undefined,
    };
  }
}

function hasId(table: { readonly [key: string]: { readonly id: string } }, id: string): boolean {
  return Object.values(table).some((rule) => rule.id === id);
}
