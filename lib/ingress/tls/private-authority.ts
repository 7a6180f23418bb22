import type { Construct } from 'constructs';
import { Duration } from 'cdk8s';
import { Component } from '../../core/component';
import { KubeObject } from '../../kube/object';
import type { ITlsIssuer } from './issuer';
import { goDuration } from './certificate';

/** What a `PrivateAuthority` is made of. */
export interface PrivateAuthorityProps {
  /** `metadata.name` of the ClusterIssuer. */
  readonly issuerName: string;
  /** Where cert-manager looks for the Secrets of ClusterIssuers. @default cert-manager */
  readonly certManagerNamespace?: string;
}

/**
 * An authority of your own: a root that signs itself, and a ClusterIssuer that signs with it. For laptops and for
 * connections inside the cluster; browsers do not know the root, which is `ca.crt` in every Secret.
 */
export class PrivateAuthority extends Component implements ITlsIssuer {
  public readonly issuerName: string;

  public constructor(scope: Construct, id: string, props: PrivateAuthorityProps) {
    super(scope, id);
    const { issuerName, certManagerNamespace: namespace = 'cert-manager' } = props;
    this.issuerName = issuerName;
    const secretName = `${issuerName}-root`;
    const make = (child: string, kind: string, metadata: { name: string; namespace?: string }, spec: object) =>
      new KubeObject(this, child, { apiVersion: 'cert-manager.io/v1', kind, metadata, spec });
    const bootstrap = make('Bootstrap', 'ClusterIssuer', { name: `${issuerName}-bootstrap` }, { selfSigned: {} });
    const root = make(
      'Root',
      'Certificate',
      { name: secretName, namespace },
      {
        isCA: true,
        commonName: issuerName,
        secretName,
        duration: goDuration(Duration.days(5 * 365)),
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Never' },
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: `${issuerName}-bootstrap` },
      },
    );
    const issuer = make('Resource', 'ClusterIssuer', { name: issuerName }, { ca: { secretName } });
    root.node.addDependency(bootstrap);
    issuer.node.addDependency(root);
  }
}
