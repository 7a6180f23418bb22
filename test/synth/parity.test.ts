import { App, Chart, Testing, type YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { PlatformApp } from '../../lib/synth/platform-app';
import { configMap, parsed, PLANTS, readTree, temporary, type Plant } from './trees';

const TYPES = [0, 1, 2, 3] as YamlOutputType[];

function output(app: App): { [path: string]: unknown[] } {
  app.synth();
  const files = Object.entries(readTree(app.outdir)).filter(([path]) => path.endsWith('.yaml'));
  return Object.fromEntries(files.map(([path, text]) => [path, parsed(text)]));
}

function expectParity(plant: Plant, yamlOutputType: YamlOutputType): void {
  const stock = new App({ outdir: temporary(), yamlOutputType });
  const ours = new PlatformApp({ outdir: temporary(), yamlOutputType, summary: false });
  plant(stock);
  plant(ours);
  const expected = output(stock); // before its charts, which it can only sort afterwards
  expect(ours.charts.map((chart) => chart.node.path)).toEqual(stock.charts.map((chart) => chart.node.path));
  expect(output(ours)).toEqual(expected);
  expect(Object.keys(output(ours))).toEqual(Object.keys(expected));
}

describe.each(Object.entries(PLANTS))('%s', (_, plant) => {
  test.each(TYPES)('comes out as from the stock app, output type %s', (type) => expectParity(plant, type));

  test('gives the same text twice, and the documents of the stock app from synthYaml', () => {
    const stock = new App({ outdir: temporary() });
    const ours = new PlatformApp({ outdir: temporary() });
    plant(stock);
    plant(ours);
    const text = ours.synthYaml();
    expect(ours.synthYaml()).toBe(text);
    expect(parsed(text)).toEqual(parsed(stock.synthYaml()));
  });
});

test('the order equals that of the stock app for any dependencies it accepts', () => {
  const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 8 });
  fc.assert(
    fc.property(edges, (pairs) => {
      const plant: Plant = (app) => {
        const ends: Construct[] = [];
        for (const id of ['a', 'b']) {
          const chart = new Chart(app, id);
          const group = new Construct(chart, 'group');
          ends.push(chart, group, configMap(group, `${id}1`), configMap(group, `${id}2`), configMap(chart, `${id}3`));
        }
        for (const [from, to] of pairs) if (from !== to) ends[from]?.node.addDependency(ends[to] as Construct);
      };
      const stock = new App({ outdir: temporary() });
      plant(stock);
      let expected: string;
      try {
        expected = stock.synthYaml();
      } catch {
        return; // a cycle, true or false
      }
      const ours = new PlatformApp({ outdir: temporary() });
      plant(ours);
      expect(names(ours.synthYaml())).toEqual(names(expected));
    }),
    { numRuns: 300, seed: 7 },
  );
});

function names(text: string): string[] {
  return parsed(text).map((document) => (document as { metadata: { name: string } }).metadata.name);
}

test('Testing.synth, CDK8S_OUTDIR and recordConstructMetadata work as with the stock app', () => {
  const outdir = temporary();
  process.env.CDK8S_OUTDIR = outdir;
  const app = new PlatformApp({ recordConstructMetadata: true, summary: false });
  delete process.env.CDK8S_OUTDIR;
  const chart = new Chart(app, 'c');
  configMap(chart, 'x', 'named');
  expect(Testing.synth(chart)).toHaveLength(1);
  app.synth();
  expect(JSON.parse(readTree(outdir)['construct-metadata.json'] ?? '')).toEqual({
    version: '1.0.0',
    resources: { named: { path: 'c/x' } },
  });
});
