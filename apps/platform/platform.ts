import type { App } from 'cdk8s';
import { NodePool, SparkApplication, SparkPlatform, type SparkJobDefaults } from '../../lib';
import type { Environment } from '../environments';

const PI = 'local:///opt/spark/examples/src/main/python/pi.py';

/** The platform of one environment: its servers, one team, and the team's jobs. */
export function buildPlatform(app: App, environment: Environment): void {
  const { image, components, ingress, network, quota, accountAnnotations } = environment;

  const platform = new SparkPlatform(app, 'platform', {
    image,
    components,
    jobs: jobsOf(environment),
    ...(ingress && { ingress }),
    ...(network && { network }),
  });

  const team = platform.addTenant('spark-jobs', {
    serviceAccountName: 'yippee-spark',
    quota,
    ...(accountAnnotations && { accountAnnotations }),
  });
  team.addJob('pi', {
    application: SparkApplication.python(PI, { args: ['10'] }),
    priority: platform.priorities.routine,
    uiService: true,
  });
  team.addScheduledJob('nightly-pi', {
    application: SparkApplication.python(PI, { args: ['100'] }),
    priority: platform.priorities.urgent,
    schedule: { cron: '0 2 * * *', timeZone: 'Etc/UTC', suspended: !environment.nightly },
  });
}

/** What jobs of an environment are, unless they say otherwise. */
function jobsOf({ sizing, retries, labelledNodes }: Environment): SparkJobDefaults {
  const nodes = (pool: NodePool): { readonly nodes?: NodePool } => (labelledNodes ? { nodes: pool } : {});
  return {
    retries,
    driver: { memory: sizing.driverMemory, coreRequest: sizing.coreRequest, ...nodes(NodePool.DRIVER) },
    executor: {
      instances: sizing.executors,
      cores: Math.max(1, Math.floor(sizing.coreRequest)),
      coreRequest: sizing.coreRequest,
      memory: sizing.executorMemory,
      ...nodes(NodePool.COMPUTE),
    },
  };
}
