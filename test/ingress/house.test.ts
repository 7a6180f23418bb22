import { Chart, type App } from 'cdk8s';
import { GatewayApi } from '../../lib/ingress/gateway-api/gateway-api';
import type { IUiGateway } from '../../lib/ingress/gateway';
import { IngressNginx } from '../../lib/ingress/ingress-nginx/ingress-nginx';
import { NginxRouteKind } from '../../lib/ingress/nginx/props';
import { UiPrefix } from '../../lib/ingress/ui-route';
import { UiSignOn } from '../../lib/ingress/ui-sign-on';
import { EXEMPT, EXEMPT_REASON } from '../../lib/kube/exemption';
import { HousePolicy } from '../../lib/policy/house-policy';
import { exemption } from '../../lib/ingress/annotations';
import { render } from './objects';
import { nginx, route, signOn, TLS } from './samples';

const GATEWAYS: [string, (app: App) => IUiGateway][] = [
  ['VirtualServers', nginx],
  ['Ingresses', (app) => nginx(app, { routeKind: NginxRouteKind.INGRESS })],
  [
    'the Gateway API',
    (app) => {
      const chart = new Chart(app, 'c');
      return new GatewayApi(chart, 'gateway', { namespace: 'gateway', tls: TLS, signOn: signOn(chart) });
    },
  ],
  [
    'the retired controller',
    (app) => {
      const chart = new Chart(app, 'c');
      return IngressNginx.retired(chart, 'nginx', { tls: TLS, signOn: signOn(chart) });
    },
  ],
];

const ROUTES = {
  shs: route(),
  hub: route({ prefix: '/hub', prefixHandling: UiPrefix.KEEP, signOn: UiSignOn.backend() }),
  api: route({ host: 'livy.example.com', signOn: UiSignOn.api() }),
  handbook: route({ host: 'docs.example.com', signOn: UiSignOn.insecurePublic('a handbook is for everybody') }),
};

describe.each(GATEWAYS)('%s', (_name, make) => {
  const { manifests, gateway, problems } = render(make, ROUTES);
  const { signOnServices: services, signOnFilters: filters } = gateway;
  const breaches = (props: { services?: string[]; filters?: string[] }) =>
    manifests.flatMap((one) => HousePolicy.check(HousePolicy.all({ signOn: props }), { ...one }));

  test('keeps every rule of the house with what the gateway says of itself', () => {
    expect(problems).toEqual([]);
    expect(breaches({ services, filters })).toEqual([]);
  });

  test('would break the rule on sign-on without that', () => {
    expect(breaches({}).join()).toContain('policy/sign-on');
  });
});

test('an open route is exempt by the keys that the house reads', () => {
  expect(exemption(ROUTES.handbook)).toEqual({
    [EXEMPT]: 'policy/sign-on',
    [EXEMPT_REASON]: 'a handbook is for everybody',
  });
  expect(exemption(ROUTES.shs)).toEqual({});
});
