import { HousePolicy } from '../../lib/policy/house-policy';
import { ADMITTED, goodContainer, goodPod, REFUSED, withField, type Json } from './samples';

const RESTRICTED = [HousePolicy.restrictedPods()];
const LIMITS = [HousePolicy.limits()];

const where = (lines: readonly string[]) => lines.map((line) => line.slice(0, line.indexOf(' = ')));

/** The pod as the template of another kind. */
const inside = (apiVersion: string, kind: string, spec: (template: Json) => Json): Json => {
  const { metadata, spec: pod } = goodPod();
  return { apiVersion, kind, metadata, ...spec({ metadata, spec: pod }) };
};

const WORKLOADS: readonly (readonly [at: string, manifest: Json])[] = [
  ['spec.template', inside('apps/v1', 'Deployment', (template) => ({ spec: { template } }))],
  ['spec.template', inside('apps/v1', 'StatefulSet', (template) => ({ spec: { template } }))],
  ['spec.template', inside('apps/v1', 'DaemonSet', (template) => ({ spec: { template } }))],
  ['spec.template', inside('batch/v1', 'Job', (template) => ({ spec: { template } }))],
  [
    'spec.jobTemplate.spec.template',
    inside('batch/v1', 'CronJob', (template) => ({ spec: { jobTemplate: { spec: { template } } } })),
  ],
  ['template', inside('v1', 'PodTemplate', (template) => ({ template }))],
  [
    'spec.tasks[0].template',
    inside('batch.volcano.sh/v1alpha1', 'Job', (t) => ({ spec: { tasks: [{ template: t }] } })),
  ],
];

describe('restricted pods', () => {
  test('a good pod passes every rule', () => {
    expect(HousePolicy.check(HousePolicy.all({ ownerLabels: ['example.com/team'] }), goodPod())).toEqual([]);
  });
  test.each(REFUSED)('%s = %j is refused', (path, value, at = path) => {
    const lines = HousePolicy.check(RESTRICTED, withField(goodPod(), path, value));
    expect(where(lines)).toContain(`policy/restricted-pods: ${at}`);
    for (const line of lines) expect(line).toMatch(/\(Pod etl\/x\)\. Fix: \S.*\.$/);
  });
  test.each(ADMITTED)('%s = %j is admitted', (path, value) => {
    expect(HousePolicy.check(RESTRICTED, withField(goodPod(), path, value))).toEqual([]);
  });
  test.each(WORKLOADS)('%s of a workload is looked into', (at, manifest) => {
    expect(HousePolicy.check(RESTRICTED, manifest)).toEqual([]);
    const lines = HousePolicy.check(RESTRICTED, withField(manifest, `${at}.spec.hostIPC`, true));
    expect(where(lines)).toEqual([`policy/restricted-pods: ${at}.spec.hostIPC`]);
  });
  test('a setting of every container stands for the pod', () => {
    const bare = withField(goodPod(), 'spec.securityContext', undefined);
    const context = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
    const own = { ...(goodContainer('c').securityContext as Json), ...context };
    const both = ['containers', 'initContainers'].reduce(
      (pod, field) => withField(pod, `spec.${field}[0].securityContext`, own),
      bare,
    );
    expect(HousePolicy.check(RESTRICTED, both)).toEqual([]);
    expect(HousePolicy.check(RESTRICTED, bare)).toHaveLength(4);
  });
  test.each([undefined, 'baseline', 'privileged'])('a namespace that enforces %s is refused', (level) => {
    const labels = level === undefined ? {} : { 'pod-security.kubernetes.io/enforce': level };
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'etl', labels } };
    const at = 'policy/restricted-pods: metadata.labels["pod-security.kubernetes.io/enforce"]';
    expect(where(HousePolicy.check(RESTRICTED, namespace))).toEqual([at]);
  });
});

describe('limits', () => {
  test.each(['containers', 'initContainers'])('each of %s has a memory limit and a CPU request', (field) => {
    const at = `spec.${field}[0].resources`;
    expect(where(HousePolicy.check(LIMITS, withField(goodPod(), at, undefined)))).toEqual([
      `policy/limits: ${at}.limits.memory`,
      `policy/limits: ${at}.requests.cpu`,
    ]);
  });
  test.each([
    ['none of CPU is asked for', 'spec.containers[0].resources.limits.cpu', undefined, 0],
    ['zero is none', 'spec.containers[0].resources.limits.memory', '0', 1],
    ['a number is an amount', 'spec.containers[0].resources.requests.cpu', 1, 0],
    ['what is known later only is not judged', 'spec.containers[0].resources.limits.memory', '\u0000late:1', 0],
    ['a debugging container has none', 'spec.ephemeralContainers', [{ name: 'debug', image: 'a' }], 0],
  ])('%s', (_name, path, value, breaches) => {
    expect(HousePolicy.check(LIMITS, withField(goodPod(), path, value))).toHaveLength(breaches);
  });
  test('the pod as a whole may have them', () => {
    const bare = withField(goodPod(), 'spec.containers[0].resources', undefined);
    const resources = { limits: { memory: '1Gi' }, requests: { cpu: 1 } };
    expect(HousePolicy.check(LIMITS, bare)).toHaveLength(2);
    expect(HousePolicy.check(LIMITS, withField(bare, 'spec.resources', resources))).toEqual([]);
  });
});

describe('owner labels', () => {
  const owners = [HousePolicy.ownerLabels(['example.com/team', 'cost-centre'])];

  test('every key is asked for, on the object and on its pods', () => {
    const [, job] = WORKLOADS[3] ?? ['', {}];
    expect(where(HousePolicy.check(owners, job))).toEqual([
      'policy/owner-labels: metadata.labels["cost-centre"]',
      'policy/owner-labels: spec.template.metadata.labels["cost-centre"]',
    ]);
  });
  test('an empty value is none', () => {
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', labels: { 'cost-centre': '' } } };
    expect(HousePolicy.check(owners, config)).toHaveLength(2);
  });
  test.each([
    [[], 'policy/owner-keys: keys = []'],
    [['a/b/c'], 'names/label-key: keys = "a/b/c"'],
  ])('%j is refused', (keys, message) => {
    expect(() => HousePolicy.ownerLabels(keys)).toThrow(message);
  });
});
