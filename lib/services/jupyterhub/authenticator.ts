import type { Finding } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import type {
  JupyterHubDummyOptions,
  JupyterHubEntraIdOptions,
  JupyterHubGitHubOptions,
  JupyterHubLdapOptions,
  JupyterHubOidcOptions,
} from './authenticator-props';
import { JupyterHubLdapTls } from './authenticator-props';
import { HUB_RULES } from './rules';

const OAUTH = 'OAuthenticator';

interface Spec {
  /** The class as the hub imports it. */
  readonly type: string;
  readonly traits: { readonly [trait: string]: unknown };
  readonly secrets?: { readonly [trait: string]: SecretSource | undefined };
  /** What is wrong with the options. */
  readonly findings?: readonly Finding[];
  /** Whether users come back from elsewhere, with a code. */
  readonly oauth?: boolean;
  /** Whether it tells the groups of a user. */
  readonly groups?: boolean;
  /** The class whose settings name groups that are let in. @default - it knows no groups */
  readonly groupClass?: string;
  /** Whether its own settings let people in. */
  readonly admits?: boolean;
  /** What the hub asks, for messages; undefined if it asks nobody. */
  readonly asks?: string;
  /** Why any name is believed. */
  readonly insecure?: string;
}

/** Who tells the hub who a user is. */
export class JupyterHubAuthenticator {
  /** Microsoft Entra ID, formerly Azure AD. @see https://oauthenticator.readthedocs.io/en/stable/reference/api/gen/oauthenticator.azuread.html */
  public static entraId(options: JupyterHubEntraIdOptions): JupyterHubAuthenticator {
    const { tenantId, clientId, clientSecret, usernameClaim = 'unique_name', groups = false, loginUrl } = options;
    return new JupyterHubAuthenticator({
      type: 'oauthenticator.azuread.AzureAdOAuthenticator',
      oauth: true,
      groups,
      ...(groups && { groupClass: OAUTH }),
      asks: loginUrl ?? 'https://login.microsoftonline.com',
      traits: {
        'AzureAdOAuthenticator.tenant_id': tenantId,
        ...(loginUrl !== undefined && { 'AzureAdOAuthenticator.graph_url': loginUrl }),
        'OAuthenticator.client_id': clientId,
        'OAuthenticator.username_claim': usernameClaim,
      },
      secrets: { 'OAuthenticator.client_secret': clientSecret },
      findings: [...needed({ tenantId, clientId, usernameClaim }), ...secure({ loginUrl })],
    });
  }

  /** Any provider of OpenID Connect: Keycloak, Okta, Dex. @see https://oauthenticator.readthedocs.io/en/stable/reference/api/gen/oauthenticator.generic.html */
  public static oidc(options: JupyterHubOidcOptions): JupyterHubAuthenticator {
    const { authorizeUrl, tokenUrl, userInfoUrl, clientId, clientSecret, groupsClaim, loginService } = options;
    const { usernameClaim = 'preferred_username', scopes = ['openid', 'profile', 'email'] } = options;
    return new JupyterHubAuthenticator({
      type: 'oauthenticator.generic.GenericOAuthenticator',
      oauth: true,
      groups: groupsClaim !== undefined,
      ...(groupsClaim !== undefined && { groupClass: OAUTH }),
      asks: tokenUrl,
      traits: {
        'OAuthenticator.authorize_url': authorizeUrl,
        'OAuthenticator.token_url': tokenUrl,
        'OAuthenticator.userdata_url': userInfoUrl,
        'OAuthenticator.client_id': clientId,
        'OAuthenticator.username_claim': usernameClaim,
        'OAuthenticator.scope': [...scopes],
        ...(groupsClaim !== undefined && { 'OAuthenticator.auth_state_groups_key': `oauth_user.${groupsClaim}` }),
        ...(loginService !== undefined && { 'OAuthenticator.login_service': loginService }),
      },
      secrets: { 'OAuthenticator.client_secret': clientSecret },
      findings: [...needed({ clientId, usernameClaim }), ...secure({ authorizeUrl, tokenUrl, userInfoUrl })],
    });
  }

  /** GitHub, or GitHub Enterprise. @see https://oauthenticator.readthedocs.io/en/stable/reference/api/gen/oauthenticator.github.html */
  public static gitHub(options: JupyterHubGitHubOptions): JupyterHubAuthenticator {
    const { clientId, clientSecret, organizations = [], url } = options;
    return new JupyterHubAuthenticator({
      type: 'oauthenticator.github.GitHubOAuthenticator',
      oauth: true,
      admits: organizations.length > 0,
      asks: url ?? 'https://github.com',
      traits: {
        'OAuthenticator.client_id': clientId,
        ...(url !== undefined && { 'GitHubOAuthenticator.github_url': url }),
        ...(organizations.length > 0 && {
          'GitHubOAuthenticator.allowed_organizations': [...organizations],
          'OAuthenticator.scope': ['read:org'],
        }),
      },
      secrets: { 'OAuthenticator.client_secret': clientSecret },
      findings: [...needed({ clientId }), ...secure({ url })],
    });
  }

