import { type App, Chart, Size } from 'cdk8s';
import {
  KueueClusterQueue,
  KueueLocalQueue,
  KueueResourceFlavor,
  PlatformApp,
  SparkApplication,
  SparkImage,
  SparkScheduler,
  SparkTenant,
  SparkVersion,
  VolcanoQueue,
  YuniKorn,
  YuniKornQueue,
  type ISparkScheduler,
  type SparkJobOptions,
} from '../../lib';

/** One job; nothing in it knows who schedules it. */
const PI: SparkJobOptions = {
  application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['10'] }),
  image: SparkImage.official(SparkVersion.V4_1),
  driver: { memory: Size.mebibytes(512) },
  executor: { instances: 2, memory: Size.mebibytes(512) },
};

/** The same job under the cluster's own scheduler, under Volcano, under YuniKorn, and admitted by Kueue. */
export function buildThreeSchedulers(app: App): void {
  const cluster = new Chart(app, 'cluster');
  const quota = { cpu: 8, memory: Size.gibibytes(32) };

  const volcanoQueue = new VolcanoQueue(cluster, 'pi', { capability: quota });
  const yunikornQueue = YuniKornQueue.fromPath('root.pi', { yunikorn: YuniKorn.fromExisting(), max: quota });
  const flavor = new KueueResourceFlavor(cluster, 'any-node');
  const clusterQueue = new KueueClusterQueue(cluster, 'pi-quota', {
    resourceGroups: [{ flavors: [{ flavor, nominalQuota: quota }] }],
  });
  const localQueue = new KueueLocalQueue(cluster, 'pi-local', { clusterQueue, namespaceName: 'pi-kueue' });

  const schedulers: { readonly [name: string]: ISparkScheduler } = {
    default: SparkScheduler.default(),
    volcano: SparkScheduler.volcano(volcanoQueue),
    yunikorn: SparkScheduler.yunikorn(yunikornQueue, { gang: false }),
    kueue: SparkScheduler.kueue(localQueue),
  };
  for (const [name, scheduler] of Object.entries(schedulers)) {
    const namespace = `pi-${name}`;
    const tenant = new SparkTenant(new Chart(app, namespace), namespace, { scheduler });
    tenant.addJob('pi', PI);
  }
}

if (require.main === module) {
  const app = new PlatformApp();
  buildThreeSchedulers(app);
  app.synth();
}
