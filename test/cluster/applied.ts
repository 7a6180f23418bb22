import { groupOf, isClusterScoped } from '../../lib/kube/scopes';
import { established } from './established';
import { apply, remove, tryKubectl } from './kubectl';
import { at, type Manifest } from './manifest';

const RESTRICTED = 'pod-security.kubernetes.io/enforce';

/** Namespaces that every cluster has. */
const ALWAYS_THERE = ['default', 'kube-system'];

/** A namespace that admits only pods of the level `restricted`. */
export function restrictedNamespace(name: string): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { [RESTRICTED]: 'restricted' } } };
}

/**
 * Manifests on the cluster. What has no namespace goes to `home`, which belongs to the test as do namespaces that the
 * manifests use without bringing them.
 */
export class Applied {
  private readonly grounds: Manifest[];

  public constructor(
    public readonly manifests: readonly Manifest[],
    public readonly home: string,
  ) {
    const brought = new Set(manifests.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
    const used = new Set(manifests.flatMap(({ metadata }) => metadata.namespace ?? []));
    this.grounds = [home, ...used]
      .filter((name) => !brought.has(name) && !ALWAYS_THERE.includes(name))
      .map(restrictedNamespace);
  }

  /** Applies everything as `kubectl apply` with the given flags, into namespaces that nobody has used yet. */
  public async apply(...flags: string[]): Promise<string[]> {
    if (this.grounds.length > 0) await apply(this.grounds);
    return this.again(...flags);
  }

  /** Applies everything once more; definitions first, since their kinds are served a moment later. */
  public async again(...flags: string[]): Promise<string[]> {
    const lines: string[] = [];
    const definitions = this.manifests.filter(isDefinition);
    if (definitions.length > 0) {
      lines.push(...(await apply(definitions, ...flags)));
      await established(definitions.map(({ metadata }) => metadata.name));
    }
    for (const [part, where] of this.parts())
      if (part.length > 0) lines.push(...(await apply(part, ...where, ...flags)));
    return lines;
  }

  /** What `kubectl diff` finds between the manifests and the cluster; empty when nothing would change. */
  public async diff(...flags: string[]): Promise<string> {
    let found = '';
    for (const [part, where] of this.parts()) {
      if (part.length === 0) continue;
      const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: part });
      const answer = await tryKubectl(['diff', ...where, ...flags, '-f', '-'], input);
      if (answer.code > 1) throw new Error(`kubectl diff ended with ${answer.code}:\n${answer.stderr}`);
      found += answer.stdout;
    }
    return found;
  }

  /** Takes everything away and waits until it is gone. */
  public async remove(): Promise<void> {
    // Jobs first: a namespace that is being deleted would otherwise wait out the grace period of each new attempt.
    const jobs = this.manifests.filter(({ kind }) => kind === 'Job' || kind === 'CronJob');
    for (const { kind, metadata } of jobs) {
      const where = ['-n', metadata.namespace ?? this.home];
      await tryKubectl(['delete', kind.toLowerCase(), metadata.name, ...where, '--ignore-not-found', '--wait=false']);
    }
    for (const namespace of this.namespaces()) {
      await tryKubectl(['delete', 'pods', '--all', '-n', namespace, '--grace-period=0', '--force', '--wait=false']);
    }
    // Webhooks whose server is going would refuse what is deleted after them; objects of our kinds go with their kind.
    await remove(this.manifests.filter(isWebhook));
    const brought = this.manifests.filter(isDefinition).map((one) => at<string>(one, 'spec.group') ?? '');
    const others = this.manifests.filter((one) => outlives(one) && !isDefinition(one) && !isWebhook(one));
    await remove([...others.filter(({ apiVersion }) => !brought.includes(groupOf(apiVersion))), ...this.grounds]);
    await remove(this.manifests.filter(isDefinition));
  }

  private namespaces(): string[] {
    const all = [...this.grounds, ...this.manifests];
    return all.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  }

  private parts(): [Manifest[], string[]][] {
    const others = this.manifests.filter((one) => !isDefinition(one));
    return [
      [others.filter(({ metadata }) => metadata.namespace === undefined), ['-n', this.home]],
      [others.filter(({ metadata }) => metadata.namespace !== undefined), []],
    ];
  }
}

/** Objects that no namespace of the test takes with it. */
function outlives({ apiVersion, kind, metadata }: Manifest): boolean {
  return ALWAYS_THERE.includes(metadata.namespace ?? '') || isClusterScoped(apiVersion, kind);
}

function isDefinition({ kind }: Manifest): boolean {
  return kind === 'CustomResourceDefinition';
}

function isWebhook({ kind }: Manifest): boolean {
  return kind.endsWith('WebhookConfiguration');
}
