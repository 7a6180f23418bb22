import { PlatformApp } from '../../lib';
import { environmentOf } from '../environments';
import { buildPlatform } from './platform';
import { policies } from './policies';

export { buildPlatform };

if (require.main === module) {
  const environment = environmentOf(process.env.SPARK_ENV ?? 'local');
  const outdir = process.env.CDK8S_OUTDIR ?? `dist/manifests/${environment.name}`;
  const app = new PlatformApp({ outdir, policies });
  buildPlatform(app, environment);
  app.synth();
}
