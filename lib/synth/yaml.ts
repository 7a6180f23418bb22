const INDENT = 2;
/** Longest key that every parser takes without the explicit `? key` form. @see https://yaml.org/spec/1.1/#id934537 */
const SIMPLE_KEY_MAX = 1000;

// Plain scalars are a small safe set: a letter, `_`, `/` or `$` first, then printable ASCII without ": " and " #".
const PLAIN = /^[A-Za-z_/$](?:[A-Za-z0-9_./$@=+,%()<>|&*!?~^;'"#\\{}[\]-]|:(?=[^\s])|[ ](?=[^\s#]))*$/;
// Words that some version of YAML reads as null or a boolean. Numbers and dates cannot begin like PLAIN.
const WORD = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
// Printable in JSON but not in YAML, or a line break in YAML 1.1.
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;
const EACH_UNPRINTABLE = new RegExp(UNPRINTABLE, 'g');

/**
 * Writes JSON values as YAML that a YAML 1.1 reader and a YAML 1.2 reader understand alike. Keys keep their order.
 * Properties that are undefined are left out; the values are checked before (see `findBadValues`).
 */
export class YamlWriter {
  // The same few hundred keys and strings make up most of a manifest.
  private readonly keys = new Map<string, string>();
  private readonly pads: string[] = [];

  /** One document, with its `---` line, so that any two outputs can be joined. */
  public document(value: unknown): string {
    if (!isMap(value)) return `---${this.value(value, 0)}`;
    const body = this.map(value, 0, '');
    return body === '' ? '--- {}\n' : `---\n${body}`;
  }

  /** What follows `key:` or `-`. `indent` is that of the lines below, should there be any. */
  private value(value: unknown, indent: number): string {
    if (typeof value === 'string') return ` ${this.string(value, indent)}\n`;
    if (typeof value === 'number') return ` ${number(value)}\n`;
    if (Array.isArray(value)) return value.length === 0 ? ' []\n' : `\n${this.list(value, indent, this.pad(indent))}`;
    if (isMap(value)) {
      const body = this.map(value, indent, this.pad(indent));
      return body === '' ? ' {}\n' : `\n${body}`;
    }
    return ` ${String(value)}\n`;
  }

  private map(map: { readonly [key: string]: unknown }, indent: number, firstPad: string): string {
    const pad = this.pad(indent);
    let text = '';
    for (const key of Object.keys(map)) {
      const value = map[key];
      if (value === undefined) continue;
      text += (text === '' ? firstPad : pad) + this.key(key, pad) + this.value(value, indent + INDENT);
    }
    return text;
  }

  private list(list: readonly unknown[], indent: number, firstPad: string): string {
    const pad = this.pad(indent);
    return list.map((item, index) => `${index === 0 ? firstPad : pad}-${this.item(item, indent + INDENT)}`).join('');
  }

  /** Maps and lists in a list begin on the line of their dash. */
  private item(item: unknown, indent: number): string {
    if (Array.isArray(item) && item.length > 0) return this.list(item, indent, ' ');
    if (!isMap(item)) return this.value(item, indent);
    const body = this.map(item, indent, ' ');
    return body === '' ? ' {}\n' : body;
  }

  private key(key: string, pad: string): string {
    let text = this.keys.get(key);
    if (text === undefined) {
      text = scalar(key);
      this.keys.set(key, text);
    }
    return text.length > SIMPLE_KEY_MAX ? `? ${text}\n${pad}:` : `${text}:`;
  }

  private string(value: string, indent: number): string {
    return isLiteral(value) ? this.literal(value, this.pad(indent || INDENT)) : scalar(value);
  }

  private literal(value: string, pad: string): string {
    const chomping = !value.endsWith('\n') ? '-' : value.endsWith('\n\n') ? '+' : '';
    const lines = (value.endsWith('\n') ? value.slice(0, -1) : value).split('\n');
    return `|${chomping}\n${lines.map((line) => (line === '' ? '' : pad + line)).join('\n')}`;
  }

  private pad(indent: number): string {
    return (this.pads[indent] ??= ' '.repeat(indent));
  }
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function scalar(value: string): string {
  if (PLAIN.test(value) && !WORD.test(value)) return value;
  return JSON.stringify(value).replace(EACH_UNPRINTABLE, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** YAML 1.1 reads a float only with a dot: 1e+21 would be a string. */
function number(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text;
}

/** Multi-line text that a literal block keeps to the letter in every parser. */
function isLiteral(value: string): boolean {
  return value.includes('\n') && !/^\s/.test(value) && !/[ \t]\n*$/.test(value) && !hasUnsafeCharacter(value);
}

function hasUnsafeCharacter(value: string): boolean {
  // JSON escapes control characters and lone surrogates; "\n" and "\t" are the two a block may hold.
  const json = JSON.stringify(value).replace(/\\[\\"]/g, '');
  return /\\[^nt]/.test(json) || UNPRINTABLE.test(value);
}
