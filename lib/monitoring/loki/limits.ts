import { Duration, Size } from 'cdk8s';
import { durationText, mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import type { LokiLimits } from './props';
import { LOKI_RULES } from './rules';

/** Labels of a stream that readers still take. */
export const MOST_LABELS = 15;

/** Limits with the defaults for Spark. */
function filled(limits: LokiLimits): Required<LokiLimits> {
  return {
    ingestionRate: Size.mebibytes(16),
    ingestionBurst: Size.mebibytes(32),
    streamRate: Size.mebibytes(8),
    streamBurst: Size.mebibytes(24),
    maxStreams: 20_000,
    maxLabels: MOST_LABELS,
    maxLineSize: Size.mebibytes(1),
    rejectOlderThan: Duration.days(7),
    queryTimeout: Duration.minutes(5),
    maxEntries: 5000,
    maxSeries: 500,
    ...limits,
  };
}

/** Limits in Loki's words. */
export function limitsOf(limits: LokiLimits): { [key: string]: unknown } {
  const all = filled(limits);
  return {
    ingestion_rate_mb: mebibytes(all.ingestionRate),
    ingestion_burst_size_mb: mebibytes(all.ingestionBurst),
    per_stream_rate_limit: loki(all.streamRate),
    per_stream_rate_limit_burst: loki(all.streamBurst),
    max_global_streams_per_user: all.maxStreams,
    max_label_names_per_series: all.maxLabels,
    max_line_size: loki(all.maxLineSize),
    max_line_size_truncate: true,
    reject_old_samples: true,
    reject_old_samples_max_age: `${Math.round(all.rejectOlderThan.toSeconds())}s`,
    query_timeout: `${Math.round(all.queryTimeout.toSeconds())}s`,
    max_entries_limit_per_query: all.maxEntries,
    max_query_series: all.maxSeries,
    allow_structured_metadata: true,
    volume_enabled: true,
  };
}

/** Findings for limits. */
export function limitFindings(limits: LokiLimits = {}): Finding[] {
  const all = filled(limits);
  const wrong = (prop: keyof LokiLimits, value: unknown, because: string): Finding[] => [
    { rule: LOKI_RULES.limit, at: `limits.${prop}`, value, because },
  ];
  const sizes = (['ingestionRate', 'ingestionBurst', 'streamRate', 'streamBurst', 'maxLineSize'] as const).flatMap(
    (prop) => (mebibytes(all[prop]) > 0 ? [] : wrong(prop, `${mebibytes(all[prop])} MiB`, 'nothing would be taken')),
  );
  const bursts = [
    ['ingestionBurst', 'ingestionRate'],
    ['streamBurst', 'streamRate'],
  ] as const;
  return [
    ...sizes,
    ...bursts.flatMap(([burst, rate]) =>
      mebibytes(all[burst]) >= mebibytes(all[rate])
        ? []
        : wrong(burst, `${mebibytes(all[burst])} MiB`, `${rate} is ${mebibytes(all[rate])} MiB`),
    ),
    ...(['maxStreams', 'maxEntries', 'maxSeries'] as const).flatMap((prop) =>
      Number.isInteger(all[prop]) && all[prop] >= 1 ? [] : wrong(prop, all[prop], 'no count'),
    ),
    ...(['rejectOlderThan', 'queryTimeout'] as const).flatMap((prop) =>
      all[prop].toMilliseconds() >= 1000 ? [] : wrong(prop, durationText(all[prop]), 'less than a second'),
    ),
    ...(Number.isInteger(all.maxLabels) && all.maxLabels >= 1 && all.maxLabels <= MOST_LABELS
      ? []
      : [{ rule: LOKI_RULES.labels, at: 'limits.maxLabels', value: all.maxLabels }]),
  ];
}

/** A size as Loki writes it; its MB is 1024 × 1024 bytes. */
function loki(size: Size): string {
  const mib = mebibytes(size);
  return Number.isInteger(mib) ? `${mib}MB` : `${Math.round(mib * 1024)}KB`;
}
