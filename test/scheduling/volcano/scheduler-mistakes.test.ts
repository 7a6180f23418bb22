import { VOLCANO_CONF_RULES, VOLCANO_FLAW_RULES } from '../../../lib/scheduling/volcano/scheduler/rules';
import { conf, VOLCANO_CONF_MISTAKES } from '../../bad-input/volcano-conf-mistakes';

test('what the mistakes start from is right', () => {
  expect(conf({}).validate()).toEqual([]);
});

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
