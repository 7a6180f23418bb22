import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkDnsSubdomain } from '../../core/names';
import { checkAtSynth, RuleError } from '../../core/rules';
import type { KubeObject } from '../../kube/object';
import { AccountRights, serviceAccount } from '../../kube/rbac';
import { SUBMITTER_RULES, VOLCANO_SUBMITTER_RULES } from './rights';
import { SUBMIT_RULES } from './rules';

/** The account that submits, made here or existing. `SparkSubmitter` makes them. */
export interface ISparkSubmitter {
  /** Name of the account. */
  readonly submitterAccountName: string;
  /** Its namespace. @default - that of the jobs */
  readonly namespace?: string;
  /** Whether it may make the PodGroups that spark-submit makes under Volcano. @default - not known */
  readonly volcano?: boolean;
}

/** What a `SparkSubmitter` is made of. */
export interface SparkSubmitterProps {
  /** Name of account, Role and binding. @default - the construct's id */
  readonly name?: string;
  /** Namespace of the account, and of the jobs. @default - the namespace of the chart */
  readonly namespace?: string;
  /** Whether jobs run under Volcano, where spark-submit makes PodGroups. @default false */
  readonly volcano?: boolean;
}

/**
 * An account for the pods that run spark-submit, with the rights of one submission and no more. Each job gets its own;
 * many jobs of a namespace can share one. Who may submit can start any pod as any account of the namespace, so keep the
 * name from jobs and people.
 */
export class SparkSubmitter extends Component implements ISparkSubmitter {
  /**
   * An account that exists already.
   *
   * @param name Name of the account.
   * @param namespace Its namespace; that of the jobs if absent.
   * @throws RuleError if the name is none.
   */
  public static fromName(name: string, namespace?: string): ISparkSubmitter {
    const [finding] = checkDnsSubdomain('name', name);
    if (finding) throw new RuleError(finding);
    return { submitterAccountName: name, ...(namespace !== undefined && { namespace }) };
  }

  public readonly submitterAccountName: string;
  public readonly namespace?: string;
  public readonly volcano?: boolean;
  /** The account. */
  public readonly account: KubeObject;
  /** Its rights. */
  public readonly role: KubeObject;
  /** Gives the rights to the account. */
  public readonly roleBinding: KubeObject;

  public constructor(scope: Construct, id: string, props: SparkSubmitterProps = {}) {
    super(scope, id);
    const name = props.name ?? id;
    const known = props.namespace ?? Chart.of(this).namespace;
    const namespace = known ?? 'default';
    const account = { name, namespace };
    this.submitterAccountName = name;
    this.namespace = namespace;
    this.volcano = props.volcano ?? false;
    const rules = [...SUBMITTER_RULES, ...(this.volcano ? VOLCANO_SUBMITTER_RULES : [])];
    this.account = serviceAccount(this, 'Resource', account);
    const rights = new AccountRights(this, 'Rights', { name, namespace, rules, account });
    this.role = rights.role;
    this.roleBinding = rights.binding;
    checkAtSynth(this, () => [
      ...checkDnsSubdomain('name', name),
      ...(known === undefined ? [{ rule: SUBMIT_RULES.namespaceUnknown, at: 'namespace', value: undefined }] : []),
    ]);
  }
}
