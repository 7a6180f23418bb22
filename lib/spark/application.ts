import type { Finding } from '../core/rules';
import { SPARK_RULES } from './rules';
import { STAGED_DIRECTORY, type StagedFile } from './staged-file';

/** What an application is written in. */
export enum SparkLanguage {
  /** Java, Scala or any other language of the JVM. */
  JAVA = 'java',
  /** Python. */
  PYTHON = 'python',
  /** R. */
  R = 'r',
}

/** What an application needs besides its main file. */
export interface SparkApplicationOptions {
  /** Arguments of the application. A literal `$(NAME)` is written `$$(NAME)`. @default - none */
  readonly args?: string[];
  /** URIs of jars for driver and executors. @default - none */
  readonly jars?: string[];
  /** Maven coordinates `group:artifact:version`, fetched by the driver at start. @default - none */
  readonly packages?: string[];
  /** `group:artifact` that the packages must not bring along. @default - none */
  readonly excludePackages?: string[];
  /** URLs of further Maven repositories. @default - none */
  readonly repositories?: string[];
  /** URIs of files for the working directory of driver and executors. @default - none */
  readonly files?: string[];
  /** URIs of archives, unpacked in the working directory; `#name` names the directory. @default - none */
  readonly archives?: string[];
  /** Small local files that travel in a ConfigMap; refer to them by their `uri`. @default - none */
  readonly stagedFiles?: StagedFile[];
}

/** What a Python application needs besides its main file. */
export interface PythonApplicationOptions extends SparkApplicationOptions {
  /** URIs of .py, .zip, .egg or .whl files on the Python path. @default - none */
  readonly pyFiles?: string[];
  /** Python executable in driver and executors. @default - that of the image */
  readonly python?: string;
}

const FETCHABLE = /^(local|https?|s3a?|s3n|abfss?|wasbs?|gs|hdfs|webhdfs|viewfs|ftp|oss|cosn|o3fs|ofs):\/\/./;
const STAGED_URI = `file://${STAGED_DIRECTORY}/`;

/**
 * What runs: main file, language, arguments and dependencies. It knows nothing of sizes, clusters or runners.
 *
 * @see https://spark.apache.org/docs/latest/submitting-applications.html
 */
export class SparkApplication {
  /**
   * A Python application.
   *
   * @param main URI of the main .py file: `local://` for a file in the image, or one that the driver can fetch.
   */
  public static python(main: string, options: PythonApplicationOptions = {}): SparkApplication {
    return new SparkApplication(SparkLanguage.PYTHON, main, undefined, options);
  }

  /**
   * An application for the JVM.
   *
   * @param jar URI of the application's jar.
   * @param mainClass Fully qualified name of the class with `main`.
   */
  public static java(jar: string, mainClass: string, options: SparkApplicationOptions = {}): SparkApplication {
    return new SparkApplication(SparkLanguage.JAVA, jar, mainClass, options);
  }

  /** An R application. @param main URI of the main .R file. */
  public static r(main: string, options: SparkApplicationOptions = {}): SparkApplication {
    return new SparkApplication(SparkLanguage.R, main, undefined, options);
  }

  private constructor(
    /** What it is written in. */
    public readonly language: SparkLanguage,
    /** URI of the main file. */
    public readonly main: string,
    /** Class with `main`, of applications for the JVM. */
    public readonly mainClass: string | undefined,
    /** Arguments and dependencies. */
    public readonly options: PythonApplicationOptions,
  ) {}

  /** The class that spark-submit starts: the user's, or Spark's runner of the language. @internal */
  public get _submitClass(): string {
    if (this.language === SparkLanguage.PYTHON) return 'org.apache.spark.deploy.PythonRunner';
    if (this.language === SparkLanguage.R) return 'org.apache.spark.deploy.RRunner';
    return this.mainClass ?? '';
  }

