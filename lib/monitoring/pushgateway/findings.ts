import { Duration, type Size } from 'cdk8s';
import { checkDnsLabel, CRON_JOB_NAME_MAX } from '../../core/names';
import { durationText, mebibytes } from '../../core/quantities';
import type { Finding, Rule } from '../../core/rules';
import { networkFindings } from '../../kube/server-network';
import { CLEANUP_SUFFIX } from './cleanup';
import type { PushgatewayProps } from './props';
import { PUSHGATEWAY_RULES as RULES } from './rules';

/** A reference with a tag or a digest. */
const IMAGE = /^[\w.:/-]+(:[\w][\w.-]*|@sha256:[0-9a-f]{64})$/;
const SHORTEST = Duration.hours(1);

/** Everything wrong with a Pushgateway. */
export function pushgatewayFindings(
  name: string,
  namespace: string,
  sizes: { readonly memory: Size; readonly memoryLimit: Size },
  props: PushgatewayProps,
): Finding[] {
  const { image, cores, volume, cleanup = {}, network = {} } = props;
  const { keep } = cleanup;
  const { memory, memoryLimit } = sizes;
  const text = (size: Size): string => `${mebibytes(size)} MiB`;
  const when = (broken: boolean, rule: Rule, at: string, value: unknown): Finding[] =>
    broken ? [{ rule, at, value }] : [];
  return [
    // The clean-up is a CronJob, whose names are shorter than others.
    ...checkDnsLabel('name', name, CRON_JOB_NAME_MAX - CLEANUP_SUFFIX.length),
    ...checkDnsLabel('namespace', namespace),
    ...Object.entries({ image, 'cleanup.image': cleanup.image }).flatMap(([at, reference]) =>
      when(reference !== undefined && !IMAGE.test(reference), RULES.image, at, reference),
    ),
    ...when(cores !== undefined && !(cores > 0), RULES.cores, 'cores', cores),
    ...when(!(mebibytes(memory) > 0), RULES.memory, 'memory', text(memory)),
    ...when(mebibytes(memoryLimit) < mebibytes(memory), RULES.memory, 'memoryLimit', text(memoryLimit)),
    ...(volume?.size === undefined
      ? []
      : when(!(mebibytes(volume.size) > 0), RULES.volume, 'volume.size', text(volume.size))),
    ...(keep === undefined
      ? []
      : when(
          keep.toSeconds({ integral: false }) < SHORTEST.toSeconds(),
          RULES.keep,
          'cleanup.keep',
          durationText(keep),
        )),
    ...networkFindings(network),
  ];
}
