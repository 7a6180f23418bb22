/** How a setting is written. */
export type OAuth2KeyType = 'text' | 'flag' | 'number' | 'duration' | 'list';

/** Who writes a setting when not the user: this package, nobody in YAML, nobody at all. */
type Owner = 'package' | 'secret' | 'unsafe';

type Row = readonly [type: OAuth2KeyType, owner?: Owner];

/**
 * Every setting of oauth2-proxy 7.15, as it is written on its command line. What is `package` has a property of its own;
 * what is `unsafe` lets people in who did not sign on, or shows what they should not see.
 *
 * @see https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview
 */
export const OAUTH2_PROXY_KEYS: { readonly [flag: string]: Row } = {
  'acr-values': ['text'],
  'allow-query-semicolons': ['flag'],
  'allowed-group': ['list', 'package'],
  'allowed-role': ['list'],
  'api-route': ['list', 'package'],
  'approval-prompt': ['text'],
  'auth-logging': ['flag'],
  'auth-logging-format': ['text'],
  'auth-request-response-mode': ['text'],
  'authenticated-emails-file': ['text', 'package'],
  'azure-graph-group-field': ['text'],
  'azure-tenant': ['text'],
  'backend-logout-url': ['text'],
  banner: ['text'],
  'basic-auth-password': ['text', 'secret'],
  'bearer-token-login-fallback': ['flag'],
  'bitbucket-repository': ['text'],
  'bitbucket-team': ['text'],
  'client-id': ['text', 'package'],
  'client-secret': ['text', 'secret'],
  'client-secret-file': ['text', 'package'],
  'code-challenge-method': ['text', 'package'],
  'cookie-csrf-expire': ['duration'],
  'cookie-csrf-per-request': ['flag', 'package'],
  'cookie-csrf-per-request-limit': ['number'],
  'cookie-csrf-samesite': ['text'],
  'cookie-domain': ['list', 'package'],
  'cookie-expire': ['duration', 'package'],
  'cookie-httponly': ['flag', 'package'],
  'cookie-name': ['text', 'package'],
  'cookie-path': ['text'],
  'cookie-refresh': ['duration', 'package'],
  'cookie-samesite': ['text', 'package'],
  'cookie-secret': ['text', 'secret'],
  'cookie-secret-file': ['text', 'secret'],
  'cookie-secure': ['flag', 'package'],
  'custom-sign-in-logo': ['text'],
  'custom-templates-dir': ['text'],
  'disable-keep-alives': ['flag'],
  'display-htpasswd-form': ['flag', 'package'],
  'email-domain': ['list', 'package'],
  'encode-state': ['flag'],
  'entra-id-allowed-tenant': ['list', 'package'],
  'entra-id-federated-token-auth': ['flag', 'package'],
  'errors-to-info-log': ['flag'],
  'exclude-logging-path': ['list'],
  'extra-jwt-issuers': ['list', 'package'],
  'flush-interval': ['duration'],
  footer: ['text'],
  'force-code-challenge-method': ['text', 'package'],
  'force-https': ['flag'],
  'force-json-errors': ['flag'],
  'gcp-healthchecks': ['flag', 'unsafe'],
  'github-org': ['text', 'package'],
  'github-repo': ['text'],
  'github-team': ['text', 'package'],
  'github-token': ['text', 'secret'],
  'github-user': ['list', 'package'],
  'gitlab-group': ['list'],
  'gitlab-project': ['list'],
  'google-admin-api-user-scope': ['text'],
  'google-admin-email': ['text'],
  'google-group': ['list'],
  'google-service-account-json': ['text'],
  'google-target-principal': ['text'],
  'google-use-application-default-credentials': ['flag'],
  'google-use-organization-id': ['flag'],
  'htpasswd-file': ['text', 'package'],
  'htpasswd-user-group': ['list'],
  'http-address': ['text', 'package'],
  'https-address': ['text', 'package'],
  'insecure-oidc-allow-unverified-email': ['flag', 'unsafe'],
  'insecure-oidc-skip-issuer-verification': ['flag', 'unsafe'],
  'insecure-oidc-skip-nonce': ['flag', 'package'],
  'jwt-key': ['text', 'secret'],
  'jwt-key-file': ['text'],
  'keycloak-group': ['list'],
  'logging-compress': ['flag'],
  'logging-filename': ['text'],
  'logging-local-time': ['flag'],
  'logging-max-age': ['number'],
  'logging-max-backups': ['number'],
  'logging-max-size': ['number'],
  'login-url': ['text'],
  'metrics-address': ['text', 'package'],
  'metrics-secure-address': ['text'],
  'metrics-tls-cert-file': ['text'],
  'metrics-tls-key-file': ['text'],
  'oidc-audience-claim': ['list'],
  'oidc-email-claim': ['text', 'package'],
  'oidc-enabled-signing-alg': ['list'],
  'oidc-extra-audience': ['list'],
  'oidc-groups-claim': ['text', 'package'],
  'oidc-issuer-url': ['text', 'package'],
  'oidc-jwks-url': ['text'],
  'oidc-public-key-file': ['list'],
  'pass-access-token': ['flag'],
  'pass-authorization-header': ['flag'],
  'pass-basic-auth': ['flag', 'package'],
  'pass-host-header': ['flag', 'package'],
  'pass-user-headers': ['flag'],
  'ping-path': ['text', 'package'],
  // Whoever sends this name as a user agent is answered in place of the backend.
  'ping-user-agent': ['text', 'unsafe'],
  'prefer-email-to-user': ['flag'],
  'profile-url': ['text'],
  prompt: ['text'],
  provider: ['text', 'package'],
  'provider-ca-file': ['list'],
  'provider-display-name': ['text', 'package'],
  'proxy-prefix': ['text', 'package'],
  'proxy-websockets': ['flag', 'package'],
  'pubjwk-url': ['text'],
  'ready-path': ['text', 'package'],
  'real-client-ip-header': ['text'],
  'redeem-url': ['text'],
  'redirect-url': ['text', 'package'],
  'redis-ca-path': ['text'],
  'redis-cluster-connection-urls': ['list'],
  'redis-connection-idle-timeout': ['number'],
  'redis-connection-url': ['text', 'package'],
  'redis-insecure-skip-tls-verify': ['flag', 'unsafe'],
  'redis-password': ['text', 'secret'],
  'redis-sentinel-connection-urls': ['list'],
  'redis-sentinel-master-name': ['text'],
  'redis-sentinel-password': ['text', 'secret'],
  'redis-use-cluster': ['flag'],
  'redis-use-sentinel': ['flag'],
  'redis-username': ['text'],
  'relative-redirect-url': ['flag'],
  'request-id-header': ['text'],
  'request-logging': ['flag'],
  'request-logging-format': ['text'],
  resource: ['text'],
  'reverse-proxy': ['flag', 'package'],
  scope: ['text', 'package'],
  'session-cookie-minimal': ['flag', 'package'],
  'session-store-type': ['text', 'package'],
  'set-authorization-header': ['flag'],
  'set-basic-auth': ['flag'],
  'set-xauthrequest': ['flag', 'package'],
  'show-debug-on-error': ['flag', 'unsafe'],
  'signature-key': ['text', 'secret'],
  'silence-ping-logging': ['flag', 'package'],
  'skip-auth-preflight': ['flag', 'unsafe'],
  'skip-auth-regex': ['list', 'unsafe'],
  'skip-auth-route': ['list', 'unsafe'],
  'skip-auth-strip-headers': ['flag', 'unsafe'],
  'skip-claims-from-profile-url': ['flag'],
  'skip-jwt-bearer-tokens': ['flag', 'package'],
  'skip-oidc-discovery': ['flag'],
  'skip-provider-button': ['flag', 'package'],
  'ssl-insecure-skip-verify': ['flag', 'unsafe'],
  'ssl-upstream-insecure-skip-verify': ['flag', 'unsafe'],
  'standard-logging': ['flag'],
  'standard-logging-format': ['text'],
  'tls-cert-file': ['text'],
  'tls-cipher-suite': ['list'],
  'tls-key-file': ['text'],
  'tls-min-version': ['text'],
  'trusted-ip': ['list', 'unsafe'],
  'trusted-proxy-ip': ['list', 'package'],
  upstream: ['list', 'package'],
  'upstream-timeout': ['duration', 'package'],
  'use-system-trust-store': ['flag'],
  'user-id-claim': ['text'],
  'validate-url': ['text'],
  'whitelist-domain': ['list', 'package'],
};

/** Settings as this package writes them: a value for each flag, several for one that may be given again. */
export interface OAuth2Settings {
  readonly [flag: string]: string | number | boolean | readonly string[];
}

/** Of settings that a user wrote, those that he may write: a wrong one is reported and never given on. */
export function userSettings(settings: { readonly [flag: string]: string } = {}): OAuth2Settings {
  return Object.fromEntries(
    Object.entries(settings).filter(
      ([flag]) => flag in OAUTH2_PROXY_KEYS && OAUTH2_PROXY_KEYS[flag]?.[1] === undefined,
    ),
  );
}

/**
 * The command line of oauth2-proxy, in the order of the alphabet.
 *
 * @throws Error for a flag that the table does not know: a mistake of this package.
 */
export function commandLine(settings: OAuth2Settings): string[] {
  return Object.keys(settings)
    .sort()
    .flatMap((flag) => {
      if (!(flag in OAUTH2_PROXY_KEYS)) throw new Error(`oauth2-proxy has no setting ${flag}`);
      const value = settings[flag];
      return typeof value === 'object' ? value.map((one) => `--${flag}=${one}`) : [`--${flag}=${value}`];
    });
}
