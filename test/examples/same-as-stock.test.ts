import { App } from 'cdk8s';
import { environments } from '../../apps/environments';
import { examples } from '../../apps/examples';
import { buildPlatform } from '../../apps/platform/platform';
import { PlatformApp } from '../../lib';
import { parsed, readTree, temporary } from '../synth/trees';

type Build = (app: App) => void;

const BUILDS: [string, Build][] = [
  ...Object.entries(examples).map(([name, build]): [string, Build] => [`example ${name}`, build]),
  ...Object.entries(environments).map(([name, environment]): [string, Build] => [
    `environment ${name}`,
    (app) => buildPlatform(app, environment),
  ]),
];

/** File → documents. */
function output(app: App, build: Build): { [path: string]: unknown[] } {
  build(app);
  app.synth();
  const files = Object.entries(readTree(app.outdir)).filter(([path]) => path.endsWith('.yaml'));
  return Object.fromEntries(files.map(([path, text]) => [path, parsed(text)]));
}

test.each(BUILDS)('%s comes out of PlatformApp as of the stock app', (_name, build) => {
  const ours = output(new PlatformApp({ outdir: temporary(), summary: false }), build);
  const stock = output(new App({ outdir: temporary() }), build);
  expect(Object.keys(stock)).not.toHaveLength(0);
  expect(ours).toEqual(stock);
});
