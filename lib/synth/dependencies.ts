import type { Finding } from '../core/rules';
import { SYNTH_RULES } from './rules';
import type { Tree, TreeNode } from './tree';

/** A finding and the construct it is about. */
export interface Located {
  readonly path: string;
  readonly finding: Finding;
}

/** One `source.node.addDependency(target)`, declared or implied. */
export interface Dependency {
  readonly source: TreeNode;
  readonly target: TreeNode;
}

/**
 * The dependencies of a tree between constructs, never between their objects: a chart waits for its nested charts and
 * for every chart that something in it waits for; the rest was declared. The order is the one in which the stock app
 * finds them, because it decides between several valid orders.
 */
export class Dependencies {
  /** Whether some chart waits for another, which puts an index in front of all file names. */
  public readonly betweenCharts: boolean;
  public readonly findings: Located[] = [];
  private readonly targets = new Map<TreeNode, Set<TreeNode>>();

  public constructor(private readonly tree: Tree) {
    for (const node of tree.nodes) this.readDeclared(node);
    const nested = this.addNestedCharts();
    const crossing = this.all().filter(({ source, target }) => source.chart !== target.chart);
    for (const { source, target } of crossing) this.add(source.chart as TreeNode, target.chart as TreeNode);
    this.betweenCharts = nested || crossing.length > 0;
  }

  /** What this construct itself waits for. */
  public of(node: TreeNode): Iterable<TreeNode> {
    return this.targets.get(node) ?? [];
  }

  /** All dependencies, in tree order of their sources. */
  public all(): Dependency[] {
    return [...this.targets.keys()]
      .sort((a, b) => a.index - b.index)
      .flatMap((source) => [...this.of(source)].map((target) => ({ source, target })));
  }

  private add(source: TreeNode, target: TreeNode): void {
    const targets = this.targets.get(source);
    if (targets) targets.add(target);
    else this.targets.set(source, new Set([target]));
  }

  private readDeclared(source: TreeNode): void {
    for (const construct of source.construct.node.dependencies) {
      const target = this.tree.find(construct);
      if (target === source) this.report(source, SYNTH_RULES.selfDependency, source.path);
      else if (!target?.chart || !source.chart) this.report(source, SYNTH_RULES.dependencyOutside, construct.node.path);
      else this.add(source, target);
    }
  }

  private addNestedCharts(): boolean {
    const pairs = this.tree.nodes
      .filter((node) => node.isChart && node.parent?.isChart)
      .map((node) => ({ source: node.parent as TreeNode, target: node }));
    for (const { source, target } of pairs) this.add(source, target);
    return pairs.length > 0;
  }

  private report(source: TreeNode, rule: Finding['rule'], value: string): void {
    this.findings.push({ path: source.path, finding: { rule, at: 'dependencies', value } });
  }
}
