import { HUB_RULES, PROFILE_RULES } from '../../../lib/services/jupyterhub/rules';
import { JUPYTERHUB_MISTAKES } from '../../bad-input/jupyterhub-mistakes';

test('every rule has its mistake', () => {
  const tried = new Set(JUPYTERHUB_MISTAKES.map(({ rule }) => rule));
  const all = [HUB_RULES, PROFILE_RULES].flatMap((table) => Object.values(table));
  expect(all.filter(({ id }) => !tried.has(id))).toEqual([]);
});
