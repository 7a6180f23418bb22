import { Construct } from 'constructs';
import { customResourceDefinition, Field as F, type CrdSpec, type Schema } from '../../kube/crd';
import type { KubeObject } from '../../kube/object';
import { NGINX_LABELS } from './names';

const header = F.object({ name: F.text(), value: F.text() });
const reference = F.object({ name: F.text(), namespace: F.text() });
const port = F.integer(1, { maximum: 65535 });
const count = F.integer();

const response = F.object({ code: count, type: F.text(), body: F.text(), headers: F.list(header) });
const redirect = F.object({ url: F.text(), code: count });

const action = F.object({
  pass: F.text(),
  redirect,
  return: response,
  proxy: F.object({
    upstream: F.text(),
    rewritePath: F.text(),
    requestHeaders: F.object({ pass: F.flag(), set: F.list(header) }),
    responseHeaders: F.object({
      hide: F.list(F.text()),
      pass: F.list(F.text()),
      ignore: F.list(F.text()),
      add: F.list(F.object({ name: F.text(), value: F.text(), always: F.flag() })),
    }),
  }),
});

const splits = F.list(F.object({ weight: count, action }));

const route = F.object({
  path: F.text(),
  route: F.text(),
  policies: F.list(reference),
  action,
  splits,
  matches: F.list(
    F.object({
      conditions: F.list(
        F.object({ header: F.text(), cookie: F.text(), argument: F.text(), variable: F.text(), value: F.text() }),
      ),
      action,
      splits,
    }),
  ),
  errorPages: F.list(F.object({ codes: F.list({ type: 'integer' }), redirect, return: response })),
  'location-snippets': F.text(),
});

const upstream = F.object({
  name: F.text(),
  service: F.text(),
  port,
  type: F.text(),
  subselector: F.map(F.text()),
  'use-cluster-ip': F.flag(),
  'lb-method': F.text(),
  keepalive: count,
  'max-conns': count,
  'max-fails': count,
  'fail-timeout': F.text(),
  'connect-timeout': F.text(),
  'read-timeout': F.text(),
  'send-timeout': F.text(),
  'client-max-body-size': F.text(),
  'client-body-buffer-size': F.text(),
  'buffer-size': F.text(),
  buffering: F.flag(),
  buffers: F.object({ number: count, size: F.text() }),
  'next-upstream': F.text(),
  'next-upstream-timeout': F.text(),
  'next-upstream-tries': count,
  tls: F.object({ enable: F.flag() }),
  sessionCookie: F.object({ enable: F.flag(), name: F.text(), path: F.text(), expires: F.text(), secure: F.flag() }),
});

const endpoints = F.list(F.object({ ip: F.text(), hostname: F.text(), ports: F.text() }));
const status = F.object({
  state: F.text(),
  reason: F.text(),
  message: F.text(),
  referencedBy: F.text(),
  externalEndpoints: endpoints,
});
const STATE = ['.status.state', 'string'] as const;
const HOST = ['.spec.host', 'string'] as const;
const AGE = ['.metadata.creationTimestamp', 'date'] as const;

const common = { group: 'k8s.nginx.org', version: 'v1' } as const;

function kind(
  name: string,
  plural: string,
  shortName: string,
  spec: { readonly [field: string]: Schema },
  columns: CrdSpec['columns'] = { State: STATE, Age: AGE },
): CrdSpec {
  const hasStatus = name !== 'GlobalConfiguration';
  return {
    ...common,
    kind: name,
    plural,
    singular: name.toLowerCase(),
    shortNames: [shortName],
    statusSubresource: hasStatus,
    ...(hasStatus && { columns }),
    fields: { spec: F.object(spec), ...(hasStatus && { status }) },
  };
}

/**
 * The kinds that the controller watches when custom resources are on. Without one of them it waits for ever at its start.
 */
export const NGINX_CRDS: readonly CrdSpec[] = [
  kind(
    'VirtualServer',
    'virtualservers',
    'vs',
    {
      host: F.text(),
      ingressClassName: F.text(),
      internalRoute: F.flag(),
      gunzip: F.flag(),
      listener: F.object({ http: F.text(), https: F.text() }),
      tls: F.object({
        secret: F.text(),
        redirect: F.object({ enable: F.flag(), code: count, basedOn: F.text() }),
      }),
      policies: F.list(reference),
      upstreams: F.list(upstream),
      routes: F.list(route),
    },
    { State: STATE, Host: HOST, Age: AGE },
  ),
  kind(
    'VirtualServerRoute',
    'virtualserverroutes',
    'vsr',
    {
      host: F.text(),
      ingressClassName: F.text(),
      upstreams: F.list(upstream),
      subroutes: F.list(route),
    },
    { State: STATE, Host: HOST, Age: AGE },
  ),
  kind('TransportServer', 'transportservers', 'ts', {
    ingressClassName: F.text(),
    host: F.text(),
    listener: F.object({ name: F.text(), protocol: F.text() }),
    tls: F.object({ secret: F.text() }),
    upstreams: F.list(F.object({ name: F.text(), service: F.text(), port })),
    action: F.object({ pass: F.text() }),
  }),
  kind('Policy', 'policies', 'pol', {
    ingressClassName: F.text(),
    accessControl: F.object({ allow: F.list(F.text()), deny: F.list(F.text()) }),
    rateLimit: F.object({ rate: F.text(), key: F.text(), zoneSize: F.text(), burst: count, rejectCode: count }),
    basicAuth: F.object({ realm: F.text(), secret: F.text() }),
    ingressMTLS: F.object({ clientCertSecret: F.text(), verifyClient: F.text(), verifyDepth: count }),
    egressMTLS: F.object({
      tlsSecret: F.text(),
      trustedCertSecret: F.text(),
      verifyServer: F.flag(),
      sslName: F.text(),
    }),
    externalAuth: F.object({
      authURI: F.text({ pattern: '^/.*$' }),
      authServiceName: F.text(),
      authServicePorts: F.list({ type: 'integer' }),
      authSigninURI: F.text({ pattern: '^/.*$' }),
      authSigninRedirectBasePath: F.text(),
      authSnippets: F.text(),
      sslEnabled: F.flag(),
      sslVerify: F.flag(),
      sslVerifyDepth: count,
      sniName: F.text(),
      trustedCertSecret: F.text(),
    }),
  }),
  kind('GlobalConfiguration', 'globalconfigurations', 'gc', {
    listeners: F.list(F.object({ name: F.text(), port, protocol: F.text(), ssl: F.flag() })),
  }),
];

/** The CustomResourceDefinitions. Deleting one deletes every object of its kind. */
export class NginxCustomResources extends Construct {
  public readonly definitions: KubeObject[];

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.definitions = NGINX_CRDS.map((crd) => customResourceDefinition(this, crd.kind, crd, NGINX_LABELS));
  }
}
