import type { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { describe, reportsOf, warningsOf, type Finding } from '../core/rules';
import { policyFindings } from '../policy/exemptions';
import type { IPolicy } from '../policy/policy';
import { Identities, isManifest, type Manifest } from './identity';
import type { ValueInspector } from './inspector';
import { SynthesisOrder } from './order';
import { SYNTH_RULES } from './rules';
import { SyncWaves } from './sync-waves';
import { Tree } from './tree';
import { YamlWriter } from './yaml';

/** One object, rendered. */
export interface RenderedObject {
  readonly object: ApiObject;
  readonly manifest: Manifest;
}

/** One chart with its objects in the order of its file. */
export interface RenderedChart {
  readonly chart: Chart;
  readonly objects: RenderedObject[];
}

/** An app, walked, ordered, validated and rendered. All that is wrong with it is in `errors`. */
export class Synthesis {
  public readonly charts: RenderedChart[];
  /** Whether file names carry an index, because some chart waits for another. */
  public readonly indexed: boolean;
  /** What the user should know, though the output is correct. */
  public readonly warnings: string[];
  /** Texts that constructs want to be printed. */
  public readonly reports: string[];
  private readonly errors: string[] = [];
  private readonly yaml = new YamlWriter();

  public constructor(
    app: IConstruct,
    inspector: ValueInspector,
    private readonly policies: readonly IPolicy[] = [],
    syncWaves: boolean = false,
  ) {
    const order = new SynthesisOrder(new Tree(app));
    this.indexed = order.dependencies.betweenCharts;
    for (const { construct } of order.tree.nodes) {
      this.errors.push(...construct.node.validate().map((message) => located(construct.node.path, message)));
    }
    this.warnings = order.tree.nodes.flatMap(({ construct }) =>
      warningsOf(construct as Construct).map((message) => located(construct.node.path, message)),
    );
    this.reports = order.tree.nodes.flatMap(({ construct }) => reportsOf(construct as Construct));
    for (const { path, finding } of order.findings) this.report(path, finding);
    const rendered = order.charts.map((chart) => ({
      chart: chart.construct as Chart,
      objects: order.objects(chart).flatMap((node) => this.render(node.construct as ApiObject, inspector)),
    }));
    const identified = this.identified(rendered);
    this.charts = syncWaves && this.errors.length === 0 ? this.inWaves(order.tree, identified) : identified;
  }

  /** All objects, in the order of the output. */
  public get objects(): RenderedObject[] {
    return this.charts.flatMap((chart) => chart.objects);
  }

  /** Objects as YAML documents. */
  public toYaml(objects: readonly RenderedObject[]): string {
    return objects.map(({ manifest }) => this.yaml.document(manifest)).join('');
  }

  public report(path: string, finding: Finding): void {
    this.errors.push(located(path, describe(finding)));
  }

  /** @throws Error with one line for each mistake found so far. */
  public throwIfInvalid(): void {
    if (this.errors.length === 0) return;
    throw new Error(`Validation failed with the following errors:\n  ${this.errors.join('\n  ')}`);
  }

  private render(object: ApiObject, inspector: ValueInspector): RenderedObject[] {
    const { json, findings } = inspector.render(object);
    for (const finding of findings) this.report(object.node.path, finding);
    if (findings.length > 0) return [];
    if (isManifest(json)) return [{ object, manifest: json }];
    this.report(object.node.path, { rule: SYNTH_RULES.missingKind, at: 'toJson', value: object.kind });
    return [];
  }

  private identified(charts: readonly RenderedChart[]): RenderedChart[] {
    const identities = new Identities(charts.flatMap(({ objects }) => objects.map(({ manifest }) => manifest)));
    const identify = ({ object, manifest }: RenderedObject): RenderedObject => {
      const normalised = identities.normalised(manifest);
      for (const finding of identities.check(normalised, object.node.path)) this.report(object.node.path, finding);
      if (this.policies.length > 0) {
        for (const finding of policyFindings(this.policies, { ...normalised })) this.report(object.node.path, finding);
      }
      return { object, manifest: normalised };
    };
    return charts.map(({ chart, objects }) => ({ chart, objects: objects.map(identify) }));
  }

  private inWaves(tree: Tree, charts: readonly RenderedChart[]): RenderedChart[] {
    const waves = new SyncWaves(
      tree,
      charts.flatMap(({ objects }) => objects),
    );
    for (const { path, finding } of waves.findings) this.report(path, finding);
    return charts.map(({ chart, objects }) => ({
      chart,
      objects: objects.map(({ object, manifest }) => ({ object, manifest: waves.annotated(object, manifest) })),
    }));
  }
}

function located(path: string, message: string): string {
  return `[${path}] ${message}`;
}
