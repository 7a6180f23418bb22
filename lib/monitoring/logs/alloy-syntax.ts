/** A value of an attribute. Objects keep the order of their keys. */
export type AlloyValue =
  string | number | boolean | AlloyExpression | readonly AlloyValue[] | { readonly [key: string]: AlloyValue };

/** Something that Alloy computes: a reference to another component, or a call. */
export class AlloyExpression {
  public constructor(
    /** The text, as it stands in the file. */
    public readonly text: string,
  ) {}
}

/** An attribute, a block, or a comment. */
export type AlloyStatement = AlloyAttribute | AlloyBlock | AlloyComment;

/** `name = value` */
export interface AlloyAttribute {
  readonly attribute: string;
  readonly value: AlloyValue;
}

/** `name "label" { … }` */
export interface AlloyBlock {
  readonly block: string;
  readonly label?: string;
  readonly body: readonly AlloyStatement[];
}

/** `// text` */
export interface AlloyComment {
  readonly comment: string;
}

const INDENT = '  ';
const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** Attributes of a block, in this order; those that are undefined are left out. */
export function attributes(values: { readonly [name: string]: AlloyValue | undefined }): AlloyAttribute[] {
  return Object.entries(values).flatMap(([attribute, value]) => (value === undefined ? [] : [{ attribute, value }]));
}

/** A block with attributes, and what else is in it. */
export function block(
  name: string,
  values: { readonly [name: string]: AlloyValue | undefined } = {},
  ...inner: readonly AlloyStatement[]
): AlloyBlock {
  return { block: name, body: [...attributes(values), ...inner] };
}

/** A component: a block with a label, by which others refer to it. */
export function component(
  name: string,
  label: string,
  values: { readonly [name: string]: AlloyValue | undefined },
  ...inner: readonly AlloyStatement[]
): AlloyBlock {
  return { ...block(name, values, ...inner), label };
}

/** A reference, or a call. */
export function expression(text: string): AlloyExpression {
  return new AlloyExpression(text);
}

/**
 * The statements as text.
 *
 * @see https://grafana.com/docs/alloy/latest/get-started/configuration-syntax/
 */
export function renderAlloy(statements: readonly AlloyStatement[]): string {
  return `${body(statements, '').join('\n')}\n`;
}

function body(statements: readonly AlloyStatement[], indent: string): string[] {
  return statements.flatMap((statement, i) => {
    if ('comment' in statement) return [...gap(statements, i), `${indent}// ${statement.comment}`];
    if ('attribute' in statement) return [`${indent}${statement.attribute} = ${value(statement.value, indent)}`];
    const head = `${indent}${statement.block}${statement.label === undefined ? '' : ` ${quote(statement.label)}`}`;
    const space = i > 0 && !('comment' in (statements[i - 1] as AlloyStatement)) ? [''] : [];
    if (statement.body.length === 0) return [...space, `${head} { }`];
    return [...space, `${head} {`, ...body(statement.body, indent + INDENT), `${indent}}`];
  });
}

function gap(statements: readonly AlloyStatement[], i: number): string[] {
  const before = statements[i - 1];
  return before === undefined || 'comment' in before ? [] : [''];
}

function value(of: AlloyValue, indent: string): string {
  if (of instanceof AlloyExpression) return of.text;
  if (typeof of === 'string') return quote(of);
  if (typeof of !== 'object') return String(of);
  const inner = indent + INDENT;
  if (isList(of)) return `[${of.map((one) => value(one, inner)).join(', ')}]`;
  const rows = Object.entries(of).map(([key, one]) => {
    return `${inner}${IDENTIFIER.test(key) ? key : quote(key)} = ${value(one, inner)},`;
  });
  return rows.length === 0 ? '{}' : ['{', ...rows, `${indent}}`].join('\n');
}

function isList(of: AlloyValue): of is readonly AlloyValue[] {
  return Array.isArray(of);
}

/** Raw where backslashes would have to be doubled, as in regular expressions; else with the escapes of Go. */
function quote(text: string): string {
  if (text.includes('\\') && !/[`\n\r]/.test(text)) return `\`${text}\``;
  return JSON.stringify(text);
}
