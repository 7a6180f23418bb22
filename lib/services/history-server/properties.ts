import { Duration } from 'cdk8s';
import { mebibytes, sparkTime } from '../../core/quantities';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { UI_OWNERS } from '../spark-server/ui';
import type { SparkHistoryServerProps } from './props';

export const HISTORY_PORT = 18080;
/** Where the server keeps what it has read. */
export const STORE_PATH = '/opt/spark/history';
export const DEFAULT_STORE_MIB = 10240;

/** All properties of a server, the user's last. */
export function historyProperties(app: ResolvedApplication, props: SparkHistoryServerProps): { [key: string]: string } {
  const { logs, cleaner, compactAfter, acls, store = {} } = props;
  const interval = props.updateInterval ?? Duration.seconds(logs._store === undefined ? 10 : 30);
  return {
    'spark.history.fs.logDirectory': logs.directory,
    'spark.history.fs.update.interval': sparkTime(interval),
    'spark.history.ui.port': String(HISTORY_PORT),
    'spark.history.store.path': STORE_PATH,
    // Spark counts what it means to write; the databases need some room beside it.
    'spark.history.store.maxDiskUsage': `${Math.floor(storeMib(props) * 0.8)}m`,
    'spark.history.store.serializer': 'PROTOBUF',
    ...(store.hybridMemory && {
      'spark.history.store.hybridStore.enabled': 'true',
      'spark.history.store.hybridStore.maxMemoryUsage': `${Math.round(mebibytes(store.hybridMemory))}m`,
    }),
    ...counted('spark.history.retainedApplications', props.retainedApplications),
    ...counted('spark.history.ui.maxApplications', props.maxApplications),
    'spark.history.fs.cleaner.enabled': String(cleaner !== undefined),
    ...(cleaner && {
      'spark.history.fs.cleaner.maxAge': sparkTime(cleaner.maxAge ?? Duration.days(7)),
      'spark.history.fs.cleaner.interval': sparkTime(cleaner.interval ?? Duration.days(1)),
      ...counted('spark.history.fs.cleaner.maxNum', cleaner.maxCount),
    }),
    ...counted('spark.history.fs.eventLog.rolling.maxFilesToRetain', compactAfter),
    ...(acls && {
      'spark.history.ui.acls.enable': 'true',
      ...listed('spark.history.ui.admin.acls', acls.admins),
      ...listed('spark.history.ui.admin.acls.groups', acls.adminGroups),
    }),
    ...props.ui?.sparkProperties(),
    ...app._featureProperties,
    ...app.conf.toMap(),
  };
}

/** Most that the local store takes, in MiB. */
export function storeMib({ store = {} }: SparkHistoryServerProps): number {
  return store.size === undefined ? DEFAULT_STORE_MIB : Math.round(mebibytes(store.size));
}

/** Properties that follow from props, and the prop. */
export const HISTORY_OWNERS: { readonly [key: string]: string } = {
  'spark.history.fs.logDirectory': 'logs',
  'spark.history.fs.update.interval': 'updateInterval',
  'spark.history.ui.port': 'nothing: 18080, which Service and network policy know',
  'spark.history.store.path': 'store',
  'spark.history.store.maxDiskUsage': 'store.size',
  'spark.history.store.hybridStore.enabled': 'store.hybridMemory',
  'spark.history.store.hybridStore.maxMemoryUsage': 'store.hybridMemory',
  'spark.history.retainedApplications': 'retainedApplications',
  'spark.history.ui.maxApplications': 'maxApplications',
  'spark.history.fs.cleaner.enabled': 'cleaner',
  'spark.history.fs.cleaner.maxAge': 'cleaner.maxAge',
  'spark.history.fs.cleaner.interval': 'cleaner.interval',
  'spark.history.fs.cleaner.maxNum': 'cleaner.maxCount',
  'spark.history.fs.eventLog.rolling.maxFilesToRetain': 'compactAfter',
  'spark.history.ui.acls.enable': 'acls',
  'spark.history.ui.admin.acls': 'acls.admins',
  'spark.history.ui.admin.acls.groups': 'acls.adminGroups',
  ...UI_OWNERS,
};

function counted(key: string, count: number | undefined): { [key: string]: string } {
  return count === undefined ? {} : { [key]: String(count) };
}

function listed(key: string, names: readonly string[] = []): { [key: string]: string } {
  return names.length === 0 ? {} : { [key]: names.join(',') };
}
