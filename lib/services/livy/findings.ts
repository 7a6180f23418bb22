import { Duration } from 'cdk8s';
import { checkDnsLabel, checkDnsSubdomain, checkKeys, CRON_JOB_NAME_MAX } from '../../core/names';
import { durationText, mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { networkFindings } from '../../kube/server-network';
import { singleFindings, sizeFindings, timeFindings } from '../spark-server/findings';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { accessFindings } from './access-findings';
import { CLEANUP_SUFFIX, DEFAULT_KEEP } from './cleanup';
import { jobFindings } from './job-findings';
import { loggerFindings } from './logging';
import type { LivyServerProps } from './props';
import { LIVY_SERVER_RULES as RULES } from './rules';
import { DEFAULT_RETAIN } from './settings';

/** The cleaner is a CronJob, whose Jobs append to its name; that is more than the pods of a StatefulSet do. */
const NAME_MAX = CRON_JOB_NAME_MAX - CLEANUP_SUFFIX.length;

/** Everything wrong with a server. @param posters Namespaces whose jobs may call it. */
export function livyFindings(
  name: string,
  app: ResolvedApplication,
  props: LivyServerProps,
  posters: readonly string[],
): Finding[] {
  const { cores, memory, network = {}, krb5ConfigMap, history, logLinks } = props;
  return [
    ...checkDnsLabel('name', name, NAME_MAX),
    ...singleFindings(props.replicas),
    ...sizeFindings(cores, { memory }),
    ...networkFindings(network),
    ...apiServerFindings(props),
    ...checkKeys('accountAnnotations', props.accountAnnotations ?? {}),
    ...(krb5ConfigMap === undefined ? [] : checkDnsSubdomain('krb5ConfigMap', krb5ConfigMap)),
    ...lineFindings(props),
    ...(props.settings?._findings ?? []),
    ...loggerFindings(props.loggers),
    ...accessFindings(props, posters),
    ...timesFindings(props),
    ...countFindings(props),
    ...stateFindings(props),
    ...linkFindings(logLinks?.grafanaUrl, 'logLinks.grafanaUrl'),
    ...linkFindings(history?.historyServerUrl, 'history'),
    ...(props.deniedProperties ?? [])
      .filter((key) => !/^(spark|livy)\.[^\s*=:#]+$/.test(key))
      .map((value) => ({ rule: RULES.deniedProperty, at: 'deniedProperties', value })),
    ...jobFindings(app),
  ];
}

function lineFindings({ image, jobs }: LivyServerProps): Finding[] {
  const { line, release } = image.version;
  if (line !== '3.5') return [{ rule: RULES.sparkLine, at: 'image', value: release }];
  const other = jobs?.image?.version;
  if (other === undefined || other.line === line) return [];
  return [{ rule: RULES.jobImageLine, at: 'jobs.image', value: other.release, because: `the server's is ${release}` }];
}

function apiServerFindings({ apiServerCidrs = [], apiServerPorts = [443] }: LivyServerProps): Finding[] {
  return networkFindings({
    egress: apiServerCidrs.map((cidr) => ({ cidr, ports: apiServerPorts })),
  }).map((finding) => ({ ...finding, at: finding.at.replace(/^network\.egress/, 'apiServerCidrs') }));
}

function timesFindings(props: LivyServerProps): Finding[] {
  const { sessions = {}, retain = DEFAULT_RETAIN, cleanup = {}, pollInterval = Duration.seconds(5) } = props;
  const { idleTimeout = Duration.hours(1), maxAge = Duration.hours(8), startTimeout } = sessions;
  const keep = cleanup.keep ?? DEFAULT_KEEP;
  const hours = keep.toMilliseconds() / 3_600_000;
  const seconds = pollInterval.toMilliseconds() / 1000;
  return [
    ...timeFindings({
      retain,
      'sessions.idleTimeout': idleTimeout,
      'sessions.maxAge': maxAge,
      'sessions.startTimeout': startTimeout,
      'logLinks.timeRange': props.logLinks?.timeRange,
    }),
    ...(idleTimeout.toMilliseconds() <= maxAge.toMilliseconds()
      ? []
      : [
          {
            rule: RULES.sessionTimes,
            at: 'sessions.maxAge',
            value: durationText(maxAge),
            because: `idleTimeout is ${durationText(idleTimeout)}`,
          },
        ]),
    ...(Number.isInteger(seconds) && seconds >= 1 && seconds <= 60
      ? []
      : [{ rule: RULES.pollInterval, at: 'pollInterval', value: `${seconds} s` }]),
    ...(Number.isInteger(hours) && hours >= 1 && keep.toMilliseconds() > retain.toMilliseconds()
      ? []
      : [
          {
            rule: RULES.cleanup,
            at: 'cleanup.keep',
            value: durationText(keep),
            because: `retain is ${durationText(retain)}`,
          },
        ]),
  ];
}

function countFindings({ maxSubmissions, pollThreads }: LivyServerProps): Finding[] {
  return Object.entries({ maxSubmissions, pollThreads })
    .filter(([, count]) => count !== undefined && !(Number.isInteger(count) && count >= 1))
    .map(([at, value]) => ({ rule: RULES.count, at, value }));
}

function stateFindings({ state = {} }: LivyServerProps): Finding[] {
  const { size, storageClassName } = state;
  const mib = size === undefined ? 1 : mebibytes(size);
  return [
    ...(Number.isInteger(mib) && mib >= 1 ? [] : [{ rule: RULES.stateSize, at: 'state.size', value: `${mib} MiB` }]),
    ...(storageClassName === undefined ? [] : checkDnsSubdomain('state.storageClassName', storageClassName)),
  ];
}

function linkFindings(url: string | undefined, at: string): Finding[] {
  if (url === undefined || /^https?:\/\/[^\s?#]+[^\s?#/]$/.test(url)) return [];
  return [{ rule: RULES.linkUrl, at, value: url }];
}
