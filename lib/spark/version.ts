import { RuleError } from '../core/rules';
import { SPARK_RULES } from './rules';

/** What differs between the lines of Spark, as far as a pod or a property depends on it. */
export interface SparkVersionTraits {
  /** Executors asked for in one round unless set. */
  readonly allocationBatchSize: number;
  /** Access mode of claims that Spark creates. */
  readonly claimAccessMode: string;
  /** Whether the memory floor is a property (`spark.*.minMemoryOverhead`) rather than a constant. */
  readonly minMemoryOverheadProperty: boolean;
  /** Whether the driver declares the Spark Connect port 15002. */
  readonly connectPort: boolean;
  /** Whether executors get `terminationGracePeriodSeconds` from a property. */
  readonly terminationGracePeriodProperty: boolean;
  /** Whether executor containers get a `resizePolicy`. */
  readonly resizePolicy: boolean;
  /** Whether Spark itself writes `allowPrivilegeEscalation`. */
  readonly writesAllowPrivilegeEscalation: boolean;
  /** Whether event logs roll and are compressed by default. */
  readonly rollingEventLog: boolean;
  /** Whether the executors' Prometheus endpoint is on by default. */
  readonly prometheusUi: boolean;
  /** Whether executors connect to the driver's pod IP by default. */
  readonly driverPodIp: boolean;
  /** Version of the Hadoop client in the distribution. */
  readonly hadoop: string;
  /** Scala binary version of the distribution. */
  readonly scala: string;
}

const LINES: { readonly [line: string]: SparkVersionTraits } = {
  '3.5': traits(3.5),
  '4.0': traits(4.0),
  '4.1': traits(4.1),
  '4.2': traits(4.2),
  '4.3': traits(4.3),
};

/**
 * A release of Spark. The constants name the newest release of each supported line.
 *
 * @see https://spark.apache.org/versioning-policy.html
 */
export class SparkVersion {
  /** Spark 3.5: end of life; Java 8 to 17, Scala 2.12. */
  public static readonly V3_5 = new SparkVersion('3.5.8', '3.5');
  /** Spark 4.0: Java 17 and 21, Scala 2.13. */
  public static readonly V4_0 = new SparkVersion('4.0.5', '4.0');
  /** Spark 4.1. */
  public static readonly V4_1 = new SparkVersion('4.1.4', '4.1');
  /** Spark 4.2: Volcano built in, NetworkPolicy at submit. */
  public static readonly V4_2 = new SparkVersion('4.2.1', '4.2');
  /** Spark 4.3: executors talk to the driver's pod IP, `allowPrivilegeEscalation: false`. */
  public static readonly V4_3 = new SparkVersion('4.3.0', '4.3');

  /**
   * A release by its number, such as `4.1.2`. Vendor suffixes after the patch number are kept (`3.5.6-amzn-1`).
   *
   * @throws RuleError `spark/unknown-version` for a line that this package does not know.
   */
  public static of(release: string): SparkVersion {
    const line = /^(\d+\.\d+)\.\d+(?:[-.+].*)?$/.exec(release)?.[1];
    if (line === undefined || LINES[line] === undefined) {
      throw new RuleError({
        rule: SPARK_RULES.unknownVersion,
        at: 'SparkVersion.of',
        value: release,
        because: `known lines: ${Object.keys(LINES).join(', ')}`,
      });
    }
    return new SparkVersion(release, line);
  }

  private constructor(
    /** Full number: `4.2.1`. */
    public readonly release: string,
    /** Major and minor: `4.2`. */
    public readonly line: string,
  ) {}

  /** What depends on the line. */
  public get traits(): SparkVersionTraits {
    return LINES[this.line] as SparkVersionTraits;
  }

  /** Whether this release belongs to the given line or a later one: `atLeast('4.1')`. */
  public atLeast(line: string): boolean {
    return Number(this.line) >= Number(line);
  }
}

function traits(line: number): SparkVersionTraits {
  return {
    allocationBatchSize: line >= 4.2 ? 20 : line >= 4.0 ? 10 : 5,
    claimAccessMode: line >= 4.0 ? 'ReadWriteOncePod' : 'ReadWriteOnce',
    minMemoryOverheadProperty: line >= 4.0,
    connectPort: line >= 4.1,
    terminationGracePeriodProperty: line >= 4.1,
    resizePolicy: line >= 4.2,
    writesAllowPrivilegeEscalation: line >= 4.3,
    rollingEventLog: line >= 4.0,
    prometheusUi: line >= 4.0,
    driverPodIp: line >= 4.3,
    hadoop: line >= 4.2 ? '3.5.0' : line >= 4.0 ? '3.4.1' : '3.3.4',
    scala: line >= 4.0 ? '2.13' : '2.12',
  };
}
