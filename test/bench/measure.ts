/** The child of `run.ts`: one measurement in a fresh process, printed as JSON. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ApiObject, App } from 'cdk8s';
import { PlatformApp } from '../../lib/synth/platform-app';
import * as trees from './trees';

const [kind, plant, size] = process.argv.slice(2) as [string, 'sixObjectCharts' | 'sparkJobs' | 'chain', string];

function synth(makeApp: (outdir: string) => App, count: number): number {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const app = makeApp(outdir);
  trees[plant](app, count);
  const start = performance.now();
  app.synth();
  const elapsed = performance.now() - start;
  rmSync(outdir, { recursive: true });
  return elapsed;
}

/** The least any synthesis must do: turn finished objects into text and write one file per chart. */
function floor(count: number): number {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const app = new App({ outdir });
  trees[plant](app, count);
  const charts = app.node.children.map((chart) =>
    chart.node
      .findAll()
      .filter((construct) => ApiObject.isApiObject(construct))
      .map((object) => object.toJson() as unknown),
  );
  mkdirSync(outdir, { recursive: true });
  const start = performance.now();
  charts.forEach((objects, index) => {
    writeFileSync(join(outdir, `${index}.json`), objects.map((object) => JSON.stringify(object)).join('\n'));
  });
  const elapsed = performance.now() - start;
  rmSync(outdir, { recursive: true });
  return elapsed;
}

const measurements: { readonly [kind: string]: (count: number) => number } = {
  stock: (count) => synth((outdir) => new App({ outdir }), count),
  ours: (count) => synth((outdir) => new PlatformApp({ outdir, summary: false }), count),
  floor,
};

const measure = measurements[kind];
if (!measure) throw new Error(`unknown measurement ${kind}`);
measure(20); // warm-up: compile the code paths, not the tree
const milliseconds = measure(Number(size));
console.log(JSON.stringify({ milliseconds, rssMiB: process.resourceUsage().maxRSS / 1024 }));
