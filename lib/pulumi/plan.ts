import type { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Manifest } from '../synth/identity';
import type { Synthesis } from '../synth/synthesis';
import { Tree, type TreeNode } from '../synth/tree';
import { referenceTo } from './identity';
import { definedBy, guards, referencesOf } from './references';

/** One object to register. */
export interface PlannedObject {
  readonly object: ApiObject;
  readonly chart: Chart;
  readonly manifest: Manifest;
  /** What must exist before it, and go after it. */
  readonly dependencies: PlannedObject[];
}

/** An object on its way into the plan. */
class Vertex {
  public readonly planned: PlannedObject;
  /** What the tree says. The order of the YAML output agrees with it. */
  public readonly declared = new Set<Vertex>();
  /** What the object itself names. It may contradict the tree. */
  public readonly implied = new Set<Vertex>();

  public constructor(
    public readonly index: number,
    object: ApiObject,
    chart: Chart,
    manifest: Manifest,
  ) {
    this.planned = { object, chart, manifest, dependencies: [] };
  }

  public get next(): Vertex[] {
    return [...new Set([...this.declared, ...this.implied])];
  }
}

/**
 * All objects of a valid synthesis, each after those it depends on: the dependencies of the tree, spread over the single
 * objects, and those that follow from the fields of the objects.
 */
export function plan(app: IConstruct, synthesis: Synthesis): PlannedObject[] {
  const vertices = synthesis.charts
    .flatMap(({ chart, objects }) => objects.map((rendered) => ({ chart, ...rendered })))
    .map(({ chart, object, manifest }, index) => new Vertex(index, object, chart, manifest));
  addDeclared(new Tree(app), vertices);
  addImplied(vertices);
  dropContradictions(vertices);
  return sorted(vertices);
}

function addDeclared(tree: Tree, vertices: readonly Vertex[]): void {
  const byObject = new Map<IConstruct, Vertex>(vertices.map((vertex) => [vertex.planned.object, vertex]));
  const within = (node: TreeNode): Vertex[] => tree.subtree(node).flatMap((part) => byObject.get(part.construct) ?? []);
  for (const node of tree.nodes) {
    const targets = node.construct.node.dependencies.flatMap((target) => tree.find(target) ?? []);
    if (targets.length === 0) continue;
    const sources = within(node);
    for (const target of targets) {
      // A construct that waits for a part of itself, or for what surrounds it, means the rest of the larger one.
      const own = new Set(node.contains(target) ? within(target) : target.contains(node) ? sources : []);
      const wanted = within(target).filter((vertex) => !target.contains(node) || !own.has(vertex));
      for (const source of sources.filter((vertex) => !node.contains(target) || !own.has(vertex))) {
        for (const vertex of wanted) if (vertex !== source) source.declared.add(vertex);
      }
    }
  }
}

function addImplied(vertices: readonly Vertex[]): void {
  const byReference = new Map<string, Vertex>();
  for (const vertex of vertices) {
    byReference.set(referenceTo(vertex.planned.manifest), vertex);
    const defined = definedBy(vertex.planned.manifest);
    if (defined !== undefined) byReference.set(defined, vertex);
  }
  for (const vertex of vertices) {
    for (const name of referencesOf(vertex.planned.manifest)) {
      const target = byReference.get(name);
      if (target !== undefined && target !== vertex) vertex.implied.add(target);
    }
  }
  for (const budget of vertices.filter(({ planned }) => planned.manifest.kind === 'PodDisruptionBudget')) {
    for (const vertex of vertices) {
      if (guards(budget.planned.manifest, vertex.planned.manifest)) budget.implied.add(vertex);
    }
  }
}

/** Where implied dependencies make a circle with declared ones, the declared ones hold: their order is known to work. */
function dropContradictions(vertices: readonly Vertex[]): void {
  const stuck = circular(vertices);
  for (const vertex of stuck) {
    for (const target of vertex.implied) {
      const isForward = target.index > vertex.index && !vertex.declared.has(target);
      if (isForward && stuck.has(target) && reaches(target, vertex, stuck)) vertex.implied.delete(target);
    }
  }
}

/** What is left when objects without open dependencies are taken away again and again: circles and what needs them. */
function circular(vertices: readonly Vertex[]): Set<Vertex> {
  const open = new Map(vertices.map((vertex) => [vertex, vertex.next.length]));
  const dependants = new Map<Vertex, Vertex[]>(vertices.map((vertex) => [vertex, []]));
  for (const vertex of vertices) for (const target of vertex.next) dependants.get(target)?.push(vertex);
  const ready = vertices.filter((vertex) => open.get(vertex) === 0);
  for (let vertex = ready.pop(); vertex; vertex = ready.pop()) {
    open.delete(vertex);
    for (const dependant of dependants.get(vertex) ?? []) {
      const left = (open.get(dependant) ?? 0) - 1;
      open.set(dependant, left);
      if (left === 0) ready.push(dependant);
    }
  }
  return new Set(open.keys());
}

function reaches(from: Vertex, to: Vertex, within: ReadonlySet<Vertex>): boolean {
  const seen = new Set([from]);
  const pending = [from];
  for (let vertex = pending.pop(); vertex; vertex = pending.pop()) {
    if (vertex === to) return true;
    for (const next of vertex.next) {
      if (!within.has(next) || seen.has(next)) continue;
      seen.add(next);
      pending.push(next);
    }
  }
  return false;
}

/** Dependencies first, otherwise the order of the YAML output. */
function sorted(vertices: readonly Vertex[]): PlannedObject[] {
  const order: PlannedObject[] = [];
  const entered = new Set<Vertex>();
  for (const start of vertices) {
    const stack = entered.has(start) ? [] : [{ vertex: start, next: start.next, at: 0 }];
    entered.add(start);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.next[top.at++];
      if (next === undefined) {
        const { planned } = top.vertex;
        planned.dependencies.push(...top.next.map((vertex) => vertex.planned));
        order.push(planned);
        stack.pop();
      } else if (!entered.has(next)) {
        entered.add(next);
        stack.push({ vertex: next, next: next.next, at: 0 });
      }
    }
  }
  return order;
}
