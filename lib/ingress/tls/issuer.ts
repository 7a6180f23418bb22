import type { Construct } from 'constructs';
import { checkDnsLabel, checkDnsSubdomain } from '../../core/names';
import { RuleError } from '../../core/rules';

/** Who signs certificates: an object of cert-manager that exists, here or in the cluster. */
export interface ITlsIssuer {
  /** `metadata.name` of the Issuer or ClusterIssuer. */
  readonly issuerName: string;
  /** The namespace that an Issuer signs for. @default - a ClusterIssuer: it signs for all */
  readonly issuerNamespace?: string;
  /** Whether it proves names over HTTP alone. @default false */
  readonly provesOverHttpOnly?: boolean;
}

/** References to issuers. */
export class TlsIssuer {
  /**
   * A ClusterIssuer that the cluster has already.
   *
   * @throws RuleError if the name is none.
   */
  public static fromClusterIssuer(name: string): ITlsIssuer {
    const [finding] = checkDnsSubdomain('name', name);
    if (finding) throw new RuleError(finding);
    return { issuerName: name };
  }

  /**
   * An Issuer that the namespace has already. It signs for its own namespace alone.
   *
   * @throws RuleError if a name is none.
   */
  public static fromIssuer(name: string, namespace: string): ITlsIssuer {
    const [finding] = [...checkDnsSubdomain('name', name), ...checkDnsLabel('namespace', namespace)];
    if (finding) throw new RuleError(finding);
    return { issuerName: name, issuerNamespace: namespace };
  }

  private constructor() {}
}

/** An issuer as certificates name it. */
export function issuerRef({ issuerName, issuerNamespace }: ITlsIssuer): { [field: string]: string } {
  return {
    group: 'cert-manager.io',
    kind: issuerNamespace === undefined ? 'ClusterIssuer' : 'Issuer',
    name: issuerName,
  };
}

/** Has objects wait for an issuer that is made here. */
export function waitFor(object: Construct, issuer: ITlsIssuer): void {
  if ('node' in issuer) object.node.addDependency(issuer);
}
