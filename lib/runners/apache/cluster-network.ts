import { Construct } from 'constructs';
import {
  networkPolicy,
  type PodChoice,
  type PolicyPorts,
  type PolicyRow,
  tcp,
  TO_DNS,
} from '../../kube/network-policy';
import { SparkLabel } from '../../spark/labels';
import { BLOCK_MANAGER_PORT, DRIVER_PORT } from '../../spark/paths';
import { CLUSTER_LABEL, ClusterPort } from './cluster-pods';
import type { ApacheClusterNetwork } from './cluster-props';

/** Workers and executors choose their ports freely. */
const EVERY_PORT: readonly PolicyPorts[] = [];
const DRIVERS: PodChoice = { label: SparkLabel.ROLE, in: ['driver'] };
/** Whoever hands work to the cluster: drivers, and pods that have a worker start the driver. */
const CLIENTS: PodChoice = { label: SparkLabel.ROLE, in: ['driver', 'submitter'] };

/**
 * What masters and workers need of the network: each other, DNS, and the drivers of their namespace both ways. The operator
 * has a policy of its own for what reaches workers, and none for the rest.
 */
export class ClusterNetworkPolicies extends Construct {
  public constructor(scope: Construct, id: string, name: string, namespace: string, network: ApacheClusterNetwork) {
    super(scope, id);
    const { uiFrom = [], egress = [] } = network;
    const cluster: PodChoice = { label: CLUSTER_LABEL, in: [name] };
    const ui: PolicyRow = {
      peers: uiFrom.map((from) => ({ namespace: from })),
      ports: [tcp(ClusterPort.MASTER_UI, ClusterPort.WORKER_UI)],
    };
    networkPolicy(this, 'Cluster', {
      name: `${name}-cluster`,
      namespace,
      pods: cluster,
      ingress: [{ peers: [cluster, CLIENTS], ports: EVERY_PORT }, ...(uiFrom.length > 0 ? [ui] : [])],
      egress: [
        TO_DNS,
        { peers: [cluster, DRIVERS], ports: EVERY_PORT },
        ...egress.map((way) => ({ peers: [way], ports: [tcp(...way.ports)] })),
      ],
    });
    networkPolicy(this, 'Clients', {
      name: `${name}-clients`,
      namespace,
      pods: CLIENTS,
      ingress: [{ peers: [cluster], ports: [tcp(DRIVER_PORT, BLOCK_MANAGER_PORT)] }],
      egress: [TO_DNS, { peers: [cluster], ports: EVERY_PORT }],
    });
  }
}
