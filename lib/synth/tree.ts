import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** One construct of the tree, with what ordering needs to know about it. */
export class TreeNode {
  /** One past the last node of this subtree; nodes are numbered in tree order. */
  public end = 0;
  /** Objects of this subtree that belong to the same chart as this node. */
  public objects = 0;
  public readonly children: TreeNode[] = [];
  public readonly chart: TreeNode | undefined;
  public readonly isChart: boolean;
  public readonly isObject: boolean;

  public constructor(
    public readonly construct: IConstruct,
    public readonly index: number,
    public readonly parent: TreeNode | undefined,
  ) {
    this.isChart = Chart.isChart(construct);
    this.isObject = ApiObject.isApiObject(construct);
    this.chart = this.isChart ? this : parent?.chart;
  }

  public get path(): string {
    return this.construct.node.path;
  }

  public contains(other: TreeNode): boolean {
    return other.index >= this.index && other.index < this.end;
  }
}

/** The construct tree, walked once. Everything later works on this picture and changes nothing in the constructs. */
export class Tree {
  /** All nodes in tree order: parents before children. */
  public readonly nodes: TreeNode[] = [];
  public readonly root: TreeNode;
  private readonly byConstruct = new Map<IConstruct, TreeNode>();

  public constructor(root: IConstruct) {
    this.root = this.walk(root, undefined);
  }

  public find(construct: IConstruct): TreeNode | undefined {
    return this.byConstruct.get(construct);
  }

  /** The nodes of a subtree, in tree order. */
  public subtree(node: TreeNode): TreeNode[] {
    return node === this.root ? this.nodes : this.nodes.slice(node.index, node.end);
  }

  private walk(construct: IConstruct, parent: TreeNode | undefined): TreeNode {
    const node = new TreeNode(construct, this.nodes.length, parent);
    this.nodes.push(node);
    this.byConstruct.set(construct, node);
    node.objects = node.isObject ? 1 : 0;
    for (const child of construct.node.children) {
      const childNode = this.walk(child, node);
      node.children.push(childNode);
      if (childNode.chart === node.chart) node.objects += childNode.objects;
    }
    node.end = this.nodes.length;
    return node;
  }
}
