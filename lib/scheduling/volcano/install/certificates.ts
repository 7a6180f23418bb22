import { Chart, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { hashedName } from '../../../core/names';
import { KubeObject } from '../../../kube/object';
import { hardenedPod } from '../../../kube/pod';
import { AccountRights, serviceAccount } from '../../../kube/rbac';
import { ADMISSION_SERVICE, labelsOf, selectorOf, VOLCANO_UID } from './names';
import type { VolcanoPlace } from './place';
import { jobPod } from './pods';

const SECRET = 'volcano-admission-secret';
const INIT = 'volcano-admission-init';
const TEN_YEARS = '87600h0m0s';
const DAY = 86400;

/**
 * A Secret that is there already is left alone: the server reads it once, at its start, and a new one would part it from
 * the authority in its webhooks.
 */
const SCRIPT = `set -eu
found=$(kubectl get secret "$SECRET" --namespace "$NAMESPACE" --ignore-not-found --output name)
if [ -n "$found" ]; then
  echo "$found is there already"
  exit 0
fi
exec sh /gen-admission-secret.sh --service "$SERVICE" --namespace "$NAMESPACE" --secret "$SECRET"
`;

/** Where the admission server's certificate comes from. Its private key never stands in a manifest. */
export class VolcanoCertificates {
  /**
   * A Job in the cluster makes an authority and a certificate of ten years, unless their Secret is there already.
   *
   * @param rotation Part of the name of the Secret. Another word makes new certificates, and restarts the server with them.
   */
  public static job(rotation?: string): VolcanoCertificates {
    return new VolcanoCertificates('job', rotation);
  }

  /**
   * cert-manager makes them. The server reads them once: restart it when they are renewed.
   *
   * @param clusterIssuer Name of a ClusterIssuer that puts `ca.crt` into its Secrets; an authority of its own if absent.
   */
  public static certManager(clusterIssuer?: string): VolcanoCertificates {
    return new VolcanoCertificates('certManager', clusterIssuer);
  }

  /**
   * A Secret with the keys `tls.crt`, `tls.key` and `ca.crt` that somebody else keeps in Volcano's namespace. The
   * certificate must be for `volcano-admission-service.<namespace>.svc`.
   */
  public static fromSecret(secretName: string): VolcanoCertificates {
    return new VolcanoCertificates('secret', secretName);
  }

  /** @internal */
  public readonly _kind: 'job' | 'certManager' | 'secret';
  /** What was said of it: a rotation, an issuer, a Secret. @internal */
  public readonly _word: string | undefined;

  private constructor(kind: 'job' | 'certManager' | 'secret', word: string | undefined) {
    this._kind = kind;
    this._word = word;
  }
}

/** The objects that make the certificate, and the Secret where it will be. */
export class AdmissionCertificate extends Construct {
  public readonly secretName: string;

  public constructor(scope: Construct, id: string, from: VolcanoCertificates, place: VolcanoPlace) {
    super(scope, id);
    if (from._kind === 'job') {
      this.secretName = from._word === undefined ? SECRET : `${SECRET}-${from._word}`;
      this.makeJob(place);
    } else if (from._kind === 'certManager') {
      this.secretName = SECRET;
      this.askCertManager(place.namespace, from._word);
    } else {
      this.secretName = from._word ?? SECRET;
    }
  }

  private makeJob(place: VolcanoPlace): void {
    const { namespace } = place;
    const labels = labelsOf('certificates');
    const account = serviceAccount(this, 'Account', { name: INIT, namespace }, labels);
    const rights = new AccountRights(this, 'Rights', {
      name: INIT,
      namespace,
      account: { name: INIT, namespace },
      labels,
      rules: [
        {
          apiGroups: [''],
          resources: ['secrets'],
          resourceNames: [this.secretName],
          verbs: ['get'],
          because: 'leaves a certificate that is there',
        },
        {
          apiGroups: [''],
          resources: ['secrets'],
          verbs: ['create'],
          because: 'keeps the certificate; Kubernetes cannot limit this to a name',
        },
      ],
    });
    const owners = Chart.of(this).labels;
    const env = { SECRET: this.secretName, SERVICE: ADMISSION_SERVICE, NAMESPACE: namespace };
    const pod = hardenedPod(jobPod(place, { account: INIT, name: 'certificates', script: SCRIPT, env }));
    const job = new KubeObject(
      this,
      'Resource',
      k8s.KubeJob.manifest({
        // The template of a Job cannot be changed.
        metadata: {
          name: hashedName(INIT, [pod, VOLCANO_UID, ...(Object.keys(owners).length > 0 ? [owners] : [])]),
          namespace,
          labels,
        },
        spec: {
          backoffLimit: 3,
          ttlSecondsAfterFinished: DAY,
          template: {
            metadata: { labels: { ...owners, ...labels, ...selectorOf('certificates') } },
            spec: pod,
          },
        },
      }) as ApiObjectProps,
    );
    job.addDependency(account, rights);
  }

  /** @see https://cert-manager.io/docs/configuration/selfsigned/#bootstrapping-ca-issuers */
  private askCertManager(namespace: string, clusterIssuer?: string): void {
    const make = (id: string, kind: string, name: string, spec: object): KubeObject =>
      new KubeObject(this, id, {
        apiVersion: 'cert-manager.io/v1',
        kind,
        metadata: { name, namespace, labels: labelsOf('certificates') },
        spec,
      });
    const privateKey = { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' };
    const authority = 'volcano-admission-ca';
    if (clusterIssuer === undefined) {
      make('SelfSigned', 'Issuer', 'volcano-admission-selfsigned', { selfSigned: {} });
      make('Authority', 'Certificate', authority, {
        isCA: true,
        commonName: authority,
        secretName: authority,
        duration: TEN_YEARS,
        privateKey,
        issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: 'volcano-admission-selfsigned' },
      });
      make('Issuer', 'Issuer', authority, { ca: { secretName: authority } });
    }
    make('Resource', 'Certificate', 'volcano-admission', {
      secretName: SECRET,
      dnsNames: ['', `.${namespace}`, `.${namespace}.svc`].map((end) => `${ADMISSION_SERVICE}${end}`),
      usages: ['server auth', 'digital signature', 'key encipherment'],
      privateKey,
      ...(clusterIssuer === undefined && { duration: TEN_YEARS }),
      issuerRef: {
        group: 'cert-manager.io',
        kind: clusterIssuer === undefined ? 'Issuer' : 'ClusterIssuer',
        name: clusterIssuer ?? authority,
      },
    });
  }
}
