import type { ApiObject } from 'cdk8s';
import type { Finding } from '../core/rules';
import { runsOnce } from '../kube/one-time';
import { groupOf } from '../kube/scopes';
import type { Located } from './dependencies';
import type { Manifest } from './identity';
import { SYNTH_RULES } from './rules';
import type { Tree, TreeNode } from './tree';

/** By this annotation Argo CD applies objects in groups, and waits until one is healthy before it starts the next. */
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

interface Metadata {
  readonly annotations?: { readonly [key: string]: string };
  readonly [field: string]: unknown;
}

/** An object and its manifest. */
interface Rendered {
  readonly object: ApiObject;
  readonly manifest: Manifest;
}

/** The same with what the waves need to know. */
interface Placed {
  readonly node: TreeNode;
  readonly manifest: Manifest;
  readonly once: boolean;
  /** The wave that its author chose. */
  readonly chosen: number | undefined;
}

/** One declared dependency. */
interface Wait {
  readonly source: TreeNode;
  readonly target: TreeNode;
}

/**
 * The sync waves of a tree: the longest way from an object to one that waits for nothing. An object waits for what was
 * declared, and for its Namespace and the definition of its kind where they come before it. What runs once comes last
 * unless something waits for it, because Argo CD waits for the health of each wave but the last: a job of hours in an
 * earlier one would hold up the whole synchronisation, and a failed one would end it.
 */
export class SyncWaves {
  /** Waves chosen by hand that contradict the dependencies. */
  public readonly findings: Located[] = [];
  private readonly waves: ReadonlyMap<TreeNode, number>;
  private readonly waits = new Map<TreeNode, readonly Wait[]>();

  /** @param objects In an order in which they could be applied. */
  public constructor(
    private readonly tree: Tree,
    objects: readonly Rendered[],
  ) {
    const placed = objects.map((object) => this.placed(object));
    const awaited = this.awaited(placed);
    const isLast = ({ node, once }: Placed): boolean => once && !awaited.has(node);
    const first = new Pass(this, tree, () => 0).run(placed);
    const last = placed.reduce((most, one) => (isLast(one) ? most : Math.max(most, (first.get(one.node) ?? 0) + 1)), 0);
    const pass = new Pass(this, tree, (one) => (isLast(one) ? last : 0));
    this.waves = pass.run(placed);
    for (const { node, chosen } of placed) {
      const needed = pass.needed.get(node) ?? 0;
      if (chosen !== undefined && chosen < needed) {
        this.report(node, { rule: SYNTH_RULES.syncWaveOrder, at: AT, value: chosen, because: `${needed} at least` });
      }
    }
  }

  /** The manifest with its wave; wave 0 needs no words. */
  public annotated(object: ApiObject, manifest: Manifest): Manifest {
    const node = this.tree.find(object);
    const wave = node === undefined ? 0 : (this.waves.get(node) ?? 0);
    const { annotations, ...metadata } = (manifest.metadata ?? {}) as Metadata;
    if (wave === 0 || annotations?.[SYNC_WAVE] !== undefined) return manifest;
    const all = Object.entries({ ...annotations, [SYNC_WAVE]: String(wave) }).sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      ...manifest,
      metadata: { annotations: Object.fromEntries(all), ...metadata } as Manifest['metadata'] & {},
    };
  }

  /** What a construct waits for, by itself or by a construct around it in the same chart. */
  public waitsOf(node: TreeNode): readonly Wait[] {
    const known = this.waits.get(node);
    if (known !== undefined) return known;
    const around = node.isChart || !node.parent ? [] : this.waitsOf(node.parent);
    const own = node.construct.node.dependencies.flatMap((construct) => {
      const target = this.tree.find(construct);
      return target === undefined ? [] : [{ source: node, target }];
    });
    const all = own.length === 0 ? around : [...around, ...own];
    this.waits.set(node, all);
    return all;
  }

  private placed({ object, manifest }: Rendered): Placed {
    const node = this.tree.find(object) as TreeNode;
    const text = (manifest.metadata as Metadata | undefined)?.annotations?.[SYNC_WAVE];
    const chosen = text === undefined || !/^[-+]?\d+$/.test(text) ? undefined : Number(text);
    if (text !== undefined && chosen === undefined) {
      this.report(node, { rule: SYNTH_RULES.syncWaveNumber, at: AT, value: text });
    }
    return { node, manifest, once: runsOnce(manifest.apiVersion, manifest.kind), chosen };
  }

  /** Objects that something lasting waits for, at first or at second hand. */
  private awaited(placed: readonly Placed[]): ReadonlySet<TreeNode> {
    const awaited = new Set<TreeNode>();
    const done = new Set<Wait>();
    for (const { node, once } of [...placed].reverse()) {
      if (once && !awaited.has(node)) continue;
      for (const wait of this.waitsOf(node)) {
        if (done.has(wait) || isPart(wait, node)) continue;
        done.add(wait);
        for (const target of targets(this.tree, wait)) awaited.add(target);
      }
    }
    return awaited;
  }

  private report(node: TreeNode, finding: Finding): void {
    this.findings.push({ path: node.path, finding });
  }
}

