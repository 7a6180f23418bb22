import type { SyntaxNode, Tree } from '@lezer/common';
import { grammar } from './grammar';

const parser = grammar('@prometheus-io/lezer-promql');

/** A label that a query uses, and the metrics of its selectors in whose scope that is. */
export interface LabelUse {
  readonly metric: string;
  readonly label: string;
}

/** What a PromQL expression says. */
export interface PromqlFacts {
  /** Texts that the parser could not read; empty if all is well. */
  readonly errors: readonly string[];
  /** Names of metrics, but for those that a matcher chooses. */
  readonly names: readonly string[];
  /** Regular expressions and names of `__name__` matchers. */
  readonly nameMatchers: readonly string[];
  /** Labels of matchers, with the metric of their selector. */
  readonly matched: readonly LabelUse[];
  /** Labels of `by (…)`, with each metric under that aggregation, unless `label_replace` or an inner `by` hides it. */
  readonly grouped: readonly LabelUse[];
  /** Windows of range selectors: `5m`. */
  readonly windows: readonly string[];
}

const VARIABLES: readonly (readonly [RegExp, string])[] = [
  [/\$__(rate_interval|interval)\b/g, '5m'],
  [/\$__auto\b/g, '1m'],
  [/\$__range\b/g, '1h'],
  [/\$__range_s\b/g, '3600'],
  [/\$(core_hour|gib_hour)\b/g, '0.05'],
  [/\$\{?[a-z_]+(:[a-z]+)?\}?/g, 'x'],
];

/** An expression of a dashboard as its data source gets it. */
export function substituted(expr: string): string {
  return VARIABLES.reduce((text, [variable, value]) => text.replace(variable, value), expr);
}

/** Parses PromQL without variables, by the grammar of Prometheus' own editor. */
export function promql(expr: string): PromqlFacts {
  const tree = parser.parse(expr);
  const text = (node: SyntaxNode): string => expr.slice(node.from, node.to);
  const selectors = all(tree, 'VectorSelector').map((node) => selector(node, text));
  return {
    errors: all(tree, '⚠').map((node) => expr.slice(Math.max(0, node.from - 20), node.to + 20)),
    names: selectors.flatMap(({ name }) => (name === undefined ? [] : [name])),
    nameMatchers: selectors.flatMap(({ matchers }) =>
      matchers.filter(([label]) => label === '__name__').map(([, value]) => value),
    ),
    matched: selectors.flatMap(({ name, matchers }) =>
      name === undefined ? [] : matchers.map(([label]) => ({ metric: name, label })),
    ),
    grouped: all(tree, 'AggregateExpr').flatMap((node) => groups(node, text)),
    windows: all(tree, 'MatrixSelector').map((node) => /\[([^\]]+)\]$/.exec(text(node))?.[1] ?? ''),
  };
}

interface Selector {
  readonly name: string | undefined;
  readonly matchers: readonly (readonly [label: string, value: string])[];
}

function selector(node: SyntaxNode, text: (node: SyntaxNode) => string): Selector {
  const name = node.getChild('Identifier');
  const matchers = within(node, 'UnquotedLabelMatcher').map((matcher): [string, string] => {
    const [label, value] = [matcher.getChild('LabelName'), matcher.getChild('StringLiteral')];
    return [label ? text(label) : '', value ? text(value).slice(1, -1) : ''];
  });
  return { name: name ? text(name) : undefined, matchers };
}

/** Labels of `by`, each with the metrics directly under this aggregation and on its own side of a join. */
function groups(node: SyntaxNode, text: (node: SyntaxNode) => string): LabelUse[] {
  const modifier = node.getChild('AggregateModifier');
  const body = node.getChild('FunctionCallBody');
  if (!modifier?.getChild('By') || !body) return [];
  const given = new Set(
    within(body, 'GroupLeft').flatMap((left) => namesIn(left.parent?.getChild('GroupingLabels', 'GroupLeft'), text)),
  );
  const labels = namesIn(modifier.getChild('GroupingLabels'), text).filter((label) => !given.has(label));
  return direct(body).flatMap((metric) => labels.map((label) => ({ metric: text(metric), label })));
}

function namesIn(node: SyntaxNode | null | undefined, text: (node: SyntaxNode) => string): string[] {
  return node ? node.getChildren('LabelName').map(text) : [];
}

/** Names of metrics under a node whose labels reach it: left sides of joins, no inner aggregation, no label_replace. */
function direct(node: SyntaxNode): SyntaxNode[] {
  if (node.name === 'AggregateExpr') return [];
  if (node.name === 'FunctionCall' && node.getChild('FunctionIdentifier')?.getChild('LabelReplace')) return [];
  if (node.name === 'VectorSelector') return node.getChildren('Identifier');
  const children = childrenOf(node);
  return (node.name === 'BinaryExpr' ? children.slice(0, 1) : children).flatMap(direct);
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}

function within(node: SyntaxNode, name: string): SyntaxNode[] {
  return childrenOf(node).flatMap((child) => [...(child.name === name ? [child] : []), ...within(child, name)]);
}

function all(tree: Tree, name: string): SyntaxNode[] {
  return within(tree.topNode, name);
}
