import { checkDnsLabel } from '../../../core/names';
import type { Finding } from '../../../core/rules';
import { parseCidr } from '../../../kube/network-policy';
import type { KubeflowNetwork } from './props';
import { KUBEFLOW_OPERATOR_RULES as RULES } from './rules';

/** Findings for the openings of the network. */
export function networkFindings(network: KubeflowNetwork): Finding[] {
  const { enabled = true, ...openings } = network;
  if (!enabled) {
    return Object.entries(openings)
      .filter(([, value]) => value !== undefined)
      .map(([prop, value]) => ({ rule: RULES.networkOff, at: `network.${prop}`, value }));
  }
  return [
    ...(network.metricsFrom ?? []).flatMap((name, i) => checkDnsLabel(`network.metricsFrom[${i}]`, name)),
    ...checkCidrs('network.apiServerCidrs', network.apiServerCidrs ?? []),
    ...checkCidrs('network.webhookFrom', network.webhookFrom ?? []),
    ...(network.apiServerPorts ? checkPorts('network.apiServerPorts', network.apiServerPorts) : []),
    ...(network.controllerEgress ?? []).flatMap((way, i): Finding[] => {
      const at = `network.controllerEgress[${i}]`;
      const isPods = way.namespace !== undefined || Object.keys(way.podLabels ?? {}).length > 0;
      const isRange = way.cidr !== undefined && parseCidr(way.cidr) !== undefined;
      return [
        ...(isPods !== (way.cidr !== undefined) && (isPods || isRange)
          ? []
          : [{ rule: RULES.networkPeer, at, value: way.cidr ?? null }]),
        ...checkPorts(`${at}.ports`, way.ports),
      ];
    }),
  ];
}

function checkCidrs(at: string, cidrs: readonly string[]): Finding[] {
  return cidrs.flatMap((cidr, i) =>
    parseCidr(cidr) === undefined ? [{ rule: RULES.networkPeer, at: `${at}[${i}]`, value: cidr }] : [],
  );
}

function checkPorts(at: string, ports: readonly number[]): Finding[] {
  return ports.length > 0 && ports.every((port) => Number.isInteger(port) && port >= 1 && port <= 65535)
    ? []
    : [{ rule: RULES.networkPeer, at, value: ports }];
}
