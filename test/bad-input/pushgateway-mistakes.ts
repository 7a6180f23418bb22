import { Chart, Duration, Size } from 'cdk8s';
import type { PushgatewayProps } from '../../lib/monitoring/pushgateway/props';
import { Pushgateway } from '../../lib/monitoring/pushgateway/pushgateway';
import type { Mistake } from './mistake';

const gateway = (
  name: string,
  props: PushgatewayProps,
  ...[rule, at, value, says]: readonly [rule: string, at: string, value: string, says?: string]
): Mistake => ({
  name: `a Pushgateway ${name}`,
  build: (app) => void new Pushgateway(new Chart(app, 'c', { namespace: 'monitoring' }), 'gateway', props),
  rule,
  at,
  value,
  path: 'c/gateway',
  // The names of the objects are reported as well.
  spreads: rule.startsWith('names/'),
  ...(says !== undefined && { says }),
});

/** Pushgateways. */
export const PUSHGATEWAY_MISTAKES: readonly Mistake[] = [
  gateway(
    'whose clean-up would have no name',
    { name: 'a-gateway-with-a-name-that-is-much-too-long-x' },
    'names/too-long',
    'name',
    '"a-gateway-with-a-name-that-is-much-too-long-x"',
  ),
  gateway(
    'with an image without a tag',
    { image: 'prom/pushgateway' },
    'pushgateway/image',
    'image',
    '"prom/pushgateway"',
  ),
  gateway(
    'that is cleaned up by an image without a tag',
    { cleanup: { image: 'python' } },
    'pushgateway/image',
    'cleanup.image',
    '"python"',
  ),
  gateway('without CPU', { cores: 0 }, 'pushgateway/cores', 'cores', '0'),
  gateway('with a negative CPU', { cores: -1 }, 'pushgateway/cores', 'cores', '-1'),
  gateway(
    'with less memory than it asks for',
    { memory: Size.gibibytes(1), memoryLimit: Size.mebibytes(256) },
    'pushgateway/memory',
    'memoryLimit',
    '"256 MiB"',
  ),
  gateway(
    'on an empty volume',
    { volume: { size: Size.kibibytes(0) } },
    'pushgateway/volume',
    'volume.size',
    '"0 MiB"',
  ),
  gateway(
    'that forgets before the next run',
    { cleanup: { keep: Duration.minutes(10) } },
    'pushgateway/keep',
    'cleanup.keep',
    '"10 minutes"',
    'longest time between two runs',
  ),
  gateway(
    'that lets in nobody in particular',
    { network: { clients: [{}] } },
    'service/peer',
    'network.clients[0]',
    '{}',
  ),
  gateway(
    'with a way out without ports',
    { network: { egress: [{ namespace: 'etl', ports: [] }] } },
    'service/ports',
    'network.egress[0].ports',
    '[]',
  ),
  {
    name: 'a Pushgateway that exists, by its URL',
    build: () => void Pushgateway.fromAddress('http://pushgateway:9091'),
    rule: 'pushgateway/address',
    at: 'Pushgateway.fromAddress',
    value: '"http://pushgateway:9091"',
    path: null,
  },
];
