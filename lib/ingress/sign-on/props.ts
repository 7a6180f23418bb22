import type { Duration, Size } from 'cdk8s';
import type { SecretSource } from '../../core/secrets';
import type { OAuth2Provider } from './provider';
import type { OAuth2Sessions } from './sessions';

/** The cookie that a session is known by. */
export interface OAuth2Cookie {
  /** Its name. @default - `__Secure-spark-sign-on`; `_spark_sign_on` over plain HTTP */
  readonly name?: string;
  /** Domain that all hosts are under, so that one sign-on serves them all. @default - each host has its own session */
  readonly domain?: string;
  /** How long a session lasts. @default Duration.hours(12) */
  readonly expire?: Duration;
  /** How often the provider is asked whether a session still holds. @default - not again */
  readonly refresh?: Duration;
  /** Whether the cookie travels over plain HTTP too. @default false */
  readonly insecureHttp?: boolean;
}

/** Who reaches oauth2-proxy, and whom it reaches, beside its gateway, its session store and names. */
export interface OAuth2ProxyNetwork {
  /** Addresses of the provider, as CIDRs. @default - every address, on port 443 */
  readonly providerCidrs?: string[];
  /** Namespaces whose pods may read the metrics, on port 44180. @default - none */
  readonly metricsFrom?: string[];
}

/** Image of oauth2-proxy. */
export interface OAuth2ProxyImages {
  /** @default - that of the release this package was written for */
  readonly proxy?: string;
  /** Names of Secrets with registry credentials. @default - none */
  readonly pullSecrets?: string[];
}

/** What an `OAuth2Proxy` is made of. Its secrets are in its namespace. */
export interface OAuth2ProxyProps {
  /** Name of its namespace. @default sign-on */
  readonly namespace?: string;
  /** Who knows the users. */
  readonly provider: OAuth2Provider;
  /** Seals cookies: 32 random bytes, in base64 of URLs. */
  readonly cookieSecret: SecretSource;
  /** Groups of the provider whose members may enter. @default - no matter */
  readonly allowedGroups?: string[];
  /** Addresses that may enter. @default - no matter */
  readonly allowedEmails?: string[];
  /** Domains whose addresses may enter. @default - no matter */
  readonly allowedEmailDomains?: string[];
  /** Where sessions are kept. @default OAuth2Sessions.cookie() */
  readonly sessions?: OAuth2Sessions;
  /** The cookie. @default - secure, for one host, twelve hours */
  readonly cookie?: OAuth2Cookie;
  /** Whether programs may send tokens of the provider instead of a cookie. @default false */
  readonly bearerTokens?: boolean;
  /** Further issuers of such tokens, as `<issuer URL>=<audience>`. @default - none */
  readonly extraTokenIssuers?: string[];
  /**
   * Addresses of the pods of the controller, as CIDRs: what they say of clients is believed.
   *
   * @default - everybody is believed who gets through the network policy
   */
  readonly trustedProxies?: string[];
  /** Pods. @default 2 */
  readonly replicas?: number;
  /** Cores that each pod asks for; it may use more. @default 0.05 */
  readonly cpu?: number;
  /** Memory of each pod, asked for and the most it gets. @default Size.mebibytes(128) */
  readonly memory?: Size;
  /** Further settings by the names of their flags, such as `footer`; see docs/sign-on.md. @default - none */
  readonly settings?: { readonly [flag: string]: string };
  /** Who reaches it, and whom it reaches. @default - only what it needs */
  readonly network?: OAuth2ProxyNetwork;
  /** Its image, such as a copy in a registry of your own. @default - that of the release this package was written for */
  readonly images?: OAuth2ProxyImages;
}
