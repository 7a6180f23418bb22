import { App } from 'cdk8s';
import { environments, type Environment } from '../../apps/environments';
import { buildPlatform } from '../../apps/platform/platform';
import { SparkTesting, type Manifest } from '../../lib/testing';

const DOORS = ['Ingress', 'VirtualServer', 'VirtualServerRoute', 'TransportServer', 'HTTPRoute', 'Gateway'];

function objects(environment: Environment): Manifest[] {
  const app = new App();
  buildPlatform(app, environment);
  return SparkTesting.manifests(app);
}

/** Routes of an environment: each with what guards it. */
function routes(environment: Environment): { host: string; service: string; policies: unknown }[] {
  return objects(environment)
    .filter(({ kind }) => kind === 'VirtualServerRoute')
    .flatMap(({ spec }) => {
      const { host, upstreams, subroutes } = spec as {
        host: string;
        upstreams: { service: string }[];
        subroutes: { policies?: unknown }[];
      };
      return subroutes.map(({ policies }, i) => ({ host, service: upstreams[i]?.service ?? '', policies }));
    });
}

/** Interfaces that ask their users by themselves, and how. */
const ASK_BY_THEMSELVES: { readonly [service: string]: string } = {
  'jupyterhub-proxy-public': 'the hub sends them to the provider',
  livy: 'names and passwords of the directory',
  grafana: 'Grafana sends them to the provider',
};

const SIGN_ON = [{ name: 'sign-on', namespace: 'nginx-ingress' }];
const SIGN_ON_OF_PROGRAMS = [{ name: 'sign-on-api', namespace: 'nginx-ingress' }];

test('local has no door at all: people come by kubectl port-forward', () => {
  const { local } = environments;
  const all = objects(local as Environment);
  expect(all.filter(({ kind }) => DOORS.includes(kind))).toEqual([]);
  const services = all.filter(({ kind }) => kind === 'Service');
  expect(services.length).toBeGreaterThan(0);
  for (const { spec } of services) expect((spec as { type?: string }).type ?? 'ClusterIP').toBe('ClusterIP');
});

describe.each(Object.entries(environments).filter(([name]) => name !== 'local'))('%s', (_, environment) => {
  test('every route asks for a sign-on', () => {
    const found = routes(environment);
    expect(found.length).toBeGreaterThanOrEqual(2);
    for (const { service, policies } of found) {
      if (service in ASK_BY_THEMSELVES) expect(policies).toBeUndefined();
      else expect([SIGN_ON, SIGN_ON_OF_PROGRAMS]).toContainEqual(policies);
    }
  });

  test('routes are all there is to enter by, and the controller the only door', () => {
    const all = objects(environment);
    const kinds = new Set(all.map(({ kind }) => kind).filter((kind) => DOORS.includes(kind)));
    expect([...kinds].sort()).toEqual(['VirtualServer', 'VirtualServerRoute']);
    const doors = all.filter(
      ({ kind, spec }) => kind === 'Service' && (spec as { type?: string }).type === 'LoadBalancer',
    );
    expect(doors.map(({ metadata }) => metadata.name)).toEqual(['nginx-ingress']);
  });

  test('hosts are under its domain, each with TLS', () => {
    const hosts = objects(environment).filter(({ kind }) => kind === 'VirtualServer');
    for (const { spec } of hosts) {
      const { host, tls } = spec as { host: string; tls?: { secret?: string } };
      expect(host.endsWith(`.${environment.ingress?.domain}`)).toBe(true);
      expect(tls?.secret).toBe(`${host}-tls`);
    }
  });
});
