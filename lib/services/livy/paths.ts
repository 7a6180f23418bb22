/** Where things are in Livy's image. */
export const LIVY_HOME = '/opt/livy';
export const SPARK_HOME = '/opt/spark';
/** Where its pod mounts what this package makes. */
export const LIVY_CONF_DIRECTORY = '/etc/livy/conf';
export const SPARK_CONF_DIRECTORY = '/etc/livy/spark';
export const TEMPLATE_DIRECTORY = '/etc/livy/templates';
export const HADOOP_KEYTAB_DIRECTORY = '/etc/livy/hadoop-keytab';
export const KRB5_DIRECTORY = '/etc/livy/krb5';
export const TLS_DIRECTORY = '/etc/livy/tls';
export const LOG_DIRECTORY = '/var/log/livy';
/** The claim; Livy keeps its state in a directory of its own below, which only its user may enter. */
export const STATE_DIRECTORY = '/var/lib/livy';

/** Templates of the pods of jobs, as spark-submit in Livy's pod reads them. */
export const DRIVER_TEMPLATE = 'driver.yaml';
export const EXECUTOR_TEMPLATE = 'executor.yaml';
