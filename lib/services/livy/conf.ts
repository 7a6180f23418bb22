import type { Duration } from 'cdk8s';
import { sparkTime } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { LIVY_KEYS, livyKey, type LivyValueKind } from './conf-keys';
import { LIVY_SERVER_RULES as RULES } from './rules';

const SHAPES: { readonly [kind in LivyValueKind]: { readonly pattern: RegExp; readonly words: string } } = {
  boolean: { pattern: /^(true|false)$/, words: 'true or false' },
  integer: { pattern: /^\d+$/, words: 'a whole number' },
  time: { pattern: /^\d+(us|ms|s|m|min|h|d)?$/, words: 'a whole number with us, ms, s, m, min, h or d' },
  text: { pattern: /^[^\r\n]*$/, words: 'one line' },
};

/**
 * Settings of `livy.conf` beyond those that follow from props. A key that Livy 0.9 does not read, that a prop decides, or
 * that cannot work here is an error at synth.
 */
export class LivyConf {
  /** Settings from a map of texts, numbers and booleans. */
  public static of(settings: { [key: string]: string | number | boolean }): LivyConf {
    const conf = new LivyConf();
    for (const [key, value] of Object.entries(settings)) conf.set(key, value);
    return conf;
  }

  private readonly settings = new Map<string, string>();

  /** Sets a key, or replaces it. */
  public set(key: string, value: string | number | boolean): void {
    this.settings.set(key, String(value));
  }

  /** Sets a key whose value is a time. */
  public setDuration(key: string, value: Duration): void {
    this.set(key, sparkTime(value));
  }

  /** All settings, sorted by key. */
  public toMap(): { [key: string]: string } {
    return Object.fromEntries([...this.settings].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** What is wrong with the settings. @internal */
  public get _findings(): Finding[] {
    return [...this.settings].flatMap(([key, value]) => keyFindings(key, value));
  }
}

function keyFindings(key: string, value: string): Finding[] {
  const at = `settings["${key}"]`;
  const known = livyKey(key);
  if (known === undefined) {
    const near = Object.keys(LIVY_KEYS).find((one) => plain(one) === plain(key));
    return [{ rule: RULES.keyUnknown, at, value: shown(key, value), ...(near && { fix: `did you mean ${near}` }) }];
  }
  const { kind, owner, refused } = known;
  if (refused !== undefined) return [{ rule: RULES.keyRefused, at, value, because: refused }];
  if (owner !== undefined) return [{ rule: RULES.keyOwned, at, value: shown(key, value), because: `it is ${owner}` }];
  const { pattern, words } = SHAPES[kind];
  return pattern.test(value) ? [] : [{ rule: RULES.keyValue, at, value, because: `it is ${words}` }];
}

/** Keys are confused in their case, dots, dashes and underscores. */
function plain(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function shown(key: string, value: string): string {
  return /password|secret|token/i.test(key) ? '(not shown)' : value;
}
