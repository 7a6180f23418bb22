import { App, Chart } from 'cdk8s';
import { SparkTesting, type Manifest } from '../../lib/testing';

/** The objects of a chart. */
export function manifests(build: (chart: Chart) => unknown): Manifest[] {
  const chart = new Chart(new App(), 'gitops');
  build(chart);
  return SparkTesting.manifests(chart);
}

/** The only object of a chart. */
export function manifest(build: (chart: Chart) => unknown): Manifest {
  const all = manifests(build);
  expect(all).toHaveLength(1);
  return all[0] as Manifest;
}
