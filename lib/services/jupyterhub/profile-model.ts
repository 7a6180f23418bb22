import type { Finding } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import type { ApiServerAddress, PolicyRow } from '../../kube/network-policy';

/** The hub that a profile belongs to. */
export interface ProfilePlace {
  readonly hub: string;
  readonly namespace: string;
  /** Name of the profile within the hub. */
  readonly slug: string;
  readonly apiServer: ApiServerAddress;
  /** Labels of the notebooks of this profile. */
  readonly notebooks: { readonly [key: string]: string };
}

/** A file that a profile brings. */
export interface ProfileFile {
  /** Its key in the ConfigMap. */
  readonly key: string;
  readonly path: string;
  readonly content: string;
}

/** A policy for pods that are not notebooks. */
export interface ProfilePeerPolicy {
  readonly suffix: string;
  readonly pods: { readonly [key: string]: string };
  readonly ingress: readonly PolicyRow[];
  readonly egress: readonly PolicyRow[];
}

/** What a kind of profile adds to a notebook. */
export interface ProfileParts {
  /** Variables with values for Kubernetes: `$(NAME)` refers to another one. */
  readonly env: { readonly [name: string]: string };
  /** Variables with names that the hub knows: `{unescaped_username}`. */
  readonly userEnv?: { readonly [name: string]: string };
  readonly fieldEnv?: { readonly [name: string]: string };
  readonly secretEnv?: { readonly [name: string]: SecretSource };
  readonly files?: readonly ProfileFile[];
  /** Directories that are made empty and writable. */
  readonly directories?: readonly string[];
  /** Python that runs before the notebook, with these variables beside those of `secretEnv`, which the notebook then has not. */
  readonly setup?: { readonly script: string; readonly userEnv: { readonly [name: string]: string } };
  /** An account whose token the notebook gets. */
  readonly serviceAccountName?: string;
  readonly ingress?: readonly PolicyRow[];
  readonly egress?: readonly PolicyRow[];
  readonly peers?: readonly ProfilePeerPolicy[];
  /** ConfigMap with the authorities of a server, mounted under this path. */
  readonly authority?: { readonly configMapName: string; readonly directory: string };
  readonly findings?: readonly Finding[];
}
