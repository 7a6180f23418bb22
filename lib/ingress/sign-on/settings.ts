import { Duration } from 'cdk8s';
import { userSettings, type OAuth2Settings } from './keys';
import type { OAuth2ProxyProps } from './props';
import { OAuth2Sessions } from './sessions';

/** Port of oauth2-proxy. */
export const PROXY_PORT = 4180;
/** Port of its metrics. */
export const METRICS_PORT = 44180;
/** Where the list of addresses is mounted. */
export const EMAILS_PATH = '/etc/oauth2-proxy/emails';
/** Where the file of passwords is mounted. */
export const PASSWORDS_PATH = '/etc/oauth2-proxy/passwords';
/** Paths of every host that belong to the sign-on. */
export const SIGN_ON_PREFIX = '/oauth2';

/** The settings of a server, but for what it stands in front of. */
export function settingsOf(props: OAuth2ProxyProps): OAuth2Settings {
  const { provider, allowedGroups = [], sessions = OAuth2Sessions.cookie(), trustedProxies = [] } = props;
  const passwords = provider._htpasswd;
  return {
    ...userSettings(props.settings),
    ...provider._settings(allowedGroups),
    ...sessions._settings(keepsTokens(props)),
    ...whoMayEnter(props),
    ...cookieSettings(props),
    ...(passwords && { 'htpasswd-file': `${PASSWORDS_PATH}/${passwords.key}` }),
    ...(props.bearerTokens === true && {
      'skip-jwt-bearer-tokens': true,
      ...(props.extraTokenIssuers?.length && { 'extra-jwt-issuers': props.extraTokenIssuers }),
    }),
    'http-address': `0.0.0.0:${PROXY_PORT}`,
    'metrics-address': `0.0.0.0:${METRICS_PORT}`,
    'proxy-prefix': SIGN_ON_PREFIX,
    'reverse-proxy': true,
    ...(trustedProxies.length > 0 && { 'trusted-proxy-ip': trustedProxies }),
    'silence-ping-logging': true,
    // With one provider the page would have one button; a file of passwords needs its form.
    'skip-provider-button': passwords === undefined,
    'set-xauthrequest': true,
    // A user and a fixed password towards the backend are no proof of anything.
    'pass-basic-auth': false,
  };
}

/** Names of the cookie unless told otherwise: with the prefix, browsers take it over TLS alone. */
export function cookieName({ cookie = {} }: OAuth2ProxyProps): string {
  return cookie.name ?? (cookie.insecureHttp === true ? '_spark_sign_on' : '__Secure-spark-sign-on');
}

/** Settings that hand on tokens; oauth2-proxy does not start with one of them and a cookie without tokens. */
const HAND_ON = ['pass-access-token', 'pass-authorization-header', 'set-authorization-header'];

/** Whether tokens are needed after the sign-on. */
function keepsTokens({ cookie, settings = {} }: OAuth2ProxyProps): boolean {
  return cookie?.refresh !== undefined || HAND_ON.some((flag) => settings[flag] === 'true');
}

function whoMayEnter({ allowedGroups = [], allowedEmails = [], allowedEmailDomains = [], provider }: OAuth2ProxyProps) {
  // Addresses are checked in addition to groups; a password file has none, and its provider is nobody's.
  const nobody = provider._htpasswd ? 'nobody.invalid' : '*';
  const domains = allowedEmailDomains.length > 0 ? allowedEmailDomains : allowedEmails.length > 0 ? [] : [nobody];
  return {
    ...(allowedGroups.length > 0 && { 'allowed-group': allowedGroups }),
    ...(allowedEmails.length > 0 && { 'authenticated-emails-file': `${EMAILS_PATH}/emails` }),
    ...(domains.length > 0 && { 'email-domain': domains }),
  };
}

function cookieSettings(props: OAuth2ProxyProps): OAuth2Settings {
  const { domain, expire = Duration.hours(12), refresh, insecureHttp = false } = props.cookie ?? {};
  return {
    'cookie-name': cookieName(props),
    'cookie-secure': !insecureHttp,
    'cookie-httponly': true,
    // The answer of the provider comes from another site: `strict` would lose the session on the way back.
    'cookie-samesite': 'lax',
    // Two tabs that sign on at once must not take each other's proof.
    'cookie-csrf-per-request': true,
    'cookie-expire': duration(expire),
    ...(refresh && { 'cookie-refresh': duration(refresh) }),
    ...(domain !== undefined && { 'cookie-domain': [domain], 'whitelist-domain': [`.${domain}`] }),
  };
}

function duration(value: Duration): string {
  return `${Math.round(value.toMilliseconds() / 1000)}s`;
}
