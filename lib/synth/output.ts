import * as fs from 'node:fs';
import * as path from 'node:path';

/** A file of the output; its path is relative to the output directory, with `/`. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

// Without an extension: `kubectl apply -f <directory>` reads every .json, .yaml and .yml in it.
const INDEX = '.cdk8s-spark.index';
const STAGE = '.cdk8s-spark.stage';
const JOURNAL = '.cdk8s-spark.journal';

/** What is left to do after everything was staged. */
interface Journal {
  readonly move: string[];
  readonly remove: string[];
}

/**
 * A directory that holds one whole output: the last one that was completed. New files are written beside it; then
 *
 * - a directory with nothing in it but our own files is exchanged as a whole, by renaming,
 * - any other gets its files one by one, after a journal that the next start completes should this one be killed.
 *
 * The index lists our own files. Only these are ever removed.
 */
export class OutputDirectory {
  private readonly root: string;
  /** Where the whole next output is prepared, and where the last one waits during the exchange. */
  private readonly next: string;
  private readonly previous: string;

  public constructor(directory: string) {
    this.root = path.resolve(directory);
    this.next = `${this.root}.cdk8s-spark-next`;
    this.previous = `${this.root}.cdk8s-spark-previous`;
  }

  /** Completes or undoes what a killed synthesis left behind. */
  public recover(): void {
    if (fs.existsSync(this.previous)) {
      if (!fs.existsSync(this.root) || isEmptyDirectory(this.root)) {
        remove(this.root);
        fs.renameSync(this.previous, this.root);
      } else remove(this.previous);
    }
    remove(this.next);
    const journal = this.readJson(JOURNAL);
    if (isJournal(journal)) this.complete(journal);
    remove(this.inside(STAGE));
  }

  /** Makes these files the output, and removes those of the last one that are not among them. */
  public replace(files: readonly OutputFile[]): void {
    const index = {
      path: INDEX,
      text: `${JSON.stringify({ files: files.map((file) => file.path).sort() }, null, 2)}\n`,
    };
    const all = [...files, index];
    if (!this.canExchange() || !this.exchange(all)) this.update(all);
  }

  private canExchange(): boolean {
    const cwd = process.cwd();
    if (cwd === this.root || cwd.startsWith(this.root + path.sep)) return false;
    if (!fs.existsSync(this.root)) return fs.lstatSync(this.root, { throwIfNoEntry: false }) === undefined;
    return fs.lstatSync(this.root).isDirectory() && this.holdsOnlyOurs();
  }

  /** @returns false when the directory cannot be moved (a mount point, a parent that is not ours to write). */
  private exchange(files: readonly OutputFile[]): boolean {
    const exists = fs.existsSync(this.root);
    try {
      writeAll(this.next, files);
      if (exists) {
        fs.chmodSync(this.next, fs.statSync(this.root).mode);
        fs.renameSync(this.root, this.previous);
      }
    } catch (error) {
      remove(this.next);
      if (isOneOf(error, ['EACCES', 'EBUSY', 'EPERM', 'EROFS', 'EXDEV'])) return false;
      throw error;
    }
    try {
      fs.renameSync(this.next, this.root);
    } catch (error) {
      if (exists) fs.renameSync(this.previous, this.root);
      remove(this.next);
      throw error;
    }
    remove(this.previous);
    return true;
  }

  private update(files: readonly OutputFile[]): void {
    const stage = this.inside(STAGE);
    const move = files.map((file) => file.path);
    const kept = new Set(move);
    fs.mkdirSync(this.root, { recursive: true });
    try {
      for (const file of move) this.checkTarget(file);
      writeAll(stage, files);
      const journal: Journal = { move, remove: this.owned().filter((file) => !kept.has(file)) };
      fs.writeFileSync(path.join(stage, JOURNAL), JSON.stringify(journal));
      fs.renameSync(path.join(stage, JOURNAL), this.inside(JOURNAL));
      this.complete(journal);
    } finally {
      if (!fs.existsSync(this.inside(JOURNAL))) remove(stage);
    }
  }

  /** Can be repeated: what was moved or removed before is not there any more. */
  private complete(journal: Journal): void {
    for (const file of journal.move) {
      const staged = path.join(this.inside(STAGE), file);
      if (!fs.existsSync(staged)) continue;
      if (file.includes('/')) fs.mkdirSync(path.dirname(this.inside(file)), { recursive: true });
      fs.renameSync(staged, this.inside(file));
    }
    for (const file of journal.remove) {
      remove(this.inside(file));
      if (file.includes('/') && isEmptyDirectory(path.dirname(this.inside(file))))
        remove(path.dirname(this.inside(file)));
    }
    remove(this.inside(JOURNAL));
    remove(this.inside(STAGE));
  }

  private checkTarget(file: string): void {
    if (fs.statSync(this.inside(file), { throwIfNoEntry: false })?.isDirectory()) {
      throw new Error(`cannot write ${this.inside(file)}: it is a directory`);
    }
  }

  private holdsOnlyOurs(): boolean {
    const ours = new Set([...this.owned(), INDEX]);
    const visit = (folder: string): boolean =>
      fs.readdirSync(this.inside(folder), { withFileTypes: true }).every((entry) => {
        const name = folder + entry.name;
        return entry.isDirectory() ? visit(`${name}/`) : entry.isFile() && ours.has(name);
      });
    return visit('');
  }

  /** The files that the index says are ours. Paths that lead out of the directory are not believed. */
  private owned(): string[] {
    const index = this.readJson(INDEX);
    const files = (index as { files?: unknown } | undefined)?.files;
    return isStrings(files) ? files.filter(isInside) : [];
  }

  private readJson(name: string): unknown {
    try {
      return JSON.parse(fs.readFileSync(this.inside(name), 'utf8')) as unknown;
    } catch {
      return undefined; // not there, or not ours
    }
  }

  private inside(relative: string): string {
    return path.join(this.root, relative);
  }
}

function writeAll(directory: string, files: readonly OutputFile[]): void {
  remove(directory);
  const made = new Set<string>();
  for (const folder of ['', ...files.map((file) => path.dirname(file.path))]) {
    if (!made.has(folder)) fs.mkdirSync(path.join(directory, folder), { recursive: true });
    made.add(folder);
  }
  for (const file of files) fs.writeFileSync(path.join(directory, file.path), file.text);
}

function remove(target: string): void {
  fs.rmSync(target, { recursive: true, force: true });
}

function isEmptyDirectory(directory: string): boolean {
  const status = fs.statSync(directory, { throwIfNoEntry: false });
  return status?.isDirectory() === true && fs.readdirSync(directory).length === 0;
}

function isInside(file: string): boolean {
  return file !== '' && !path.isAbsolute(file) && !file.split(/[/\\]/).includes('..');
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isJournal(value: unknown): value is Journal {
  const { move, remove: removed } = (value ?? {}) as { move?: unknown; remove?: unknown };
  return isStrings(move) && isStrings(removed) && [...move, ...removed].every(isInside);
}

function isOneOf(error: unknown, codes: readonly string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? '');
}
