import type { SparkConf } from '../../spark/conf';
import type { SparkImage } from '../../spark/image';
import type { ILivyServer } from '../../spark/livy-server';
import type { ISparkFeature } from '../../spark/resolved-application';
import type { SparkDriverProps, SparkExecutorProps } from '../../spark/role-props';

/** Who shares an interpreter. @see https://zeppelin.apache.org/docs/latest/usage/interpreter/interpreter_binding_mode.html */
export enum ZeppelinBinding {
  /** One pod and one session for everybody. */
  SHARED = 'shared',
  /** One pod for everybody, a session for each user. */
  SCOPED_PER_USER = 'scoped-per-user',
  /** A pod for each user. */
  ISOLATED_PER_USER = 'isolated-per-user',
  /** One pod for everybody, a session for each note. */
  SCOPED_PER_NOTE = 'scoped-per-note',
  /** A pod for each note. */
  ISOLATED_PER_NOTE = 'isolated-per-note',
}

/** What every group of interpreters can be told. */
export interface ZeppelinInterpreterOptions {
  /** Who shares it. @default ZeppelinBinding.ISOLATED_PER_USER */
  readonly binding?: ZeppelinBinding;
  /** Further properties of the group, as on Zeppelin's interpreter page. @default - Zeppelin's own */
  readonly properties?: { readonly [key: string]: string };
}

/** Spark inside of Zeppelin: the interpreter's pod is the driver. */
export interface ZeppelinSparkProps extends ZeppelinInterpreterOptions {
  /** Image with Spark 3.5 or 4.0. Executors run it, and drivers get Spark from it. */
  readonly image: SparkImage;
  /** The drivers. @default - 1 core, 1 GiB of heap */
  readonly driver?: SparkDriverProps;
  /** The executors of each driver. @default - 2 of 1 core, 1 GiB each */
  readonly executor?: SparkExecutorProps;
  /** Further Spark properties. @default - none */
  readonly conf?: SparkConf;
  /** Event log, object stores, dynamic allocation, a catalog. @default - none */
  readonly features?: ISparkFeature[];
}

/** Spark behind a Livy server. */
export interface ZeppelinLivyOptions {
  /** Who shares a pod. Sessions of Livy belong to one user, so that it goes by users. @default ZeppelinBinding.SCOPED_PER_USER */
  readonly binding?: ZeppelinBinding;
  /** Spark properties of the sessions. @default - as the server decides */
  readonly conf?: SparkConf;
  /** Further properties of the group. @default - Zeppelin's own */
  readonly properties?: { readonly [key: string]: string };
}

/** A group of interpreters that notes may use, and how. */
export class ZeppelinInterpreter {
  /** `%spark`, `%spark.pyspark`, `%spark.sql`: each driver is a pod that Zeppelin starts. */
  public static spark(props: ZeppelinSparkProps): ZeppelinInterpreter {
    return new ZeppelinInterpreter('spark', props, props);
  }

  /**
   * `%livy`, `%livy.pyspark`, `%livy.sql`: sessions of a Livy server, for the user who is signed on to Zeppelin.
   *
   * @param server The server. Zeppelin asks it to start sessions as its users, so that it must trust Zeppelin.
   */
  public static livy(server: ILivyServer, options: ZeppelinLivyOptions = {}): ZeppelinInterpreter {
    const { binding = ZeppelinBinding.SCOPED_PER_USER } = options;
    return new ZeppelinInterpreter('livy', { ...options, binding }, undefined, server, options.conf);
  }

  /** `%python`: Python in a pod of its own, without Spark. */
  public static python(options: ZeppelinInterpreterOptions = {}): ZeppelinInterpreter {
    return new ZeppelinInterpreter('python', options);
  }

  /** `%md`: text. */
  public static markdown(): ZeppelinInterpreter {
    return new ZeppelinInterpreter('md', { binding: ZeppelinBinding.SHARED });
  }

  /**
   * Another group of the image: `jdbc`, `sh`.
   *
   * @param group Name of its directory below `interpreter`.
   * @param options Its properties must be complete: Zeppelin adds no defaults to a group that it is given.
   */
  public static of(group: string, options: ZeppelinInterpreterOptions = {}): ZeppelinInterpreter {
    return new ZeppelinInterpreter(group, options);
  }

  /** Who shares it. */
  public readonly binding: ZeppelinBinding;

  private constructor(
    /** Name of the group. */
    public readonly group: string,
    options: ZeppelinInterpreterOptions,
    /** @internal */
    public readonly _spark?: ZeppelinSparkProps,
    /** @internal */
    public readonly _livy?: ILivyServer,
    /** @internal */
    public readonly _livyConf?: SparkConf,
  ) {
    this.binding = options.binding ?? ZeppelinBinding.ISOLATED_PER_USER;
    this._properties = options.properties ?? {};
  }

  /** The user's own properties. @internal */
  public readonly _properties: { readonly [key: string]: string };
}
