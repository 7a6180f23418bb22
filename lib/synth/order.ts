import { Dependencies, type Located } from './dependencies';
import { SYNTH_RULES } from './rules';
import { type Tree, type TreeNode } from './tree';

/**
 * A vertex of the order graph. Besides one for each construct there are two helpers per construct, so that a dependency
 * between two constructs of m and n objects costs one edge instead of m × n:
 *
 * - `everything in X`: leads to the objects of X,
 * - `what X waits for`: leads to `everything in T` for each T that X or a construct around X depends on.
 */
class Vertex {
  /** Number of the last walk that entered, finished, or found a dependant of, this vertex. */
  public entered = 0;
  public finished = 0;
  public wanted = 0;

  public constructor(
    public readonly next: (scope: TreeNode) => Vertex[],
    public readonly node?: TreeNode,
  ) {}
}

/** Something that all objects of a construct wait for. */
interface Wait {
  readonly target: TreeNode;
  readonly objects: Vertex;
}

/**
 * The order of charts and of the objects in each: dependencies first, otherwise tree order; the same as the stock app's.
 * Each construct is visited once per walk, so the cost grows with the tree and its declared dependencies only.
 */
export class SynthesisOrder {
  public readonly tree: Tree;
  public readonly dependencies: Dependencies;
  /** Self-dependencies, dependencies that lead outside, and the first cycle. */
  public readonly findings: Located[];
  /** All charts, in the order of their files. */
  public readonly charts: TreeNode[];

  private readonly vertices = new Map<TreeNode, Vertex>();
  private readonly everything = new Map<TreeNode, Vertex>();
  private readonly waiting = new Map<TreeNode, Vertex>();
  private readonly waits = new Map<TreeNode, Wait[]>();
  private readonly cyclic = new Set<TreeNode>();
  private walks = 0;

  public constructor(tree: Tree) {
    this.tree = tree;
    this.dependencies = new Dependencies(tree);
    this.findings = [...this.dependencies.findings];
    for (const { source, target } of this.dependencies.all()) this.addWait(source, target);
    this.charts = this.sorted(tree.root).filter((node) => node.isChart);
  }

  /** The objects of one chart, without those of charts nested in it. */
  public objects(chart: TreeNode): TreeNode[] {
    return this.sorted(chart).filter((node) => node.isObject && node.chart === chart);
  }

  private sorted(scope: TreeNode): TreeNode[] {
    const nodes = this.tree.subtree(scope);
    const sources = nodes.filter((node) => this.waits.has(node) || !isEmpty(this.dependencies.of(node)));
    if (sources.length === 0) return nodes;
    this.walks += 1;
    for (const node of sources) this.markWanted(node, scope);
    const order: TreeNode[] = [];
    // Constructs that others wait for are reached through those; starting with them would change the order.
    for (const node of nodes) if (this.vertex(node).wanted !== this.walks) this.walk(this.vertex(node), scope, order);
    for (const node of nodes) this.walk(this.vertex(node), scope, order); // what is left is on a cycle
    return order;
  }

