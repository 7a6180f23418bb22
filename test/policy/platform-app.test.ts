import { App, ApiObject, Chart } from 'cdk8s';
import { SparkJob, SparkTenant } from '../../lib';
import { HousePolicy } from '../../lib/policy/house-policy';
import type { IPolicy } from '../../lib/policy/policy';
import { PlatformApp } from '../../lib/synth/platform-app';
import { PROPS } from '../spark/jobs';
import { readTree, temporary } from '../synth/trees';
import { goodPod, withField, type Json } from './samples';

const TEAM = 'example.com/team';
const LABELS = { [TEAM]: 'data' };

type Plant = (chart: Chart) => void;

function add(chart: Chart, id: string, manifest: Json): ApiObject {
  const { apiVersion, kind, ...rest } = manifest as { apiVersion: string; kind: string };
  return new ApiObject(chart, id, { apiVersion, kind, ...rest });
}

/** The lines of a refused synthesis; none when it was written. */
function refusal(policies: IPolicy[], plant: Plant): string[] {
  const app = new PlatformApp({ outdir: temporary(), summary: false, policies });
  plant(new Chart(app, 'c', { labels: LABELS }));
  try {
    app.synth();
  } catch (error) {
    expect(Object.keys(readTree(app.outdir))).toEqual([]);
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

const broken = withField(
  withField(goodPod(), 'spec.hostPID', true),
  'spec.containers[0].resources.limits.memory',
  undefined,
);

test('breaches are reported together, with construct, object, field and fix', () => {
  const lines = refusal(HousePolicy.all({ ownerLabels: [TEAM] }), (chart) => {
    add(chart, 'pod', broken);
    add(chart, 'ui', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'ui', namespace: 'etl' },
      spec: { type: 'LoadBalancer' },
    });
    chart.node.addValidation({ validate: () => ['another mistake'] });
  });
  expect(lines.map((line) => line.slice(0, line.indexOf(' = ')))).toEqual([
    expect.stringContaining('[c] another mistak'),
    '[c/pod] policy/restricted-pods: spec.hostPID',
    '[c/pod] policy/limits: spec.containers[0].resources.limits.memory',
    '[c/ui] policy/sign-on: spec.type',
  ]);
  expect(lines[1]).toContain('(Pod etl/x). Fix: leave it out.');
  expect(lines[3]).toContain('(Service etl/ui). Fix: ');
});

test('nothing is asked for unless told', () => {
  expect(refusal([], (chart) => add(chart, 'pod', broken))).toEqual([]);
});

test('the output of a tree that keeps the rules is the stock one', () => {
  const plant: Plant = (chart) => {
    const tenant = new SparkTenant(chart, 'etl');
    tenant.addJob('pi', {
      application: PROPS.application,
      image: PROPS.image,
      driver: { ...PROPS.driver, labels: LABELS },
      executor: { ...PROPS.executor, labels: LABELS },
    });
  };
  const ours = new PlatformApp({ outdir: temporary(), policies: HousePolicy.all({ ownerLabels: [TEAM] }) });
  const without = new PlatformApp({ outdir: temporary() });
  for (const app of [ours, without]) plant(new Chart(app, 'c', { labels: LABELS }));
  expect(ours.synthYaml()).toBe(without.synthYaml());
});

test('a rule of your own is checked and can be exempted from', () => {
  const noPods: IPolicy = {
    policyName: 'acme/no-pods',
    check: ({ kind }) => (kind === 'Pod' ? [{ at: 'kind', value: kind, reason: 'pods die', fix: 'use a Job' }] : []),
  };
  expect(refusal([noPods], (chart) => add(chart, 'pod', goodPod()))).toEqual([
    '[c/pod] acme/no-pods: kind = "Pod": pods die (Pod etl/x). Fix: use a Job.',
  ]);
  const exempted: Plant = (chart) => HousePolicy.exempt(add(chart, 'pod', goodPod()), ['acme/no-pods'], 'a lab');
  expect(refusal([noPods], exempted)).toEqual([]);
});

describe('an exemption', () => {
  const exempt = (annotations: { [key: string]: string }): Plant => {
    const named = withField(broken, 'metadata.annotations', annotations);
    return (chart) => void add(chart, 'pod', named);
  };
  const rules = [HousePolicy.restrictedPods(), HousePolicy.limits()];
  const heads = (plant: Plant) => refusal(rules, plant).map((line) => /\] (\S+): /.exec(line)?.[1]);

  test('with a reason covers the rules it names, and no others', () => {
    const reason = { 'cdk8s-spark/policy-exempt-reason': 'reads the processes of its node' };
    expect(heads(exempt({ 'cdk8s-spark/policy-exempt': 'policy/restricted-pods', ...reason }))).toEqual([
      'policy/limits',
    ]);
    const both = 'policy/restricted-pods, policy/limits';
    expect(heads(exempt({ 'cdk8s-spark/policy-exempt': both, ...reason }))).toEqual([]);
  });
  test.each([[undefined], [' ']])('with the reason %j is reported', (reason) => {
    const annotations = {
      'cdk8s-spark/policy-exempt': 'policy/restricted-pods,policy/limits',
      ...(reason !== undefined && { 'cdk8s-spark/policy-exempt-reason': reason }),
    };
    expect(heads(exempt(annotations))).toEqual(['policy/exemption-without-reason']);
  });
  test('from a rule that is not there is reported with those that are', () => {
    const [line = ''] = refusal(
      [HousePolicy.limits()],
      exempt({ 'cdk8s-spark/policy-exempt': 'policy/limit', 'cdk8s-spark/policy-exempt-reason': 'a slip' }),
    ).filter((one) => one.includes('unknown'));
    expect(line).toContain('[c/pod] policy/unknown-exemption: metadata.annotations["cdk8s-spark/policy-exempt"] = ');
    expect(line).toContain('"policy/limit"');
    expect(line).toContain('policy/restricted-pods, policy/limits, policy/owner-labels, policy/sign-on');
  });
  test('of a rule that is not checked just now is known all the same', () => {
    const annotations = { 'cdk8s-spark/policy-exempt': 'policy/sign-on', 'cdk8s-spark/policy-exempt-reason': 'demo' };
    expect(heads(exempt(annotations))).toEqual(['policy/restricted-pods', 'policy/limits']);
  });
  test('stands on constructs of the package, too', () => {
    const app = new App();
    const job = new SparkJob(new Chart(app, 'c'), 'job', PROPS);
    const main = job.node.findAll().find((one): one is ApiObject => ApiObject.isApiObject(one) && one.kind === 'Job');
    HousePolicy.exempt(main as ApiObject, ['policy/limits'], 'measured by hand');
    expect((main?.toJson() as { metadata: Json }).metadata.annotations).toEqual({
      'cdk8s-spark/policy-exempt': 'policy/limits',
      'cdk8s-spark/policy-exempt-reason': 'measured by hand',
    });
  });
});
