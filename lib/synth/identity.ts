import { checkDnsLabel, checkDnsSubdomain, CRON_JOB_NAME_MAX, DNS_LABEL_MAX } from '../core/names';
import type { Finding } from '../core/rules';
import { groupOf, isClusterScoped } from '../kube/scopes';
import { SYNTH_RULES } from './rules';

/** A manifest, as far as its identity goes. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string; readonly generateName?: string; readonly namespace?: string };
}

/** Kinds whose names are DNS labels; other names are DNS subdomains. */
const LABEL_KINDS = ['/Namespace', '/Service'];
/** Kinds whose names only have to fit into a URL path: `system:node` is fine. */
const PATH_KINDS = ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'].map(
  (kind) => `rbac.authorization.k8s.io/${kind}`,
);
/** Kinds whose name becomes part of a label or of other names. */
const MAX_LENGTH: { readonly [kind: string]: number } = {
  'batch/CronJob': CRON_JOB_NAME_MAX,
  'batch/Job': DNS_LABEL_MAX,
};

/** Checks each object's identity and that no two objects share one. */
export class Identities {
  private readonly owners = new Map<string, string>();
  private readonly clusterScoped = new Set<string>();

  /** @param manifests All manifests of the app: the custom resource definitions among them tell the scope of their kinds. */
  public constructor(manifests: Iterable<unknown>) {
    for (const manifest of manifests) {
      const spec = definitionSpec(manifest);
      if (spec?.scope === 'Cluster') this.clusterScoped.add(`${spec.group}/${spec.names?.kind}`);
    }
  }

  /** The manifest without a namespace where its kind has none. */
  public normalised<T extends Manifest>(manifest: T): T {
    const { metadata } = manifest;
    if (metadata?.namespace === undefined) return manifest;
    const ofCluster = isClusterScoped(manifest.apiVersion, manifest.kind) || this.clusterScoped.has(kindOf(manifest));
    if (!ofCluster) return manifest;
    const { namespace: _, ...rest } = metadata;
    return { ...manifest, metadata: rest };
  }

  /** @param path Path of the construct that made the manifest. */
  public check(manifest: Manifest, path: string): Finding[] {
    const { name, generateName, namespace } = manifest.metadata ?? {};
    if (name === undefined && generateName !== undefined) return checkNamespace(namespace);
    if (typeof name !== 'string') return [{ rule: SYNTH_RULES.missingName, at: 'metadata.name', value: name }];
    return [...checkName(kindOf(manifest), name), ...checkNamespace(namespace), ...this.claim(manifest, name, path)];
  }

  private claim(manifest: Manifest, name: string, path: string): Finding[] {
    const namespace = manifest.metadata?.namespace ?? '';
    const key = [kindOf(manifest), namespace, name].join(' ');
    const owner = this.owners.get(key);
    if (owner === undefined) {
      this.owners.set(key, path);
      return [];
    }
    const value = `${manifest.kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
    return [{ rule: SYNTH_RULES.duplicateObject, at: 'metadata.name', value, because: `${owner} makes it too` }];
  }
}

/** Whether a rendered object has the two fields that say what it is. */
export function isManifest(json: unknown): json is Manifest {
  const { apiVersion, kind } = json as { apiVersion?: unknown; kind?: unknown };
  return typeof apiVersion === 'string' && apiVersion !== '' && typeof kind === 'string' && kind !== '';
}

function kindOf(manifest: Manifest): string {
  return `${groupOf(manifest.apiVersion)}/${manifest.kind}`;
}

function checkName(kind: string, name: string): Finding[] {
  if (PATH_KINDS.includes(kind)) {
    if (name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name)) return [];
    return [{ rule: SYNTH_RULES.pathName, at: 'metadata.name', value: name }];
  }
  if (kind === 'networking.k8s.io/IPAddress') return []; // the name is the address
  if (LABEL_KINDS.includes(kind)) return checkDnsLabel('metadata.name', name);
  return checkDnsSubdomain('metadata.name', name, MAX_LENGTH[kind]);
}

function checkNamespace(namespace: string | undefined): Finding[] {
  return namespace === undefined ? [] : checkDnsLabel('metadata.namespace', namespace);
}

interface DefinitionSpec {
  readonly scope?: string;
  readonly group?: string;
  readonly names?: { readonly kind?: string };
}

function definitionSpec(manifest: unknown): DefinitionSpec | undefined {
  const { kind, spec } = (manifest ?? {}) as { kind?: unknown; spec?: DefinitionSpec };
  return kind === 'CustomResourceDefinition' ? spec : undefined;
}
