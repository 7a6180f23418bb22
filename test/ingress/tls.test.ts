import { App, Chart, Duration } from 'cdk8s';
import { AcmeIssuer, AcmeSolver } from '../../lib/ingress/tls/acme-issuer';
import { TlsCertificates } from '../../lib/ingress/tls/certificates';
import { PrivateAuthority } from '../../lib/ingress/tls/private-authority';
import { TlsIssuer } from '../../lib/ingress/tls/issuer';
import { SparkTesting } from '../../lib/testing';
import { at } from '../cluster/manifest';
import { kind, one, render } from './objects';
import { nginx, route } from './samples';

test('each host has a certificate, once, with a key of its own', () => {
  const { manifests } = render(nginx, {
    a: route(),
    b: route({ prefix: '/b' }),
    other: route({ host: 'c.example.com' }),
  });
  expect(kind(manifests, 'Certificate').map(({ metadata }) => metadata.name)).toEqual([
    'history.spark.example.com-tls',
    'c.example.com-tls',
  ]);
  expect(one(manifests, 'Certificate', 'c.example.com-tls').spec).toMatchObject({
    dnsNames: ['c.example.com'],
    issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'letsencrypt' },
    privateKey: { rotationPolicy: 'Always' },
  });
});

test('one wildcard serves all hosts right under its domain', () => {
  const lifetime = { duration: Duration.days(60), renewBefore: Duration.days(20) };
  const tls = TlsCertificates.wildcard('spark.example.com', TlsIssuer.fromClusterIssuer('le'), lifetime);
  const routes = { a: route({ host: 'a.spark.example.com' }), b: route({ host: 'b.spark.example.com' }) };
  const { manifests, problems } = render((app) => nginx(app, { tls }), routes);
  expect(problems).toEqual([]);
  expect(one(manifests, 'Certificate').spec).toMatchObject({
    dnsNames: ['*.spark.example.com'],
    duration: '1440h0m0s',
    renewBefore: '480h0m0s',
  });
  for (const server of kind(manifests, 'VirtualServer'))
    expect(at(server, 'spec.tls.secret')).toBe('wildcard.spark.example.com-tls');
});

test('a Secret of somebody else is named, and no certificate is made', () => {
  const tls = TlsCertificates.fromSecret('corporate', 'nginx-ingress');
  const { manifests, problems } = render((app) => nginx(app, { tls }), { a: route() });
  expect(problems).toEqual([]);
  expect(kind(manifests, 'Certificate')).toEqual([]);
  expect(at(one(manifests, 'VirtualServer'), 'spec.tls.secret')).toBe('corporate');
});

test("Let's Encrypt proves names over DNS", () => {
  const app = new App();
  const solver = AcmeSolver.azureDns({
    subscriptionId: 's',
    resourceGroup: 'dns',
    zone: 'example.com',
    managedIdentityClientId: 'm',
  });
  const props = { issuerName: 'le', email: 'ops@example.com', solvers: [solver], server: AcmeIssuer.STAGING };
  const issuer = new AcmeIssuer(new Chart(app, 'c'), 'le', props);
  expect(issuer.provesOverHttpOnly).toBeUndefined();
  expect(SparkTesting.find(app, 'ClusterIssuer').spec).toEqual({
    acme: {
      server: 'https://acme-staging-v02.api.letsencrypt.org/directory',
      email: 'ops@example.com',
      privateKeySecretRef: { name: 'le-account-key' },
      solvers: [
        {
          dns01: {
            azureDNS: {
              subscriptionID: 's',
              resourceGroupName: 'dns',
              hostedZoneName: 'example.com',
              environment: 'AzurePublicCloud',
              managedIdentity: { clientID: 'm' },
            },
          },
        },
      ],
    },
  });
});

test('a certificate waits for an issuer that is made beside it', () => {
  const app = new App();
  const issuer = new PrivateAuthority(new Chart(app, 'ca'), 'ca', { issuerName: 'local' });
  const gateway = nginx(app, { tls: TlsCertificates.perHost(issuer) });
  gateway.addRoute(new Chart(app, 'shs'), 'ui', route());
  const [certificate] = gateway.node.findAll().filter(({ node }) => node.id.startsWith('Tls-'));
  const waits = certificate?.node.findChild('Resource').node.dependencies ?? [];
  expect(waits.map(({ node }) => node.path)).toContain('ca/ca');
  const kinds = SparkTesting.manifests(issuer).map((object) => `${object.kind} ${object.metadata.name}`);
  expect(kinds).toEqual(['ClusterIssuer local-bootstrap', 'Certificate local-root', 'ClusterIssuer local']);
});
