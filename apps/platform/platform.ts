import { type App, Chart } from 'cdk8s';
import { NodePool, SparkApplication, SparkPriorities, SparkTenant, type SparkExecutorProps } from '../../lib';
import type { Environment } from '../environments';

const PI = 'local:///opt/spark/examples/src/main/python/pi.py';

/** The platform of one environment: priorities for everybody, one team, and its jobs. */
export function buildPlatform(app: App, environment: Environment): void {
  const { image, sizing, quota, retries, apiServerPorts } = environment;

  // Cluster-scoped objects live in a chart without a namespace.
  const cluster = new Chart(app, 'cluster');
  const priorities = new SparkPriorities(cluster, 'Priorities');

  const team = new Chart(app, 'spark-jobs');
  const tenant = new SparkTenant(team, 'spark-jobs', {
    serviceAccountName: 'yippee-spark',
    quota,
    ...(apiServerPorts && { network: { apiServerPorts } }),
  });
  team.addDependency(cluster);

  const nodes = (pool: NodePool): { readonly nodes?: NodePool } => (environment.labelledNodes ? { nodes: pool } : {});
  const driver = { memory: sizing.driverMemory, coreRequest: sizing.coreRequest, ...nodes(NodePool.DRIVER) };
  const executor: SparkExecutorProps = {
    instances: sizing.executors,
    cores: Math.max(1, Math.floor(sizing.coreRequest)),
    coreRequest: sizing.coreRequest,
    memory: sizing.executorMemory,
    ...nodes(NodePool.COMPUTE),
  };

  tenant.addJob('pi', {
    application: SparkApplication.python(PI, { args: ['10'] }),
    image,
    driver,
    executor,
    priority: priorities.routine,
    retries,
    uiService: true,
  });
  tenant.addScheduledJob('nightly-pi', {
    application: SparkApplication.python(PI, { args: ['100'] }),
    image,
    driver,
    executor,
    priority: priorities.urgent,
    retries,
    schedule: { cron: '0 2 * * *', timeZone: 'Etc/UTC', suspended: !environment.nightly },
  });
}
