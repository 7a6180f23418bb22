import type { NodeLabel, NodeToleration } from '../spark/placement';

/**
 * How a cloud marks nodes that it may take back at any time: by a label that pods ask for, and where there is one, by a
 * taint that they accept.
 */
export class SpotNodes {
  /** Karpenter: `karpenter.sh/capacity-type=spot`. @see https://karpenter.sh/docs/concepts/nodepools/#capacity-type */
  public static readonly KARPENTER: SpotNodes = SpotNodes.labelled('karpenter.sh/capacity-type', 'spot');
  /** Managed node groups of EKS: `eks.amazonaws.com/capacityType=SPOT`. @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html */
  public static readonly EKS: SpotNodes = SpotNodes.labelled('eks.amazonaws.com/capacityType', 'SPOT');
  /**
   * GKE: `cloud.google.com/gke-spot=true`. The taint of the same name is set by node auto-provisioning, and by whoever
   * makes a pool by hand; it is accepted in both cases.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/spot-vms
   */
  public static readonly GKE: SpotNodes = SpotNodes.tainted('cloud.google.com/gke-spot', 'true');
  /** AKS: `kubernetes.azure.com/scalesetpriority=spot`, label and taint. @see https://learn.microsoft.com/azure/aks/spot-node-pool */
  public static readonly AKS: SpotNodes = SpotNodes.tainted('kubernetes.azure.com/scalesetpriority', 'spot');

  /** Nodes with a label of your own. */
  public static labelled(key: string, value: string): SpotNodes {
    return new SpotNodes({ key, values: [value] });
  }

  /** Nodes with a label and a `NoSchedule` taint, both of this key and value. */
  public static tainted(key: string, value: string): SpotNodes {
    return new SpotNodes({ key, values: [value] }, { key, value, effect: 'NoSchedule' });
  }

  private constructor(
    /** The label of the nodes. */
    public readonly label: NodeLabel,
    /** What pods accept. */
    public readonly toleration?: NodeToleration,
  ) {}
}
