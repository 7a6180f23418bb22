import { SparkTesting } from '../../lib/testing';
import { PROMETHEUS_OPERATOR_CRDS } from '../../lib/monitoring/operator/crds';
import { PrometheusOperator } from '../../lib/monitoring/operator/prometheus-operator';
import { PrometheusOperatorCrds } from '../../lib/monitoring/operator/props';
import { chart, everything, findings, HOME } from './operator-samples';

type Rules = readonly { readonly resources: readonly string[]; readonly verbs: readonly string[] }[];

test('everything of these rooms has no findings', () => {
  expect(findings(everything())).toEqual([]);
});

test('the ten definitions are small enough for the annotation of a client-side apply', () => {
  expect(PROMETHEUS_OPERATOR_CRDS).toHaveLength(10);
  const all = chart();
  const { definitions } = new PrometheusOperator(all, 'operator');
  for (const one of definitions) expect(JSON.stringify(one.toJson()).length).toBeLessThan(40_000);
});

test('writes only where its servers live, and has no rights on Secrets elsewhere if told so', () => {
  const all = chart();
  new PrometheusOperator(all, 'operator', { namespaces: ['etl'], kubeletService: false });
  const touching = SparkTesting.manifests(all).filter(
    ({ rules }) => (rules as Rules | undefined)?.some(({ resources }) => resources.includes('secrets')) ?? false,
  );
  expect(touching.map(({ kind, metadata }) => `${kind} ${metadata.namespace} ${metadata.name}`)).toEqual([
    'Role etl operator-watch',
    'Role monitoring operator-watch',
    'Role monitoring operator',
  ]);
  const [etl] = touching;
  expect((etl?.rules as Rules).flatMap(({ verbs }) => verbs)).not.toEqual(expect.arrayContaining(['update']));
  expect(args(all)).toEqual(
    expect.arrayContaining(['--namespaces=etl,monitoring', '--prometheus-instance-namespaces=monitoring']),
  );
});

test('watches the cluster by default, reads there and keeps the Service of the kubelets', () => {
  const all = chart();
  new PrometheusOperator(all, 'operator');
  const role = SparkTesting.find(all, 'ClusterRole');
  const verbs = new Set((role.rules as Rules).flatMap((rule) => rule.verbs));
  expect([...verbs].sort()).toEqual(['create', 'get', 'list', 'patch', 'watch']);
  expect(args(all)).toEqual(expect.arrayContaining(['--kubelet-service=kube-system/kubelet']));
  expect(args(all).join(' ')).not.toContain('--namespaces');
});

test('its definitions can be somebody else’s', () => {
  const all = chart();
  new PrometheusOperator(all, 'operator', { crds: PrometheusOperatorCrds.EXTERNAL });
  expect(SparkTesting.manifests(all).map(({ kind }) => kind)).not.toContain('CustomResourceDefinition');
});

test('is observed on its port', () => {
  const { observations } = new PrometheusOperator(chart(), 'operator');
  expect(observations).toHaveLength(1);
  expect(observations[0]?.workload).toMatchObject({ name: 'operator', namespace: HOME });
});

function args(all: ReturnType<typeof chart>): string[] {
  const { spec } = SparkTesting.find(all, 'Deployment');
  return (spec as { template: { spec: { containers: { args: string[] }[] } } }).template.spec.containers[0]?.args ?? [];
}
