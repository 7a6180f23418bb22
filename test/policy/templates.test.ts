import { HousePolicy } from '../../lib';
import { goodPod, type Json } from './samples';

const { spec } = goodPod();
const TEMPLATE = { spec };

/** Custom resources by kind, with the paths of their two templates. */
const RESOURCES: readonly (readonly [kind: string, apiVersion: string, paths: readonly [string, string]])[] = [
  ['SparkApplication', 'sparkoperator.k8s.io/v1beta2', ['spec.driver.template', 'spec.executor.template']],
  [
    'ScheduledSparkApplication',
    'sparkoperator.k8s.io/v1beta2',
    ['spec.template.driver.template', 'spec.template.executor.template'],
  ],
  ['SparkConnect', 'sparkoperator.k8s.io/v1alpha1', ['spec.server.template', 'spec.executor.template']],
  ['SparkApplication', 'spark.apache.org/v1', ['spec.driverSpec.podTemplateSpec', 'spec.executorSpec.podTemplateSpec']],
  [
    'SparkCluster',
    'spark.apache.org/v1',
    ['spec.masterSpec.statefulSetSpec.template', 'spec.workerSpec.statefulSetSpec.template'],
  ],
];

function resource(kind: string, apiVersion: string, templates: { readonly [path: string]: unknown }): Json {
  const manifest: Json = { apiVersion, kind, metadata: { name: 'x', labels: { 'example.com/team': 'data' } } };
  for (const [path, value] of Object.entries(templates)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let node = manifest;
    for (const key of keys) node = (node[key] ??= {}) as Json;
    node[last] = value;
  }
  return manifest;
}

describe.each(RESOURCES)('%s of %s', (kind, apiVersion, [driver, executor]) => {
  const restricted = HousePolicy.restrictedPods();

  test('passes with templates that say all that the level asks for', () => {
    expect(restricted.check(resource(kind, apiVersion, { [driver]: TEMPLATE, [executor]: TEMPLATE }))).toEqual([]);
  });
  test('is looked at in both templates', () => {
    const open = { spec: { ...(spec as Json), hostNetwork: true } };
    const breaches = restricted.check(resource(kind, apiVersion, { [driver]: TEMPLATE, [executor]: open }));
    expect(breaches.map(({ at }) => at)).toEqual([`${executor}.spec.hostNetwork`]);
  });
  test('fails without a template: Spark makes containers that nothing restricts', () => {
    const breaches = restricted.check(resource(kind, apiVersion, { [executor]: TEMPLATE }));
    expect(breaches.map(({ at }) => at)).toContain(
      `${driver}.spec.containers[0].securityContext.allowPrivilegeEscalation`,
    );
  });
  test('owes no sizes in its templates: they stand in other fields', () => {
    expect(HousePolicy.limits().check(resource(kind, apiVersion, {}))).toEqual([]);
  });
});
