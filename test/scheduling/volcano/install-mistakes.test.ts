import { App } from 'cdk8s';
import { VOLCANO_INSTALL_MISTAKES } from '../../bad-input/volcano-install-mistakes';
import { VOLCANO_INSTALL_RULES } from '../../../lib/scheduling/volcano/install/rules';

/** What the stock App refuses a tree with, line by line. */
function refusal(build: (app: App) => void): string[] {
  const app = new App();
  try {
    build(app);
  } catch (error) {
    return [(error as Error).message];
  }
  return app.node
    .findAll()
    .flatMap((construct) => construct.node.validate().map((line) => `[${construct.node.path}] ${line}`));
}

test.each(VOLCANO_INSTALL_MISTAKES.map((mistake) => [mistake.name, mistake] as const))(
  '%s is found, and nothing else',
  (_name, { build, path, rule, at, value, says = '' }) => {
    const [line, ...others] = refusal(build);
    expect(others).toEqual([]);
    expect(line?.startsWith(`${path === null ? '' : `[${path}] `}${rule}: ${at} = ${value}`)).toBe(true);
    expect(line).toContain(says);
  },
);

test('every rule has its mistake', () => {
  const tried = new Set(VOLCANO_INSTALL_MISTAKES.map(({ rule }) => rule));
  expect(Object.values(VOLCANO_INSTALL_RULES).filter(({ id }) => !tried.has(id))).toEqual([]);
});
