import { Duration, Size, Yaml } from 'cdk8s';
import { mebibytes } from '../../core/quantities';
import { limitsOf } from './limits';
import type { LokiProps, LokiStreamRetention } from './props';
import { DATA_PATH } from './storage';

/** Ports of Loki. */
export const LokiPort = { HTTP: 3100, GRPC: 9095, GOSSIP: 7946 } as const;

/** How long logs are kept where nobody says. */
export const DEFAULT_RETENTION = Duration.days(7);

/** First day of the schema of a new installation: any day before its first line. */
export const DEFAULT_SCHEMA_FROM = '2024-04-01';

const EXECUTORS = '{spark_role="executor"}';
const MESSAGE_BYTES = 100 * 1024 ** 2;

/** What the configuration needs besides the props. */
export interface LokiSetting {
  /** The headless Service, by which replicas find each other. */
  readonly peers: string;
  /** MiB that the pod may not exceed. */
  readonly memoryLimit: number;
}

/** Rows of retention: what the user named, and executors. */
export function streamRetentions({ executorRetention, streamRetention = [] }: LokiProps): LokiStreamRetention[] {
  return [
    ...streamRetention,
    ...(executorRetention === undefined ? [] : [{ selector: EXECUTORS, period: executorRetention }]),
  ];
}

/**
 * The configuration file of a Loki that is one process. It names the clients of object stores that Loki 4 keeps, and no
 * key that Loki 4 takes away. There is no storage for rules, which turns the ruler off.
 *
 * @see https://grafana.com/docs/loki/latest/configure/
 */
export function lokiConfiguration(props: LokiProps, setting: LokiSetting): string {
  const { storage, replicas = 1, retention = DEFAULT_RETENTION, limits = {} } = props;
  const replicated = replicas > 1;
  const timeout = Math.round((limits.queryTimeout ?? Duration.minutes(5)).toSeconds()) + 10;
  return Yaml.stringify({
    auth_enabled: asksForTenant(props),
    server: {
      http_listen_port: LokiPort.HTTP,
      grpc_listen_port: LokiPort.GRPC,
      grpc_server_max_recv_msg_size: MESSAGE_BYTES,
      grpc_server_max_send_msg_size: MESSAGE_BYTES,
      http_server_read_timeout: `${timeout}s`,
      http_server_write_timeout: `${timeout}s`,
    },
    common: {
      path_prefix: DATA_PATH,
      replication_factor: replicated ? 3 : 1,
      ring: { kvstore: { store: replicated ? 'memberlist' : 'inmemory' } },
    },
    ...(replicated && {
      memberlist: { join_members: [`${setting.peers}:${LokiPort.GOSSIP}`], rejoin_interval: '90s' },
    }),
    schema_config: {
      configs: [
        {
          from: props.schemaFrom ?? DEFAULT_SCHEMA_FROM,
          store: 'tsdb',
          object_store: storage._kind,
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    storage_config: {
      use_thanos_objstore: true,
      object_store: { [storage._kind]: storage._store.settings },
      tsdb_shipper: {
        active_index_directory: `${DATA_PATH}/tsdb-index`,
        cache_location: `${DATA_PATH}/tsdb-cache`,
      },
    },
    ingester: {
      chunk_encoding: 'snappy',
      ...(replicated && { autoforget_unhealthy: true }),
      wal: { dir: `${DATA_PATH}/wal`, replay_memory_ceiling: `${Math.round(setting.memoryLimit / 2)}MB` },
    },
    compactor: {
      working_directory: `${DATA_PATH}/compactor`,
      compaction_interval: '10m',
      retention_enabled: true,
      retention_delete_delay: '2h',
      delete_request_store: storage._kind,
    },
    limits_config: {
      ...limitsOf(limits),
      retention_period: hours(retention),
      ...(streamRetentions(props).length > 0 && {
        retention_stream: streamRetentions(props).map(({ selector, period, priority = 1 }) => ({
          selector,
          priority,
          period: hours(period),
        })),
      }),
    },
    query_range: {
      align_queries_with_step: true,
      cache_results: true,
      results_cache: { cache: { embedded_cache: { enabled: true, max_size_mb: cacheMib(setting) } } },
    },
    querier: { max_concurrent: 8 },
    analytics: { reporting_enabled: false },
    tracing: { enabled: false },
  });
}

/** Whether each request must name a tenant. */
export function asksForTenant({ authEnabled, tenant }: LokiProps): boolean {
  return authEnabled ?? tenant !== undefined;
}

/** What the pod asks for, and may not exceed, in MiB. */
export function memoryOf({ memory, memoryLimit, replicas = 1 }: LokiProps): { requests: number; limits: number } {
  const requests = mebibytes(memory ?? Size.gibibytes(replicas > 1 ? 2 : 1));
  return { requests, limits: memoryLimit === undefined ? requests * 2 : mebibytes(memoryLimit) };
}

/** Loki has no days: 168h. */
function hours(time: Duration): string {
  return `${time.toHours({ integral: false })}h`;
}

function cacheMib({ memoryLimit }: LokiSetting): number {
  return Math.max(1, Math.min(500, Math.round(memoryLimit / 20)));
}
