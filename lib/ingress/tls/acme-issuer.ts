import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkAtSynth, type Finding } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import { KubeObject } from '../../kube/object';
import { TLS_RULES as RULES } from '../rules';
import type { ITlsIssuer } from './issuer';

/** Azure's name service. */
export interface AzureDnsZone {
  /** Subscription of the zone. */
  readonly subscriptionId: string;
  /** Resource group of the zone. */
  readonly resourceGroup: string;
  /** Name of the zone, such as `spark.example.com`. */
  readonly zone: string;
  /** Client id of the managed identity that cert-manager acts as. @default - the only one of its pods */
  readonly managedIdentityClientId?: string;
}

/** Amazon's name service. cert-manager's own account has the rights. */
export interface Route53Zone {
  /** Region of the calls. */
  readonly region: string;
  /** Id of the zone. @default - found by its name */
  readonly hostedZoneId?: string;
  /** ARN of a role to take on. @default - none */
  readonly role?: string;
}

/** How it is proven that a name is yours. @see https://cert-manager.io/docs/configuration/acme/ */
export class AcmeSolver {
  /** By a record in Azure DNS. */
  public static azureDns(zone: AzureDnsZone): AcmeSolver {
    const { subscriptionId, resourceGroup, managedIdentityClientId: clientID } = zone;
    return new AcmeSolver('dns01', {
      azureDNS: {
        subscriptionID: subscriptionId,
        resourceGroupName: resourceGroup,
        hostedZoneName: zone.zone,
        environment: 'AzurePublicCloud',
        ...(clientID !== undefined && { managedIdentity: { clientID } }),
      },
    });
  }

  /** By a record in Route 53. */
  public static route53(zone: Route53Zone): AcmeSolver {
    const { region, hostedZoneId, role } = zone;
    return new AcmeSolver('dns01', {
      route53: {
        region,
        ...(hostedZoneId !== undefined && { hostedZoneID: hostedZoneId }),
        ...(role !== undefined && { role }),
      },
    });
  }

  /** By a record at Cloudflare; the token is a Secret of cert-manager's own namespace. */
  public static cloudflare(apiToken: SecretSource): AcmeSolver {
    return new AcmeSolver('dns01', {
      cloudflare: { apiTokenSecretRef: { name: apiToken.secretName, key: apiToken.key } },
    });
  }

  /** By an answer over HTTP that a short-lived Ingress of this class gives. Not with F5's controller. */
  public static httpIngress(ingressClassName: string): AcmeSolver {
    return new AcmeSolver('http01', { ingress: { ingressClassName } });
  }

  /** By an answer over HTTP that a short-lived route of this Gateway gives. */
  public static httpGateway(gatewayName: string, gatewayNamespace: string): AcmeSolver {
    const parentRefs = [
      {
        group: 'gateway.networking.k8s.io',
        kind: 'Gateway',
        name: gatewayName,
        namespace: gatewayNamespace,
      },
    ];
    return new AcmeSolver('http01', { gatewayHTTPRoute: { parentRefs } });
  }

  private constructor(
    /** @internal */
    public readonly _kind: 'dns01' | 'http01',
    private readonly body: { readonly [field: string]: unknown },
  ) {}

  /** @internal */
  public get _rendered(): { [field: string]: unknown } {
    return { [this._kind]: this.body };
  }
}

/** What an `AcmeIssuer` is made of. */
export interface AcmeIssuerProps {
  /** `metadata.name` of the ClusterIssuer, and beginning of the name of its key. */
  readonly issuerName: string;
  /** Address that the authority writes to. */
  readonly email: string;
  /** How names are proven. */
  readonly solvers: AcmeSolver[];
  /** Directory of the authority. @default - Let's Encrypt, the real one */
  readonly server?: string;
}

/** Let's Encrypt, or another authority of the kind, as a ClusterIssuer. */
export class AcmeIssuer extends Component implements ITlsIssuer {
  /** Let's Encrypt for trials: generous limits, and a signature that no browser takes. */
  public static readonly STAGING = 'https://acme-staging-v02.api.letsencrypt.org/directory';
  /** Let's Encrypt. */
  public static readonly PRODUCTION = 'https://acme-v02.api.letsencrypt.org/directory';

  public readonly issuerName: string;
  public readonly provesOverHttpOnly?: boolean;

  public constructor(scope: Construct, id: string, props: AcmeIssuerProps) {
    super(scope, id);
    const { issuerName, email, solvers, server = AcmeIssuer.PRODUCTION } = props;
    this.issuerName = issuerName;
    if (solvers.length > 0 && solvers.every(({ _kind }) => _kind === 'http01')) this.provesOverHttpOnly = true;
    new KubeObject(this, 'Resource', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: issuerName },
      spec: {
        acme: {
          server,
          email,
          privateKeySecretRef: { name: `${issuerName}-account-key` },
          solvers: solvers.map(({ _rendered }) => _rendered),
        },
      },
    });
    checkAtSynth(this, () => acmeFindings(props));
  }
}

function acmeFindings({ email, solvers }: AcmeIssuerProps): Finding[] {
  return [
    ...(/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email) ? [] : [{ rule: RULES.acmeEmail, at: 'email', value: email }]),
    ...(solvers.length > 0 ? [] : [{ rule: RULES.acmeSolvers, at: 'solvers', value: solvers }]),
  ];
}
