import type { IStandaloneCluster } from '../../spark/standalone-cluster';
import { commonProperties } from '../../spark/application-properties';
import type { ResolvedApplication } from '../../spark/resolved-application';
import type { StandaloneRunnerProps } from './standalone-runner-props';

const KUBERNETES = 'spark.kubernetes.';
/** On a worker the driver takes the ports that are free. */
const DRIVER_ADDRESS = ['spark.driver.port', 'spark.driver.blockManager.port', 'spark.blockManager.port'];

/** Most cores of an application; undefined where dynamic allocation bounds it. */
export function coresMaxOf(app: ResolvedApplication, props: StandaloneRunnerProps): number | undefined {
  if (props.coresMax !== undefined) return props.coresMax;
  if (app.property('spark.dynamicAllocation.enabled') !== undefined) return undefined;
  return (app.executor.props.instances ?? 2) * app.executor.cores;
}

/** The properties of an application whose driver is a pod of ours. */
export function clientProperties(
  app: ResolvedApplication,
  cluster: IStandaloneCluster,
  props: StandaloneRunnerProps,
): { [key: string]: string } {
  const coresMax = coresMaxOf(app, props);
  const common = Object.entries(commonProperties(app)).filter(
    // Executors are counted by cores here.
    ([key]) => !key.startsWith(KUBERNETES) && key !== 'spark.executor.instances',
  );
  return {
    ...Object.fromEntries(common),
    'spark.master': cluster.masterUrl,
    ...(coresMax !== undefined && { 'spark.cores.max': String(coresMax) }),
  };
}

/** The properties of an application whose driver the cluster starts. */
export function clusterProperties(
  app: ResolvedApplication,
  cluster: IStandaloneCluster,
  props: StandaloneRunnerProps,
): { [key: string]: string } {
  const common = Object.entries(clientProperties(app, cluster, props)).filter(([key]) => !DRIVER_ADDRESS.includes(key));
  return {
    ...Object.fromEntries(common),
    // The protocol of the masters themselves, which every release speaks and only it can wait.
    'spark.master.rest.enabled': 'false',
    'spark.standalone.submit.waitAppCompletion': 'true',
  };
}
