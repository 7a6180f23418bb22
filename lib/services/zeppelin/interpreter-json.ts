import { mebibytes, sparkSize } from '../../core/quantities';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { INTERPRETER_DEFAULTS } from './interpreter-defaults';
import { ZeppelinBinding, type ZeppelinInterpreter } from './interpreters';

/** Variable of the interpreter's pod with the token of a Livy server. */
export const LIVY_TOKEN_VARIABLE = 'LIVY_TOKEN';

type Mode = 'shared' | 'scoped' | 'isolated';

const MODES: { readonly [binding in ZeppelinBinding]: readonly [perUser: Mode, perNote: Mode] } = {
  [ZeppelinBinding.SHARED]: ['shared', 'shared'],
  [ZeppelinBinding.SCOPED_PER_USER]: ['scoped', 'shared'],
  [ZeppelinBinding.ISOLATED_PER_USER]: ['isolated', 'shared'],
  [ZeppelinBinding.SCOPED_PER_NOTE]: ['shared', 'scoped'],
  [ZeppelinBinding.ISOLATED_PER_NOTE]: ['shared', 'isolated'],
};

/** The file `interpreter.json`. @param app The Spark application of the Spark interpreter. */
export function interpreterJson(
  interpreters: readonly ZeppelinInterpreter[],
  app: ResolvedApplication | undefined,
): string {
  const settings = interpreters.map((one) => [one.group, setting(one, app)] as const);
  return `${JSON.stringify({ interpreterSettings: Object.fromEntries(settings), interpreterRepositories: [] }, null, 2)}\n`;
}

/** Properties that follow from props. */
export function decidedProperties(
  { _livy: livy, _livyConf: livyConf, group }: ZeppelinInterpreter,
  app: ResolvedApplication | undefined,
): { [key: string]: string } {
  if (livy !== undefined) {
    const conf = Object.entries(livyConf?.toMap() ?? {}).map(([key, value]) => [`livy.${key}`, value]);
    return {
      'zeppelin.livy.url': livy.livyUrl,
      // The server knows its master; a session that names one is refused.
      'livy.spark.master': '',
      ...(livy.token && { 'zeppelin.livy.http.headers': `Authorization: Bearer \${${LIVY_TOKEN_VARIABLE}}` }),
      ...(Object.fromEntries(conf) as { [key: string]: string }),
    };
  }
  return group === 'spark' && app !== undefined ? sparkProperties(app) : {};
}

/**
 * The launcher sets one executor on the command line and reckons the pod's size from these, so that `spark-defaults.conf` is
 * no place for them.
 */
function sparkProperties(app: ResolvedApplication): { [key: string]: string } {
  const { driver, executor } = app;
  const { total } = driver._memory;
  const heap = Math.round(mebibytes(driver.memory));
  return {
    'spark.driver.cores': String(driver.coreRequest),
    'spark.driver.memory': sparkSize(driver.memory),
    'spark.driver.memoryOverhead': `${Math.round(total - heap)}m`,
    ...(app.property('spark.dynamicAllocation.enabled') === undefined && {
      'spark.executor.instances': String(executor.props.instances ?? 2),
    }),
  };
}

function setting(one: ZeppelinInterpreter, app: ResolvedApplication | undefined): object {
  const [perUser, perNote] = MODES[one.binding];
  const values = { ...INTERPRETER_DEFAULTS[one.group], ...one._properties, ...decidedProperties(one, app) };
  const properties = Object.entries(values).map(([name, value]) => [name, { name, value, type: 'string' }] as const);
  return {
    id: one.group,
    name: one.group,
    group: one.group,
    properties: Object.fromEntries(properties),
    status: 'READY',
    dependencies: [],
    option: {
      remote: true,
      port: -1,
      perUser,
      perNote,
      isExistingProcess: false,
      setPermission: false,
      owners: [],
      isUserImpersonate: false,
    },
  };
}
