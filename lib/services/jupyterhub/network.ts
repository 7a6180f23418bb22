import type { Construct } from 'constructs';
import {
  tcp,
  toApiServer,
  TO_DNS,
  type ApiServerAddress,
  type NetworkPeer,
  type PolicyRow,
} from '../../kube/network-policy';
import type { KubeObject } from '../../kube/object';
import { callers, serverPolicy, waysOut } from '../../kube/server-network';
import { HubPort as Port, PROFILE_LABEL, type HubPlaces } from './names';
import type { NotebookProfile } from './profile';
import type { ProfileParts } from './profile-model';
import type { JupyterHubNetwork } from './props';

/** The three kinds of pods of a hub, each closed but for what it is for. */
export class HubPolicies {
  public readonly hub: KubeObject;
  public readonly proxy: KubeObject;
  public readonly notebooks: KubeObject;

  public constructor(scope: Construct, places: HubPlaces, network: JupyterHubNetwork, uiClients: NetworkPeer[]) {
    const { name, namespace } = places;
    const hub: NetworkPeer = { podLabels: places.hub.selector };
    const proxy: NetworkPeer = { podLabels: places.proxy.selector };
    const notebooks: NetworkPeer = { podLabels: places.notebooks };
    const to = (peers: NetworkPeer[], port: number): PolicyRow => ({ peers, ports: [tcp(port)] });
    const { clients = [], metricsClients = [], egress = [], notebookEgress = [] } = network;
    this.hub = serverPolicy(scope, 'HubPolicy', {
      name: places.hub.name,
      namespace,
      pods: places.hub.selector,
      ingress: [to([proxy, notebooks], Port.HUB), ...callers(metricsClients, Port.HUB)],
      egress: [
        ...waysOut(egress),
        toApiServer(apiServerOf(network)),
        to([proxy], Port.PROXY_API),
        to([notebooks], Port.NOTEBOOK),
      ],
    });
    this.proxy = serverPolicy(scope, 'ProxyPolicy', {
      name: places.proxy.name,
      namespace,
      pods: places.proxy.selector,
      ingress: [...callers([...uiClients, ...clients], Port.PROXY), to([hub], Port.PROXY_API)],
      egress: [TO_DNS, to([hub], Port.HUB), to([notebooks], Port.NOTEBOOK)],
    });
    this.notebooks = serverPolicy(scope, 'NotebookPolicy', {
      name: `${name}-notebooks`,
      namespace,
      pods: places.notebooks,
      ingress: [to([hub, proxy], Port.NOTEBOOK)],
      egress: [...waysOut(notebookEgress), to([hub], Port.HUB)],
    });
  }
}

/** What one profile opens beside what all notebooks have: policies add up. */
export function profilePolicies(
  scope: Construct,
  { name, namespace, notebooks }: HubPlaces,
  profile: NotebookProfile,
  parts: ProfileParts,
): KubeObject[] {
  const { slug, _props: props } = profile;
  const { ingress = [], peers = [] } = parts;
  const own = (props.egress ?? []).map((way): PolicyRow => ({ peers: [way], ports: [tcp(...way.ports)] }));
  const egress = [...(parts.egress ?? []), ...own];
  const stem = `${name}-${slug}`;
  const made: KubeObject[] = [];
  if (ingress.length > 0 || egress.length > 0) {
    made.push(
      serverPolicy(scope, 'Policy', {
        name: `${stem}-notebooks`,
        namespace,
        pods: { ...notebooks, [PROFILE_LABEL]: slug },
        ingress,
        egress,
      }),
    );
  }
  for (const { suffix, pods, ingress: into, egress: out } of peers) {
    const id = `${suffix.charAt(0).toUpperCase()}${suffix.slice(1)}Policy`;
    made.push(serverPolicy(scope, id, { name: `${stem}-${suffix}`, namespace, pods, ingress: into, egress: out }));
  }
  return made;
}

/** Where the API server is. */
export function apiServerOf({ apiServerCidrs, apiServerPorts }: JupyterHubNetwork): ApiServerAddress {
  return { ...(apiServerCidrs && { apiServerCidrs }), ...(apiServerPorts && { apiServerPorts }) };
}
