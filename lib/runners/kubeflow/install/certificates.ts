import { Construct } from 'constructs';
import { KubeObject } from '../../../kube/object';
import { labelsOf } from './names';

const TEN_YEARS = '87600h0m0s';

/** Where the certificate of the webhook comes from. Its private key never stands in a manifest. */
export class KubeflowCertificates {
  /** The webhook makes an authority and a certificate of ten years, keeps them in a Secret, and writes the authority into its configurations. */
  public static selfSigned(): KubeflowCertificates {
    return new KubeflowCertificates(false, undefined);
  }

  /**
   * cert-manager makes them. The webhook reads them once: restart it when they are renewed.
   *
   * @param clusterIssuer Name of a ClusterIssuer that puts `ca.crt` into its Secrets; an authority of its own if absent.
   */
  public static certManager(clusterIssuer?: string): KubeflowCertificates {
    return new KubeflowCertificates(true, clusterIssuer);
  }

  /** @internal */
  public readonly _certManager: boolean;
  /** @internal */
  public readonly _clusterIssuer: string | undefined;

  private constructor(certManager: boolean, clusterIssuer: string | undefined) {
    this._certManager = certManager;
    this._clusterIssuer = clusterIssuer;
  }
}

/** What a certificate is for. */
export interface WebhookCertificateSpec {
  readonly operator: string;
  readonly namespace: string;
  readonly service: string;
  readonly secretName: string;
  readonly clusterIssuer: string | undefined;
}

/** What cert-manager makes the certificate from. @see https://cert-manager.io/docs/configuration/selfsigned/#bootstrapping-ca-issuers */
export class CertManagerCertificate extends Construct {
  /** `<namespace>/<name>` of the Certificate, for cert-manager to put its authority where it is asked for. */
  public readonly reference: string;

  public constructor(scope: Construct, id: string, spec: WebhookCertificateSpec) {
    super(scope, id);
    const { operator, namespace, service, secretName, clusterIssuer } = spec;
    const name = `${operator}-webhook`;
    const authority = `${name}-ca`;
    const make = (childId: string, kind: string, objectName: string, body: object): KubeObject =>
      new KubeObject(this, childId, {
        apiVersion: 'cert-manager.io/v1',
        kind,
        metadata: { name: objectName, namespace, labels: labelsOf(operator, 'webhook') },
        spec: body,
      });
    // The operator reads no other form.
    const privateKey = { algorithm: 'RSA', encoding: 'PKCS1', size: 2048, rotationPolicy: 'Always' };
    const issuer = { group: 'cert-manager.io', kind: 'Issuer' };
    if (clusterIssuer === undefined) {
      make('SelfSigned', 'Issuer', `${name}-selfsigned`, { selfSigned: {} });
      make('Authority', 'Certificate', authority, {
        isCA: true,
        commonName: authority,
        secretName: authority,
        duration: TEN_YEARS,
        privateKey,
        issuerRef: { ...issuer, name: `${name}-selfsigned` },
      });
      make('Issuer', 'Issuer', authority, { ca: { secretName: authority } });
    }
    make('Resource', 'Certificate', name, {
      secretName,
      dnsNames: ['svc', 'svc.cluster.local'].map((end) => `${service}.${namespace}.${end}`),
      usages: ['server auth', 'digital signature', 'key encipherment'],
      privateKey,
      ...(clusterIssuer === undefined && { duration: TEN_YEARS }),
      issuerRef: {
        ...issuer,
        ...(clusterIssuer === undefined ? { name: authority } : { kind: 'ClusterIssuer', name: clusterIssuer }),
      },
    });
    this.reference = `${namespace}/${name}`;
  }
}
