import { Size } from 'cdk8s';
import { NodePool } from '../../../lib/scheduling/node-pool';
import { VolcanoController, VolcanoCrds } from '../../../lib/scheduling/volcano/install/props';
import { VolcanoScheduler } from '../../../lib/scheduling/volcano/scheduler/scheduler';
import { Volcano } from '../../../lib/scheduling/volcano/volcano';
import { VERSIONS } from '../../../lib/versions';
import { at } from '../../cluster/manifest';
import { schemaErrors } from '../../schema/validator';
import { containerOf, flag, installed, kinds, one, podOf, problems, volcano } from './installed';

const PARTS = ['scheduler', 'controllers', 'admission'] as const;
const SERVERS = ['Deployment', 'Service', 'PodDisruptionBudget', 'ConfigMap', 'Namespace', 'ResourceQuota'];

test('a full installation: servers, Services, configuration', () => {
  expect(kinds(installed({ criticalPodsQuota: true }), ...SERVERS)).toMatchSnapshot();
});

test('it has no findings, and every object conforms to the API', () => {
  expect(problems({})).toEqual([]);
  const breaches = installed({ network: { metricsFrom: ['monitoring'] }, criticalPodsQuota: true }).flatMap(
    schemaErrors,
  );
  // The generated validators know little of schemas inside of definitions; the cluster test has those judged.
  expect(breaches.filter((breach) => !breach.includes('/openAPIV3Schema'))).toEqual([]);
});

test('it is a Volcano for queues and jobs', () => {
  const made = volcano({ namespace: 'batch', schedulerName: 'gangs', configuration: VolcanoScheduler.fairShare() });
  expect(made).toMatchObject({ namespaceName: 'batch', schedulerName: 'gangs' });
  expect(made.traits).toEqual(VolcanoScheduler.fairShare()._traits);
  expect(volcano().traits).toEqual(VolcanoScheduler.priorityPreempt()._traits);
});

describe('an existing one', () => {
  test('has the usual names unless told otherwise, and no traits unless told', () => {
    expect(Volcano.fromExisting()).toEqual({ namespaceName: 'volcano-system', schedulerName: 'volcano' });
    const configuration = VolcanoScheduler.quotaReclaim();
    expect(Volcano.fromExisting({ namespaceName: 'batch', schedulerName: 'gangs', configuration })).toEqual({
      namespaceName: 'batch',
      schedulerName: 'gangs',
      traits: configuration._traits,
    });
  });
  test('has names that can be', () => {
    expect(() => Volcano.fromExisting({ namespaceName: 'Batch' })).toThrow('names/dns-label: namespaceName = "Batch"');
    expect(() => Volcano.fromExisting({ schedulerName: 'a b' })).toThrow('names/dns-label: schedulerName = "a b"');
  });
});

describe('every server', () => {
  const manifests = installed();

  test.each(PARTS)('%s runs without rights on its node, as a pod that the cluster needs', (part) => {
    const pod = podOf(manifests, part);
    expect(pod).toMatchObject({
      priorityClassName: 'system-cluster-critical',
      serviceAccountName: `volcano-${part}`,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(containerOf(manifests, part)).toMatchObject({
      image: VERSIONS.VOLCANO.images[part],
      imagePullPolicy: 'IfNotPresent',
      securityContext: {
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
      },
    });
    expect(JSON.stringify(pod)).not.toContain('DAC_OVERRIDE');
  });

  test.each([
    ['scheduler', undefined],
    ['controllers', undefined],
    ['admission', 'HTTPS'],
  ])('%s is asked for its health, over %s', (part, scheme) => {
    expect(flag(manifests, part, 'enable-healthz')).toBe('true');
    const httpGet = { path: '/healthz', port: 11251, ...(scheme !== undefined && { scheme }) };
    const readinessProbe = part === 'admission' ? { tcpSocket: { port: 8443 } } : { httpGet };
    expect(containerOf(manifests, part)).toMatchObject({ livenessProbe: { httpGet }, readinessProbe });
  });

  test('has a bound of memory that its garbage collector knows', () => {
    const sized = installed({ scheduler: { cpu: 2, memory: Size.gibibytes(4), verbosity: 5 } });
    const container = containerOf(sized, 'scheduler');
    expect(container.resources).toEqual({ requests: { cpu: '2', memory: '4Gi' }, limits: { memory: '4Gi' } });
    expect(container.env).toContainEqual({ name: 'GOMEMLIMIT', value: '3686MiB' });
    expect(container.args).toContain('-v=5');
  });

  test('can be sent to nodes, and pulled from elsewhere', () => {
    const moved = installed({
      nodes: NodePool.of('infra', { labels: [{ key: 'pool', values: ['infra'] }], tolerations: [{ key: 'infra' }] }),
      images: { scheduler: 'a/s:1', controllers: 'a/c:1', admission: 'a/a:1', pullSecrets: ['pull'] },
    });
    const template = 'spec.jobTemplate.spec.template.spec';
    const sweeper = at<object>(one(moved, 'CronJob', 'volcano-podgroup-sweeper'), template);
    const job = at<object>(kinds(moved, 'Job')[0], 'spec.template.spec');
    for (const pod of [...PARTS.map((part) => podOf(moved, part)), sweeper, job]) {
      expect(pod).toMatchObject({
        imagePullSecrets: [{ name: 'pull' }],
        tolerations: [{ key: 'infra', operator: 'Exists' }],
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: ['infra'] }] }],
            },
          },
        },
      });
    }
    const images = PARTS.map((part) => containerOf(moved, part).image);
    expect(images).toEqual(['a/s:1', 'a/c:1', 'a/a:1']);
    expect(at(sweeper, 'containers.0.image')).toBe('a/a:1');
    expect(at(job, 'containers.0.image')).toBe('a/a:1');
  });

  test('with several pods has a disruption budget; admission has two to begin with', () => {
    const budgets = (props: Parameters<typeof installed>[0]): string[] =>
      kinds(installed(props), 'PodDisruptionBudget').map(({ metadata }) => metadata.name);
    expect(budgets({})).toEqual(['volcano-admission']);
    expect(budgets({ scheduler: { replicas: 2 }, controllers: { replicas: 3 }, admission: { replicas: 1 } })).toEqual([
      'volcano-controllers',
      'volcano-scheduler',
    ]);
  });
});

