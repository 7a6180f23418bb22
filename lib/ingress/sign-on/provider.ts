import type { Finding } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import { SIGN_ON_RULES as RULES } from '../rules';
import type { OAuth2Settings } from './keys';

/** An application that is registered with the provider. Redirect URI: `https://<host>/oauth2/callback`, for each host. */
export interface OAuth2Client {
  /** Id of the application. */
  readonly clientId: string;
  /** Its secret. */
  readonly clientSecret: SecretSource;
}

/** A provider of OpenID Connect. */
export interface OidcProviderProps extends OAuth2Client {
  /** Where the provider is: what stands before `/.well-known/openid-configuration`. */
  readonly issuerUrl: string;
  /** Name on the sign-in page. @default - OpenID Connect */
  readonly displayName?: string;
  /** Scopes to ask for. @default - openid, email, profile; groups where groups are allowed */
  readonly scopes?: string[];
  /** Claim that holds the address. @default email */
  readonly emailClaim?: string;
  /** Claim that holds the groups. @default groups */
  readonly groupsClaim?: string;
}

/** Microsoft Entra ID, formerly Azure AD. */
export interface EntraProviderProps {
  /** The tenant's GUID. */
  readonly tenantId: string;
  /** Id of the app registration. */
  readonly clientId: string;
  /** Its secret. @default - none: the pods prove who they are by workload identity */
  readonly clientSecret?: SecretSource;
}

/** GitHub. */
export interface GitHubProviderProps extends OAuth2Client {
  /** Organisation whose members may enter. @default - see teams and users */
  readonly org?: string;
  /** Teams whose members may enter: slugs in `org`, or `org:slug`. @default - everybody of the organisation */
  readonly teams?: string[];
  /** Users who may enter without being members. @default - none */
  readonly users?: string[];
}

/** Who knows the users. */
export abstract class OAuth2Provider {
  /** Any provider of OpenID Connect: Keycloak, Dex, Okta, Google. */
  public static oidc(props: OidcProviderProps): OAuth2Provider {
    return new Oidc(props);
  }

  /** Microsoft Entra ID. Allowed groups are object ids. */
  public static entraId(props: EntraProviderProps): OAuth2Provider {
    return new Entra(props);
  }

  /** GitHub. */
  public static gitHub(props: GitHubProviderProps): OAuth2Provider {
    return new GitHub(props);
  }

  /**
   * A file of names and passwords, for laptops: no provider, no second factor, no end of an account.
   *
   * @param htpasswd Lines as `htpasswd -B` writes them.
   */
  public static insecurePasswordFile(htpasswd: SecretSource): OAuth2Provider {
    return new PasswordFile(htpasswd);
  }

  /** The secret of the application. @internal */
  public abstract readonly _clientSecret: SecretSource | undefined;
  /** A file of passwords. @internal */
  public readonly _htpasswd: SecretSource | undefined;
  /** Whether the provider itself says who may enter. @internal */
  public readonly _restricts: boolean = false;
  /** Whether its tokens fill a cookie. @internal */
  public readonly _largeTokens: boolean = false;
  /** Client id of an identity that the pods prove they have. @internal */
  public readonly _workloadIdentity: string | undefined;

  /** Its settings. @internal */
  public abstract _settings(groups: readonly string[]): OAuth2Settings;

  /** What is wrong with it. @internal */
  public abstract _findings(): Finding[];
}

class Oidc extends OAuth2Provider {
  public override readonly _clientSecret: SecretSource;

  public constructor(private readonly props: OidcProviderProps) {
    super();
    this._clientSecret = props.clientSecret;
  }

