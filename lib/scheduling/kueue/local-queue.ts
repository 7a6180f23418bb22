import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkDnsLabel, checkDnsSubdomain, DNS_LABEL_MAX } from '../../core/names';
import { checkAtSynth, RuleError, type Finding } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { fairSharing, fairSharingFindings } from './fair-sharing';
import { KUEUE_API, type IKueueClusterQueue, type IKueueLocalQueue, type KueueStopPolicy } from './interfaces';
import { waitFor } from './references';
import { KUEUE_RULES } from './rules';

/** What is known of a queue that exists already. */
export interface ExistingKueueLocalQueueProps {
  /** Its namespace. @default - not known */
  readonly namespaceName?: string;
  /** The quota behind it. @default - not known */
  readonly clusterQueue?: IKueueClusterQueue;
}

/** What a `KueueLocalQueue` is made of. */
export interface KueueLocalQueueProps {
  /** The quota behind it. Cannot be changed on a living queue: give the new one a new name. */
  readonly clusterQueue: IKueueClusterQueue;
  /** Name of the queue, at most 63 characters: jobs carry it as a label. @default - the construct's id */
  readonly name?: string;
  /** Its namespace, that of the jobs. @default - the namespace of the chart */
  readonly namespaceName?: string;
  /** Weight beside other queues of the same quota, where Kueue's admission fair sharing is on. @default 1 */
  readonly fairWeight?: number;
  /** Whether it admits jobs. @default KueueStopPolicy.NONE */
  readonly stopPolicy?: KueueStopPolicy;
}

/**
 * Where the jobs of a namespace queue up for the quota of a ClusterQueue.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/local_queue/
 */
export class KueueLocalQueue extends Component implements IKueueLocalQueue {
  /**
   * A queue that exists already.
   *
   * @throws RuleError if the name is none, or none of a label.
   */
  public static fromName(name: string, props: ExistingKueueLocalQueueProps = {}): IKueueLocalQueue {
    const [finding] = checkDnsSubdomain('name', name, DNS_LABEL_MAX);
    if (finding) throw new RuleError(finding);
    return { localQueueName: name, ...props };
  }

  public readonly localQueueName: string;
  public readonly namespaceName?: string;
  public readonly clusterQueue?: IKueueClusterQueue;
  /** The LocalQueue. */
  public readonly resource: KubeObject;

  public constructor(scope: Construct, id: string, props: KueueLocalQueueProps) {
    super(scope, id);
    this.localQueueName = props.name ?? id;
    const namespace = props.namespaceName ?? Chart.of(this).namespace;
    if (namespace !== undefined) this.namespaceName = namespace;
    this.clusterQueue = props.clusterQueue;
    this.resource = new KubeObject(this, 'Resource', {
      apiVersion: KUEUE_API,
      kind: 'LocalQueue',
      metadata: { name: this.localQueueName, ...(namespace !== undefined && { namespace }) },
      spec: {
        clusterQueue: props.clusterQueue.clusterQueueName,
        ...fairSharing(props.fairWeight),
        ...(props.stopPolicy !== undefined && { stopPolicy: props.stopPolicy }),
      },
    });
    waitFor(this.resource, [props.clusterQueue]);
    checkAtSynth(this, () => [
      ...checkDnsSubdomain('name', this.localQueueName, DNS_LABEL_MAX),
      ...(namespace === undefined ? [] : checkDnsLabel('namespaceName', namespace)),
      ...admissionFindings(namespace, props.clusterQueue),
      ...fairSharingFindings(props.fairWeight),
    ]);
  }
}

function admissionFindings(namespace: string | undefined, clusterQueue: IKueueClusterQueue): Finding[] {
  const { namespaces, clusterQueueName } = clusterQueue;
  if (namespace === undefined || namespaces === undefined || namespaces.includes(namespace)) return [];
  const because = `${clusterQueueName} takes ${namespaces.join(', ')}`;
  return [{ rule: KUEUE_RULES.namespaceNotAdmitted, at: 'namespaceName', value: namespace, because }];
}