  private walk(start: Vertex, scope: TreeNode, order: TreeNode[]): void {
    if (start.entered === this.walks) return;
    const run = this.walks;
    const stack: { readonly vertex: Vertex; readonly next: Vertex[]; at: number }[] = [];
    const enter = (vertex: Vertex): void => {
      vertex.entered = run;
      stack.push({ vertex, next: vertex.next(scope), at: 0 });
    };
    enter(start);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.next[top.at++];
      if (next === undefined) {
        top.vertex.finished = run;
        if (top.vertex.node) order.push(top.vertex.node);
        stack.pop();
      } else if (next.entered !== run) enter(next);
      else if (next.finished !== run)
        this.reportCycle(
          stack.map(({ vertex }) => vertex),
          next,
        );
    }
  }

  /** Reports a cycle unless a member of it was part of one already: one mistake, one line. */
  private reportCycle(stack: Vertex[], back: Vertex): void {
    const cycle = stack.slice(stack.indexOf(back)).flatMap((vertex) => vertex.node ?? []);
    const first = cycle[0];
    if (!first || cycle.some((node) => this.cyclic.has(node))) return;
    for (const node of cycle) this.cyclic.add(node);
    const value = [...cycle, first].map((node) => node.path).join(' → ');
    this.findings.push({ path: first.path, finding: { rule: SYNTH_RULES.dependencyCycle, at: 'dependencies', value } });
  }

  private markWanted(node: TreeNode, scope: TreeNode): void {
    for (const target of this.dependencies.of(node)) {
      if (scope.contains(target)) this.vertex(target).wanted = this.walks;
    }
    if (node.objects === 0) return;
    const pending = (this.waits.get(node) ?? []).flatMap((wait) => (scope.contains(wait.target) ? wait.objects : []));
    for (let vertex = pending.pop(); vertex; vertex = pending.pop()) {
      if (vertex.wanted === this.walks) continue;
      vertex.wanted = this.walks;
      if (!vertex.node) pending.push(...vertex.next(scope));
    }
  }

  private vertex(node: TreeNode): Vertex {
    return memoised(this.vertices, node, () => {
      const declared = [...this.dependencies.of(node)];
      const inScope = (scope: TreeNode): Vertex[] =>
        declared.filter((target) => scope.contains(target)).map((target) => this.vertex(target));
      return new Vertex((scope) => (node.isObject ? [...inScope(scope), this.waitsOf(node)] : inScope(scope)), node);
    });
  }

  private everythingIn(node: TreeNode): Vertex {
    return memoised(this.everything, node, () => {
      const parts = (): Vertex[] => [
        ...(node.isObject ? [this.vertex(node)] : []),
        ...node.children.filter((child) => child.chart === node.chart).map((child) => this.everythingIn(child)),
      ];
      return new Vertex(parts);
    });
  }

  private waitsOf(node: TreeNode): Vertex {
    return memoised(this.waiting, node, () => {
      const around = node.isChart || !node.parent ? [] : [this.waitsOf(node.parent)];
      const own = this.waits.get(node) ?? [];
      return new Vertex((scope) => [
        ...around,
        ...own.filter((wait) => scope.contains(wait.target)).map((wait) => wait.objects),
      ]);
    });
  }

  /** A construct that waits for a part of itself, or for what surrounds it, means the rest of the larger one. */
  private addWait(source: TreeNode, target: TreeNode): void {
    const sameChart = source.chart === target.chart;
    if (sameChart && source.contains(target)) {
      const wait = { target, objects: this.everythingIn(target) };
      for (const sibling of beside(source, target)) append(this.waits, sibling, wait);
    } else if (sameChart && target.contains(source)) {
      const rest = new Vertex(() => [
        ...between(target, source)
          .filter((node) => node.isObject)
          .map((node) => this.vertex(node)),
        ...beside(target, source).map((node) => this.everythingIn(node)),
      ]);
      append(this.waits, source, { target, objects: rest });
    } else append(this.waits, source, { target, objects: this.everythingIn(target) });
  }
}

/** The nodes from `outer` down to the parent of `inner`. */
function between(outer: TreeNode, inner: TreeNode): TreeNode[] {
  const path: TreeNode[] = [];
  for (let node = inner.parent; node && outer.contains(node); node = node.parent) path.unshift(node);
  return path;
}

/** The subtrees of `outer` that neither hold nor are `inner`, in the same chart. */
function beside(outer: TreeNode, inner: TreeNode): TreeNode[] {
  return between(outer, inner)
    .flatMap((node) => node.children.filter((child) => !child.contains(inner) && child.chart === outer.chart))
    .sort((a, b) => a.index - b.index);
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function memoised<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}

function isEmpty(items: Iterable<unknown>): boolean {
  return items[Symbol.iterator]().next().done === true;
}
