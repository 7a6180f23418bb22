import { type Construct } from 'constructs';

/**
 * A mistake this package knows how to recognise. Each room keeps its rules in one table (`rules.ts`), and
 * `docs/rules.md` lists them all.
 */
export interface Rule {
  /** `<room>/<kebab-case>`: stable, documented, searchable. */
  readonly id: string;
  /** What is wrong, as a sentence that is true whenever the rule is broken. */
  readonly summary: string;
  /** What the user should do instead. */
  readonly fix: string;
}

/** One place where a rule is broken. */
export interface Finding {
  readonly rule: Rule;
  /** The prop or JSON path that holds the value, as the user wrote it: `executor.memory`. */
  readonly at: string;
  /** The offending value. Never a secret. */
  readonly value: unknown;
  /** The figures of this case: `Spark reserves 300 MiB and needs 1.5 × that`. */
  readonly because?: string;
  /** A fix more precise than that of the rule. */
  readonly fix?: string;
}

/** `{ id: [summary, fix] }` → typed rules whose ids carry the room's name. */
export function rules<K extends string>(room: string, table: Record<K, readonly [string, string]>): Record<K, Rule> {
  const entries = Object.entries<readonly [string, string]>(table);
  return Object.fromEntries(
    entries.map(([key, [summary, fix]]) => [key, { id: `${room}/${kebab(key)}`, summary, fix }]),
  ) as Record<K, Rule>;
}

/** The text users read: rule id, prop, value, reason and fix on one line, so that many of them stay readable. */
export function describe(finding: Finding): string {
  const { rule, at, value } = finding;
  const because = finding.because === undefined ? '' : ` (${finding.because})`;
  return `${rule.id}: ${at} = ${show(value)}: ${rule.summary}${because}. Fix: ${finding.fix ?? rule.fix}.`;
}

/**
 * A mistake that no object can be made from, thrown where it is made. Mistakes that leave an object whole are findings
 * of `checkAtSynth`, so that all of them are reported together.
 */
export class RuleError extends Error {
  /** The broken rule's id, for tools. */
  public readonly ruleId: string;
  /** Path of the construct, where one exists already. */
  public readonly constructPath: string;

  public constructor(finding: Finding, scope?: Construct, id?: string) {
    const path = scope === undefined ? '' : [scope.node.path, id].filter(Boolean).join('/');
    super(path === '' ? describe(finding) : `[${path}] ${describe(finding)}`);
    this.name = 'RuleError';
    this.ruleId = finding.rule.id;
    this.constructPath = path;
  }
}

/**
 * Reports findings when the tree is validated: by `PlatformApp` and by the stock `App` alike, all together and each
 * with the construct's path.
 */
export function checkAtSynth(scope: Construct, check: () => readonly Finding[]): void {
  scope.node.addValidation({ validate: () => check().map(describe) });
}

const WARNINGS = new WeakMap<Construct, (() => readonly Finding[])[]>();

/** Reports findings that leave the output correct: `PlatformApp` prints them after a synthesis, and goes on. */
export function warnAtSynth(scope: Construct, check: () => readonly Finding[]): void {
  WARNINGS.set(scope, [...(WARNINGS.get(scope) ?? []), check]);
}

/** The warnings of one construct, as users read them. */
export function warningsOf(scope: Construct): string[] {
  return (WARNINGS.get(scope) ?? []).flatMap((check) => check().map(describe));
}

const REPORTS = new WeakMap<Construct, (() => string)[]>();

/** Has `PlatformApp` print a text after its summary line. */
export function reportAtSynth(scope: Construct, report: () => string): void {
  REPORTS.set(scope, [...(REPORTS.get(scope) ?? []), report]);
}

/** The reports of one construct. */
export function reportsOf(scope: Construct): string[] {
  return (REPORTS.get(scope) ?? []).map((report) => report());
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function show(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'number') return String(value); // JSON would turn NaN into null
  const text = JSON.stringify(value);
  return text === undefined ? typeof value : text.length > 200 ? `${text.slice(0, 197)}...` : text;
}
