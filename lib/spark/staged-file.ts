import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { RuleError } from '../core/rules';
import { SPARK_RULES } from './rules';

/** Directory of the driver where staged files appear. */
export const STAGED_DIRECTORY = '/opt/spark/staged';

/**
 * A small file that travels with the job in a ConfigMap: a script, a jar of a few kilobytes, a configuration. What the
 * resource staging server was for Spark 2 on Kubernetes, without a server. All staged files of a job share 1 MiB.
 */
export class StagedFile {
  /** A file with this text. @throws RuleError `spark/staged-file-name` */
  public static inline(name: string, text: string): StagedFile {
    return new StagedFile(name, Buffer.from(text, 'utf8'));
  }

  /**
   * A file of the machine that synthesizes, text or binary, under its base name.
   *
   * @param path Path of the file; relative paths start at the working directory.
   * @throws RuleError `spark/staged-file-name`, or the system's error if the file cannot be read
   */
  public static fromPath(path: string): StagedFile {
    return new StagedFile(basename(path), readFileSync(path));
  }

  private constructor(
    /** Name of the file in the driver, below `/opt/spark/staged`. */
    public readonly name: string,
    private readonly content: Buffer,
  ) {
    if (!/^[-._a-zA-Z0-9]+$/.test(name) || name.startsWith('..') || name.length > 253) {
      throw new RuleError({ rule: SPARK_RULES.stagedFileName, at: 'StagedFile', value: name });
    }
  }

  /** Where the driver finds it; Spark serves it to executors from there. */
  public get uri(): string {
    return `file://${STAGED_DIRECTORY}/${this.name}`;
  }

  /** Its size in the ConfigMap in bytes. @internal */
  public get _bytes(): number {
    return this.name.length + (this._text === undefined ? Math.ceil(this.content.length / 3) * 4 : this.content.length);
  }

  /** The text, if it is valid UTF-8; binary files go base64. @internal */
  public get _text(): string | undefined {
    const text = this.content.toString('utf8');
    return Buffer.from(text, 'utf8').equals(this.content) ? text : undefined;
  }

  /** @internal */
  public get _base64(): string {
    return this.content.toString('base64');
  }
}
