import { App, Chart, Testing } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { environments, type Environment } from '../../../apps/environments';
import { buildPlatform } from '../../../apps/platform/platform';
import { Volcano, YuniKorn } from '../../../lib';
import { SERVER_NAMES } from '../../../lib/monitoring/dashboards/services/selectors';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { nginx } from '../../ingress/samples';
import * as apache from '../../runners/apache/installed';
import * as kubeflow from '../../runners/kubeflow/installed';
import { hub, PLAIN } from '../../services/jupyterhub/hub';
import { livy } from '../../services/livy/servers';
import { connect, history, metastore, thrift } from '../../services/servers';
import { cluster } from '../../services/standalone/cluster';
import { zeppelin } from '../../services/zeppelin/zeppelins';
import { everything } from '../operator-samples';

const NAME = 'app.kubernetes.io/name';
const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];
/** Their operator gives pods the name of the kind. */
const OPERATED: { readonly [kind: string]: string } = {
  Prometheus: 'prometheus',
  PrometheusAgent: 'prometheus-agent',
  Alertmanager: 'alertmanager',
};
/** Installed by others, under names of theirs; an agent is a Prometheus that keeps nothing, and stands elsewhere. */
const FOREIGN = ['kueue', 'ingress-nginx', 'prometheus-agent'];

/** Every server of this package. */
function servers(): Manifest[] {
  const whole = new App();
  buildPlatform(whole, environments.prod as Environment);
  const edge = new App();
  nginx(edge);
  const schedulers = new Chart(Testing.app(), 'c');
  new Volcano(schedulers, 'volcano');
  new YuniKorn(schedulers, 'yunikorn');
  const scopes: IConstruct[] = [
    ...[whole, edge, schedulers, everything()],
    ...[history(), connect(), thrift(), metastore(), cluster(), livy(), hub({ profiles: [PLAIN] }), zeppelin()],
  ];
  return [...scopes.flatMap((scope) => SparkTesting.manifests(scope)), ...kubeflow.installed(), ...apache.installed()];
}

interface PodLabels {
  readonly template?: { readonly metadata?: { readonly labels?: { readonly [key: string]: string } } };
}

const ALL = servers();
const PODS = ALL.filter(({ kind }) => WORKLOADS.includes(kind)).map(({ kind, metadata, spec }) => ({
  at: `${kind} ${metadata.name}`,
  labels: (spec as PodLabels).template?.metadata?.labels ?? {},
}));

test('the dashboard of services knows every server by the name that its pods have', () => {
  expect(PODS.length).toBeGreaterThan(25);
  expect(PODS.filter(({ labels }) => !SERVER_NAMES.includes(labels[NAME] ?? '')).map(({ at }) => at)).toEqual([]);
});

test('and no name that no pod has', () => {
  const found = [...PODS.map(({ labels }) => labels[NAME]), ...ALL.map(({ kind }) => OPERATED[kind])];
  expect(SERVER_NAMES.filter((name) => !found.includes(name) && !FOREIGN.includes(name))).toEqual([]);
});

test('standing drivers have the label by which they are told from those of applications', () => {
  const drivers = PODS.filter(({ labels }) => labels[NAME] === 'spark');
  expect(drivers.length).toBeGreaterThanOrEqual(2);
  for (const { at, labels } of drivers) {
    expect(at).toMatch(/^Deployment /);
    expect(labels['spark-role']).toBe('driver');
  }
});
