import { ApiObject, Chart } from 'cdk8s';
import { HousePolicy } from '../../lib/policy/house-policy';
import type { Mistake } from './mistake';

/** What is wrong with the rules of a house themselves; breaches of them are in test/policy. */
export const POLICY_MISTAKES: readonly Mistake[] = [
  {
    name: 'owner labels without a key',
    build: () => void HousePolicy.ownerLabels([]),
    rule: 'policy/owner-keys',
    at: 'keys',
    value: '[]',
    path: null,
  },
  {
    name: 'an owner label that is no label key',
    build: () => void HousePolicy.ownerLabels(['team', 'a/b/c']),
    rule: 'names/label-key',
    at: 'keys',
    value: '"a/b/c"',
    path: null,
  },
  {
    name: 'a Service that signs on, without its namespace',
    build: () => void HousePolicy.signOnForPublicRoutes({ services: ['grafana'] }),
    rule: 'policy/sign-on-name',
    at: 'signOn.services',
    value: '"grafana"',
    path: null,
  },
  {
    name: 'a filter that signs on, without its namespace',
    build: () => void HousePolicy.all({ signOn: { filters: ['sso'] } }),
    rule: 'policy/sign-on-name',
    at: 'signOn.filters',
    value: '"sso"',
    path: null,
  },
  {
    name: 'an exemption without a reason',
    build: (app) => {
      const chart = new Chart(app, 'c');
      HousePolicy.exempt(
        new ApiObject(chart, 'x', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }),
        ['policy/limits'],
        ' ',
      );
    },
    rule: 'policy/exemption-without-reason',
    at: 'reason',
    value: '" "',
    path: 'c/x',
  },
];
