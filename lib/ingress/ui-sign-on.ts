import { RuleError } from '../core/rules';
import { ROUTE_RULES } from './rules';

/** Who asks the users of a route to sign on. */
export class UiSignOn {
  /** The sign-on of the gateway: who is not signed on is sent to the provider. */
  public static required(): UiSignOn {
    return new UiSignOn('required');
  }

  /**
   * The sign-on of the gateway, for programs: who is not signed on gets 401 instead of a page. They send tokens of the
   * provider as `Authorization: Bearer …`; see `bearerTokens` of `OAuth2Proxy`.
   */
  public static api(): UiSignOn {
    return new UiSignOn('api');
  }

  /** The backend asks by itself, as JupyterHub does. */
  public static backend(): UiSignOn {
    return new UiSignOn('backend');
  }

  /**
   * Nobody asks: everybody who reaches the gateway sees the interface. The route carries the reason as an exemption
   * from the house rule on sign-on.
   *
   * @throws RuleError for a reason without a word.
   */
  public static insecurePublic(reason: string): UiSignOn {
    if (reason.trim() === '') throw new RuleError({ rule: ROUTE_RULES.publicReason, at: 'reason', value: reason });
    return new UiSignOn('public', reason);
  }

  private constructor(
    /** @internal */
    public readonly _kind: 'required' | 'api' | 'backend' | 'public',
    /** @internal */
    public readonly _reason: string = '',
  ) {}

  /** Whether the gateway asks. @internal */
  public get _byGateway(): boolean {
    return this._kind === 'required' || this._kind === 'api';
  }
}
