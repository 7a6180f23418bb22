import * as pulumi from '@pulumi/pulumi';
import { contentHash } from '../core/names';
import { RuleError } from '../core/rules';
import { PULUMI_RULES } from './rules';

/** How every token begins. Letters, digits and "-" only: it passes for a name, a label, a URL and a word in any file. */
const MARK = 'cdk8s-late-';
const TOKEN = new RegExp(`${MARK}([0-9a-f]{10})-([0-9]+)-etal`, 'g');
/** The two sentences that an Output turns into where text is expected. */
const ADVICE = /Calling \[to(?:String|JSON)\] on an \[Output<T>\]/;

/** Makes text of values that are known only while a deployment runs. */
export interface LateValues {
  /**
   * Text that stands for the value of an Output until the deployment knows it. It may be part of other text: a URL, a
   * line of a properties file. It keeps the secrecy and the dependencies of the Output.
   *
   * @throws RuleError when it is no Output.
   */
  string(output: pulumi.Output<string> | pulumi.Output<number> | pulumi.Output<boolean>): string;
  /** The same for a value that must be kept secret, whether or not the Output says so itself. */
  secret(output: pulumi.Output<string>): string;
}

/** An Output that some text stands for. */
export interface LateEntry {
  readonly output: pulumi.Output<unknown>;
  /** Whether it is known to be secret already; others turn out to be while the deployment runs. */
  readonly secret: boolean;
}

/** The late values of one deployment. Two deployments of one program never take each other's tokens for their own. */
export class LateTable implements LateValues {
  private readonly owner: string;
  private readonly entries: LateEntry[] = [];
  private readonly tokens = new Map<pulumi.Output<unknown>, string>();

  public constructor(deployment: string) {
    this.owner = contentHash(deployment);
  }

  public string(output: pulumi.Output<unknown>): string {
    return this.token(output, false);
  }

  public secret(output: pulumi.Output<unknown>): string {
    return this.token(output, true);
  }

  /** The entries that a text names. */
  public entriesIn(text: string): LateEntry[] {
    return LateTable.tokensIn(text).flatMap((token) => this.entry(token) ?? []);
  }

  /** Whether a token was made by this table. */
  public knows(token: string): boolean {
    return this.entry(token) !== undefined;
  }

  /** A text as literal parts and Outputs in turn. */
  public parts(text: string): (string | pulumi.Output<unknown>)[] {
    const parts: (string | pulumi.Output<unknown>)[] = [];
    let end = 0;
    for (const match of text.matchAll(TOKEN)) {
      const output = this.entry(match[0])?.output;
      if (output === undefined) continue;
      if (match.index > end) parts.push(text.slice(end, match.index));
      parts.push(output);
      end = match.index + match[0].length;
    }
    if (end < text.length) parts.push(text.slice(end));
    return parts;
  }

  private token(output: pulumi.Output<unknown>, secret: boolean): string {
    if (!isOutput(output)) {
      throw new RuleError({ rule: PULUMI_RULES.lateArgument, at: 'late', value: typeof output });
    }
    const known = this.tokens.get(output);
    if (known !== undefined && (!secret || this.entry(known)?.secret === true)) return known;
    const token = `${MARK}${this.owner}-${this.entries.length}-etal`;
    this.entries.push({ output: secret ? pulumi.secret(output) : output, secret });
    this.tokens.set(output, token);
    return token;
  }

  private entry(token: string): LateEntry | undefined {
    const [, owner, index] = new RegExp(TOKEN.source).exec(token) ?? [];
    return owner === this.owner ? this.entries[Number(index)] : undefined;
  }

  /** All tokens in a text, of whatever deployment. */
  public static tokensIn(text: string): string[] {
    return text.includes(MARK) ? (text.match(TOKEN) ?? []) : [];
  }

  /** Whether a text holds a piece of a token outside whole ones. */
  public static isCut(text: string): boolean {
    return text.replace(TOKEN, '').toLowerCase().includes(MARK);
  }

  /** Whether a text has anything to do with Outputs: the quick question, asked of every object. */
  public static concerns(text: string): boolean {
    return text.toLowerCase().includes(MARK) || ADVICE.test(text);
  }

  /** Whether an Output was turned into text. */
  public static isAdvice(text: string): boolean {
    return ADVICE.test(text);
  }
}

/** Whether this is an Output, and no copy of one: `{ ...output }` has its mark but not its methods. */
export function isOutput(value: unknown): value is pulumi.Output<unknown> {
  return pulumi.Output.isInstance(value) && typeof value.apply === 'function';
}
