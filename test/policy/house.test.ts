import { App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import { environments } from '../../apps/environments';
import { examples } from '../../apps/examples';
import { buildPlatform } from '../../apps/platform/platform';
import { UiGatewayBase } from '../../lib/ingress/gateway-base';
import { EXEMPT } from '../../lib/kube/exemption';
import { HousePolicy } from '../../lib/policy/house-policy';
import { dig, text } from '../../lib/policy/json';
import type { IPolicy } from '../../lib/policy/policy';
import { podsOf, templatesOf } from '../../lib/policy/pods';
import { SparkTesting } from '../../lib/testing';
import { withField, type Json } from './samples';

const TEAM = 'example.com/team';

const BUILDS: [string, (app: App) => void][] = [
  ...Object.entries(examples).map(([name, build]): [string, (app: App) => void] => [`example ${name}`, build]),
  ...Object.entries(environments).map(([name, environment]): [string, (app: App) => void] => [
    `environment ${name}`,
    (app) => buildPlatform(app, environment),
  ]),
];

/** Objects of an app, and the rules of the house that know its gateways. */
interface House {
  readonly objects: Json[];
  readonly policies: IPolicy[];
}

function house(build: (app: App) => void): House {
  const app = new App();
  build(app);
  const gateways = app.node.findAll().filter((one): one is UiGatewayBase => one instanceof UiGatewayBase);
  const signOn = {
    services: gateways.flatMap(({ signOnServices }) => signOnServices),
    filters: gateways.flatMap(({ signOnFilters }) => signOnFilters),
  };
  return {
    objects: SparkTesting.manifests(app).map((manifest): Json => ({ ...manifest })),
    policies: HousePolicy.all({ signOn }),
  };
}

const manifests = (build: (app: App) => void): Json[] => house(build).objects;

/** The same with labels on every chart, as their owner would write them. */
function owned(build: (app: App) => void, labels: { readonly [key: string]: string }): Json[] {
  const spy = jest.spyOn(Chart.prototype, 'labels', 'get').mockReturnValue({ ...labels });
  try {
    return manifests(build);
  } finally {
    spy.mockRestore();
  }
}

const check = (objects: readonly Json[], policies = HousePolicy.all()) =>
  objects.flatMap((object) => HousePolicy.check(policies, object));

/** Whether it says why it cannot keep a rule. */
const isExempt = (object: Json): boolean => text(dig(object, 'metadata', 'annotations', EXEMPT)) !== '';

/** Describes where manifests come from, and makes no pod. */
const WITHOUT_PODS = 'example gitops';

test(`${WITHOUT_PODS} keeps the house rules`, () => {
  const build = Object.fromEntries(BUILDS)[WITHOUT_PODS] as (app: App) => void;
  expect(check(manifests(build))).toEqual([]);
});

describe.each(BUILDS.filter(([name]) => name !== WITHOUT_PODS))('%s', (_name, build) => {
  test('keeps the house rules, and has pods to keep them with', () => {
    const { objects, policies } = house(build);
    expect(check(objects, policies)).toEqual([]);
    const pods = objects.filter((object) => podsOf(object).length > 0 && !isExempt(object));
    expect(pods).not.toHaveLength(0);
    for (const pod of pods) {
      const [at = ''] = podsOf(pod).map((view) => view.at);
      const field = `${at}.spec.containers[0].resources.limits`;
      expect(check([withField(pod, field, undefined)])).toEqual([expect.stringContaining(`limits: ${field}.memory`)]);
      expect(check([withField(pod, `${at}.spec.hostPID`, true)])).toEqual([expect.stringContaining('hostPID')]);
    }
  });

  test('has executors that keep them, though they are templates in a ConfigMap or in a custom resource', () => {
    const objects = manifests(build);
    const templates = objects.flatMap(({ data }) => {
      const text = (data as Json | undefined)?.['podspec-configmap-key'];
      return typeof text === 'string' ? [parse(text) as Json] : [];
    });
    const resources = objects.filter((object) => templatesOf(object).length > podsOf(object).length);
    expect([...templates, ...resources]).not.toHaveLength(0);
    expect(check([...templates, ...resources], [HousePolicy.restrictedPods()])).toEqual([]);
  });

  test('names owners on every object once its charts do', () => {
    const owners = [HousePolicy.ownerLabels([TEAM])];
    const objects = manifests(build);
    const where = (lines: readonly string[]) => lines.map((line) => /: (\S+) = /.exec(line)?.[1]);
    expect(where(check(objects, owners)).filter((at) => at === `metadata.labels["${TEAM}"]`)).toHaveLength(
      objects.length,
    );
    expect(check(owned(build, { [TEAM]: 'data' }), owners)).toEqual([]);
  });
});
