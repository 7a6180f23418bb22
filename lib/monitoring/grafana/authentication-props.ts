import type { SecretSource } from '../../core/secrets';

/** Who may do what, by groups of the provider. Who is in none of them may look. */
export interface GrafanaRoles {
  /** Groups that administer Grafana: object ids with Entra ID. @default - none */
  readonly admins?: string[];
  /** Groups that make dashboards of their own. @default - none */
  readonly editors?: string[];
}

/** An application that is registered with a provider of OpenID Connect. Redirect URI: Grafana's address and `/login/generic_oauth`. */
export interface GrafanaOidcOptions {
  /** Where people sign on: `authorization_endpoint` of the provider's discovery document. */
  readonly authorizationUrl: string;
  /** Where tokens are had: `token_endpoint`. */
  readonly tokenUrl: string;
  /** Where names and groups are had: `userinfo_endpoint`. */
  readonly userInfoUrl: string;
  /** Id of the application. */
  readonly clientId: string;
  /** Its secret, in Grafana's namespace. */
  readonly clientSecret: SecretSource;
  /** Name on the button. @default - OpenID Connect */
  readonly displayName?: string;
  /** Scopes to ask for. @default - openid, email, profile; groups where groups are used */
  readonly scopes?: string[];
  /** Claim with the groups. @default groups */
  readonly groupsClaim?: string;
  /** Groups that may enter. @default - everybody whom the provider knows */
  readonly allowedGroups?: string[];
  /** Who may do what. @default - everybody looks */
  readonly roles?: GrafanaRoles;
  /** Keeps the form for the administrator's password. @default false */
  readonly loginForm?: boolean;
}

/** An app registration with Microsoft Entra ID. Redirect URI: Grafana's address and `/login/azuread`. */
export interface GrafanaEntraIdOptions {
  /** The tenant's GUID. Nobody else's users enter. */
  readonly tenantId: string;
  /** Id of the app registration. */
  readonly clientId: string;
  /** Its secret, in Grafana's namespace. @default - none: the pods prove who they are by workload identity */
  readonly clientSecret?: SecretSource;
  /** Object ids of groups that may enter. @default - everybody of the tenant who may use the application */
  readonly allowedGroups?: string[];
  /** Who may do what. @default - the app roles Viewer, Editor and Admin of the registration; who has none looks */
  readonly roles?: GrafanaRoles;
  /** Keeps the form for the administrator's password. @default false */
  readonly loginForm?: boolean;
}

/** A proxy that asks people to sign on, goes between them and Grafana, and overwrites a header with their name. */
export interface GrafanaProxyOptions {
  /** Addresses of the proxy's pods; the header of everybody else is not believed. As narrow as possible. */
  readonly trustedCidrs: string[];
  /** The header. @default X-Forwarded-Email */
  readonly header?: string;
  /** Whether the header has an address rather than a name. @default true */
  readonly isEmail?: boolean;
}