  /**
   * Properties for the dependencies. The application's jar stands in `spark.jars` as well: since Spark 4.0 a driver in
   * a pod no longer adds it itself, and executors would miss it.
   *
   * @internal
   */
  public get _properties(): { [key: string]: string } {
    const { jars = [], packages, excludePackages, repositories, files, archives, pyFiles, python } = this.options;
    const allJars = this.language === SparkLanguage.JAVA && !jars.includes(this.main) ? [this.main, ...jars] : jars;
    const lists: { readonly [key: string]: readonly string[] | undefined } = {
      'spark.jars': allJars,
      'spark.jars.packages': packages,
      'spark.jars.excludes': excludePackages,
      'spark.jars.repositories': repositories,
      'spark.files': files,
      'spark.archives': archives,
      'spark.submit.pyFiles': pyFiles,
    };
    const properties: { [key: string]: string } = {};
    for (const [key, list] of Object.entries(lists)) {
      if (list !== undefined && list.length > 0) properties[key] = list.join(',');
    }
    // The home of the image's user need not exist or be writable; /tmp always is.
    if (packages !== undefined && packages.length > 0) properties['spark.jars.ivy'] = '/tmp/ivy';
    if (python !== undefined) properties['spark.pyspark.python'] = python;
    return properties;
  }

  /** What is wrong with it. @internal */
  public _findings(hiddenDirectories: readonly string[]): Finding[] {
    const { args = [], packages = [], stagedFiles = [] } = this.options;
    const staged = stagedFiles.map((file) => file.uri);
    const uris = this.dependencies();
    return [
      ...[{ at: 'application.main', uri: this.main }, ...uris].flatMap(({ at, uri }) =>
        uriFindings(at, uri, staged, hiddenDirectories),
      ),
      ...(this.mainClass !== undefined && !/^([A-Za-z_$][\w$]*\.)*[A-Za-z_$][\w$]*$/.test(this.mainClass)
        ? [{ rule: SPARK_RULES.mainClass, at: 'application.mainClass', value: this.mainClass }]
        : []),
      ...args.flatMap((arg, index) =>
        /(^|[^$])(\$\$)*\$\([^)]*\)/.test(arg)
          ? [{ rule: SPARK_RULES.variableInArgument, at: `application.args[${index}]`, value: arg }]
          : [],
      ),
      ...packages
        .filter((coordinate) => !/^[^\s:,]+:[^\s:,]+:[^\s:,]+$/.test(coordinate))
        .map((value) => ({ rule: SPARK_RULES.mavenCoordinate, at: 'application.packages', value })),
      ...stagedFindings(stagedFiles),
    ];
  }

  private dependencies(): { readonly at: string; readonly uri: string }[] {
    const { jars = [], files = [], archives = [], pyFiles = [] } = this.options;
    return Object.entries({ jars, files, archives, pyFiles }).flatMap(([name, list]) =>
      list.map((uri, index) => ({ at: `application.${name}[${index}]`, uri })),
    );
  }
}

function uriFindings(at: string, uri: string, staged: readonly string[], hidden: readonly string[]): Finding[] {
  const plain = uri.replace(/#.*$/, '');
  if (plain.startsWith(STAGED_URI)) {
    return staged.includes(plain) ? [] : [{ rule: SPARK_RULES.stagedFileMissing, at, value: uri }];
  }
  if (uri.includes(',')) return [{ rule: SPARK_RULES.uriComma, at, value: uri }];
  if (!FETCHABLE.test(plain)) {
    return [{ rule: at === 'application.main' ? SPARK_RULES.mainUri : SPARK_RULES.dependencyUri, at, value: uri }];
  }
  const covered = hidden.find((directory) => plain.startsWith(`local://${directory}/`));
  return covered === undefined
    ? []
    : [{ rule: SPARK_RULES.hiddenPath, at, value: uri, because: `${covered} is covered` }];
}

/** The API server's limit for a ConfigMap is 1 MiB for all keys and values together. */
const STAGED_BYTES_MAX = 1024 * 1024;

function stagedFindings(files: readonly StagedFile[]): Finding[] {
  const names = files.map((file) => file.name);
  const bytes = files.reduce((sum, file) => sum + file._bytes, 0);
  return [
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((value) => ({ rule: SPARK_RULES.stagedTwice, at: 'application.stagedFiles', value })),
    ...(bytes > STAGED_BYTES_MAX
      ? [
          {
            rule: SPARK_RULES.stagedFilesTooLarge,
            at: 'application.stagedFiles',
            value: names.join(', '),
            because: `${bytes} bytes of at most ${STAGED_BYTES_MAX}, binary files counted as base64`,
          },
        ]
      : []),
  ];
}
