import { App, Chart } from 'cdk8s';
import { SparkTenant, type SparkJob } from '../../lib';
import { ArgoCdSettings } from '../../lib/gitops/argocd-settings';
import { GitOps } from '../../lib/gitops/git-ops';
import { policyFindings } from '../../lib/policy/exemptions';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { PROPS } from '../spark/jobs';

/**
 * A model of what Argo CD does, from its sources: everything that carries the mark of an Application and has no owner is
 * its own, and what is its own and not in the repository is pruned.
 */
type Tracking = 'annotation' | 'label';
const ID = 'argocd.argoproj.io/tracking-id';
const INSTANCE = 'app.kubernetes.io/instance';

const key = ({ apiVersion, kind, metadata }: Manifest): string =>
  [apiVersion, kind, metadata.namespace ?? '', metadata.name].join('/');

/** What stands in the cluster after a synchronisation. */
function deployed(objects: readonly Manifest[], application: string, tracking: Tracking): Manifest[] {
  return objects.map((object) => {
    const { metadata } = object;
    const mark =
      tracking === 'label'
        ? { labels: { ...metadata.labels, [INSTANCE]: application } }
        : { annotations: { ...metadata.annotations, [ID]: `${application}:${key(object)}` } };
    return { ...object, metadata: { ...metadata, ...mark } };
  });
}

function pruned(
  live: readonly Manifest[],
  target: readonly Manifest[],
  application: string,
  tracking: Tracking,
): string[] {
  const wanted = new Set(target.map(key));
  const isOwn = ({ metadata }: Manifest): boolean =>
    tracking === 'label'
      ? metadata.labels?.[INSTANCE] === application
      : (metadata.annotations?.[ID] ?? '').startsWith(`${application}:`);
  return live
    .filter(
      (object) => isOwn(object) && (object.metadata.ownerReferences as unknown[] | undefined)?.length === undefined,
    )
    .map(key)
    .filter((one) => !wanted.has(one));
}

/** A team with a job, what is in Git of it, and the pods that run. */
function running(): { readonly job: SparkJob; readonly objects: Manifest[]; readonly pods: Manifest[] } {
  const app = new App();
  const tenant = new SparkTenant(new Chart(app, 'etl'), 'etl');
  const job = tenant.addJob('pi', { application: PROPS.application, image: PROPS.image });
  const objects = SparkTesting.manifests(app);
  const main = objects.find(({ kind }) => kind === 'Job') as Manifest;
  const driver = pod(job.driverPod, 'pi-x1y2z', [{ kind: 'Job', name: main.metadata.name }]);
  // The preview of an executor has the owner that Spark gives it.
  return { job, objects, pods: [driver, pod(job.executorPod, 'pi-x1y2z-exec-1')] };
}

function pod(manifest: unknown, name: string, owners?: readonly unknown[]): Manifest {
  const { metadata, ...rest } = manifest as Manifest;
  return {
    ...rest,
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name, namespace: 'etl', ...(owners && { ownerReferences: owners }) },
  };
}

describe('pruning', () => {
  const { objects, pods } = running();

  test('pods of a job carry its name as their instance, and executors have an owner', () => {
    expect(pods.map(({ metadata }) => metadata.labels?.[INSTANCE])).toEqual(['pi', 'pi']);
    expect(pods[1]?.metadata.ownerReferences).toEqual([expect.objectContaining({ kind: 'Pod', controller: true })]);
  });

  test.each(['annotation', 'label'] as const)('by %s leaves the pods of a running job alone', (tracking) => {
    const live = [...deployed(objects, 'spark-prod', tracking), ...pods];
    expect(pruned(live, objects, 'spark-prod', tracking)).toEqual([]);
  });

  test('removes what left the repository, so the model is able to prune', () => {
    const live = [...deployed(objects, 'spark-prod', 'annotation'), ...pods];
    const rest = objects.filter(({ kind }) => kind !== 'CronJob' && kind !== 'Job');
    expect(pruned(live, rest, 'spark-prod', 'annotation')).toEqual(['batch/v1/Job/etl/pi']);
  });

  describe('of a driver without an owner, as spark-submit and Livy make them', () => {
    const [driver] = pods as [Manifest];
    const { ownerReferences: _, ...metadata } = driver.metadata;
    const orphan = { ...driver, metadata } as Manifest;

    test('by label takes the driver, and with it its executors, if the Application is named like the job', () => {
      const live = [...deployed(objects, 'pi', 'label'), orphan];
      expect(pruned(live, objects, 'pi', 'label')).toEqual(['v1/Pod/etl/pi-x1y2z']);
    });
    test('by label takes a driver onto which an operator copied the label that Argo CD wrote', () => {
      const copied = { ...orphan, metadata: { ...metadata, labels: { [INSTANCE]: 'spark-prod' } } } as Manifest;
      const live = [...deployed(objects, 'spark-prod', 'label'), copied];
      expect(pruned(live, objects, 'spark-prod', 'label')).toEqual(['v1/Pod/etl/pi-x1y2z']);
    });
    test('by annotation, as the settings have it, takes neither', () => {
      expect(ArgoCdSettings.data()['application.resourceTrackingMethod']).toBe('annotation');
      for (const application of ['pi', 'spark-prod']) {
        const copied = { ...orphan, metadata: { ...metadata, labels: { [INSTANCE]: application } } } as Manifest;
        const live = [...deployed(objects, application, 'annotation'), orphan, copied];
        expect(pruned(live, objects, application, 'annotation')).toEqual([]);
      }
    });
  });

  test('the dangerous name is refused', () => {
    const policies = GitOps.policies({ applicationNames: ['pi'] });
    const rules = objects.flatMap((object) => policyFindings(policies, { ...object }).map(({ rule }) => rule.id));
    expect(rules).toContain('gitops/application-name');
  });
  test('nothing that Git holds is marked for tracking by this package', () => {
    const text = JSON.stringify([...objects, ...pods]);
    expect(text).not.toContain(ID);
    expect(text).not.toContain('argocd.argoproj.io/instance');
  });
});
