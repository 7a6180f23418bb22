import type { Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkDnsLabel, checkDnsSubdomain } from '../../core/names';
import { checkAtSynth, type Finding } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { TLS_RULES as RULES } from '../rules';
import { issuerRef, waitFor, type ITlsIssuer } from './issuer';

/** How long certificates live. */
export interface TlsLifetime {
  /** From issue to end. @default - 90 days; the issuer may give less */
  readonly duration?: Duration;
  /** How long before its end a certificate is renewed. @default - at two thirds of its life */
  readonly renewBefore?: Duration;
}

/** What a certificate is made of. */
export interface TlsCertificateProps extends TlsLifetime {
  /** Where the Secret appears. */
  readonly namespace: string;
  /** Names that the certificate holds for. */
  readonly dnsNames: string[];
  /** Who signs it. */
  readonly issuer: ITlsIssuer;
  /** Name of the Certificate and of the Secret with `tls.crt`, `tls.key` and `ca.crt`. */
  readonly secretName: string;
}

/** A certificate that cert-manager keeps up. @see https://cert-manager.io/docs/usage/certificate/ */
export class TlsCertificate extends Component {
  /** Name of the Secret. */
  public readonly secretName: string;

  public constructor(scope: Construct, id: string, props: TlsCertificateProps) {
    super(scope, id);
    const { namespace, dnsNames, issuer, secretName, duration, renewBefore } = props;
    this.secretName = secretName;
    const object = new KubeObject(this, 'Resource', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: secretName, namespace },
      spec: {
        secretName,
        dnsNames: [...dnsNames],
        issuerRef: issuerRef(issuer),
        // A key that is renewed with its certificate is of no use to who copied the last one.
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        usages: ['digital signature', 'key encipherment', 'server auth'],
        ...(duration && { duration: goDuration(duration) }),
        ...(renewBefore && { renewBefore: goDuration(renewBefore) }),
      },
    });
    waitFor(object, issuer);
    checkAtSynth(this, () => certificateFindings(props));
  }
}

/** As the API server writes them, so that an apply changes nothing. */
export function goDuration(duration: Duration): string {
  const seconds = Math.round(duration.toMilliseconds() / 1000);
  return `${Math.floor(seconds / 3600)}h${Math.floor((seconds % 3600) / 60)}m${seconds % 60}s`;
}

function certificateFindings(props: TlsCertificateProps): Finding[] {
  const { namespace, dnsNames, issuer, secretName, duration, renewBefore } = props;
  const wildcard = dnsNames.find((name) => name.startsWith('*.'));
  const late = duration && renewBefore && renewBefore.toMilliseconds() >= duration.toMilliseconds();
  return [
    ...checkDnsLabel('namespace', namespace),
    ...checkDnsSubdomain('secretName', secretName),
    ...(issuer.issuerNamespace === undefined || issuer.issuerNamespace === namespace
      ? []
      : [
          {
            rule: RULES.issuerNamespace,
            at: 'issuer',
            value: `${issuer.issuerNamespace}/${issuer.issuerName}`,
            because: `the certificate is made in ${namespace}`,
          },
        ]),
    ...(wildcard !== undefined && issuer.provesOverHttpOnly === true
      ? [{ rule: RULES.wildcardHttp01, at: 'dnsNames', value: wildcard }]
      : []),
    ...(late === true ? [{ rule: RULES.renewal, at: 'renewBefore', value: goDuration(renewBefore) }] : []),
  ];
}
