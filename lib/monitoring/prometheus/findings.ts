import { Size, type Duration } from 'cdk8s';
import { checkDnsLabel, checkKeys, checkLabels } from '../../core/names';
import { durationText, mebibytes } from '../../core/quantities';
import type { Finding, Rule } from '../../core/rules';
import { parseCidr } from '../../kube/network-policy';
import { networkFindings } from '../../kube/server-network';
import type { PrometheusBaseProps, PrometheusProps, ScrapeLimits } from './props';
import type { RemoteWrite } from './remote-write';
import { remoteWriteFindings } from './remote-write-findings';
import { PROMETHEUS_RULES as RULES } from './rules';
import { isPrometheusTime } from './time';

const LABEL_NAME = /^(?!__)[A-Za-z_]\w*$/;
const RESERVED = ['prometheus', 'prometheus_replica'];
const TWO_HOURS = 7_200_000;

/** Everything wrong with a Prometheus or an agent alone. */
export function baseFindings(name: string, props: PrometheusBaseProps, remoteWrite: readonly RemoteWrite[]): Finding[] {
  const { replicas, monitorLabels, federation = [], limits, enforcedLimits, network = {} } = props;
  const names = federation.map((source) => source.name);
  return [
    ...checkDnsLabel('name', name),
    ...(replicas === undefined || isCount(replicas) ? [] : one(RULES.replicas, 'replicas', replicas)),
    ...memoryFindings(props),
    ...intervalFindings(props.scrapeInterval, props.scrapeTimeout, 'scrapeInterval', 'scrapeTimeout', 30_000),
    ...externalLabelFindings(props.externalLabels ?? {}),
    ...(monitorLabels && Object.keys(monitorLabels).length === 0
      ? one(RULES.monitorLabels, 'monitorLabels', monitorLabels)
      : []),
    ...checkLabels('monitorLabels', monitorLabels ?? {}),
    ...limitFindings('limits', limits),
    ...limitFindings('enforcedLimits', enforcedLimits),
    ...remoteWrite.flatMap((store, i) => remoteWriteFindings(`remoteWrite[${i}]`, store)),
    ...twice(
      RULES.remoteWriteTwice,
      'remoteWrite',
      remoteWrite.map(({ url, _options: { name: own } }) => own ?? url),
    ),
    ...twice(RULES.federationName, 'federation', names),
    ...checkKeys('accountAnnotations', props.accountAnnotations ?? {}),
    ...(props.apiServerCidrs ?? []).flatMap((value, i) =>
      parseCidr(value) === undefined ? one(RULES.apiServerCidr, `apiServerCidrs[${i}]`, value) : [],
    ),
    ...networkFindings(network),
  ];
}

/** Everything wrong with what only a Prometheus with a store has. */
export function storeFindings(props: PrometheusProps, storage: Size): Finding[] {
  const { retention, retentionSize, evaluationInterval, alertmanagers = [] } = props;
  const room = mebibytes(storage);
  const taken = retentionSize && mebibytes(retentionSize);
  return [
    ...(retention === undefined || (isPrometheusTime(retention) && retention.toMilliseconds() >= TWO_HOURS)
      ? []
      : one(RULES.retention, 'retention', durationText(retention))),
    ...(taken === undefined || (Number.isInteger(taken) && taken >= 1 && taken <= room * 0.85)
      ? []
      : [
          {
            rule: RULES.retentionSize,
            at: 'retentionSize',
            value: `${taken} MiB`,
            because: `the storage has ${room} MiB, and 85 % of it are ${Math.floor(room * 0.85)} MiB`,
          },
        ]),
    ...intervalFindings(evaluationInterval, undefined, 'evaluationInterval', '', 0),
    ...twice(
      RULES.alertmanagerTwice,
      'alertmanagers',
      alertmanagers.map((am) => `${am.alertmanagerNamespace}/${am.alertmanagerName}`),
    ),
  ];
}

/** Findings for an interval and the timeout within. @param fallback Milliseconds of an interval that is not given; 0 for unknown. */
export function intervalFindings(
  interval: Duration | undefined,
  timeout: Duration | undefined,
  at: string,
  timeoutAt: string,
  fallback: number,
): Finding[] {
  const wrong = [
    ...(interval === undefined || isPrometheusTime(interval) ? [] : one(RULES.interval, at, durationText(interval))),
    ...(timeout === undefined || isPrometheusTime(timeout)
      ? []
      : one(RULES.interval, timeoutAt, durationText(timeout))),
  ];
  if (wrong.length > 0) return wrong;
  const period = interval?.toMilliseconds() ?? fallback;
  const longest = timeout?.toMilliseconds();
  if (longest === undefined || period === 0 || longest <= period) return [];
  const value = timeout === undefined ? '' : durationText(timeout);
  return [{ rule: RULES.timeout, at: timeoutAt, value, because: `the interval is ${period / 1000} seconds` }];
}

/** Findings for labels of series. */
export function seriesLabelFindings(at: string, labels: { readonly [label: string]: string }): Finding[] {
  return Object.entries(labels).flatMap(([label, value]) => [
    ...(LABEL_NAME.test(label) ? [] : one(RULES.labelName, at, label)),
    ...(value === '' ? one(RULES.labelValue, `${at}.${label}`, value) : []),
  ]);
}

function externalLabelFindings(labels: { readonly [label: string]: string }): Finding[] {
  return [
    ...seriesLabelFindings('externalLabels', labels),
    ...RESERVED.filter((label) => label in labels).flatMap((label) =>
      one(RULES.reservedLabel, 'externalLabels', label),
    ),
  ];
}

function memoryFindings({ memory = Size.gibibytes(1), memoryLimit }: PrometheusBaseProps): Finding[] {
  const mib = mebibytes(memory);
  if (!(mib >= 256)) return one(RULES.memory, 'memory', `${mib} MiB`);
  if (memoryLimit === undefined || mebibytes(memoryLimit) >= mib) return [];
  return one(RULES.memory, 'memoryLimit', `${mebibytes(memoryLimit)} MiB`);
}

function limitFindings(at: string, limits: ScrapeLimits = {}): Finding[] {
  const { bodySize, ...counts } = limits;
  return [
    ...Object.entries(counts)
      .filter(([, value]) => value !== undefined && !isCount(Number(value)))
      .flatMap(([prop, value]) => one(RULES.limit, `${at}.${prop}`, value)),
    ...(bodySize === undefined || isCount(mebibytes(bodySize))
      ? []
      : one(RULES.limit, `${at}.bodySize`, `${mebibytes(bodySize)} MiB`)),
  ];
}

function twice(rule: Rule, at: string, keys: readonly string[]): Finding[] {
  return keys.flatMap((key, i) => (keys.indexOf(key) < i ? one(rule, `${at}[${i}]`, key) : []));
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

function one(rule: Rule, at: string, value: unknown): Finding[] {
  return [{ rule, at, value }];
}
