import { STANDALONE_CLUSTER_RULES } from '../../../lib/services/standalone/rules';
import { STANDALONE_CLUSTER_MISTAKES } from '../../bad-input/standalone-cluster-mistakes';

test('every rule has its mistake', () => {
  const tried = new Set(STANDALONE_CLUSTER_MISTAKES.map(({ rule }) => rule));
  expect(Object.values(STANDALONE_CLUSTER_RULES).filter(({ id }) => !tried.has(id))).toEqual([]);
});