describe('a lease', () => {
  test.each([1, 2])('is held by scheduler and controllers with %d replicas', (replicas) => {
    const manifests = installed({ scheduler: { replicas }, controllers: { replicas } });
    for (const part of ['scheduler', 'controllers']) {
      expect(flag(manifests, part, 'leader-elect')).toBe('true');
      expect(flag(manifests, part, 'leader-elect-resource-name')).toBe(`volcano-${part}`);
      expect(flag(manifests, part, 'leader-elect-resource-namespace')).toBe('volcano-system');
      expect(one(manifests, 'Role', `volcano-${part}-lease`).rules).toContainEqual({
        apiGroups: ['coordination.k8s.io'],
        resources: ['leases'],
        resourceNames: [`volcano-${part}`],
        verbs: ['get', 'update'],
      });
    }
    expect(flag(manifests, 'admission', 'leader-elect')).toBeUndefined();
  });
});

describe('the scheduler', () => {
  const conf = (configuration: VolcanoScheduler): string => {
    const manifests = installed({ configuration });
    const volumes = at<{ name: string; configMap?: { name: string } }[]>(podOf(manifests, 'scheduler'), 'volumes');
    return volumes?.find(({ name }) => name === 'configuration')?.configMap?.name ?? '';
  };

  test('reads its configuration from a ConfigMap named after it: a change rolls out', () => {
    const [fair, reclaim] = [VolcanoScheduler.fairShare(), VolcanoScheduler.quotaReclaim()];
    expect(conf(fair)).not.toBe(conf(reclaim));
    expect(conf(fair)).toBe(conf(VolcanoScheduler.fairShare()));
    const map = one(installed({ configuration: fair }), 'ConfigMap', conf(fair));
    expect(map).toMatchObject({ immutable: true, data: { 'volcano-scheduler.conf': fair.render() } });
    expect(containerOf(installed(), 'scheduler').volumeMounts).toContainEqual({
      name: 'configuration',
      mountPath: '/volcano.scheduler',
      readOnly: true,
    });
  });

  test('stops at a configuration that it cannot read, rather than take another', () => {
    expect(flag(installed(), 'scheduler', 'disable-default-scheduler-config')).toBe('true');
  });

  test('reports what is wrong with its configuration', () => {
    expect(problems({ configuration: VolcanoScheduler.seed() }).length).toBeGreaterThan(0);
  });
});

test('controllers are those that Spark needs, and more on demand', () => {
  expect(flag(installed(), 'controllers', 'controllers')).toBe('pg-controller,queue-controller');
  const extra = [VolcanoController.JOB, VolcanoController.GARBAGE_COLLECTOR];
  const props = { controllers: { extra }, crds: VolcanoCrds.EXTERNAL };
  expect(problems(props)).toEqual([]);
  expect(flag(installed(props), 'controllers', 'controllers')).toBe(
    'pg-controller,queue-controller,job-controller,gc-controller',
  );
});

test('another scheduler name reaches every server', () => {
  const manifests = installed({ schedulerName: 'gangs' });
  for (const part of PARTS) {
    expect(flag(manifests, part, 'scheduler-name')).toBe('gangs');
    expect(flag(installed(), part, 'scheduler-name')).toBeUndefined();
  }
});

test('claims on local disks take no place of a driver', () => {
  const ignored = (props: Parameters<typeof installed>[0]): string | undefined =>
    flag(installed(props), 'scheduler', 'ignored-provisioners');
  expect(ignored({})).toBe('kubernetes.io/no-provisioner,rancher.io/local-path');
  expect(ignored({ ignoredProvisioners: ['example.com/disk'] })).toBe('example.com/disk');
  expect(ignored({ ignoredProvisioners: [] })).toBeUndefined();
});

test('gates are named only where they differ', () => {
  expect(flag(installed(), 'scheduler', 'feature-gates')).toBeUndefined();
  const featureGates = { resourceTopology: false, podDisruptionBudgets: false };
  expect(flag(installed({ featureGates }), 'scheduler', 'feature-gates')).toBe(
    'ResourceTopology=false,PodDisruptionBudgetsSupport=false',
  );
});

test('metrics have Services that a monitor finds by their labels', () => {
  const found = volcano().metricsServices.map((service) => service.toJson());
  expect(found).toMatchObject([
    {
      metadata: { name: 'volcano-scheduler-service', labels: { 'app.kubernetes.io/component': 'scheduler' } },
      spec: { ports: [{ name: 'metrics', port: 8080 }] },
    },
    {
      metadata: { name: 'volcano-controllers-service', labels: { 'app.kubernetes.io/component': 'controllers' } },
      spec: { ports: [{ name: 'metrics', port: 8081 }] },
    },
  ]);
});

test('clusters that limit critical pods get a quota for them, others none', () => {
  expect(kinds(installed(), 'ResourceQuota')).toEqual([]);
  expect(kinds(installed({ criticalPodsQuota: true }), 'ResourceQuota')).toHaveLength(1);
});

test('a part can be patched', () => {
  const made = volcano();
  made.override('/metadata/labels/team', 'infra');
  expect(made.namespace.toJson()).toMatchObject({ metadata: { labels: { team: 'infra' } } });
});
