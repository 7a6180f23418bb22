import { RuleError, type Finding } from '../../core/rules';
import { parseCidr } from '../../kube/network-policy';
import type { AuthenticationModel } from './authentication-model';
import { entraIdModel, oidcModel } from './authentication-oauth';
import type { GrafanaEntraIdOptions, GrafanaOidcOptions, GrafanaProxyOptions } from './authentication-props';
import type { Ini } from './ini';
import { GRAFANA_RULES } from './rules';

/** Who may enter, and what for. Everybody looks, unless a role says more. */
export class GrafanaAuthentication {
  /** The administrator alone, with the password of `admin`. */
  public static adminOnly(): GrafanaAuthentication {
    return new GrafanaAuthentication({ ini: {}, secrets: {}, asks: true, calls: [], findings: [] });
  }

  /** Any provider of OpenID Connect: Keycloak, Dex, Okta. Grafana calls it by itself: open a way in `network.egress`. */
  public static oidc(options: GrafanaOidcOptions): GrafanaAuthentication {
    return new GrafanaAuthentication(oidcModel(options));
  }

  /** Microsoft Entra ID, formerly Azure AD. Grafana calls it by itself: open 443 in `network.egress`. */
  public static entraId(options: GrafanaEntraIdOptions): GrafanaAuthentication {
    return new GrafanaAuthentication(entraIdModel(options));
  }

  /**
   * A proxy in the way, such as the oauth2-proxy that stands before a host with the Gateway API. It must overwrite the
   * header: a proxy beside the way, as nginx asks one, leaves that of the browser.
   */
  public static proxy(options: GrafanaProxyOptions): GrafanaAuthentication {
    const { header = 'X-Forwarded-Email', isEmail = true, trustedCidrs } = options;
    const ini: Ini = {
      'auth.proxy': {
        enabled: true,
        header_name: header,
        header_property: isEmail ? 'email' : 'username',
        auto_sign_up: true,
        enable_login_token: false,
        whitelist: trustedCidrs.join(', '),
      },
      auth: { disable_login_form: true },
    };
    return new GrafanaAuthentication({
      ini,
      secrets: {},
      asks: false,
      calls: [],
      findings: [
        ...trustFindings(trustedCidrs),
        ...(/^[A-Za-z0-9-]+$/.test(header)
          ? []
          : [{ rule: GRAFANA_RULES.header, at: 'authentication.header', value: header }]),
      ],
    });
  }

  /**
   * Nobody is asked: who reaches Grafana may look at everything, and run any query on any data source.
   *
   * @param reason Why; it stands in an annotation of the Deployment.
   * @throws RuleError for a reason without a word.
   */
  public static insecureAnonymous(reason: string): GrafanaAuthentication {
    if (reason.trim() === '') {
      throw new RuleError({ rule: GRAFANA_RULES.anonymousReason, at: 'reason', value: reason });
    }
    const ini: Ini = { 'auth.anonymous': { enabled: true, org_role: 'Viewer', hide_version: true } };
    return new GrafanaAuthentication({ ini, secrets: {}, asks: false, calls: [], insecure: reason, findings: [] });
  }

  private constructor(
    /** @internal */
    public readonly _model: AuthenticationModel,
  ) {}
}

function trustFindings(cidrs: readonly string[]): Finding[] {
  const at = 'authentication.trustedCidrs';
  if (cidrs.length === 0) return [{ rule: GRAFANA_RULES.proxyTrust, at, value: cidrs }];
  return cidrs
    .filter((cidr) => (parseCidr(cidr)?.prefix ?? 0) === 0)
    .map((value) => ({ rule: GRAFANA_RULES.proxyTrust, at, value, because: 'this is no range, or everybody' }));
}
