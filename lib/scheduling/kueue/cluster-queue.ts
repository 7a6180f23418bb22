import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkDnsLabel, checkDnsSubdomain } from '../../core/names';
import { checkAtSynth, RuleError, type Finding } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import {
  KueueFlavorChoice,
  KueuePreemptionPolicy,
  KueueQueueingStrategy,
  KueueReclaimPolicy,
  type ExistingKueueClusterQueueProps,
  type KueueClusterQueueProps,
  type KueueFlavorFungibility,
  type KueuePreemption,
} from './cluster-queue-props';
import { fairSharing, fairSharingFindings } from './fair-sharing';
import { isInt32 } from './int32';
import { KUEUE_API, type IKueueClusterQueue, type IKueueCohort, type KueueResourceGroup } from './interfaces';
import { flavorsOf, waitFor } from './references';
import { coveredBy, groupFindings, groupManifests } from './resource-groups';
import { KUEUE_RULES } from './rules';

/**
 * A pool of quota: how much of which nodes its jobs may have together, and what they may borrow.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/
 */
export class KueueClusterQueue extends Component implements IKueueClusterQueue {
  /**
   * A queue that exists already. Jobs are checked against what is told of it.
   *
   * @throws RuleError if the name is none.
   */
  public static fromName(name: string, props: ExistingKueueClusterQueueProps = {}): IKueueClusterQueue {
    const [finding] = checkDnsSubdomain('name', name);
    if (finding) throw new RuleError(finding);
    return { clusterQueueName: name, ...props };
  }

  public readonly clusterQueueName: string;
  public readonly cohort?: IKueueCohort;
  public readonly resourceGroups?: KueueResourceGroup[];
  public readonly namespaces?: string[];
  /** The ClusterQueue. */
  public readonly resource: KubeObject;

  public constructor(scope: Construct, id: string, props: KueueClusterQueueProps) {
    super(scope, id);
    this.clusterQueueName = props.name ?? id;
    this.resourceGroups = [...props.resourceGroups];
    if (props.cohort !== undefined) this.cohort = props.cohort;
    if (props.namespaces !== undefined) this.namespaces = [...props.namespaces];
    this.resource = new KubeObject(this, 'Resource', {
      apiVersion: KUEUE_API,
      kind: 'ClusterQueue',
      metadata: { name: this.clusterQueueName },
      spec: this.spec(props),
    });
    waitFor(this.resource, [props.cohort, ...flavorsOf(props.resourceGroups)]);
    checkAtSynth(this, () => [
      ...checkDnsSubdomain('name', this.clusterQueueName),
      ...(props.namespaces?.length === 0 ? [{ rule: KUEUE_RULES.noNamespaces, at: 'namespaces', value: [] }] : []),
      ...(props.namespaces ?? []).flatMap((name, i) => checkDnsLabel(`namespaces[${i}]`, name)),
      ...groupFindings(props.resourceGroups, { borrows: props.cohort !== undefined, lendsItsOwn: true }),
      ...coverFindings(props.resourceGroups),
      ...preemptionFindings(props.preemption ?? {}, props.cohort !== undefined),
      ...fungibilityFindings(props.flavorFungibility ?? {}),
      ...fairSharingFindings(props.fairWeight),
    ]);
  }

  private spec(props: KueueClusterQueueProps): object {
    const { namespaces } = this;
    const { borrowWithinCohort, borrowPriorityThreshold, ...preemption } = props.preemption ?? {};
    const borrow = {
      ...(borrowWithinCohort !== undefined && { policy: borrowWithinCohort }),
      ...(borrowPriorityThreshold !== undefined && { maxPriorityThreshold: borrowPriorityThreshold }),
    };
    return {
      ...(props.cohort !== undefined && { cohortName: props.cohort.cohortName }),
      // No selector would be no namespace.
      namespaceSelector:
        namespaces === undefined
          ? {}
          : { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces }] },
      queueingStrategy: props.queueingStrategy ?? KueueQueueingStrategy.BEST_EFFORT_FIFO,
      ...(props.preemption !== undefined && {
        preemption: { ...preemption, ...(Object.keys(borrow).length > 0 && { borrowWithinCohort: borrow }) },
      }),
      ...(props.flavorFungibility !== undefined && { flavorFungibility: { ...props.flavorFungibility } }),
      ...(props.resourceGroups.length > 0 && { resourceGroups: groupManifests(props.resourceGroups) }),
      ...fairSharing(props.fairWeight),
      ...(props.stopPolicy !== undefined && { stopPolicy: props.stopPolicy }),
    };
  }
}

function coverFindings(groups: readonly KueueResourceGroup[]): Finding[] {
  const covered = groups.flatMap(coveredBy);
  const missing = ['cpu', 'memory'].filter((name) => !covered.includes(name));
  if (missing.length === 0) return [];
  const because = `no ${missing.join(' and ')}`;
  return [{ rule: KUEUE_RULES.cpuAndMemory, at: 'resourceGroups', value: covered.join(', '), because }];
}

function preemptionFindings(preemption: KueuePreemption, hasCohort: boolean): Finding[] {
  const { reclaimWithinCohort: reclaim, borrowWithinCohort: borrow, borrowPriorityThreshold: threshold } = preemption;
  const reclaims = reclaim !== undefined && reclaim !== KueueReclaimPolicy.NEVER;
  const borrows = borrow !== undefined && borrow !== KueuePreemptionPolicy.NEVER;
  return [
    ...(reclaims && !hasCohort
      ? [{ rule: KUEUE_RULES.reclaimWithoutCohort, at: 'preemption.reclaimWithinCohort', value: reclaim }]
      : []),
    ...(borrows && !reclaims
      ? [{ rule: KUEUE_RULES.borrowWithoutReclaim, at: 'preemption.borrowWithinCohort', value: borrow }]
      : []),
    ...(threshold !== undefined && !borrows
      ? [{ rule: KUEUE_RULES.thresholdWithoutBorrow, at: 'preemption.borrowPriorityThreshold', value: threshold }]
      : []),
    ...(threshold === undefined || isInt32(threshold)
      ? []
      : [{ rule: KUEUE_RULES.priorityThreshold, at: 'preemption.borrowPriorityThreshold', value: threshold }]),
  ];
}

function fungibilityFindings({ preference, whenCanBorrow, whenCanPreempt }: KueueFlavorFungibility): Finding[] {
  const next = KueueFlavorChoice.TRY_NEXT_FLAVOR;
  if (preference === undefined || (whenCanBorrow === next && (whenCanPreempt ?? next) === next)) return [];
  return [{ rule: KUEUE_RULES.flavorPreference, at: 'flavorFungibility.preference', value: preference }];
}