  public override _settings(groups: readonly string[]): OAuth2Settings {
    const { issuerUrl, clientId, displayName, scopes, emailClaim, groupsClaim } = this.props;
    const usual = ['openid', 'email', 'profile', ...(groups.length > 0 ? ['groups'] : [])];
    return {
      provider: 'oidc',
      'oidc-issuer-url': issuerUrl,
      'client-id': clientId,
      'code-challenge-method': 'S256',
      'insecure-oidc-skip-nonce': false,
      scope: (scopes ?? usual).join(' '),
      ...(displayName !== undefined && { 'provider-display-name': displayName }),
      ...(emailClaim !== undefined && { 'oidc-email-claim': emailClaim }),
      ...(groupsClaim !== undefined && { 'oidc-groups-claim': groupsClaim }),
    };
  }

  public override _findings(): Finding[] {
    const { issuerUrl } = this.props;
    return isIssuer(issuerUrl) ? [] : [{ rule: RULES.issuerUrl, at: 'provider.issuerUrl', value: issuerUrl }];
  }
}

const GUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

class Entra extends OAuth2Provider {
  public override readonly _clientSecret: SecretSource | undefined;
  public override readonly _largeTokens: boolean = true;
  public override readonly _workloadIdentity: string | undefined;
  // A tenant of one's own is a door by itself: strangers have no account in it.
  public override readonly _restricts: boolean = true;

  public constructor(private readonly props: EntraProviderProps) {
    super();
    this._clientSecret = props.clientSecret;
    this._workloadIdentity = props.clientSecret === undefined ? props.clientId : undefined;
  }

  public override _settings(groups: readonly string[]): OAuth2Settings {
    const { tenantId, clientId, clientSecret } = this.props;
    return {
      provider: 'entra-id',
      'oidc-issuer-url': `https://login.microsoftonline.com/${tenantId}/v2.0`,
      'client-id': clientId,
      'code-challenge-method': 'S256',
      'insecure-oidc-skip-nonce': false,
      'entra-id-allowed-tenant': [tenantId],
      // Who is in more than 200 groups has them in no token; they are then read from Microsoft Graph.
      scope: groups.length > 0 ? 'openid email profile User.Read' : 'openid email profile',
      ...(clientSecret === undefined && { 'entra-id-federated-token-auth': true }),
    };
  }

  public override _findings(): Finding[] {
    const { tenantId } = this.props;
    return GUID.test(tenantId) ? [] : [{ rule: RULES.tenant, at: 'provider.tenantId', value: tenantId }];
  }
}

class GitHub extends OAuth2Provider {
  public override readonly _clientSecret: SecretSource;
  public override readonly _restricts: boolean = true;

  public constructor(private readonly props: GitHubProviderProps) {
    super();
    this._clientSecret = props.clientSecret;
  }

  public override _settings(): OAuth2Settings {
    const { clientId, org, teams = [], users = [] } = this.props;
    return {
      provider: 'github',
      'client-id': clientId,
      scope: 'user:email read:org',
      ...(org !== undefined && { 'github-org': org }),
      ...(teams.length > 0 && { 'github-team': teams.join(',') }),
      ...(users.length > 0 && { 'github-user': users }),
    };
  }

  public override _findings(): Finding[] {
    const { org = '', teams = [], users = [] } = this.props;
    if (org !== '' || users.length > 0 || teams.some((team) => team.includes(':'))) return [];
    return [{ rule: RULES.githubScope, at: 'provider.org', value: org }];
  }
}

class PasswordFile extends OAuth2Provider {
  public override readonly _clientSecret: undefined;
  public override readonly _htpasswd: SecretSource;
  public override readonly _restricts: boolean = true;

  public constructor(htpasswd: SecretSource) {
    super();
    this._htpasswd = htpasswd;
  }

  /** oauth2-proxy does not start without a provider; nobody is known to this one. */
  public override _settings(): OAuth2Settings {
    return { provider: 'github', 'client-id': 'unused', 'display-htpasswd-form': true };
  }

  public override _findings(): Finding[] {
    return [];
  }
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username } = new URL(text);
  return protocol === 'https:' && search === '' && hash === '' && username === '';
}
