import type { ISparkFeature, ResolvedApplication } from '../../spark/resolved-application';

/** A metastore that knows the tables. `HiveMetastore` has those of this package. */
export interface IHiveMetastore {
  /** Where it answers, several separated by commas: `thrift://metastore.data.svc:9083`. */
  readonly metastoreUris: string;
  /** Hive's release: `3.1.3`. @default - one that Spark's own client speaks to: before 4.0 */
  readonly hiveVersion?: string;
  /** Directory in Spark's image with the jars of a client of that release. @default - Spark's own client, of Hive 2.3 */
  readonly clientJars?: string;
  /** Where databases go that Spark makes: `s3a://lake/warehouse`. @default - a directory of the driver, which nobody else sees */
  readonly warehouse?: string;
}

/**
 * Tables of a Hive metastore, for jobs and servers.
 *
 * @see https://spark.apache.org/docs/latest/sql-data-sources-hive-tables.html
 */
export class HiveCatalog implements ISparkFeature {
  /** The tables of a metastore. */
  public static of(metastore: IHiveMetastore): HiveCatalog {
    return new HiveCatalog(metastore);
  }

  public readonly featureName = 'HiveCatalog';

  private constructor(private readonly metastore: IHiveMetastore) {}

  public bind(application: ResolvedApplication): void {
    const { metastoreUris, hiveVersion, clientJars, warehouse } = this.metastore;
    application.setProperty('spark.sql.catalogImplementation', 'hive');
    application.setProperty('spark.hadoop.hive.metastore.uris', metastoreUris);
    // The metastore knows the place of its own default database only; that of others comes from whoever makes them.
    if (warehouse !== undefined) application.setProperty('spark.sql.warehouse.dir', warehouse);
    if (hiveVersion === undefined || clientJars === undefined) return;
    application.setProperty('spark.sql.hive.metastore.version', hiveVersion);
    application.setProperty('spark.sql.hive.metastore.jars', 'path');
    application.setProperty('spark.sql.hive.metastore.jars.path', `file://${clientJars}/*.jar`);
  }
}
