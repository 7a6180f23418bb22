import { App } from 'aws-cdk-lib';
import { SparkStack } from './stack';

const app = new App({ outdir: process.argv[2] ?? 'cdk.out' });
new SparkStack(app, 'spark');
app.synth();
