import { checkDnsLabel, checkDnsSubdomain } from '../../core/names';
import { mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { networkFindings } from '../../kube/server-network';
import type { MonitoringPartProps } from '../part';
import { EXPORTER_RULES as RULES } from './rules';

/** Findings for what all parts can be told. */
export function partFindings(name: string, props: MonitoringPartProps): Finding[] {
  const { cores, memory, memoryLimit, imagePullSecrets = [], network = {}, image } = props;
  const sizes = Object.entries({ memory, memoryLimit }).filter(([, size]) => {
    const mib = size === undefined ? 1 : mebibytes(size);
    return !(Number.isInteger(mib) && mib >= 1);
  });
  const tooSmall = memory && memoryLimit && mebibytes(memoryLimit) < mebibytes(memory);
  return [
    ...checkDnsLabel('name', name),
    ...(image === undefined || /^[^\s:]+(?::\d+\/\S+)?(?::\S+|@\S+)$/.test(image)
      ? []
      : [{ rule: RULES.image, at: 'image', value: image }]),
    ...(cores === undefined || (cores > 0 && Math.abs(cores * 1000 - Math.round(cores * 1000)) < 1e-6)
      ? []
      : [{ rule: RULES.cores, at: 'cores', value: cores }]),
    ...sizes.map(([at, size]) => ({ rule: RULES.memory, at, value: `${size ? mebibytes(size) : 0} MiB` })),
    ...(tooSmall ? [{ rule: RULES.memoryLimit, at: 'memoryLimit', value: `${mebibytes(memoryLimit)} MiB` }] : []),
    ...imagePullSecrets.flatMap((secret, i) => checkDnsSubdomain(`imagePullSecrets[${i}]`, secret)),
    ...networkFindings(network),
  ];
}
