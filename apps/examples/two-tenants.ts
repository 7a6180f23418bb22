import { type App, Chart, Size } from 'cdk8s';
import {
  NodePool,
  PlatformApp,
  SparkApplication,
  SparkCapacity,
  SparkImage,
  SparkPriorities,
  SparkQueues,
  SparkTenant,
  SparkVersion,
  Volcano,
  VolcanoScheduler,
  type IPriorityClass,
  type SparkJobOptions,
} from '../../lib';

/** Nodes for drivers and executors: two at least, at most ten. */
const COMPUTE = NodePool.of('compute', {
  labels: [{ key: 'type', values: ['compute'] }],
  node: { cpu: 15, memory: Size.gibibytes(57) },
  minNodes: 2,
  maxNodes: 10,
});

/**
 * Two teams share a cluster. Each has a quota, which bounds its namespace and its queue; room for urgent work of one of
 * them is kept free. In each queue jobs of four priorities compete: three wait in order, `rush` takes the place of others.
 */
export function buildTwoTenants(app: App): void {
  const system = new Chart(app, 'volcano-system');
  const volcano = new Volcano(system, 'volcano', { configuration: VolcanoScheduler.priorityPreempt() });

  const cluster = new Chart(app, 'cluster');
  const priorities = new SparkPriorities(cluster, 'Priorities');

  const queues = SparkQueues.volcano(volcano);
  const etl = new SparkTenant(new Chart(app, 'etl'), 'etl', {
    quota: { cpu: 100, memory: Size.gibibytes(400) },
    queue: { system: queues, guarantee: { cpu: 20, memory: Size.gibibytes(80) } },
  });
  const science = new SparkTenant(new Chart(app, 'science'), 'science', {
    quota: { cpu: 60, memory: Size.gibibytes(240) },
    queue: { system: queues },
  });

  etl.addJob('ingest', job('ingest.py', 10, priorities.routine));
  etl.addJob('report', job('report.py', 6, priorities.urgent));
  etl.addJob('recovery', job('recovery.py', 16, priorities.rush));
  science.addJob('training', job('train.py', 8, priorities.exceptional));
  science.addScheduledJob('features', {
    ...job('features.py', 4, priorities.routine),
    schedule: { cron: '0 3 * * *' },
  });

  new SparkCapacity(cluster, 'Capacity');
}

function job(file: string, instances: number, priority: IPriorityClass): SparkJobOptions {
  return {
    application: SparkApplication.python(`local:///opt/app/${file}`),
    image: SparkImage.official(SparkVersion.V4_1),
    priority,
    driver: { cores: 1, memory: Size.gibibytes(2), nodes: COMPUTE },
    executor: { instances, cores: 4, memory: Size.gibibytes(10), nodes: COMPUTE },
  };
}

if (require.main === module) {
  const app = new PlatformApp();
  buildTwoTenants(app);
  app.synth();
}
