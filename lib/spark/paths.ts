/** Directories and ports of Spark's image and pods. @see https://spark.apache.org/docs/latest/running-on-kubernetes.html */
export const CONF_DIRECTORY = '/opt/spark/conf';
export const POD_TEMPLATE_DIRECTORY = '/opt/spark/pod-template';
export const POD_TEMPLATE_FILE = 'pod-spec-template.yml';
export const HADOOP_CONF_DIRECTORY = '/opt/hadoop/conf';
export const LOCAL_DIRECTORY = '/var/data/spark-local';
export const WORK_DIRECTORY = '/opt/spark/work-dir';

/** Directories that must be writable; with a read-only root they are empty volumes. */
export const WRITABLE_DIRECTORIES: readonly string[] = [WORK_DIRECTORY, '/tmp'];

export const DRIVER_PORT = 7078;
export const BLOCK_MANAGER_PORT = 7079;
export const UI_PORT = 4040;
export const CONNECT_PORT = 15002;
