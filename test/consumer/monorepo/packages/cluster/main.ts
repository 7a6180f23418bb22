import { EtlPlatform } from '@acme/etl-platform';
import { SciencePlatform } from '@acme/science-platform';
import { PlatformApp } from 'cdk8s-spark';

// Two teams' platforms on one cluster. PlatformApp sees both, and refuses two objects of one name.
const [, , outdir = 'dist', etl = 'etl-', science = 'science-'] = process.argv;
const app = new PlatformApp({ outdir, summary: false });
new EtlPlatform(app, 'etl', { priorities: { prefix: etl } });
new SciencePlatform(app, 'science', { priorities: { prefix: science } });
app.synth();
