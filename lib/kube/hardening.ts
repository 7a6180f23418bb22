import type { k8s } from 'cdk8s-plus-27';

/** The user and group of Spark's images. */
export const SPARK_UID = 185;

/**
 * Pod settings that Pod Security `restricted` asks for. `fsGroup` makes claims writable for the user.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function restrictedPod(uid: number): k8s.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: uid,
    runAsGroup: uid,
    fsGroup: uid,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Container settings that Pod Security `restricted` asks for; the root file system is read-only unless told otherwise. */
export function restrictedContainer(options: { readonly readOnlyRootFilesystem: boolean }): k8s.SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: options.readOnlyRootFilesystem,
    runAsNonRoot: true,
  };
}
