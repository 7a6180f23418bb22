import { App, Chart, Duration, Size } from 'cdk8s';
import { GatewayApi } from '../../lib/ingress/gateway-api/gateway-api';
import { IngressNginx } from '../../lib/ingress/ingress-nginx/ingress-nginx';
import { NginxIngress } from '../../lib/ingress/nginx/nginx-ingress';
import { NGINX_CRDS } from '../../lib/ingress/nginx/crds';
import { NginxCrds, NginxRouteKind } from '../../lib/ingress/nginx/props';
import { OAuth2Proxy } from '../../lib/ingress/sign-on/oauth2-proxy';
import { OAuth2Sessions } from '../../lib/ingress/sign-on/sessions';
import { AcmeIssuer, AcmeSolver } from '../../lib/ingress/tls/acme-issuer';
import { TlsCertificates } from '../../lib/ingress/tls/certificates';
import { PrivateAuthority } from '../../lib/ingress/tls/private-authority';
import { UiPrefix } from '../../lib/ingress/ui-route';
import { UiSignOn } from '../../lib/ingress/ui-sign-on';
import { customResourceDefinition } from '../../lib/kube/crd';
import { SparkTesting } from '../../lib/testing';
import { addRoutes, BACKEND, route, SIGN_ON } from '../ingress/samples';
import { Applied } from './applied';
import { installCrds, publishedCrds } from './crds';
import { established } from './established';
import { apply, canI, kubectl, remove, tryKubectl } from './kubectl';
import { at, podTemplates, type Manifest } from './manifest';
import { MINUTES } from './wait';

const NAME = 'ingress-test';
const RELEASES = ['nginx-ingress-5.5.4', 'gateway-api-1.6.1', 'cert-manager-1.21.1'];
const F5 = 'k8s.nginx.org/';

