import type { Finding } from '../../core/rules';
import { LIVY_SERVER_RULES as RULES } from './rules';

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'OFF'];

/** Loggers that would write what nobody else may read, with the least level that keeps them from it, and the reason. */
export const QUIET_LOGGERS: { readonly [name: string]: readonly [level: string, because: string] } = {
  'org.apache.livy.utils.SparkKubernetesApp$': [
    'WARN',
    "it writes the token of Livy's account at INFO, every five minutes",
  ],
  'org.apache.livy.server.auth.LdapAuthenticationHandlerImpl': ['ERROR', 'it writes headers that are no Basic at WARN'],
  'org.apache.livy.utils.SparkProcessBuilder': ['WARN', 'it writes the whole spark-submit command at INFO'],
  'org.apache.livy.server.batch.BatchSession$': ['WARN', 'it writes the settings of each request at INFO'],
  'org.apache.livy.server.interactive.InteractiveSession$': ['WARN', 'it writes the settings of each request at INFO'],
};

const OTHERS = { 'org.eclipse.jetty': 'WARN' };
const PATTERN = '%d{yyyy-MM-dd HH:mm:ss} %p %c{1}: %m%n';

/** The log configuration, for the Log4j 1 of Livy 0.9 and for the Log4j 2 of its successor. All goes to the console. */
export function logging(loggers: { readonly [name: string]: string } = {}): { [file: string]: string } {
  const quiet = Object.entries(QUIET_LOGGERS).map(([name, [level]]) => [name, level] as const);
  // Last, so that nobody turns them up.
  const all: [string, string][] = [...new Map([...Object.entries({ ...OTHERS, ...loggers }), ...quiet])];
  const four = all.flatMap(([name, level], i) => [`logger.l${i}.name=${name}`, `logger.l${i}.level=${level}`]);
  return {
    'log4j.properties': lines(
      'log4j.rootCategory=INFO, console',
      'log4j.appender.console=org.apache.log4j.ConsoleAppender',
      'log4j.appender.console.target=System.err',
      'log4j.appender.console.layout=org.apache.log4j.PatternLayout',
      `log4j.appender.console.layout.ConversionPattern=${PATTERN}`,
      ...all.map(([name, level]) => `log4j.logger.${name}=${level}`),
    ),
    'log4j2.properties': lines(
      'rootLogger.level=info',
      'rootLogger.appenderRef.stderr.ref=console',
      'appender.console.type=Console',
      'appender.console.name=console',
      'appender.console.target=SYSTEM_ERR',
      'appender.console.layout.type=PatternLayout',
      `appender.console.layout.pattern=${PATTERN}`,
      ...four,
    ),
  };
}

/** Findings for loggers whose level users set. */
export function loggerFindings(loggers: { readonly [name: string]: string } = {}): Finding[] {
  return Object.entries(loggers).flatMap(([name, level]): Finding[] => {
    const at = `loggers["${name}"]`;
    if (!LEVELS.includes(level) || !/^[\w.$-]+$/.test(name)) return [{ rule: RULES.loggerLevel, at, value: level }];
    const [least, because] = QUIET_LOGGERS[name] ?? [];
    if (least === undefined || LEVELS.indexOf(level) >= LEVELS.indexOf(least)) return [];
    return [{ rule: RULES.protectedLogger, at, value: level, because: because ?? '' }];
  });
}

function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
