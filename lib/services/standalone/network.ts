import type { Construct } from 'constructs';
import { tcp, type NetworkPeer, type PolicyRow } from '../../kube/network-policy';
import type { KubeObject } from '../../kube/object';
import { SparkLabel } from '../../spark/labels';
import { BLOCK_MANAGER_PORT, DRIVER_PORT, UI_PORT } from '../../spark/paths';
import { callers, serverPolicy, waysOut } from '../../kube/server-network';
import type { ServerPlace } from '../../kube/server-place';
import { StandalonePort as Port } from './properties';
import type { StandaloneClusterProps } from './props';

/** Pods that hand work to a cluster: drivers, and those that have a worker start the driver. */
const CLIENT_ROLES = ['driver', 'submitter'];

/** A cluster as its policies see it. */
export interface StandaloneMembers {
  readonly masters: ServerPlace;
  readonly workers: ServerPlace;
  /** Labels of all its pods. */
  readonly labels: { readonly [key: string]: string };
}

/** What reaches masters, and what they reach. @param people Pods that bring people to their pages. */
export function masterPolicy(
  scope: Construct,
  id: string,
  members: StandaloneMembers,
  props: StandaloneClusterProps,
  people: readonly NetworkPeer[],
): KubeObject {
  const { uiClients = [] } = props.network ?? {};
  return policy(scope, id, members.masters, members, props, [
    ...callers(clients(members, props), Port.MASTER),
    ...callers(props.insecureRestFrom ?? [], Port.REST),
    ...callers([...uiClients, ...people], Port.MASTER_UI),
  ]);
}

/** What reaches workers and their executors, and what they reach. Executors choose their ports freely. */
export function workerPolicy(
  scope: Construct,
  id: string,
  members: StandaloneMembers,
  props: StandaloneClusterProps,
): KubeObject {
  const { uiClients = [] } = props.network ?? {};
  const drivers = clients(members, props);
  return policy(scope, id, members.workers, members, props, [
    ...(drivers.length > 0 ? [{ peers: drivers, ports: [] }] : []),
    ...callers(uiClients, Port.WORKER_UI),
  ]);
}

/** Members are one trust: executors of one application fetch from those of the same on another worker. */
function policy(
  scope: Construct,
  id: string,
  { name, namespace, selector }: ServerPlace,
  members: StandaloneMembers,
  props: StandaloneClusterProps,
  ingress: readonly PolicyRow[],
): KubeObject {
  const { egress = [] } = props.network ?? {};
  const cluster: PolicyRow = { peers: [{ podLabels: members.labels }], ports: [] };
  const drivers = clients(members, props);
  // Masters and executors call the driver back, and masters fetch its pages.
  const back: PolicyRow = { peers: drivers, ports: [tcp(DRIVER_PORT, BLOCK_MANAGER_PORT, UI_PORT)] };
  return serverPolicy(scope, id, {
    name,
    namespace,
    pods: selector,
    ingress: [cluster, ...ingress],
    egress: [cluster, ...(drivers.length > 0 ? [back] : []), ...waysOut(egress)],
  });
}

function clients({ masters }: StandaloneMembers, { network = {} }: StandaloneClusterProps): NetworkPeer[] {
  const { driverNamespaces = [masters.namespace] } = network;
  return driverNamespaces.flatMap((namespace) =>
    CLIENT_ROLES.map((role) => ({ namespace, podLabels: { [SparkLabel.ROLE]: role } })),
  );
}
