import type { SecretSource } from '../../core/secrets';
import type {
  ZeppelinAuthenticationKind,
  ZeppelinDirectoryProps,
  ZeppelinKnoxProps,
  ZeppelinLdapProps,
} from './authentication';

/** Variable of the server with the password that Shiro puts into the file: it replaces `${…}` by variables. */
export const SHIRO_PASSWORD_VARIABLE = 'SHIRO_SYSTEM_PASSWORD';
/** Where the server reads Knox' key. */
export const KNOX_KEY_PATH = '/etc/zeppelin/knox/knox-sso.pem';
/** Role that edits interpreters. */
const ADMIN = 'admin';

/** Paths, first match first. What edits pods, repositories, settings and other people's credentials is for admins. */
const URLS: readonly (readonly [path: string, filters: string])[] = [
  ['/api/version', 'anon'],
  ['/health/**', 'anon'],
  ['/api/cluster/address', `authc, roles[${ADMIN}]`],
  ['/api/interpreter/setting/restart/**', 'authc'],
  ['/api/interpreter/**', `authc, roles[${ADMIN}]`],
  ['/api/notebook-repositories/**', `authc, roles[${ADMIN}]`],
  ['/api/configurations/**', `authc, roles[${ADMIN}]`],
  ['/api/credential/**', `authc, roles[${ADMIN}]`],
  ['/api/helium/**', `authc, roles[${ADMIN}]`],
  ['/api/admin/**', `authc, roles[${ADMIN}]`],
  ['/**', 'authc'],
];

/** The file `shiro.ini` without a secret in it; undefined where a Secret has it, or nobody asks. */
export function shiroIni(kind: ZeppelinAuthenticationKind, secureCookie: boolean): string | undefined {
  const realm = realmOf(kind);
  if (realm === undefined) return undefined;
  return [
    '[main]',
    ...realm,
    ...session(secureCookie),
    '',
    '[roles]',
    `${ADMIN} = *`,
    '',
    '[urls]',
    ...URLS.map(([path, filters]) => `${path} = ${filters}`),
    '',
  ].join('\n');
}

/** The password that the file refers to. */
export function shiroPassword({ ldap, activeDirectory }: ZeppelinAuthenticationKind): SecretSource | undefined {
  return (ldap ?? activeDirectory)?.systemPassword;
}

/** Values that stand in the file as users wrote them. */
export function shiroValues(kind: ZeppelinAuthenticationKind): { [prop: string]: string } {
  const { ldap, activeDirectory, knox } = kind;
  const all: object = ldap ?? activeDirectory ?? knox ?? {};
  const texts = Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts.map(([prop, value]) => [`authentication.${prop}`, value]));
}

function realmOf({ ldap, activeDirectory, knox }: ZeppelinAuthenticationKind): string[] | undefined {
  if (ldap) return ldapRealm(ldap);
  if (knox) return knoxRealm(knox);
  if (activeDirectory === undefined) return undefined;
  const { searchBase, url, principalSuffix } = activeDirectory;
  const groups = activeDirectory.adminGroups.map((group) => `"${group}":"${ADMIN}"`).join(',');
  return lines('realm', {
    '': 'org.apache.zeppelin.realm.ActiveDirectoryGroupRealm',
    url,
    searchBase,
    ...(principalSuffix !== undefined && { principalSuffix }),
    groupRolesMap: groups,
    authorizationCachingEnabled: 'false',
    ...systemUser(activeDirectory, ''),
  });
}

function ldapRealm(props: ZeppelinLdapProps): string[] {
  const { url, searchBase, userDnTemplate, groupSearchBase = searchBase } = props;
  return lines('realm', {
    '': 'org.apache.zeppelin.realm.LdapRealm',
    'contextFactory.url': url,
    'contextFactory.authenticationMechanism': 'simple',
    ...systemUser(props, 'contextFactory.'),
    userDnTemplate,
    searchBase,
    userSearchBase: searchBase,
    groupSearchBase,
    groupObjectClass: props.groupObjectClass ?? 'groupofnames',
    memberAttribute: props.memberAttribute ?? 'member',
    memberAttributeValueTemplate: userDnTemplate,
    authorizationEnabled: 'true',
    rolesByGroup: props.adminGroups.map((group) => `${group}: ${ADMIN}`).join(', '),
  });
}

function knoxRealm(props: ZeppelinKnoxProps): string[] {
  const { url, loginPath, logoutPath, cookieName = 'hadoop-jwt' } = props;
  return [
    ...lines('realm', {
      '': 'org.apache.zeppelin.realm.jwt.KnoxJwtRealm',
      providerUrl: url,
      login: loginPath ?? 'gateway/knoxsso/knoxauth/login.html',
      logout: logoutPath ?? 'gateway/knoxssout/api/v1/webssout',
      logoutAPI: 'true',
      redirectParam: 'originalUrl',
      cookieName,
      publicKeyPath: KNOX_KEY_PATH,
    }),
    'authc = org.apache.zeppelin.realm.jwt.KnoxAuthenticationFilter',
  ];
}

function systemUser({ systemUser: user, systemPassword }: ZeppelinDirectoryProps, prefix: string) {
  return {
    ...(user !== undefined && { [`${prefix}systemUsername`]: user }),
    ...(systemPassword && { [`${prefix}systemPassword`]: `\${${SHIRO_PASSWORD_VARIABLE}}` }),
  };
}

function session(secureCookie: boolean): string[] {
  return [
    'sessionManager = org.apache.shiro.web.session.mgt.DefaultWebSessionManager',
    'cookie = org.apache.shiro.web.servlet.SimpleCookie',
    'cookie.name = JSESSIONID',
    'cookie.httpOnly = true',
    `cookie.secure = ${secureCookie}`,
    'sessionManager.sessionIdCookie = $cookie',
    'securityManager.sessionManager = $sessionManager',
    // A day, as in Zeppelin's own file.
    'securityManager.sessionManager.globalSessionTimeout = 86400000',
    'securityManager.realms = $realm',
    'shiro.loginUrl = /api/login',
  ];
}

function lines(name: string, properties: { readonly [property: string]: string }): string[] {
  return Object.entries(properties).map(([key, value]) => `${key === '' ? name : `${name}.${key}`} = ${value}`);
}
