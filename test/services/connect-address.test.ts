import { App, Chart } from 'cdk8s';
import { GatewayApi, NginxRouteKind, SparkConnectServer, UiEndpoint, type IUiGateway } from '../../lib';
import { IngressNginx } from '../../lib/ingress/ingress-nginx/ingress-nginx';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { nginx, signOn, TLS } from '../ingress/samples';
import { CONNECT } from './servers';

const HOST = 'spark-etl.example.com';

interface Made {
  readonly server: SparkConnectServer;
  readonly gateway: IUiGateway;
  readonly routes: Manifest[];
  readonly problems: string[];
}

/** A server with an address for programs beside that of its pages. */
function connectOn(make: (app: App) => IUiGateway, kind: string): Made {
  const app = new App();
  const gateway = make(app);
  const server = new SparkConnectServer(new Chart(app, 'etl'), 'connect', {
    ...CONNECT,
    ui: UiEndpoint.on(gateway, { host: 'connect.example.com' }),
    address: UiEndpoint.on(gateway, { host: HOST }),
  });
  const routes = SparkTesting.manifests(app).filter(
    (one) => one.kind === kind && one.metadata.namespace === 'etl' && JSON.stringify(one).includes(HOST),
  );
  return { server, gateway, routes, problems: app.node.findAll().flatMap(({ node }) => node.validate()) };
}

const gatewayApi = (app: App): IUiGateway =>
  new GatewayApi(new Chart(app, 'c'), 'gateway', { namespace: 'gateway', tls: TLS });

test('nginx of F5: gRPC to the server, an hour of silence, large uploads, and no sign-on before the token', () => {
  const { server, gateway, routes, problems } = connectOn(nginx, 'VirtualServerRoute');
  expect(problems).toEqual([]);
  expect(routes).toHaveLength(1);
  expect(routes[0]?.spec).toMatchObject({
    host: HOST,
    upstreams: [
      { service: 'connect', port: 15002, type: 'grpc', 'read-timeout': '3600s', 'client-max-body-size': '1024m' },
    ],
    subroutes: [{ path: '/' }],
  });
  expect(JSON.stringify(routes)).not.toContain('policies');
  expect(gateway.signOnServices).toContain('etl/connect');
  expect(server.publicUrl).toBe(`sc://${HOST}:443/;use_ssl=true`);
});

test('the controller speaks HTTP/2, without which it refuses gRPC', () => {
  const app = new App();
  nginx(app);
  expect(SparkTesting.find(app, 'ConfigMap', 'nginx-config').data).toMatchObject({ http2: 'true' });
});

test('its pods come in to the port of the clients, and to that of the pages', () => {
  const { server } = connectOn(nginx, 'VirtualServerRoute');
  const policy = SparkTesting.find(server, 'NetworkPolicy', 'connect').spec as {
    ingress: { ports: { port: number }[]; from: { namespaceSelector?: object }[] }[];
  };
  const open = policy.ingress.filter(({ from }) => from.some(({ namespaceSelector }) => namespaceSelector));
  expect(open.map(({ ports }) => ports.map(({ port }) => port))).toEqual([[15002], [4040]]);
});

test('Ingresses of F5 and of ingress-nginx say it by annotations', () => {
  const f5 = connectOn((app) => nginx(app, { routeKind: NginxRouteKind.INGRESS }), 'Ingress');
  const retired = connectOn((app) => {
    const chart = new Chart(app, 'c');
    return IngressNginx.retired(chart, 'nginx', { tls: TLS, signOn: signOn(chart) });
  }, 'Ingress');
  expect([f5.problems, retired.problems]).toEqual([[], []]);
  expect(f5.routes[0]?.metadata.annotations).toMatchObject({ 'nginx.org/grpc-services': 'connect' });
  expect(retired.routes[0]?.metadata.annotations).toMatchObject({
    'nginx.ingress.kubernetes.io/backend-protocol': 'GRPC',
  });
});

test('the Gateway API has a GRPCRoute, and leaves the size of uploads to its controller', () => {
  const app = new App();
  const gateway = gatewayApi(app);
  const server = new SparkConnectServer(new Chart(app, 'etl'), 'connect', {
    ...CONNECT,
    address: UiEndpoint.on(gateway, { host: HOST }),
  });
  expect(app.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
  expect(SparkTesting.find(server, 'GRPCRoute').spec).toMatchObject({
    hostnames: [HOST],
    rules: [{ backendRefs: [{ kind: 'Service', name: 'connect', port: 15002 }] }],
  });
});
