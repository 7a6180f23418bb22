import { Names, YamlOutputType } from 'cdk8s';
import type { OutputFile } from './output';
import { SYNTH_RULES } from './rules';
import type { RenderedChart, RenderedObject, Synthesis } from './synthesis';

/** Which objects go into which file: the names and the division of the stock app. */
export class Layout {
  private readonly owners = new Map<string, string>();

  public constructor(
    private readonly synthesis: Synthesis,
    private readonly extension: string,
  ) {}

  /** The files of an output type. Two parts with the same file name are reported to the synthesis. */
  public files(type: YamlOutputType): OutputFile[] {
    const { charts, objects } = this.synthesis;
    switch (type) {
      case YamlOutputType.FILE_PER_APP:
        return charts.length === 0 ? [] : [this.file('app', '', objects)];
      case YamlOutputType.FILE_PER_CHART:
        return charts.map((chart, index) =>
          this.file(this.chartName(chart, index), chart.chart.node.path, chart.objects),
        );
      case YamlOutputType.FILE_PER_RESOURCE:
        return objects.map((object) => this.objectFile('', object.manifest.kind, nameOf(object), object));
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
        return charts.flatMap((chart, index) => {
          const folder = `${this.chartName(chart, index)}/`;
          // Named after the construct, before patches, as the stock app does.
          return chart.objects.map((rendered) => {
            const { kind, metadata } = rendered.object;
            return this.objectFile(folder, kind, metadata.name ?? rendered.object.name, rendered);
          });
        });
    }
  }

  /** The file that tells tools which construct made an object. */
  public constructMetadata(): OutputFile {
    const entries = this.synthesis.objects.map(({ object }) => [object.name, { path: object.node.path }]);
    const resources: unknown = Object.fromEntries(entries);
    return { path: 'construct-metadata.json', text: JSON.stringify({ version: '1.0.0', resources }) };
  }

  private chartName({ chart }: RenderedChart, index: number): string {
    const name = Names.toDnsLabel(chart);
    return this.synthesis.indexed ? `${String(index).padStart(4, '0')}-${name}` : name;
  }

  private objectFile(folder: string, kind: string, name: string, object: RenderedObject): OutputFile {
    const base = `${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
    return this.file(folder + base, object.object.node.path, [object]);
  }

  private file(base: string, owner: string, objects: readonly RenderedObject[]): OutputFile {
    const path = base + this.extension;
    const other = this.owners.get(path);
    if (other !== undefined) {
      const because = `${other} is written there too`;
      this.synthesis.report(owner, { rule: SYNTH_RULES.duplicateFile, at: 'yamlOutputType', value: path, because });
    }
    this.owners.set(path, owner);
    return { path, text: this.synthesis.toYaml(objects) };
  }
}

function nameOf({ object, manifest }: RenderedObject): string {
  return manifest.metadata?.name ?? object.name;
}
