import type { VolcanoNetwork } from '../../../lib/scheduling/volcano/install/props';
import { at } from '../../cluster/manifest';
import { installed, kinds, one, problems } from './installed';

const policies = (network: VolcanoNetwork = {}) => kinds(installed({ network }), 'NetworkPolicy');
const spec = (name: string, network: VolcanoNetwork = {}): unknown =>
  one(policies(network), 'NetworkPolicy', name).spec;
const tcp = (...ports: number[]): object[] => ports.map((port) => ({ protocol: 'TCP', port }));

test('the network policies', () => {
  expect(policies({ metricsFrom: ['monitoring'] })).toMatchSnapshot();
});

test('all is closed but DNS, the API server, health and admission', () => {
  expect(spec('default-deny')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  expect(policies().map(({ metadata }) => metadata.name)).toEqual([
    'default-deny',
    'volcano-egress',
    'volcano-health',
    'volcano-admission',
  ]);
});

test('metrics are read from named namespaces', () => {
  const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }];
  const network = { metricsFrom: ['monitoring'] };
  expect(spec('volcano-scheduler-metrics', network)).toMatchObject({ ingress: [{ from, ports: tcp(8080) }] });
  expect(spec('volcano-controllers-metrics', network)).toMatchObject({ ingress: [{ from, ports: tcp(8081) }] });
});

test('the API server can be narrowed to its addresses, both ways', () => {
  const network = { apiServerCidrs: ['10.0.0.1/32'], apiServerPorts: [6443], admissionFrom: ['10.0.0.0/24'] };
  expect(problems({ network })).toEqual([]);
  expect(at(spec('volcano-egress', network), 'egress.1')).toEqual({
    to: [{ ipBlock: { cidr: '10.0.0.1/32' } }],
    ports: tcp(6443),
  });
  expect(at(spec('volcano-admission', network), 'ingress.0')).toEqual({
    from: [{ ipBlock: { cidr: '10.0.0.0/24' } }],
    ports: tcp(8443),
  });
  expect(at(spec('volcano-admission'), 'ingress.0')).toEqual({ ports: tcp(8443) });
});

test('the scheduler alone has further ways out', () => {
  const network = {
    schedulerEgress: [
      { namespace: 'monitoring', ports: [9090] },
      { cidr: '10.1.0.0/16', ports: [443] },
    ],
  };
  expect(problems({ network })).toEqual([]);
  expect(spec('volcano-scheduler-egress', network)).toMatchObject({
    podSelector: { matchLabels: { 'app.kubernetes.io/component': 'scheduler' } },
    egress: [{ ports: tcp(9090) }, { to: [{ ipBlock: { cidr: '10.1.0.0/16' } }], ports: tcp(443) }],
  });
});
