import { Duration } from 'cdk8s';
import { sparkSize } from '../../core/quantities';
import type { UiEndpoint } from '../../ingress/ui-endpoint';
import { UI_OWNERS } from '../spark-server/ui';
import type { StandaloneClusterProps } from './props';
import { sizesOf } from './sizes';

/** Ports of the daemons. The worker's own is one that no driver or executor takes. */
export const StandalonePort = { MASTER: 7077, MASTER_UI: 8080, REST: 6066, WORKER: 7076, WORKER_UI: 8081 } as const;

/** Where the claim with the master's state is mounted. */
export const RECOVERY_PATH = '/var/lib/spark-recovery';

/** Properties that both daemons read. */
function daemonProperties(props: StandaloneClusterProps): { [key: string]: string } {
  return {
    ...proxyProperties(props.ui),
    // The pages ask nobody who he is; whoever may see an application must not end it.
    'spark.ui.killEnabled': 'false',
    'spark.decommission.enabled': String(sizesOf(props).graceSeconds > 0),
    'spark.metrics.conf.*.sink.prometheusServlet.class': 'org.apache.spark.metrics.sink.PrometheusServlet',
    'spark.metrics.conf.*.sink.prometheusServlet.path': '/metrics/prometheus',
  };
}

/** All properties of a master, the user's last. */
export function masterProperties(place: string, props: StandaloneClusterProps): { [key: string]: string } {
  return {
    ...daemonProperties(props),
    'spark.metrics.conf.master.sink.prometheusServlet.path': '/metrics/master/prometheus',
    'spark.metrics.conf.applications.sink.prometheusServlet.path': '/metrics/applications/prometheus',
    'spark.deploy.defaultCores': String(sizesOf(props).defaultCores),
    // Written out: newer lines open it where nothing is said.
    ...(opensRest(props)
      ? { 'spark.master.rest.enabled': 'true', 'spark.master.rest.port': String(StandalonePort.REST) }
      : { 'spark.master.rest.enabled': 'false' }),
    ...recoveryProperties(place, props),
    ...props.conf?.toMap(),
  };
}

/** All properties of a worker, the user's last. */
export function workerProperties(props: StandaloneClusterProps): { [key: string]: string } {
  const { appDataTtl = Duration.days(7) } = props;
  return {
    ...daemonProperties(props),
    'spark.worker.cleanup.enabled': 'true',
    'spark.worker.cleanup.appDataTtl': String(Math.round(appDataTtl.toMilliseconds() / 1000)),
    ...props.conf?.toMap(),
  };
}

/** What a shell in the pod of a master reads, so that starting it takes no options. */
export function shellProperties(masterUrl: string, props: StandaloneClusterProps): { [key: string]: string } {
  return {
    'spark.master': masterUrl,
    'spark.driver.memory': sparkSize(sizesOf(props).shellHeap),
    ...proxyProperties(props.ui),
  };
}

/** The master shows the pages of workers and applications below its own, and all links start there. */
export function proxyProperties(ui: UiEndpoint | undefined): { [key: string]: string } {
  return {
    'spark.ui.reverseProxy': 'true',
    ...(ui && { 'spark.ui.reverseProxyUrl': ui.url.replace(/\/$/, '') }),
  };
}

/** Whether the masters listen on the REST port. */
export function opensRest({ insecureRestFrom = [] }: StandaloneClusterProps): boolean {
  return insecureRestFrom.length > 0;
}

function recoveryProperties(place: string, { recovery }: StandaloneClusterProps): { [key: string]: string } {
  const zookeeper = recovery?._zookeeper;
  if (zookeeper !== undefined) {
    return {
      'spark.deploy.recoveryMode': 'ZOOKEEPER',
      'spark.deploy.zookeeper.url': zookeeper.url,
      'spark.deploy.zookeeper.dir': zookeeper.directory ?? `/spark/${place}`,
    };
  }
  if (recovery?._filesystem === undefined) return {};
  return { 'spark.deploy.recoveryMode': 'FILESYSTEM', 'spark.deploy.recoveryDirectory': RECOVERY_PATH };
}

const FIXED = 'nothing: Services and network policies know the port';

/** Properties that follow from props, and the prop. */
export const STANDALONE_OWNERS: { readonly [key: string]: string } = {
  'spark.master.rest.enabled': 'insecureRestFrom',
  'spark.master.rest.port': 'insecureRestFrom',
  'spark.master.port': FIXED,
  'spark.master.ui.port': FIXED,
  'spark.worker.port': FIXED,
  'spark.worker.ui.port': FIXED,
  'spark.deploy.defaultCores': 'defaultCores',
  'spark.deploy.recoveryMode': 'recovery',
  'spark.deploy.recoveryDirectory': 'recovery',
  'spark.deploy.zookeeper.url': 'recovery',
  'spark.deploy.zookeeper.dir': 'recovery',
  'spark.decommission.enabled': 'decommissionGrace',
  'spark.worker.cleanup.enabled': 'appDataTtl',
  'spark.worker.cleanup.appDataTtl': 'appDataTtl',
  'spark.ui.reverseProxy': 'ui',
  'spark.ui.reverseProxyUrl': 'ui',
  ...UI_OWNERS,
};