  /** A directory of users, which the hub asks itself. Groups in `access` are then distinguished names. @see https://github.com/jupyterhub/ldapauthenticator */
  public static ldap(options: JupyterHubLdapOptions): JupyterHubAuthenticator {
    const { host, port, tls = JupyterHubLdapTls.BEFORE_BIND, dnTemplates = [], search } = options;
    const wrong = dnTemplates.filter((template) => !template.includes('{username}'));
    return new JupyterHubAuthenticator({
      type: 'ldapauthenticator.LDAPAuthenticator',
      groupClass: 'LDAPAuthenticator',
      asks: host,
      traits: {
        'LDAPAuthenticator.server_address': host,
        ...(port !== undefined && { 'LDAPAuthenticator.server_port': port }),
        'LDAPAuthenticator.tls_strategy': tls,
        ...(dnTemplates.length > 0 && { 'LDAPAuthenticator.bind_dn_template': [...dnTemplates] }),
        ...(search && {
          'LDAPAuthenticator.lookup_dn': true,
          'LDAPAuthenticator.user_search_base': search.base,
          'LDAPAuthenticator.user_attribute': search.attribute,
          'LDAPAuthenticator.lookup_dn_user_dn_attribute': search.nameAttribute ?? search.attribute,
          ...(search.bindDn !== undefined && { 'LDAPAuthenticator.lookup_dn_search_user': search.bindDn }),
        }),
      },
      secrets: { 'LDAPAuthenticator.lookup_dn_search_password': search?.bindPassword },
      findings: [
        ...needed({ host }),
        ...((dnTemplates.length === 0) === (search === undefined) || wrong.length > 0
          ? [{ rule: HUB_RULES.ldapNames, at: 'authenticator.dnTemplates', value: dnTemplates }]
          : []),
      ],
    });
  }

  /** Believes any name, with one password for all or with none. For a laptop. */
  public static insecureDummy(options: JupyterHubDummyOptions): JupyterHubAuthenticator {
    const { reason, password } = options;
    return new JupyterHubAuthenticator({
      type: 'jupyterhub.auth.DummyAuthenticator',
      traits: {},
      secrets: { 'DummyAuthenticator.password': password },
      insecure: reason,
      findings:
        reason.trim() === '' ? [{ rule: HUB_RULES.dummyReason, at: 'authenticator.reason', value: reason }] : [],
    });
  }

  /** @internal */
  public readonly _findings: readonly Finding[];
  /** @internal */
  public readonly _groups: boolean;
  /** The class whose settings name groups that are let in. @internal */
  public readonly _groupClass: string | undefined;
  /** @internal */
  public readonly _oauth: boolean;
  /** @internal */
  public readonly _admits: boolean;
  /** @internal */
  public readonly _asks: string | undefined;
  /** @internal */
  public readonly _insecure: string | undefined;

  private constructor(private readonly spec: Spec) {
    this._findings = spec.findings ?? [];
    this._groups = spec.groups ?? false;
    this._groupClass = spec.groupClass;
    this._oauth = spec.oauth ?? false;
    this._admits = spec.admits ?? false;
    this._asks = spec.asks;
    this._insecure = spec.insecure;
  }

  /** Settings that stand in the open. @internal */
  public get _traits(): { [trait: string]: unknown } {
    return {
      'JupyterHub.authenticator_class': this.spec.type,
      ...this.spec.traits,
      ...(this._groups && { 'Authenticator.manage_groups': true }),
    };
  }

  /** Settings whose values are secret. @internal */
  public get _secrets(): { [trait: string]: SecretSource } {
    const entries = Object.entries(this.spec.secrets ?? {});
    return Object.fromEntries(entries.filter((entry): entry is [string, SecretSource] => entry[1] !== undefined));
  }
}

function needed(values: { readonly [prop: string]: string }): Finding[] {
  return Object.entries(values)
    .filter(([, value]) => value.trim() === '')
    .map(([prop, value]) => ({ rule: HUB_RULES.providerEmpty, at: `authenticator.${prop}`, value }));
}

function secure(urls: { readonly [prop: string]: string | undefined }): Finding[] {
  return Object.entries(urls)
    .filter(([, url]) => url !== undefined && !/^https:\/\/[^/\s]+/.test(url))
    .map(([prop, value]) => ({ rule: HUB_RULES.providerUrl, at: `authenticator.${prop}`, value }));
}
