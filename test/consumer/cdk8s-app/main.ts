// The stock App, and no more than what the package promises.
import { App } from 'cdk8s';
import { SparkTesting } from 'cdk8s-spark/testing';
import { PiChart } from './pi';

const app = new App();
const chart = new PiChart(app, 'etl');
app.synth();
console.log(JSON.stringify(SparkTesting.manifests(chart).map((manifest) => manifest.kind)));
