import { APACHE_RULES } from '../../../lib/runners/apache/rules';
import { APACHE_MISTAKES } from '../../bad-input/apache-mistakes';

test('every rule has its mistake', () => {
  const tried = new Set(APACHE_MISTAKES.map(({ rule }) => rule));
  expect(Object.values(APACHE_RULES).filter(({ id }) => !tried.has(id))).toEqual([]);
});
