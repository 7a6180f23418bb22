import { checkDnsLabel } from '../../core/names';
import { RuleError } from '../../core/rules';
import { KueueFramework, type IKueue } from './interfaces';

/** What is known of a Kueue that exists already. */
export interface ExistingKueueProps {
  /** Namespace of its server. @default kueue-system */
  readonly namespaceName?: string;
  /**
   * Kinds of jobs that it manages: `integrations.frameworks` of its configuration.
   *
   * @default - jobs and pods, as its chart sets it
   */
  readonly frameworks?: KueueFramework[];
}

/**
 * A Kueue in the cluster. It decides when a job starts, by quota; where its pods run is left to kube-scheduler. This
 * package makes its queues and does not install it. Written for Kueue 0.19, API `v1beta2`.
 *
 * @see https://kueue.sigs.k8s.io/docs/installation/
 */
export class Kueue implements IKueue {
  /**
   * A Kueue that exists already.
   *
   * @throws RuleError if the namespace is none.
   */
  public static fromExisting(props: ExistingKueueProps = {}): IKueue {
    return new Kueue(props);
  }

  public readonly namespaceName: string;
  public readonly frameworks: KueueFramework[];

  private constructor(props: ExistingKueueProps) {
    this.namespaceName = props.namespaceName ?? 'kueue-system';
    this.frameworks = [...(props.frameworks ?? [KueueFramework.BATCH_JOB, KueueFramework.POD])];
    const [finding] = checkDnsLabel('namespaceName', this.namespaceName);
    if (finding) throw new RuleError(finding);
  }
}
