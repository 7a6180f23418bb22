import type { AlertSeverity } from '../alerts/rule';

/** How a matcher compares. */
export enum AlertMatchOperator {
  /** Is this text. */
  EQUALS = '=',
  /** Is another text, or not there. */
  NOT_EQUALS = '!=',
  /** Matches this regular expression as a whole. */
  REGEX = '=~',
  /** Does not match it. */
  NOT_REGEX = '!~',
}

/**
 * A condition on one label of an alert.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#label-matchers
 */
export class AlertMatcher {
  /** The alert has one of these severities. */
  public static severity(...severities: AlertSeverity[]): AlertMatcher {
    const [first = '', ...others] = severities;
    if (others.length === 0) return AlertMatcher.equalTo('severity', first);
    return AlertMatcher.regex('severity', severities.join('|'));
  }

  /** The alert has this name. */
  public static alert(name: string): AlertMatcher {
    return AlertMatcher.equalTo('alertname', name);
  }

  /** The label is this text; an empty text means that it is not there. */
  public static equalTo(label: string, value: string): AlertMatcher {
    return new AlertMatcher(label, AlertMatchOperator.EQUALS, value);
  }

  /** The label is another text, or not there. */
  public static notEqualTo(label: string, value: string): AlertMatcher {
    return new AlertMatcher(label, AlertMatchOperator.NOT_EQUALS, value);
  }

  /** The whole label matches a regular expression. @param expression In the syntax of RE2: without look-around. */
  public static regex(label: string, expression: string): AlertMatcher {
    return new AlertMatcher(label, AlertMatchOperator.REGEX, expression);
  }

  /** The label does not match it. @param expression In the syntax of RE2: without look-around. */
  public static notRegex(label: string, expression: string): AlertMatcher {
    return new AlertMatcher(label, AlertMatchOperator.NOT_REGEX, expression);
  }

  private constructor(
    /** Name of the label. */
    public readonly label: string,
    /** How it is compared. */
    public readonly operator: AlertMatchOperator,
    /** The text or regular expression. */
    public readonly value: string,
  ) {}

  /** As Alertmanager reads it: `severity="critical"`. @internal */
  public get _text(): string {
    return `${this.label}${this.operator}${JSON.stringify(this.value)}`;
  }

  /** The regular expression as JavaScript has it; undefined if it is none, or RE2 does not have it. @internal */
  public get _pattern(): RegExp | undefined {
    return rePattern(this.value);
  }

  /** The only labels that match, where they can be listed. @internal */
  public get _values(): readonly string[] | undefined {
    if (this.operator === AlertMatchOperator.EQUALS) return [this.value];
    if (this.operator !== AlertMatchOperator.REGEX) return undefined;
    const values = this.value.split('|');
    return values.every((value) => /^[\w-]+$/.test(value)) ? values : undefined;
  }

  /** Whether a label of this value passes. @internal */
  public _takes(value: string): boolean {
    const same = value === this.value;
    const matches = this._pattern?.test(value) ?? false;
    switch (this.operator) {
      case AlertMatchOperator.EQUALS:
        return same;
      case AlertMatchOperator.NOT_EQUALS:
        return !same;
      case AlertMatchOperator.REGEX:
        return matches;
      case AlertMatchOperator.NOT_REGEX:
        return !matches;
    }
  }

  /** Whether no label can pass both. Only what can be listed is known for sure. @internal */
  public _excludes(other: AlertMatcher): boolean {
    if (this.label !== other.label) return false;
    const [values, one] = this._values ? [this._values, other] : [other._values, this];
    return values?.every((value) => !one._takes(value)) ?? false;
  }

  /** Whether every label that passes this one passes the other, too. @internal */
  public _implies(other: AlertMatcher): boolean {
    if (this.label !== other.label) return false;
    return this._text === other._text || (this._values?.every((value) => other._takes(value)) ?? false);
  }
}

/** What RE2 leaves out: look-around and references to groups. */
const NOT_RE2 = /\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</;
/** Flags at the start, which JavaScript writes elsewhere. */
const FLAGS = /^\(\?([ims]+)\)/;

function rePattern(text: string): RegExp | undefined {
  if (NOT_RE2.test(text)) return undefined;
  const [flags = '', letters = ''] = FLAGS.exec(text) ?? [];
  try {
    return new RegExp(`^(?:${text.slice(flags.length)})$`, letters.includes('s') ? letters : `${letters}s`);
  } catch {
    return undefined;
  }
}
