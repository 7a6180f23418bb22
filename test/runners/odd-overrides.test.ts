import {
  ApacheSparkOperator,
  KubeflowSparkOperator,
  SparkApplication,
  SparkRunner,
  StagedFile,
  type ISparkRunner,
} from '../../lib';
import { job } from '../spark/jobs';

const file = StagedFile.inline('job.py', 'print(1)\n');
const application = SparkApplication.python(file.uri, { stagedFiles: [file] });

describe.each<[string, ISparkRunner]>([
  ['native', SparkRunner.native()],
  ['submit', SparkRunner.submit()],
  ['kubeflow', SparkRunner.kubeflow(KubeflowSparkOperator.fromExisting())],
  ['apache', SparkRunner.apache(ApacheSparkOperator.fromExisting())],
])('overrides that take pods to pieces, under %s', (_, runner) => {
  // Whether they are mistakes is told by findings, and a job with an exception has none.
  test.each(['/spec/containers', '/spec'])('%s', (field) => {
    for (const role of ['driver', 'executor'] as const) {
      const { node } = job({ application, runner, [role]: { podOverrides: { [field]: undefined } } });
      expect(() => node.validate()).not.toThrow();
    }
  });
});
