/** As much of Jinja as the template of interpreters uses: conditions, one loop, and values with three filters. */
export function render(template: string, context: object): string {
  const [text, rest] = block(template.split(/(\{%.*?%\}|\{\{.*?\}\}(?!\}))/), context);
  if (rest.length > 0) throw new Error(`left over: ${rest[0]}`);
  return text;
}

type Scope = object;

/** Renders up to the tag that ends the block, which stays in what is left. */
function block(parts: readonly string[], scope: Scope): [text: string, rest: readonly string[]] {
  let text = '';
  let rest = parts;
  for (let [part, ...more] = rest; part !== undefined; [part, ...more] = rest) {
    if (/^\{% (else|endif|endfor)/.test(part)) return [text, rest];
    let made: string;
    if (part.startsWith('{% if')) [made, rest] = condition(part, more, scope);
    else if (part.startsWith('{% for')) [made, rest] = loop(more, scope);
    else [made, rest] = [part.startsWith('{{') ? expression(part.slice(2, -2).trim(), scope) : part, more];
    text += made;
  }
  return [text, rest];
}

function condition(tag: string, parts: readonly string[], scope: Scope): [string, readonly string[]] {
  const [then, afterThen] = block(parts, scope);
  const [other, after] = afterThen[0]?.includes('else') ? block(afterThen.slice(1), scope) : ['', afterThen];
  return [holds(tag.slice('{% if '.length, -2).trim(), scope) ? then : other, after.slice(1)];
}

function loop(parts: readonly string[], scope: Scope): [string, readonly string[]] {
  const items = Object.entries((value('zeppelin.k8s.envs', scope) ?? {}) as Record<string, string>);
  const [, after] = block(parts, { ...scope, key: '', value: '' });
  return [items.map(([key, one]) => block(parts, { ...scope, key, value: one })[0]).join(''), after.slice(1)];
}

function holds(text: string, scope: Scope): boolean {
  const [, defined] = /^(\S+) is defined$/.exec(text) ?? [];
  if (defined !== undefined) return value(defined, scope) !== undefined;
  const [, name, literal] = /^(\S+) == "(.*)"$/.exec(text) ?? [];
  if (name !== undefined) return value(name, scope) === literal;
  const [, one = '', list] = /^(\S+) in (\[.*\])$/.exec(text) ?? [];
  if (list === undefined) throw new Error(`no condition: ${text}`);
  return (JSON.parse(list) as unknown[]).includes(value(one, scope));
}

function expression(text: string, scope: Scope): string {
  const [source = '', fallback] = text
    .replace(/\|replace\("\{", ""\)\|tojson$/, '')
    .split('|default(')
    .map((part) => part.trim());
  if (!text.endsWith('|replace("{", "")|tojson')) throw new Error(`not escaped: ${text}`);
  const found = source.startsWith('(') ? concatenation(source.slice(1, -1), scope) : value(source, scope);
  const known = found ?? (fallback === undefined ? undefined : JSON.parse(fallback.slice(0, -1)));
  if (known === undefined) throw new Error(`unknown: ${text}`);
  return JSON.stringify(String(known).replaceAll('{', ''));
}

function concatenation(text: string, scope: Scope): string {
  return text
    .split(' ~ ')
    .map((part) => (part.startsWith('"') ? String(JSON.parse(part)) : String(value(part, scope))))
    .join('');
}

function value(path: string, scope: Scope): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], scope);
}
