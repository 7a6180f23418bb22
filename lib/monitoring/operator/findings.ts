import type { Construct } from 'constructs';
import { checkDnsLabel } from '../../core/names';
import { mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { parseCidr } from '../../kube/network-policy';
import { networkFindings } from '../../kube/server-network';
import type { PrometheusOperatorProps } from './props';
import { PROMETHEUS_OPERATOR_RULES as RULES } from './rules';

/** Everything wrong with an installation alone. */
export function operatorFindings(name: string, props: PrometheusOperatorProps): Finding[] {
  const { image, configReloaderImage, memory, network = {} } = props;
  const [own, reloader] = [tagOf(image), tagOf(configReloaderImage)];
  return [
    ...checkDnsLabel('name', name),
    ...namespacesFindings('namespaces', props.namespaces),
    ...namespacesFindings('instanceNamespaces', props.instanceNamespaces),
    ...(own !== undefined && reloader !== undefined && own !== reloader
      ? [{ rule: RULES.reloaderRelease, at: 'configReloaderImage', value: reloader, because: `the operator is ${own}` }]
      : []),
    ...(memory !== undefined && mebibytes(memory) < 64
      ? [{ rule: RULES.memory, at: 'memory', value: `${mebibytes(memory)} MiB` }]
      : []),
    ...(props.apiServerCidrs ?? []).flatMap((value, i) =>
      parseCidr(value) === undefined ? [{ rule: RULES.apiServerCidr, at: `apiServerCidrs[${i}]`, value }] : [],
    ),
    ...networkFindings(network),
  ];
}

/** What two operators of one tree keep both. */
export interface OperatorReach extends Construct {
  readonly _instances: readonly string[];
  readonly _kubelet: boolean;
}

/** Findings for an operator and those before it in the tree. */
export function neighbourFindings(self: OperatorReach, before: readonly OperatorReach[]): Finding[] {
  return before.flatMap((other) => {
    const shared = self._instances.filter((name) => other._instances.includes(name));
    const because = `${other.node.path} is there already`;
    return [
      ...(shared.length > 0 ? [{ rule: RULES.twoOperators, at: 'instanceNamespaces', value: shared, because }] : []),
      ...(self._kubelet && other._kubelet
        ? [{ rule: RULES.twoOperators, at: 'kubeletService', value: true, because }]
        : []),
    ];
  });
}

function namespacesFindings(at: string, names: readonly string[] | undefined): Finding[] {
  if (names === undefined) return [];
  return [
    ...(names.length === 0 ? [{ rule: RULES.namespaces, at, value: names }] : []),
    ...names.flatMap((name, i) => [
      ...checkDnsLabel(`${at}[${i}]`, name),
      ...(names.indexOf(name) < i ? [{ rule: RULES.namespaceTwice, at: `${at}[${i}]`, value: name }] : []),
    ]),
  ];
}

/** The tag of an image; undefined where there is none or a digest decides. */
function tagOf(image: string | undefined): string | undefined {
  if (image === undefined || image.includes('@')) return undefined;
  return /:([^:/]+)$/.exec(image)?.[1];
}
