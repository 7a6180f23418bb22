import { App } from 'cdk8s';
import { VOLCANO_CONF_RULES, VOLCANO_FLAW_RULES } from '../../../lib/scheduling/volcano/scheduler/rules';
import { conf, VOLCANO_CONF_MISTAKES } from '../../bad-input/volcano-conf-mistakes';

function problems(build: (app: App) => void): string[] {
  const app = new App();
  build(app);
  return app.node.findAll().flatMap((construct) => construct.node.validate());
}

test('what the mistakes start from is right', () => {
  expect(conf({}).validate()).toEqual([]);
});

test.each(VOLCANO_CONF_MISTAKES.map((mistake) => [mistake.name, mistake] as const))(
  '%s is one finding, with the fix',
  (_name, { build, rule, at, value, says }) => {
    const lines = problems(build);
    expect(lines).toEqual([expect.stringContaining(`${rule}: ${at} = ${value}`)]);
    expect(lines[0]).toMatch(/\. Fix: \S.*\.$/);
    expect(lines[0]).toContain(says ?? '');
  },
);

test('every rule about a configuration has its mistake', () => {
  const found = new Set(VOLCANO_CONF_MISTAKES.map(({ rule }) => rule));
  const missing = [VOLCANO_CONF_RULES, VOLCANO_FLAW_RULES]
    .flatMap((table) => Object.values(table))
    .map(({ id }) => id)
    .filter((id) => !found.has(id));
  // Of `accepting`, and of the jobs beside the seed's file.
  expect(missing.sort()).toEqual(['volcano/class-on-pods', 'volcano/not-acceptable', 'volcano/unknown-rule']);
  expect(VOLCANO_CONF_MISTAKES.length).toBeGreaterThanOrEqual(50);
});
