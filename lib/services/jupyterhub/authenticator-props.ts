import type { SecretSource } from '../../core/secrets';

/** An application that is registered with Microsoft Entra ID. */
export interface JupyterHubEntraIdOptions {
  /** The directory of the users. */
  readonly tenantId: string;
  /** The application. */
  readonly clientId: string;
  /** Its secret. */
  readonly clientSecret: SecretSource;
  /** What becomes the name of a user. The display name is not unique. @default unique_name */
  readonly usernameClaim?: string;
  /** Take the groups of a user from the token, which the application has to be configured for. They are object ids. @default false */
  readonly groups?: boolean;
  /** The login of a national cloud. @default https://login.microsoftonline.com */
  readonly loginUrl?: string;
}

/** A client that is registered with a provider of OpenID Connect. Its addresses stand in `/.well-known/openid-configuration`. */
export interface JupyterHubOidcOptions {
  /** `authorization_endpoint`. */
  readonly authorizeUrl: string;
  /** `token_endpoint`. */
  readonly tokenUrl: string;
  /** `userinfo_endpoint`. */
  readonly userInfoUrl: string;
  /** The client. */
  readonly clientId: string;
  /** Its secret. */
  readonly clientSecret: SecretSource;
  /** What is asked for. @default ['openid', 'profile', 'email'] */
  readonly scopes?: string[];
  /** What becomes the name of a user. @default preferred_username */
  readonly usernameClaim?: string;
  /** Where the groups of a user are. @default - none: groups decide nothing */
  readonly groupsClaim?: string;
  /** Name on the button. @default OAuth 2.0 */
  readonly loginService?: string;
}

/** An OAuth app that is registered with GitHub. */
export interface JupyterHubGitHubOptions {
  /** The app. */
  readonly clientId: string;
  /** Its secret. */
  readonly clientSecret: SecretSource;
  /** Whose members are let in; `organization:team` for a team. @default - nobody by membership */
  readonly organizations?: string[];
  /** GitHub Enterprise. @default https://github.com */
  readonly url?: string;
}

/** When a connection to a directory is encrypted. */
export enum JupyterHubLdapTls {
  /** StartTLS, on port 389. */
  BEFORE_BIND = 'before_bind',
  /** From the beginning, on port 636. */
  ON_CONNECT = 'on_connect',
}

/** How the distinguished name of a user is found. */
export interface JupyterHubLdapSearch {
  /** Where users are: `ou=people,dc=example,dc=com`. */
  readonly base: string;
  /** The attribute that people type: `uid`, or `sAMAccountName`. */
  readonly attribute: string;
  /** The attribute that becomes the name of the user here. @default - attribute */
  readonly nameAttribute?: string;
  /** The account that searches. @default - anonymous */
  readonly bindDn?: string;
  /** Its password. @default - none */
  readonly bindPassword?: SecretSource;
}

/** A directory. Its connection is always encrypted. */
export interface JupyterHubLdapOptions {
  /** Its host. */
  readonly host: string;
  /** Its port. @default - 389 or 636, as tls says */
  readonly port?: number;
  /** When the connection is encrypted. @default JupyterHubLdapTls.BEFORE_BIND */
  readonly tls?: JupyterHubLdapTls;
  /** Names of users: `uid={username},ou=people,dc=example,dc=com`. @default - none: see search */
  readonly dnTemplates?: string[];
  /** How to find them. @default - none: see dnTemplates */
  readonly search?: JupyterHubLdapSearch;
}

/** A hub that believes any name. */
export interface JupyterHubDummyOptions {
  /** Why that is meant. It stands on the Deployment. */
  readonly reason: string;
  /** One password for all names. @default - none: anybody who reaches the hub runs code */
  readonly password?: SecretSource;
}