const AT = `metadata.annotations["${SYNC_WAVE}"]`;

/** One walk over all objects, what is waited for before what waits. */
class Pass {
  /** The wave that an object needs for what it waits for. */
  public readonly needed = new Map<TreeNode, number>();
  private readonly waves = new Map<TreeNode, number>();
  /** Waves of Namespaces and of the kinds that are defined here. */
  private readonly grounds = new Map<string, number>();
  private readonly highest = new Map<TreeNode | Wait, number>();

  public constructor(
    private readonly waits: SyncWaves,
    private readonly tree: Tree,
    private readonly base: (placed: Placed) => number,
  ) {}

  public run(placed: readonly Placed[]): ReadonlyMap<TreeNode, number> {
    for (const one of placed) {
      const needed = this.neededBy(one);
      const wave = one.chosen ?? Math.max(needed, this.base(one));
      this.needed.set(one.node, needed);
      this.waves.set(one.node, wave);
      const ground = groundOf(one.manifest);
      if (ground !== undefined) this.grounds.set(ground, wave);
    }
    return this.waves;
  }

  private neededBy({ node, manifest }: Placed): number {
    const { apiVersion, kind, metadata } = manifest;
    const grounds = [`Namespace ${metadata?.namespace}`, `${groupOf(apiVersion)} ${kind}`];
    const below = grounds.flatMap((ground) => this.grounds.get(ground) ?? []);
    const waited = this.waits.waitsOf(node).flatMap((wait) => (isPart(wait, node) ? [] : this.waveOf(wait)));
    return Math.max(0, ...below.map((wave) => wave + 1), ...waited.map((wave) => wave + 1));
  }

  /** The last wave of what is waited for; -1 for a construct without objects. */
  private waveOf(wait: Wait): number {
    // Most waits are for another part of the tree: those have one answer for all who wait.
    const key = wait.source.contains(wait.target) || wait.target.contains(wait.source) ? wait : wait.target;
    const known = this.highest.get(key);
    if (known !== undefined) return known;
    const wave = targets(this.tree, wait).reduce((most, node) => Math.max(most, this.waves.get(node) ?? 0), -1);
    this.highest.set(key, wave);
    return wave;
  }
}

/** Whether this object is in the part that the rest of a construct waits for. */
function isPart({ source, target }: Wait, node: TreeNode): boolean {
  return source.contains(target) && target.contains(node);
}

/** The objects that are waited for: a construct that waits for what surrounds it does not wait for itself. */
function targets(tree: Tree, { source, target }: Wait): TreeNode[] {
  const inside = target.contains(source);
  return tree.subtree(target).filter((node) => node.isObject && !(inside && source.contains(node)));
}

function groundOf(manifest: Manifest): string | undefined {
  const { apiVersion, kind, metadata } = manifest;
  if (apiVersion === 'v1' && kind === 'Namespace') return `Namespace ${metadata?.name}`;
  if (groupOf(apiVersion) !== 'apiextensions.k8s.io') return undefined;
  const { spec } = manifest as {
    readonly spec?: { readonly group?: string; readonly names?: { readonly kind?: string } };
  };
  return `${spec?.group} ${spec?.names?.kind}`;
}