/** Every gateway with every sort of route, and all that belongs to them. */
function manifests(): Manifest[] {
  const app = new App();
  const chart = new Chart(app, 'c');
  const issuer = new PrivateAuthority(chart, 'ca', { issuerName: NAME, certManagerNamespace: `${NAME}-ca` });
  const solver = AcmeSolver.azureDns({ subscriptionId: 's', resourceGroup: 'dns', zone: 'example.com' });
  new AcmeIssuer(chart, 'acme', { issuerName: `${NAME}-acme`, email: 'ops@example.com', solvers: [solver] });
  const redis = { url: 'redis://redis', peer: { namespace: 'redis' } };
  const signOn = new OAuth2Proxy(chart, 'sign-on', {
    ...SIGN_ON,
    namespace: `${NAME}-sign-on`,
    allowedEmails: ['ada@example.com'],
    sessions: OAuth2Sessions.redis(redis),
  });
  const lifetime = { duration: Duration.days(60), renewBefore: Duration.days(20) };
  const given = { tls: TlsCertificates.perHost(issuer, lifetime), signOn };
  const at = { namespace: `${NAME}-nginx`, className: NAME };
  const f5 = new NginxIngress(chart, 'f5', { ...given, ...at, crds: NginxCrds.EXTERNAL });
  const ingresses = NginxIngress.fromExisting(chart, 'ingresses', {
    tls: given.tls,
    ...at,
    routeKind: NginxRouteKind.INGRESS,
  });
  const gateway = new GatewayApi(chart, 'gateway', { ...given, namespace: `${NAME}-gateway`, className: NAME });
  const retired = IngressNginx.retired(chart, 'retired', { ...given, className: NAME, namespace: `${NAME}-old` });
  const backend = { ...BACKEND, namespace: `${NAME}-spark` };
  const limits = { maxBodySize: Size.mebibytes(64), timeout: Duration.minutes(5) };
  addRoutes(app, f5, {
    shs: route({ host: 'f5.example.com', prefix: '/shs', backend, ...limits }),
    api: route({ host: 'f5.example.com', prefix: '/api', backend, signOn: UiSignOn.api() }),
    open: route({ host: 'f5.example.com', prefix: '/open', backend, signOn: UiSignOn.insecurePublic('a test') }),
  });
  addRoutes(app, ingresses, {
    minion: route({ host: 'ingress.example.com', prefix: '/shs', backend, signOn: UiSignOn.backend(), ...limits }),
  });
  addRoutes(app, gateway, {
    guarded: route({ host: 'gw.example.com', prefix: '/a', prefixHandling: UiPrefix.KEEP, backend, webSocket: true }),
    straight: route({ host: 'gw.example.com', prefix: '/b', backend, signOn: UiSignOn.backend() }),
    plain: route({ host: 'plain.example.com', backend, signOn: UiSignOn.backend(), insecureHttp: true }),
  });
  addRoutes(app, retired, { old: route({ host: 'old.example.com', prefix: '/shs', backend, ...limits }) });
  expect(app.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
  return SparkTesting.manifests(app);
}

const published = RELEASES.map(publishedCrds);
const inCluster = published.every((one) => one !== undefined) ? describe : describe.skip;

inCluster('with the published definitions', () => {
  const applied = new Applied(manifests(), `${NAME}-home`);
  /** Those that were not there before the test. */
  let brought: Manifest[] = [];

  beforeAll(async () => {
    const there = (await kubectl(['get', 'crd', '-o', 'name'])).split('\n');
    const used = new Set(applied.manifests.map(({ kind }) => kind));
    const all = published
      .flatMap((one) => one ?? [])
      .filter(({ spec }) => used.has(at<string>(spec, 'names.kind') ?? ''));
    brought = all.filter(({ metadata }) => !there.some((name) => name.endsWith(`/${metadata.name}`)));
    await installCrds(brought);
  }, 5 * MINUTES);

  afterAll(async () => {
    await applied.remove();
    await remove(brought);
  }, 5 * MINUTES);

  test('everything is applied strictly, and a second apply changes nothing', async () => {
    expect(await applied.apply()).toHaveLength(applied.manifests.length);
    const changed = (await applied.again()).filter((line) => !line.endsWith(' unchanged'));
    // Its selector is replaced as a whole, so that kubectl sends it each time; the object stays as it is.
    expect(changed.filter((line) => !line.startsWith('poddisruptionbudget'))).toEqual([]);
  });

  test('server-side apply takes every field, and finds nothing to change', async () => {
    await applied.again('--server-side', '--force-conflicts');
    expect(await applied.diff('--server-side', '--force-conflicts')).toBe('');
  });

  test('Pod Security restricted admits every pod', async () => {
    const pods = applied.manifests
      .filter(({ kind }) => kind === 'Deployment')
      .flatMap((one) => podTemplates(one).map((pod) => ({ ...pod, namespace: one.metadata.namespace })));
    expect(pods.length).toBeGreaterThan(2);
    for (const { metadata, spec, namespace } of pods) {
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, namespace, generateName: 'try-' }, spec };
      const input = JSON.stringify({ ...pod, spec: { ...spec, serviceAccountName: 'default' } });
      const answer = await tryKubectl(['create', '--validate=strict', '--dry-run=server', '-f', '-'], input);
      expect({ code: answer.code, stderr: answer.stderr }).toEqual({ code: 0, stderr: '' });
    }
  });

  test('the controller reads routes where they are, and Secrets at home alone', async () => {
    const account = `${NAME}-nginx/nginx-ingress`;
    const may = (namespace: string, verb: string, kind: string) => canI(account, `${NAME}-${namespace}`, verb, kind);
    expect(await may('spark', 'list', 'virtualserverroutes.k8s.nginx.org')).toBe(true);
    expect(await may('spark', 'list', 'ingresses.networking.k8s.io')).toBe(true);
    expect(await may('spark', 'list', 'secrets')).toBe(false);
    expect(await may('nginx', 'list', 'secrets')).toBe(true);
    expect(await may('gateway', 'list', 'services')).toBe(false);
    expect(await may('nginx', 'create', 'pods')).toBe(false);
  });

  test('our own definitions keep what we write', async () => {
    const theirs = brought.filter(({ spec }) => at(spec, 'group') === 'k8s.nginx.org');
    if (theirs.length === 0) return;
    await remove(theirs);
    const chart = new Chart(new App(), 'crds');
    for (const crd of NGINX_CRDS) customResourceDefinition(chart, crd.kind, crd);
    const ours = SparkTesting.manifests(chart);
    brought = [...brought.filter((one) => !theirs.includes(one)), ...ours];
    await apply(ours);
    await established(ours.map(({ metadata }) => metadata.name));
    const routes = applied.manifests.filter(({ apiVersion }) => apiVersion.startsWith(F5));
    expect(routes.length).toBeGreaterThan(5);
    await apply(routes);
    const second = await apply(routes);
    expect(second.filter((line) => !line.endsWith(' unchanged'))).toEqual([]);
    const server = routes.find(({ kind }) => kind === 'VirtualServer');
    const wrong = { ...server, metadata: { ...server?.metadata, name: 'wrong' }, spec: { routes: 'all' } };
    const { stderr } = await tryKubectl(['create', '--dry-run=server', '-f', '-'], JSON.stringify(wrong));
    expect(stderr).toContain('spec.routes');
  });
});
