import { App } from 'cdk8s';
import { KUBEFLOW_RULES } from '../../../lib/runners/kubeflow/rules';
import { KUBEFLOW_MISTAKES } from '../../bad-input/kubeflow-mistakes';
import { UI_MISTAKES } from '../../bad-input/ui-mistakes';

function refusal(build: (app: App) => void): string[] {
  const app = new App();
  build(app);
  return app.node.findAll().flatMap(({ node }) => node.validate().map((message) => `[${node.path}] ${message}`));
}

test.each(KUBEFLOW_MISTAKES.map((mistake) => [mistake.name, mistake] as const))('%s', (_name, mistake) => {
  const { build, path, rule, at, value, says = '' } = mistake;
  const lines = refusal(build);
  expect(lines).toEqual([expect.stringContaining(`[${path ?? ''}] ${rule}: ${at} = ${value}`)]);
  expect(lines[0]).toContain(says);
  expect(lines[0]).toMatch(/\. Fix: \S.*\.$/);
});

/** Warnings have tests beside what they warn of. */
const WARNINGS = ['limit-throttles', 'packages-in-operator', 'version-tag', 'app-id-in-url'];

test('every rule has a mistake', () => {
  const ids = Object.values(KUBEFLOW_RULES).map(({ id }) => id);
  const tried = [...KUBEFLOW_MISTAKES, ...UI_MISTAKES].map(({ rule }) => rule);
  const found = new Set([...tried, ...WARNINGS.map((id) => `kubeflow/${id}`)]);
  expect(ids.filter((id) => !found.has(id))).toEqual([]);
});
