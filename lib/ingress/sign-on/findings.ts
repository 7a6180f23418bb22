import { Duration } from 'cdk8s';
import { checkDnsSubdomain } from '../../core/names';
import type { Finding } from '../../core/rules';
import { parseCidr } from '../../kube/network-policy';
import { installFindings } from '../install-findings';
import { SIGN_ON_RULES as RULES } from '../rules';
import { OAUTH2_PROXY_KEYS } from './keys';
import type { OAuth2Cookie, OAuth2ProxyProps } from './props';
import { cookieName } from './settings';

/** What a sign-on is used for. */
export interface SignOnUse {
  /** Hosts whose users it asks. */
  readonly hosts: readonly string[];
  /** How many servers its gateways have it run. */
  readonly servers: number;
  /** Whether a gateway drops the cookies of its answers. */
  readonly dropsCookies: boolean;
}

/** Findings for a sign-on. */
export function signOnFindings(namespace: string, props: OAuth2ProxyProps, use: SignOnUse): Finding[] {
  const { network = {} } = props;
  return [
    ...installFindings({ namespace, ...props, network }),
    ...props.provider._findings(),
    ...whoFindings(props),
    ...cookieFindings(props, use.hosts),
    ...refreshFindings(props, use),
    ...redisFindings(props),
    ...(props.trustedProxies ?? [])
      .filter((cidr) => parseCidr(cidr) === undefined)
      .map((value) => ({ rule: RULES.trustedProxy, at: 'trustedProxies', value })),
    ...Object.entries(props.settings ?? {}).flatMap(([flag, value]) => keyFindings(flag, value)),
    ...(use.servers > 0 ? [] : [{ rule: RULES.signOnUnused, at: 'signOn', value: namespace }]),
  ];
}

/** What leaves the sign-on working, and its owner should know. */
export function signOnWarnings({ provider, sessions, trustedProxies = [] }: OAuth2ProxyProps): Finding[] {
  const large = provider._largeTokens && sessions?._redis === undefined;
  return [
    ...(large ? [{ rule: RULES.entraCookie, at: 'sessions', value: 'cookie' }] : []),
    ...(trustedProxies.length > 0 ? [] : [{ rule: RULES.proxyTrust, at: 'trustedProxies', value: trustedProxies }]),
  ];
}

function whoFindings(props: OAuth2ProxyProps): Finding[] {
  const { provider, allowedGroups = [], allowedEmails = [], allowedEmailDomains = [] } = props;
  const nobody = [allowedGroups, allowedEmails, allowedEmailDomains].every(({ length }) => length === 0);
  const everybody = allowedEmailDomains.includes('*') && allowedGroups.length === 0;
  const wrong = (at: string, values: readonly string[], fits: RegExp): Finding[] =>
    values.filter((value) => !fits.test(value)).map((value) => ({ rule: RULES.signOnEmail, at, value }));
  return [
    ...(!provider._restricts && (nobody || everybody)
      ? [{ rule: RULES.signOnAnyone, at: 'allowedGroups', value: allowedGroups }]
      : []),
    ...allowedGroups
      .filter((group) => group.trim() === '')
      .map((value) => ({ rule: RULES.signOnGroup, at: 'allowedGroups', value })),
    ...wrong('allowedEmails', allowedEmails, /^[^@\s]+@[^@\s]+$/),
    ...wrong('allowedEmailDomains', allowedEmailDomains, /^(\*|[a-z0-9.-]+)$/),
  ];
}

function cookieFindings(props: OAuth2ProxyProps, hosts: readonly string[]): Finding[] {
  const { domain, expire = Duration.hours(12), refresh }: OAuth2Cookie = props.cookie ?? {};
  const minute = 60 * 1000;
  const [life, again = minute] = [expire.toMilliseconds(), refresh?.toMilliseconds()];
  const name = cookieName(props);
  const strangers = hosts.filter((host) => host !== domain && !host.endsWith(`.${domain}`));
  return [
    ...(/^[A-Za-z0-9_-]{1,64}$/.test(name) ? [] : [{ rule: RULES.cookieName, at: 'cookie.name', value: name }]),
    ...(life >= minute && again >= minute && (refresh === undefined || again < life)
      ? []
      : [
          { rule: RULES.cookieTimes, at: 'cookie.refresh', value: `${again / 1000} s`, because: `of ${life / 1000} s` },
        ]),
    ...(domain === undefined
      ? []
      : [
          ...checkDnsSubdomain('cookie.domain', domain),
          ...strangers.map((because) => ({ rule: RULES.cookieDomain, at: 'cookie.domain', value: domain, because })),
        ]),
  ];
}

function refreshFindings({ cookie, sessions }: OAuth2ProxyProps, { dropsCookies }: SignOnUse): Finding[] {
  if (!dropsCookies || cookie?.refresh === undefined || sessions?._redis) return [];
  return [{ rule: RULES.refreshLost, at: 'cookie.refresh', value: `${cookie.refresh.toMilliseconds() / 1000} s` }];
}

function redisFindings({ sessions }: OAuth2ProxyProps): Finding[] {
  const url = sessions?._redis?.url;
  if (url === undefined || /^rediss?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/\d+)?$/.test(url)) return [];
  // It may hold a password.
  return [{ rule: RULES.redisUrl, at: 'sessions.url', value: url.replace(/\/\/.*@/, '//…@') }];
}

function keyFindings(flag: string, value: string): Finding[] {
  const at = `settings["${flag}"]`;
  const row = OAUTH2_PROXY_KEYS[flag];
  if (row === undefined) return [{ rule: RULES.oauthKey, at, value }];
  const [, owner] = row;
  if (owner === undefined) return [];
  const rule = { package: RULES.oauthKeyOwned, secret: RULES.oauthKeySecret, unsafe: RULES.oauthKeyUnsafe }[owner];
  return [{ rule, at, value: owner === 'secret' ? '…' : value }];
}
