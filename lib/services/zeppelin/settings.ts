import { Duration } from 'cdk8s';
import { ZEPPELIN_KEYS } from './keys';
import { ZeppelinPath as Path, ZeppelinPort as Port } from './places';
import { TEMPLATE_DIRECTORY } from './pod';
import type { ZeppelinProps } from './props';

/** What settings follow from beside the props. */
export interface ZeppelinSettingsPlace {
  readonly name: string;
  readonly namespace: string;
  readonly interpreterImage: string;
  readonly heapMib: number;
}

/** Time after which an interpreter without work ends, unless said. */
const IDLE_TIMEOUT = Duration.hours(1);

/** Every setting as a variable: the server reads variables before any file. */
export function serverEnvironment(place: ZeppelinSettingsPlace, props: ZeppelinProps): { [variable: string]: string } {
  const { ui, interpreters, notes, allowedOrigins = [] } = props;
  const spark = interpreters.find(({ _spark }) => _spark !== undefined)?._spark;
  const bucket = notes?._bucket;
  const origins = [...(ui ? [ui.origin] : []), ...allowedOrigins];
  return {
    ZEPPELIN_HOME: Path.HOME,
    ZEPPELIN_ADDR: '0.0.0.0',
    ZEPPELIN_PORT: String(Port.HTTP),
    ZEPPELIN_SERVER_RPC_PORTRANGE: `${Port.RPC}:${Port.RPC}`,
    ZEPPELIN_SERVER_CONTEXT_PATH: ui?._base ?? '/',
    ...(origins.length > 0 && { ZEPPELIN_ALLOWED_ORIGINS: origins.join(',') }),
    ZEPPELIN_SERVER_SEND_JETTY_NAME: 'false',
    ZEPPELIN_WAR_TEMPDIR: '/tmp/webapps',
    ZEPPELIN_MEM: `-Xmx${place.heapMib}m -XX:MaxMetaspaceSize=512m`,
    HOME: '/tmp',
    ZEPPELIN_CONFIG_FS_DIR: `${Path.STATE}/conf`,
    ZEPPELIN_NOTEBOOK_DIR: `${Path.STATE}/notebook`,
    ZEPPELIN_NOTEBOOK_PUBLIC: 'false',
    ZEPPELIN_CREDENTIALS_PERSIST: 'false',
    ZEPPELIN_SEARCH_INDEX_PATH: '/tmp/zeppelin-index',
    ...(bucket && {
      ZEPPELIN_NOTEBOOK_STORAGE: 'org.apache.zeppelin.notebook.repo.S3NotebookRepo',
      ZEPPELIN_NOTEBOOK_S3_BUCKET: bucket.bucket,
      ZEPPELIN_NOTEBOOK_S3_USER: bucket.folder ?? 'zeppelin',
      ...(bucket.endpoint !== undefined && { ZEPPELIN_NOTEBOOK_S3_ENDPOINT: bucket.endpoint }),
      ...(bucket.pathStyleAccess !== undefined && {
        ZEPPELIN_NOTEBOOK_S3_PATH_STYLE_ACCESS: String(bucket.pathStyleAccess),
      }),
    }),
    ZEPPELIN_RUN_MODE: 'k8s',
    ZEPPELIN_K8S_NAMESPACE: place.namespace,
    ZEPPELIN_K8S_SERVICE_NAME: place.name,
    ZEPPELIN_K8S_TEMPLATE_DIR: TEMPLATE_DIRECTORY,
    ZEPPELIN_K8S_PORTFORWARD: 'false',
    ZEPPELIN_K8S_CONTAINER_IMAGE: place.interpreterImage,
    ...(spark && { ZEPPELIN_K8S_SPARK_CONTAINER_IMAGE: spark.image.reference }),
    // Without one the launcher hands a variable without a value to interpreters.
    SERVICE_DOMAIN: 'svc',
    ZEPPELIN_INTERPRETER_INCLUDES: interpreters.map(({ group }) => group).join(','),
    ZEPPELIN_INTERPRETER_GROUP_DEFAULT: interpreters[0]?.group ?? 'md',
    ...lifecycle(props),
    ...ownSettings(props),
  };
}

/** Variables of interpreters, which look after their own idleness. */
export function interpreterEnvironment(props: ZeppelinProps): { [variable: string]: string } {
  return {
    ZEPPELIN_HOME: Path.HOME,
    ZEPPELIN_LOG_DIR: `${Path.HOME}/logs`,
    ZEPPELIN_PID_DIR: `${Path.HOME}/run`,
    HOME: '/tmp',
    ...lifecycle(props),
  };
}

function lifecycle({ idleTimeout = IDLE_TIMEOUT }: ZeppelinProps): { [variable: string]: string } {
  return {
    ZEPPELIN_INTERPRETER_LIFECYCLE_MANAGER_CLASS: 'org.apache.zeppelin.interpreter.lifecycle.TimeoutLifecycleManager',
    ZEPPELIN_INTERPRETER_LIFECYCLE_MANAGER_TIMEOUT_THRESHOLD: String(idleTimeout.toMilliseconds()),
    ZEPPELIN_INTERPRETER_LIFECYCLE_MANAGER_TIMEOUT_CHECK_INTERVAL: '60000',
  };
}

function ownSettings({ settings = {} }: ZeppelinProps): { [variable: string]: string } {
  const known = Object.entries(settings).flatMap(([key, value]) => {
    const row = ZEPPELIN_KEYS[key];
    return row === undefined ? [] : [[row[0], value] as const];
  });
  return Object.fromEntries(known);
}
