import { Duration } from 'cdk8s';
import { checkDnsLabel, checkDnsSubdomain, checkKeys } from '../../core/names';
import { mebibytes, durationText } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { volumeFindings } from '../../spark/volumes';
import { ownedFindings, singleFindings, sizeFindings, timeFindings } from '../spark-server/findings';
import { networkFindings } from '../../kube/server-network';
import { HISTORY_OWNERS } from './properties';
import type { SparkHistoryAcls, SparkHistoryCleaner, SparkHistoryServerProps, SparkHistoryStore } from './props';
import { HISTORY_RULES } from './rules';

/** Everything wrong with a History Server alone. */
export function historyFindings(name: string, app: ResolvedApplication, props: SparkHistoryServerProps): Finding[] {
  const { conf, cleaner, compactAfter, network = {}, updateInterval, memory, cores } = props;
  const writes = cleaner !== undefined ? 'cleaner' : compactAfter !== undefined ? 'compactAfter' : undefined;
  return [
    ...checkDnsLabel('name', name),
    ...props.logs._findings(writes),
    ...claimFindings(props),
    ...app._featureFindings,
    ...app.conf._findings(app.image.version),
    ...ownedFindings(conf?.toMap() ?? {}, HISTORY_OWNERS),
    ...singleFindings(props.replicas),
    ...timeFindings({ updateInterval }),
    ...sizeFindings(cores, { memory }),
    ...cleanerFindings(cleaner),
    ...countFindings('retainedApplications', props.retainedApplications),
    ...countFindings('maxApplications', props.maxApplications),
    ...(compactAfter === undefined || isCount(compactAfter)
      ? []
      : [{ rule: HISTORY_RULES.compactAfter, at: 'compactAfter', value: compactAfter }]),
    ...storeFindings(props.store),
    ...aclFindings(props.acls, app.conf.get('spark.ui.filters') !== undefined),
    ...checkKeys('accountAnnotations', props.accountAnnotations ?? {}),
    ...networkFindings(network),
    ...(props.logs._store !== undefined && (network.egress ?? []).length === 0
      ? [{ rule: HISTORY_RULES.storeUnreachable, at: 'network.egress', value: [], because: props.logs.directory }]
      : []),
  ];
}

function claimFindings({ logs, store = {} }: SparkHistoryServerProps): Finding[] {
  const volume = logs._volume();
  const names = [
    ...(logs._claim === undefined ? [] : [['logs', logs._claim.name] as const]),
    ...(store.claimName === undefined ? [] : [['store.claimName', store.claimName] as const]),
  ];
  return [
    ...names.flatMap(([at, claim]) => checkDnsSubdomain(at, claim)),
    ...(volume === undefined || volumeFindings('logs', [volume]).length === 0
      ? []
      : [{ rule: HISTORY_RULES.mountPath, at: 'logs', value: volume.path }]),
  ];
}

function cleanerFindings(cleaner: SparkHistoryCleaner | undefined): Finding[] {
  if (cleaner === undefined) return [];
  const { maxAge = Duration.days(7), interval = Duration.days(1), maxCount } = cleaner;
  const wrong = (prop: string, value: unknown, because: string): Finding[] => [
    { rule: HISTORY_RULES.cleaner, at: `cleaner.${prop}`, value, because },
  ];
  const whole = (time: Duration): boolean => time.toMilliseconds() >= 1000 && time.toMilliseconds() % 1000 === 0;
  return [
    ...(whole(maxAge) ? [] : wrong('maxAge', durationText(maxAge), 'no whole seconds')),
    ...(whole(interval) ? [] : wrong('interval', durationText(interval), 'no whole seconds')),
    ...(interval.toMilliseconds() <= maxAge.toMilliseconds()
      ? []
      : wrong('interval', durationText(interval), `maxAge is ${durationText(maxAge)}`)),
    ...(maxCount === undefined || isCount(maxCount) ? [] : wrong('maxCount', maxCount, 'no count')),
  ];
}

function storeFindings({ size, hybridMemory }: SparkHistoryStore = {}): Finding[] {
  const whole = (mib: number): boolean => Number.isInteger(mib) && mib >= 1;
  const mib = size === undefined ? 1 : mebibytes(size);
  const hybrid = hybridMemory === undefined ? 1 : mebibytes(hybridMemory);
  return [
    ...(whole(mib) ? [] : [{ rule: HISTORY_RULES.claimSize, at: 'store.size', value: `${mib} MiB` }]),
    ...(whole(hybrid) ? [] : [{ rule: HISTORY_RULES.hybridMemory, at: 'store.hybridMemory', value: `${hybrid} MiB` }]),
  ];
}

function aclFindings(acls: SparkHistoryAcls | undefined, signsOn: boolean): Finding[] {
  if (acls === undefined) return [];
  const { admins = [], adminGroups = [] } = acls;
  return [
    ...(signsOn ? [] : [{ rule: HISTORY_RULES.aclsWithoutSignOn, at: 'acls', value: { admins, adminGroups } }]),
    ...Object.entries({ admins, adminGroups }).flatMap(([prop, list]) =>
      list
        .filter((one) => one === '' || /[,\s]/.test(one))
        .map((value) => ({ rule: HISTORY_RULES.aclName, at: `acls.${prop}`, value })),
    ),
  ];
}

function countFindings(at: string, count: number | undefined): Finding[] {
  return count === undefined || isCount(count) ? [] : [{ rule: HISTORY_RULES.count, at, value: count }];
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1;
}
