import { ZEPPELIN_RULES } from '../../../lib/services/zeppelin/rules';
import { ZEPPELIN_MISTAKES } from '../../bad-input/zeppelin-mistakes';

test('every rule has its mistake', () => {
  const tried = new Set(ZEPPELIN_MISTAKES.map(({ rule }) => rule));
  expect(Object.values(ZEPPELIN_RULES).filter(({ id }) => !tried.has(id))).toEqual([]);
});
