import { Chart, type App } from 'cdk8s';
import type { Construct } from 'constructs';
import { SecretSource } from '../../lib/core/secrets';
import type { IUiGateway } from '../../lib/ingress/gateway';
import { NginxIngress } from '../../lib/ingress/nginx/nginx-ingress';
import type { NginxIngressProps } from '../../lib/ingress/nginx/props';
import { OAuth2Proxy } from '../../lib/ingress/sign-on/oauth2-proxy';
import type { OAuth2ProxyProps } from '../../lib/ingress/sign-on/props';
import { OAuth2Provider } from '../../lib/ingress/sign-on/provider';
import { TlsCertificates } from '../../lib/ingress/tls/certificates';
import { TlsIssuer } from '../../lib/ingress/tls/issuer';
import { UiRoute, type UiBackend, type UiRouteProps } from '../../lib/ingress/ui-route';

export const secret = (key: string) => SecretSource.fromKubernetes('sign-on', key);

export const TENANT = '11111111-2222-3333-4444-555555555555';

export const ENTRA = OAuth2Provider.entraId({ tenantId: TENANT, clientId: 'app', clientSecret: secret('client') });

export const OIDC_PROPS = { issuerUrl: 'https://id.example.com/', clientId: 'app', clientSecret: secret('client') };

export const SIGN_ON: OAuth2ProxyProps = {
  provider: OAuth2Provider.oidc(OIDC_PROPS),
  cookieSecret: secret('cookie'),
  allowedGroups: ['spark'],
  trustedProxies: ['10.244.0.0/16'],
};

export const TLS = TlsCertificates.perHost(TlsIssuer.fromClusterIssuer('letsencrypt'));

export const BACKEND: UiBackend = { service: 'history', namespace: 'spark', port: 18080 };

/** The route that most tests are about. */
export const route = (props: Partial<UiRouteProps> = {}): UiRoute =>
  new UiRoute({ host: 'history.spark.example.com', backend: BACKEND, ...props });

export const signOn = (scope: Construct, props: Partial<OAuth2ProxyProps> = {}): OAuth2Proxy =>
  new OAuth2Proxy(scope, 'sign-on', { ...SIGN_ON, ...props });

/** A chart with a controller, certificates and a sign-on. */
export function nginx(app: App, props: NginxIngressProps = {}): NginxIngress {
  const chart = new Chart(app, 'c');
  return new NginxIngress(chart, 'nginx', { tls: TLS, signOn: signOn(chart), ...props });
}

/** Adds routes to a gateway, each in a chart named after it. */
export function addRoutes(app: App, gateway: IUiGateway, routes: { readonly [name: string]: UiRoute }): void {
  for (const [name, one] of Object.entries(routes)) gateway.addRoute(new Chart(app, name), 'ui', one);
}
