import type { Construct } from 'constructs';
import { checkDnsLabel, checkDnsSubdomain } from '../../core/names';
import { RuleError, type Finding } from '../../core/rules';
import { TLS_RULES } from '../rules';
import { TlsCertificate, type TlsLifetime } from './certificate';
import type { ITlsIssuer } from './issuer';

/** Certificates of the hosts of a gateway: made by cert-manager, or there already. */
export abstract class TlsCertificates {
  /** cert-manager makes one for each host, where the controller looks for it. */
  public static perHost(issuer: ITlsIssuer, lifetime: TlsLifetime = {}): TlsCertificates {
    return new PerHost(issuer, lifetime);
  }

  /**
   * cert-manager makes one for all names right under a domain.
   *
   * @param domain Such as `spark.example.com`, for `*.spark.example.com`.
   * @throws RuleError if the domain is none.
   */
  public static wildcard(domain: string, issuer: ITlsIssuer, lifetime: TlsLifetime = {}): TlsCertificates {
    const [finding] = checkDnsSubdomain('domain', domain);
    if (finding) throw new RuleError(finding);
    return new Wildcard(domain, issuer, lifetime);
  }

  /**
   * A Secret of type `kubernetes.io/tls` that somebody else keeps up.
   *
   * @param secretName Its name.
   * @param namespace Its namespace. With NginxIngress and GatewayApi it is the gateway's own.
   * @throws RuleError if a name is none.
   */
  public static fromSecret(secretName: string, namespace: string): TlsCertificates {
    const [finding] = [...checkDnsSubdomain('secretName', secretName), ...checkDnsLabel('namespace', namespace)];
    if (finding) throw new RuleError(finding);
    return new ExistingSecret(secretName, namespace);
  }

  /** The namespace of the one Secret; undefined where one is made in each that needs it. @internal */
  public readonly _namespace: string | undefined;
  /** Who signs. @internal */
  public readonly _issuer: ITlsIssuer | undefined;

  /** Makes the certificate of a host in a namespace unless it is there; the name of its Secret. @internal */
  public abstract _secretFor(gateway: Construct, host: string, namespace: string): string;

  /** What is wrong with a host. @internal */
  public _findings(_host: string): Finding[] {
    return [];
  }
}

/** The certificate of that name in that namespace, made once by a gateway. */
function once(
  gateway: Construct,
  namespace: string,
  dnsName: string,
  issuer: ITlsIssuer,
  lifetime: TlsLifetime,
): string {
  const secretName = `${dnsName.replace('*', 'wildcard')}-tls`;
  const id = `Tls-${namespace}-${secretName}`;
  if (gateway.node.tryFindChild(id) === undefined) {
    new TlsCertificate(gateway, id, { ...lifetime, namespace, dnsNames: [dnsName], issuer, secretName });
  }
  return secretName;
}

class PerHost extends TlsCertificates {
  public override readonly _issuer: ITlsIssuer;

  public constructor(
    issuer: ITlsIssuer,
    private readonly lifetime: TlsLifetime,
  ) {
    super();
    this._issuer = issuer;
  }

  public override _secretFor(gateway: Construct, host: string, namespace: string): string {
    return once(gateway, namespace, host, this._issuer, this.lifetime);
  }
}

class Wildcard extends TlsCertificates {
  public override readonly _issuer: ITlsIssuer;

  public constructor(
    private readonly domain: string,
    issuer: ITlsIssuer,
    private readonly lifetime: TlsLifetime,
  ) {
    super();
    this._issuer = issuer;
  }

  public override _secretFor(gateway: Construct, _host: string, namespace: string): string {
    return once(gateway, namespace, `*.${this.domain}`, this._issuer, this.lifetime);
  }

  public override _findings(host: string): Finding[] {
    if (host.slice(host.indexOf('.') + 1) === this.domain) return [];
    return [{ rule: TLS_RULES.wildcardDomain, at: 'host', value: host, because: `the domain is ${this.domain}` }];
  }
}

class ExistingSecret extends TlsCertificates {
  public override readonly _namespace: string;

  public constructor(
    private readonly secretName: string,
    namespace: string,
  ) {
    super();
    this._namespace = namespace;
  }

  public override _secretFor(): string {
    return this.secretName;
  }
}
