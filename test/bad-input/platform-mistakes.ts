import { ApiObject, Chart, Size, type App } from 'cdk8s';
import {
  NodePool,
  SparkJob,
  SparkPriorityClass,
  SparkRunner,
  SparkTenant,
  type SparkJobOptions,
  type SparkPriorityClassProps,
} from '../../lib';
import { PROPS } from '../spark/jobs';
import { inJob, withJob, withSchedule, withTenant, type Mistake } from './mistake';

const long = (characters: number): string => 'x'.repeat(characters);
const configMap = (chart: Chart, id: string, extra: object = {}): ApiObject =>
  new ApiObject(chart, id, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'same', namespace: 'etl' },
    ...extra,
  });
const priority =
  (props: SparkPriorityClassProps) =>
  (app: App): void =>
    void new SparkPriorityClass(new Chart(app, 'c'), 'p', props);
const override = (path: string) => (app: App) => new SparkJob(new Chart(app, 'c'), 'job', PROPS).override(path, 'x');
const { application, image } = PROPS;
const OPTIONS: SparkJobOptions = { application, image };
const name = (id: string, props: Parameters<typeof withJob>[0], value: string, says: string): Mistake => ({
  ...inJob(id, withJob({ name: value, ...props }), 'names/too-long', 'name', `"${value}"`, says),
  spreads: true,
});

/** Names, identities, priorities, tenants, nodes and overrides. */
export const PLATFORM_MISTAKES: readonly Mistake[] = [
  name('a job name with a UI Service beyond 63', { uiService: true }, long(57), 'at most 56'),
  name(
    'a job name with a driver Service beyond 63',
    { runner: SparkRunner.native({ driverService: true }) },
    long(53),
    'at most 52',
  ),
  {
    ...name('a scheduled name of 53 characters', {}, long(53), '53 characters, at most 52'),
    build: withSchedule({}, { name: long(53) }),
  },
  name('a job name of 64 characters', {}, long(64), 'at most 63'),
  {
    name: 'two objects of one name',
    build: (app) => {
      const chart = new Chart(app, 'c');
      configMap(chart, 'a');
      configMap(chart, 'b');
    },
    rule: 'synth/duplicate-object',
    at: 'metadata.name',
    value: '"ConfigMap etl/same"',
    path: 'c/b',
    says: 'c/a makes it too',
  },
  {
    name: 'a value that is no number',
    build: (app) => void configMap(new Chart(app, 'c'), 'a', { spec: { replicas: NaN } }),
    rule: 'synth/not-finite',
    at: 'spec.replicas',
    value: 'NaN',
    path: 'c/a',
  },
  {
    name: 'a null',
    build: (app) => void configMap(new Chart(app, 'c'), 'a', { data: { x: null } }),
    rule: 'synth/null-value',
    at: 'data.x',
    value: 'null',
    path: 'c/a',
  },
  {
    name: 'a construct that waits for itself',
    build: (app) => {
      const object = configMap(new Chart(app, 'c'), 'a');
      object.node.addDependency(object);
    },
    rule: 'synth/self-dependency',
    at: 'dependencies',
    value: '"c/a"',
    path: 'c/a',
  },
  {
    name: 'a priority above that of users',
    build: priority({ value: 1_000_000_001 }),
    rule: 'scheduling/priority-value',
    at: 'value',
    value: '1000000001',
    path: 'c/p',
  },
  {
    name: 'a priority with the name of a system class',
    build: priority({ value: 1, name: 'system-mine' }),
    rule: 'scheduling/reserved-priority-name',
    at: 'name',
    value: '"system-mine"',
    path: 'c/p',
  },
  {
    name: 'two default priorities',
    build: (app) => {
      const chart = new Chart(app, 'c');
      new SparkPriorityClass(chart, 'p1', { value: 1, globalDefault: true });
      new SparkPriorityClass(chart, 'p2', { value: 2, globalDefault: true });
    },
    rule: 'scheduling/global-default-twice',
    at: 'globalDefault',
    value: 'true',
    path: 'c/p2',
    says: 'p1 at c/p1/Resource',
  },
  {
    name: 'a job larger than the quota of its tenant',
    build: withTenant({ quota: { pods: 2 } }, (tenant) => void tenant.addJob('job', OPTIONS)),
    rule: 'platform/job-exceeds-quota',
    at: 'job "job", pods',
    value: '"3"',
    path: 'c/team/job',
    says: 'the quota is 2',
  },
  {
    name: 'a quota of no storage',
    build: withTenant({ quota: { storage: Size.mebibytes(0) } }),
    rule: 'platform/quota-size',
    at: 'quota.storage',
    value: '"0Mi"',
    path: 'c/team',
  },
  {
    name: 'a tenant in kube-system',
    build: withTenant({ name: 'kube-system' }),
    rule: 'platform/reserved-namespace',
    at: 'name',
    value: '"kube-system"',
    path: 'c/team',
  },
  {
    name: 'a tenant that weakens Pod Security',
    build: withTenant({ labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } }),
    rule: 'platform/pod-security-label',
    at: 'labels["pod-security.kubernetes.io/enforce"]',
    value: '"privileged"',
    path: 'c/team',
  },
  {
    name: 'a tenant whose namespace is in capitals',
    build: () => void SparkTenant.fromName('ETL'),
    rule: 'names/dns-label',
    at: 'namespaceName',
    value: '"ETL"',
    path: null,
  },
  {
    name: 'nodes by a label without values',
    build: () => void NodePool.labelled('type'),
    rule: 'scheduling/node-label-without-values',
    at: 'labels[0].values',
    value: '[]',
    path: null,
  },
  {
    name: 'a toleration of an unknown effect',
    build: () => void NodePool.of('spot', { tolerations: [{ key: 'spot', effect: 'Never' }] }),
    rule: 'scheduling/toleration-effect',
    at: 'tolerations[0].effect',
    value: '"Never"',
    path: null,
  },
  {
    name: 'an override of the name',
    build: override('/metadata/name'),
    rule: 'core/override-identity',
    at: 'override',
    value: '"/metadata/name"',
    path: 'c/job/Resource',
  },
  {
    name: 'an override by dotted path',
    build: override('spec.suspend'),
    rule: 'core/override-path',
    at: 'override',
    value: '"spec.suspend"',
    path: 'c/job/Resource',
  },
];
