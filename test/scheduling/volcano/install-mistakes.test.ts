import { VOLCANO_INSTALL_MISTAKES } from '../../bad-input/volcano-install-mistakes';
import { VOLCANO_INSTALL_RULES } from '../../../lib/scheduling/volcano/install/rules';

test('every rule has its mistake', () => {
  const tried = new Set(VOLCANO_INSTALL_MISTAKES.map(({ rule }) => rule));
  expect(Object.values(VOLCANO_INSTALL_RULES).filter(({ id }) => !tried.has(id))).toEqual([]);
});
