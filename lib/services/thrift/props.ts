import type { SecretSource } from '../../core/secrets';
import type { IHiveMetastore } from '../spark-server/hive-catalog';
import type { SparkDriverServerProps } from '../spark-server/props';
import type { ThriftAuthentication } from './authentication';

/** What carries Thrift's messages. */
export enum ThriftTransport {
  /** A connection of its own, on port 10000. */
  BINARY = 'binary',
  /** HTTP, on port 10001 under `/cliservice`, for proxies. */
  HTTP = 'http',
}

/** The certificate of the server. */
export interface ThriftTls {
  /** A Java key store with key and certificate: one key of a Secret in the namespace of the server. */
  readonly keyStore: SecretSource;
  /** Its password. */
  readonly password: SecretSource;
}

/** A Thrift server for JDBC and ODBC. */
export interface SparkThriftServerProps extends SparkDriverServerProps {
  /** How it knows its users. */
  readonly authentication: ThriftAuthentication;
  /** Where its tables are. @default - known to its pod alone: good for reading files and for temporary views */
  readonly metastore?: IHiveMetastore;
  /** Where new tables go: a URI that driver and executors can write. @default - that of the metastore */
  readonly warehouse?: string;
  /** What carries the messages. @default ThriftTransport.BINARY */
  readonly transport?: ThriftTransport;
  /** Its certificate. @default - none: the gateway has it */
  readonly tls?: ThriftTls;
  /** Send results piece by piece, so that a large one does not fill the driver. @default true */
  readonly incrementalCollect?: boolean;
  /** Let all connections share temporary views and settings. @default false */
  readonly singleSession?: boolean;
}
