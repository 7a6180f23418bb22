import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkDnsSubdomain } from '../../core/names';
import { checkAtSynth, RuleError } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { fairSharing, fairSharingFindings } from './fair-sharing';
import { KUEUE_API, type IKueueCohort, type KueueResourceGroup } from './interfaces';
import { flavorsOf, waitFor } from './references';
import { groupFindings, groupManifests } from './resource-groups';

/** What a `KueueCohort` is made of. */
export interface KueueCohortProps {
  /** Name of the cohort. @default - the construct's id */
  readonly name?: string;
  /** The cohort above it. @default - none */
  readonly parent?: IKueueCohort;
  /** Quota that belongs to the cohort itself, for any queue in it to borrow. @default - that of its queues only */
  readonly resourceGroups?: KueueResourceGroup[];
  /** Weight beside other members of the parent, where Kueue's fair sharing is on. @default 1 */
  readonly fairWeight?: number;
}

/**
 * Queues that lend each other what they leave unused. References are objects, so that a cohort is never below itself.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/cohort/
 */
export class KueueCohort extends Component implements IKueueCohort {
  /**
   * A cohort that exists already, or that exists by being named: Kueue needs no object for a cohort without props.
   *
   * @throws RuleError if the name is none.
   */
  public static fromName(name: string): IKueueCohort {
    const [finding] = checkDnsSubdomain('name', name);
    if (finding) throw new RuleError(finding);
    return { cohortName: name };
  }

  public readonly cohortName: string;
  /** The Cohort. */
  public readonly resource: KubeObject;

  public constructor(scope: Construct, id: string, props: KueueCohortProps = {}) {
    super(scope, id);
    this.cohortName = props.name ?? id;
    const groups = props.resourceGroups ?? [];
    this.resource = new KubeObject(this, 'Resource', {
      apiVersion: KUEUE_API,
      kind: 'Cohort',
      metadata: { name: this.cohortName },
      spec: {
        ...(props.parent !== undefined && { parentName: props.parent.cohortName }),
        ...(groups.length > 0 && { resourceGroups: groupManifests(groups) }),
        ...fairSharing(props.fairWeight),
      },
    });
    waitFor(this.resource, [props.parent, ...flavorsOf(groups)]);
    checkAtSynth(this, () => [
      ...checkDnsSubdomain('name', this.cohortName),
      ...groupFindings(groups, { borrows: props.parent !== undefined, lendsItsOwn: false }),
      ...fairSharingFindings(props.fairWeight),
    ]);
  }
}
