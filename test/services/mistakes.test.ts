import { CONNECT_RULES } from '../../lib/services/connect/rules';
import { HISTORY_RULES } from '../../lib/services/history-server/rules';
import { METASTORE_RULES } from '../../lib/services/metastore/rules';
import { SERVER_RULES } from '../../lib/services/spark-server/rules';
import { THRIFT_RULES } from '../../lib/services/thrift/rules';
import { UI_MISTAKES } from '../bad-input/ui-mistakes';
import { SERVICES_MISTAKES } from '../bad-input/services-mistakes';

/** They leave the output as it was meant, and are tested as warnings. */
const WARNINGS: readonly string[] = [
  SERVER_RULES.executorsStay,
  HISTORY_RULES.otherDirectory,
  THRIFT_RULES.clearPasswords,
  THRIFT_RULES.catalogLost,
].map(({ id }) => id);

test('every rule has its mistake', () => {
  const all = [SERVER_RULES, HISTORY_RULES, CONNECT_RULES, THRIFT_RULES, METASTORE_RULES];
  const tried = new Set([...[...SERVICES_MISTAKES, ...UI_MISTAKES].map(({ rule }) => rule), ...WARNINGS]);
  expect(all.flatMap((table) => Object.values(table)).filter(({ id }) => !tried.has(id))).toEqual([]);
});
