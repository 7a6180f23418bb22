import { LIVY_SERVER_RULES } from '../../../lib/services/livy/rules';
import { LIVY_SERVER_MISTAKES } from '../../bad-input/livy-server-mistakes';

test('every rule has its mistake', () => {
  const tried = new Set(LIVY_SERVER_MISTAKES.map(({ rule }) => rule));
  expect(Object.values(LIVY_SERVER_RULES).filter(({ id }) => !tried.has(id))).toEqual([]);
});
