import type { SecretSource } from '../../core/secrets';
import type { NetworkPeer } from '../../kube/network-policy';
import type { OAuth2Settings } from './keys';

/** A Redis that keeps sessions. */
export interface RedisSessionsProps {
  /** Where it is, such as `rediss://sessions.redis:6379`. */
  readonly url: string;
  /** Its password. @default - none */
  readonly password?: SecretSource;
  /** Its pods or addresses, for the network policy. */
  readonly peer: NetworkPeer;
}

/** Where it is kept who is signed on. */
export class OAuth2Sessions {
  /** In an encrypted cookie of the browser. Tokens that are not needed are left out of it. */
  public static cookie(): OAuth2Sessions {
    return new OAuth2Sessions();
  }

  /** In Redis; the cookie is a ticket. Tokens of any size fit, and a session can be ended. */
  public static redis(props: RedisSessionsProps): OAuth2Sessions {
    return new OAuth2Sessions(props);
  }

  private constructor(
    /** @internal */
    public readonly _redis?: RedisSessionsProps,
  ) {}

  /** Its settings. Without tokens in the cookie they cannot be handed on, nor a session refreshed. @internal */
  public _settings(keepsTokens: boolean): OAuth2Settings {
    if (this._redis === undefined) return { 'session-store-type': 'cookie', 'session-cookie-minimal': !keepsTokens };
    return { 'session-store-type': 'redis', 'redis-connection-url': this._redis.url };
  }

  /** Port of the store. @internal */
  public get _port(): number {
    const text = this._redis?.url ?? '';
    return URL.canParse(text) && new URL(text).port !== '' ? Number(new URL(text).port) : 6379;
  }
}
