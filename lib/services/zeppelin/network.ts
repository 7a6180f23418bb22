import type { Construct } from 'constructs';
import { tcp, toApiServer, type NetworkPeer, type PolicyRow } from '../../kube/network-policy';
import type { KubeObject } from '../../kube/object';
import { UI_PORT } from '../../spark/paths';
import { callers, serverPolicy, waysOut, type SparkServerOpening } from '../../kube/server-network';
import type { ServerPlace } from '../../kube/server-place';
import { driverLabels, executorLabels, interpreterLabels, ZeppelinPort as Port } from './places';
import type { ZeppelinNetwork } from './props';

/** What the three policies have in common. */
export interface ZeppelinConnections {
  readonly place: ServerPlace;
  /** Who calls the server's pages. */
  readonly clients: readonly NetworkPeer[];
  /** Ways out of interpreters and executors. */
  readonly interpreterEgress: readonly SparkServerOpening[];
  readonly network: ZeppelinNetwork;
}

/** The server: people in, interpreters in and out. */
export function serverNetwork(
  scope: Construct,
  id: string,
  { place, clients, network }: ZeppelinConnections,
): KubeObject {
  const { name, namespace, selector } = place;
  const interpreters = pods(interpreterLabels(name));
  return serverPolicy(scope, id, {
    name,
    namespace,
    pods: selector,
    ingress: [...callers(clients, Port.HTTP), { peers: interpreters, ports: [tcp(Port.RPC)] }],
    egress: [
      { peers: interpreters, ports: [tcp(Port.INTERPRETER)] },
      toApiServer(network),
      ...waysOut(network.egress ?? []),
    ],
  });
}

/** Interpreters: only the server calls them. Drivers also have executors, and the API server. */
export function interpreterNetwork(
  scope: Construct,
  id: string,
  { place, interpreterEgress }: ZeppelinConnections,
): KubeObject {
  const { name, namespace, selector } = place;
  const server = pods(selector);
  return serverPolicy(scope, id, {
    name: `${name}-interpreter`,
    namespace,
    pods: interpreterLabels(name),
    ingress: [{ peers: server, ports: [tcp(Port.INTERPRETER)] }],
    egress: [{ peers: server, ports: [tcp(Port.RPC)] }, ...waysOut(interpreterEgress)],
  });
}

/** Drivers, beside what all interpreters have. */
export function driverNetwork(scope: Construct, id: string, { place, network }: ZeppelinConnections): KubeObject {
  const { name, namespace } = place;
  const executors = pods(executorLabels(name));
  return serverPolicy(scope, id, {
    name: `${name}-driver`,
    namespace,
    pods: driverLabels(name),
    ingress: [
      { peers: executors, ports: [tcp(Port.DRIVER, Port.BLOCK_MANAGER)] },
      ...callers(network.sparkUiClients ?? [], UI_PORT),
    ],
    egress: [{ peers: executors, ports: [tcp(Port.BLOCK_MANAGER)] }, toApiServer(network)],
  });
}

/** Executors: each other and their driver. */
export function executorNetwork(
  scope: Construct,
  id: string,
  { place, interpreterEgress }: ZeppelinConnections,
): KubeObject {
  const { name, namespace } = place;
  const drivers = pods(driverLabels(name));
  const executors = pods(executorLabels(name));
  const blocks: PolicyRow = { peers: [...drivers, ...executors], ports: [tcp(Port.BLOCK_MANAGER)] };
  return serverPolicy(scope, id, {
    name: `${name}-executor`,
    namespace,
    pods: executorLabels(name),
    ingress: [blocks],
    egress: [blocks, { peers: drivers, ports: [tcp(Port.DRIVER)] }, ...waysOut(interpreterEgress)],
  });
}

function pods(podLabels: { [key: string]: string }): NetworkPeer[] {
  return [{ podLabels }];
}
