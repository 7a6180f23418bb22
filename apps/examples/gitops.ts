import { type App, Chart, Duration, Size } from 'cdk8s';
import {
  ArgoCdApplicationSet,
  ArgoCdApplication,
  ArgoCdSettings,
  FluxGitRepository,
  FluxKustomization,
  GitOps,
  HousePolicy,
  PlatformApp,
  SparkApplication,
  SparkImage,
  SparkTenant,
  SparkVersion,
} from '../../lib';

const REPOSITORY = 'https://git.example.com/data/spark-manifests.git';
/** Directory of the repository with one directory for each environment. */
const TREES = 'dist/manifests';
const ENVIRONMENTS = ['dev', 'prod'];

/** What is deployed to one environment: a team, a schedule, and a job that runs once for each change of it. */
export function buildTree(app: App, environment: string): void {
  const tenant = new SparkTenant(new Chart(app, 'etl'), 'etl');
  const job = {
    application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['10'] }),
    image: SparkImage.official(SparkVersion.V4_1),
    driver: { memory: Size.mebibytes(512) },
    executor: { instances: environment === 'prod' ? 4 : 1, memory: Size.mebibytes(512) },
  };
  tenant.addScheduledJob('nightly', { ...job, schedule: { cron: '0 2 * * *' } });
  // A controller would make it again, and so run it again, each time its time to live is over.
  tenant.addJob('backfill', job).override('/spec/ttlSecondsAfterFinished');
  GitOps.prepare(app);
}

/** One directory for each environment: rules of the house and of repositories are checked, and waves are written. */
export function writeTrees(root: string, summary: boolean = true): void {
  for (const environment of ENVIRONMENTS) {
    const policies = [
      ...HousePolicy.all(),
      ...GitOps.policies({ applicationNames: [`spark-${environment}`, 'spark-preview'] }),
    ];
    const app = new PlatformApp({ outdir: `${root}/${environment}`, policies, syncWaves: true, summary });
    buildTree(app, environment);
    app.synth();
  }
}

/** What the controllers are told, once: Argo CD in one chart, Flux in another. Use one of them. */
export function buildGitOps(app: App): void {
  const argo = new Chart(app, 'argocd');
  new ArgoCdSettings(argo, 'Settings');
  // One Application for each environment, from one template, each on a cluster of its own that Argo CD knows by name.
  new ArgoCdApplicationSet(argo, 'spark', {
    source: { repository: REPOSITORY, path: TREES },
    environments: ENVIRONMENTS.map((name) => ({ name, cluster: `spark-${name}` })),
  });
  // One that is synchronised by hand.
  new ArgoCdApplication(argo, 'spark-preview', {
    source: { repository: REPOSITORY, path: `${TREES}/dev`, revision: 'preview' },
    cluster: 'lab',
    automated: false,
  });

  const flux = new Chart(app, 'flux');
  const source = new FluxGitRepository(flux, 'spark-manifests', { repository: REPOSITORY });
  const operators = FluxKustomization.fromName('operators');
  for (const environment of ENVIRONMENTS) {
    // Here one Flux serves all clusters. A Flux in each cluster has one Kustomization, and needs no kubeconfig.
    new FluxKustomization(flux, `spark-${environment}`, {
      source,
      path: `${TREES}/${environment}`,
      dependsOn: [operators],
      // Longer than the one-time job, since the Kustomization is ready when the job is done.
      timeout: Duration.hours(1),
    }).override('/spec/kubeConfig', { secretRef: { name: `spark-${environment}-kubeconfig` } });
  }
}

if (require.main === module) {
  writeTrees(TREES);
  const app = new PlatformApp({ outdir: `${TREES}/gitops` });
  buildGitOps(app);
  app.synth();
}
