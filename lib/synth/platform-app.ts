import { App, type AppProps, type Chart } from 'cdk8s';
import type { IPolicy } from '../policy/policy';
import { ValueInspector } from './inspector';
import { Layout } from './layout';
import { SynthesisOrder } from './order';
import { OutputDirectory, type OutputFile } from './output';
import { Synthesis } from './synthesis';
import { Tree } from './tree';

/** Properties of `PlatformApp`: those of a cdk8s app and three more. */
export interface PlatformAppProps extends AppProps {
  /**
   * Whether `synth()` says on stderr what it wrote and where, in one line, and before it what it warns of.
   *
   * @default true
   */
  readonly summary?: boolean;
  /**
   * Rules that every object must keep, such as `HousePolicy.all()`. Breaches are mistakes like all others.
   *
   * @default - none
   */
  readonly policies?: IPolicy[];
  /**
   * Whether objects carry the annotation `argocd.argoproj.io/sync-wave`, from the dependencies between them, so that
   * Argo CD applies them in order. Those of wave 0 need none, and a wave that is set by hand stays.
   *
   * @default false
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  readonly syncWaves?: boolean;
}

/**
 * A cdk8s `App` for platforms. It writes the same documents, in the same order and to the same files, in time that
 * grows with the number of objects, and adds guarantees:
 *
 * - All mistakes are reported together, and then nothing is written.
 * - No two objects share group, kind, namespace and name; names fit their kinds; objects of cluster-scoped kinds carry
 *   no namespace; null, NaN and class instances are refused.
 * - A construct that waits for itself, and constructs that wait for each other, are reported with their paths.
 * - The output directory always holds one whole output; files of charts that are gone are removed, files of others are
 *   left alone.
 *
 * @see https://cdk8s.io/docs/latest/basics/app/
 */
export class PlatformApp extends App {
  private readonly inspector: ValueInspector;
  private readonly summary: boolean;
  private readonly policies: readonly IPolicy[];
  private readonly syncWaves: boolean;

  public constructor(props: PlatformAppProps = {}) {
    super(props);
    this.summary = props.summary ?? true;
    this.policies = [...(props.policies ?? [])];
    this.syncWaves = props.syncWaves ?? false;
    this.inspector = ValueInspector.install(this.resolvers);
  }

  /** All charts, those that others wait for first. */
  public override get charts(): Chart[] {
    return new SynthesisOrder(new Tree(this)).charts.map((node) => node.construct as Chart);
  }

  /**
   * Writes all manifests to the output directory.
   *
   * @throws Error with one line `[construct/path] <what is wrong>` for each mistake; then nothing was written.
   */
  public override synth(): void {
    const output = new OutputDirectory(this.outdir);
    output.recover();
    const synthesis = new Synthesis(this, this.inspector, this.policies, this.syncWaves);
    synthesis.throwIfInvalid();
    const files = this.files(synthesis);
    synthesis.throwIfInvalid();
    output.replace(files);
    if (this.summary) this.summarise(synthesis, files.length);
  }

  /**
   * All manifests as one YAML text.
   *
   * @throws Error with one line `[construct/path] <what is wrong>` for each mistake.
   */
  public override synthYaml(): string {
    const synthesis = new Synthesis(this, this.inspector, this.policies, this.syncWaves);
    synthesis.throwIfInvalid();
    return synthesis.toYaml(synthesis.objects);
  }

  private files(synthesis: Synthesis): OutputFile[] {
    const layout = new Layout(synthesis, this.outputFileExtension);
    const files = layout.files(this.yamlOutputType);
    // The stock app keeps this prop to itself, and reads it from the environment as well.
    const { recordConstructMetadata } = this as unknown as { readonly recordConstructMetadata: boolean };
    return recordConstructMetadata ? [...files, layout.constructMetadata()] : files;
  }

  private summarise({ objects, warnings, reports }: Synthesis, files: number): void {
    const noted = warnings.length > 0 ? `, ${count(warnings.length, 'warning')}` : '';
    const lines = [
      ...warnings.map((warning) => `warning ${warning}`),
      `PlatformApp: ${count(objects.length, 'object')} in ${count(files, 'file')} → ${this.outdir}${noted}`,
      ...reports,
    ];
    process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
