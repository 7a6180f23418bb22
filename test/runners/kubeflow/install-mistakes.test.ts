import { KUBEFLOW_OPERATOR_RULES } from '../../../lib/runners/kubeflow/install/rules';
import { KUBEFLOW_INSTALL_MISTAKES } from '../../bad-input/kubeflow-install-mistakes';

/** What is printed and does not end a synthesis; `install-servers.test.ts` has their examples. */
const WARNINGS = [
  'worker-memory',
  'run-names',
  'ui-path',
  'ui-app-id',
  'batch-scheduler-needs-webhook',
  'every-namespace-rights',
  'pods-refused',
].map((rule) => `kubeflow/${rule}`);

test('every rule has its mistake, or is a warning', () => {
  const tried = new Set([...KUBEFLOW_INSTALL_MISTAKES.map(({ rule }) => rule), ...WARNINGS]);
  expect(Object.values(KUBEFLOW_OPERATOR_RULES).filter(({ id }) => !tried.has(id))).toEqual([]);
});
