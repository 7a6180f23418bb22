import type { Duration, Size } from 'cdk8s';
import { sparkSize, sparkTime } from '../core/quantities';
import type { Finding } from '../core/rules';
import { closest, KUBERNETES_KEYS, lookup, OWNED_KEYS, SIZE_KEYS, SUBMIT_ONLY_KEYS, TIME_KEYS } from './conf-keys';
import { SPARK_RULES } from './rules';
import type { SparkVersion } from './version';

const SIZE = /^-?\d+(b|[kmgtp]b?)?$/i;
const IEC_SIZE = /^-?\d+([kmgtp]i(b)?)$/i;
const TIME = /^-?\d+(us|ms|s|m|min|h|d)?$/i;
// Spark's own default of spark.redaction.regex, less the keys whose values are names or paths.
const SECRET_KEY = /secret|password|token|access[.]?key/i;
const SECRET_EXEMPT =
  /(file|path|provider|type|enabled|class|name|length|algorithm|validity|interval)$|\.(token|secret)s?\.[a-z.]*(class|factory|renewal)/i;
const REFERENCE = /^\$\{env[.:][A-Za-z_][A-Za-z0-9_]*\}$/;

/**
 * Spark properties beyond those that follow from props: `spark.sql.*`, `spark.hadoop.*` and the like. A property that a
 * prop owns, that only spark-submit would read, or that Spark on Kubernetes does not know is an error at synth.
 *
 * @see https://spark.apache.org/docs/latest/configuration.html
 */
export class SparkConf {
  /** Properties from a map of texts, numbers and booleans. */
  public static of(properties: { [key: string]: string | number | boolean }): SparkConf {
    const conf = new SparkConf();
    for (const [key, value] of Object.entries(properties)) conf.set(key, value);
    return conf;
  }

  private readonly properties = new Map<string, string>();
  private readonly clearText = new Set<string>();

  /** Sets a property, or replaces it. */
  public set(key: string, value: string | number | boolean): void {
    this.properties.set(key, String(value));
  }

  /** Sets a property that is a size, in the form Spark reads: `128m`. */
  public setSize(key: string, value: Size): void {
    this.set(key, sparkSize(value));
  }

  /** Sets a property that is a time, in the form Spark reads: `90s`. */
  public setDuration(key: string, value: Duration): void {
    this.set(key, sparkTime(value));
  }

  /**
   * Sets a property that looks like a secret and shall stand readable in a ConfigMap nevertheless, for instance the
   * access key of a test server.
   */
  public setInsecureClearText(key: string, value: string): void {
    this.set(key, value);
    this.clearText.add(key);
  }

  /** The value of a property, if it is set. */
  public get(key: string): string | undefined {
    return this.properties.get(key);
  }

  /** All properties, sorted by key. */
  public toMap(): { [key: string]: string } {
    return Object.fromEntries([...this.properties].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** What is wrong with the properties for this version. @internal */
  public _findings(version: SparkVersion): Finding[] {
    return [...this.properties].flatMap(([key, value]) => {
      const at = `conf["${key}"]`;
      const secret = this.secretFindings(at, key, value);
      const wrongKey = keyFindings(at, key, secret.length > 0 ? '(not shown)' : value, version);
      return wrongKey.length > 0 ? wrongKey : [...valueFindings(at, key, value, version), ...secret];
    });
  }

  private secretFindings(at: string, key: string, value: string): Finding[] {
    if (!SECRET_KEY.test(key) || SECRET_EXEMPT.test(key) || REFERENCE.test(value) || this.clearText.has(key)) return [];
    if (/^(true|false|\d*)$/.test(value)) return [];
    return [
      {
        rule: SPARK_RULES.secretInClear,
        at,
        value: '(not shown)',
        fix: 'put the value into secretEnv and write ${env.NAME} here for Hadoop keys, or set it with setInsecureClearText',
      },
    ];
  }
}

function keyFindings(at: string, key: string, value: string, version: SparkVersion): Finding[] {
  if (!/^spark\.[^\s=:]+$/.test(key)) return [{ rule: SPARK_RULES.confKey, at, value: key }];
  const owner = lookup(OWNED_KEYS, key);
  if (owner !== undefined) {
    return [{ rule: SPARK_RULES.confKeyOwned, at, value, because: `it follows from ${owner}` }];
  }
  if (SUBMIT_ONLY_KEYS.some((pattern) => lookup({ [pattern]: true }, key))) {
    return [{ rule: SPARK_RULES.confKeySubmitOnly, at, value }];
  }
  if (!key.startsWith('spark.kubernetes.')) return [];
  const since = lookup(KUBERNETES_KEYS, key);
  if (since === undefined) {
    const near = closest(key);
    return [
      { rule: SPARK_RULES.confKeyUnknown, at, value, ...(near !== undefined && { fix: `did you mean ${near}` }) },
    ];
  }
  if (version.atLeast(since)) return [];
  return [{ rule: SPARK_RULES.confKeyTooNew, at, value, because: `since ${since}, the image has ${version.release}` }];
}

function valueFindings(at: string, key: string, value: string, version: SparkVersion): Finding[] {
  if (SIZE_KEYS.includes(key) && !SIZE.test(value) && !(version.atLeast('4.2') && IEC_SIZE.test(value))) {
    return [
      {
        rule: SPARK_RULES.confValue,
        at,
        value,
        because: 'a size is a whole number with b, k, m, g, t or p',
        fix: 'write it like 1536m, or use setSize',
      },
    ];
  }
  if (TIME_KEYS.includes(key) && !TIME.test(value)) {
    return [
      {
        rule: SPARK_RULES.confValue,
        at,
        value,
        because: 'a time is a whole number with us, ms, s, m, min, h or d',
        fix: 'write it like 90s, or use setDuration',
      },
    ];
  }
  return [];
}
