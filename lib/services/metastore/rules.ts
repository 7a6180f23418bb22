import { rules } from '../../core/rules';

/** Mistakes about Hive metastores. */
export const METASTORE_RULES = rules('metastore', {
  image: [
    'an image reference is [registry/]name:tag or name@sha256:digest, and :latest changes under a running server',
    'name a tag or a digest of an image with Hive and the driver of PostgreSQL',
  ],
  hiveVersion: ["this is no release of Hive's metastore that Spark speaks to", 'name one such as 3.1.3'],
  clientJars: [
    "Spark's own client asks for methods that a metastore of Hive 4 no longer has",
    "give clientJars, a directory in Spark's image with the jars of that Hive; or use Hive 3.1.3",
  ],
  clientPath: [
    "the jars of the client are an absolute directory of Spark's image",
    'write it like /opt/hive-client/lib',
  ],
  database: [
    'a database is known by host, port, name and user, none of which has blanks or characters of a URL',
    'give host: postgres.data.svc, name: metastore, user: hive or the like',
  ],
  databaseUnreachable: [
    'the network policy of the metastore lets nothing out to the port of its database',
    'name the database in network.egress',
  ],
  rootCertificate: [
    'a certificate is checked against an authority, and none is given',
    'give rootCertificate, or choose PostgresTls.REQUIRE',
  ],
  secretKey: ['a key of a Secret has letters, digits, "-", "_" and "."', 'name a key such as password'],
  warehouse: [
    'new tables go to a directory that metastore, drivers and executors reach under the same absolute URI',
    'write it like s3a://lake/warehouse, with store',
  ],
  uid: ['the server does not run as root', "give the user id of the image's own user, such as 1000"],
});
