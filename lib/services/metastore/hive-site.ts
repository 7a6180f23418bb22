import type { ResolvedApplication } from '../../spark/resolved-application';
import { PostgresTls, type HiveMetastoreProps, type MetastoreDatabase } from './props';

export const METASTORE_PORT = 9083;
export const PASSWORD_VARIABLE = 'METASTORE_DATABASE_PASSWORD';
export const CERTIFICATE_DIRECTORY = '/mnt/secrets/postgres';
const HADOOP = 'spark.hadoop.';

/**
 * Properties of the server. The password is a variable that Hadoop puts in when it reads the property.
 *
 * @see https://hive.apache.org/docs/latest/admin/adminmanual-metastore-3-0-administration/
 */
export function hiveSettings(props: HiveMetastoreProps, app: ResolvedApplication): { [key: string]: string } {
  const { database, warehouse } = props;
  const store = Object.entries(app._featureProperties).filter(([key]) => key.startsWith(HADOOP));
  return {
    'javax.jdo.option.ConnectionURL': jdbcUrl(database),
    'javax.jdo.option.ConnectionDriverName': 'org.postgresql.Driver',
    'javax.jdo.option.ConnectionUserName': database.user,
    'javax.jdo.option.ConnectionPassword': `\${env.${PASSWORD_VARIABLE}}`,
    'hive.metastore.port': String(METASTORE_PORT),
    'hive.metastore.warehouse.dir': warehouse,
    // The Job makes the tables; a server that made its own would hide a wrong database.
    'hive.metastore.schema.verification': 'true',
    'datanucleus.schema.autoCreateAll': 'false',
    // Who asks the metastore is a service account of Spark, not a user of the cluster's.
    'hive.metastore.execute.setugi': 'false',
    ...Object.fromEntries(store.map(([key, value]) => [key.slice(HADOOP.length), value])),
    ...props.settings,
  };
}

/** Hadoop's XML, sorted by key. */
export function hiveSite(settings: { readonly [key: string]: string }): string {
  const rows = Object.keys(settings)
    .sort()
    .map((key) => `  <property><name>${escape(key)}</name><value>${escape(settings[key] ?? '')}</value></property>\n`);
  return `<?xml version="1.0"?>\n<configuration>\n${rows.join('')}</configuration>\n`;
}

function jdbcUrl({ host, port = 5432, name, tls = PostgresTls.REQUIRE, rootCertificate }: MetastoreDatabase): string {
  const root = rootCertificate === undefined ? '' : `&sslrootcert=${CERTIFICATE_DIRECTORY}/${rootCertificate.key}`;
  return `jdbc:postgresql://${host}:${port}/${name}?sslmode=${tls}${root}`;
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
