import { Chart, Testing } from 'cdk8s';
import { ApacheSparkOperator, KubeflowSparkOperator } from '../../lib';
import { warningsOf } from '../../lib/core/rules';

const JOBS = { jobNamespaces: [{ namespaceName: 'etl' }] };

test('two operators in one app: each is warned of the other, with full names of kinds', () => {
  const chart = new Chart(Testing.app(), 'c');
  const kubeflow = new KubeflowSparkOperator(chart, 'kubeflow', JOBS);
  const apache = new ApacheSparkOperator(chart, 'apache', JOBS);
  const mine = (operator: KubeflowSparkOperator | ApacheSparkOperator): string[] =>
    warningsOf(operator).filter((line) => line.startsWith('runners/two-operators'));
  expect(mine(kubeflow)).toEqual([expect.stringContaining('sparkapplications.spark.apache.org')]);
  expect(mine(apache)).toEqual([expect.stringContaining('c/kubeflow brings those of sparkoperator.k8s.io')]);
});

test('one operator is enough for silence', () => {
  const kubeflow = new KubeflowSparkOperator(new Chart(Testing.app(), 'c'), 'kubeflow', JOBS);
  expect(warningsOf(kubeflow).join()).not.toContain('runners/two-operators');
});
