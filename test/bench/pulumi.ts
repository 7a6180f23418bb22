/** `ts-node --transpile-only test/bench/pulumi.ts [jobs]`: what the bridge costs beside a bare registration loop; exits 1 if a goal is missed. */
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { Provider } from '@pulumi/kubernetes/provider';
import * as pulumi from '@pulumi/pulumi';
import { App } from 'cdk8s';
import { SparkTesting } from '../../lib/testing';
import { deployPlatform, KubernetesResource } from '../../lib/pulumi';
import { resourceName, resourceType } from '../../lib/pulumi/identity';
import { sixObjectCharts } from './trees';

const MS_EACH = 6;
const KIB_EACH = 256;
/** Charts of six objects: a little over 1,000. */
const CHARTS = 167;

interface Measurement {
  readonly milliseconds: number;
  readonly rssKiB: number;
  readonly resources: number;
}

type Register = (provider: Provider, charts: number) => pulumi.Resource[];

const measurements: { readonly [name: string]: Register } = {
  bridge: (provider, charts) =>
    deployPlatform('bench', (app) => sixObjectCharts(app, charts), { provider }).objects.map(
      ({ resource }) => resource,
    ),
  // The least that any program must do: the objects are there, and one resource is made of each.
  bare: (provider, charts) => {
    const app = new App({ outdir: 'unused' });
    sixObjectCharts(app, charts);
    return SparkTesting.manifests(app).map(
      (manifest) =>
        new KubernetesResource(
          resourceType(manifest.apiVersion, manifest.kind),
          resourceName(manifest),
          { ...manifest },
          { provider },
        ),
    );
  },
};

async function measure(name: string, charts: number): Promise<Measurement> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ inputs, name: id }) => ({ id, state: inputs as object }),
      call: ({ inputs }) => inputs as object,
    },
    'bench',
    'bench',
  );
  const provider = new Provider('cluster', { context: 'bench' });
  const base = process.memoryUsage.rss();
  const start = performance.now();
  const resources = measurements[name]?.(provider, charts) ?? [];
  await Promise.all(resources.map(({ urn }) => (urn as unknown as { promise(): Promise<string> }).promise()));
  const milliseconds = performance.now() - start;
  const rssKiB = (process.resourceUsage().maxRSS * 1024 - base) / 1024;
  return { milliseconds, rssKiB, resources: resources.length };
}

/** The median of three, each in a process of its own. */
function steady(name: string, charts: number): Measurement {
  const runner = "require('ts-node').register({ transpileOnly: true }); require(process.argv[1])";
  const runs = [1, 2, 3].map(() => {
    const args = ['-e', runner, __filename, 'measure', name, String(charts)];
    const text = execFileSync(process.execPath, args, { encoding: 'utf8' });
    return JSON.parse(text.trim().split('\n').at(-1) ?? '') as Measurement;
  });
  return runs.sort((a, b) => a.milliseconds - b.milliseconds)[1] as Measurement;
}

function report(charts: number): void {
  const [bridge, bare] = [steady('bridge', charts), steady('bare', charts)];
  const each = ({ milliseconds, rssKiB, resources }: Measurement): [number, number] => [
    milliseconds / resources,
    rssKiB / resources,
  ];
  const [[ms, kib], [bareMs, bareKib]] = [each(bridge), each(bare)];
  console.log(`${bridge.resources} resources       bridge     bare    ratio   goal`);
  console.log(
    `ms each           ${[ms, bareMs, ms / bareMs].map((n) => n.toFixed(2).padStart(8)).join(' ')}   ≤ ${MS_EACH}`,
  );
  console.log(
    `KiB each          ${[kib, bareKib, kib / bareKib].map((n) => n.toFixed(0).padStart(8)).join(' ')}   ≤ ${KIB_EACH}`,
  );
  process.exitCode = ms <= MS_EACH && kib <= KIB_EACH ? 0 : 1;
}

const [command, name = '', size] = process.argv.slice(2);
if (command === 'measure') {
  void measure(name, Number(size)).then((result) => console.log(JSON.stringify(result)));
} else report(Number(command ?? CHARTS));
