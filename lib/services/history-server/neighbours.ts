import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Finding } from '../../core/rules';
import { HISTORY_RULES } from './rules';

const EVENT_DIRECTORY = /^spark\.eventLog\.dir=(.*)$/m;

/** A server, as far as others care. */
export interface LogReader {
  readonly serverName: string;
  readonly logDirectory: string;
  readonly _cleans: boolean;
}

/** Findings for two servers that clean one directory. */
export function cleanerFindings(own: LogReader, all: readonly LogReader[]): Finding[] {
  if (!own._cleans) return [];
  return all
    .filter((other) => other !== own && other._cleans && sameDirectory(other.logDirectory, own.logDirectory))
    .map(({ serverName }) => ({
      rule: HISTORY_RULES.twoCleaners,
      at: 'cleaner',
      value: own.logDirectory,
      because: `${serverName} cleans it as well`,
    }));
}

/** Findings for jobs of the tree whose events nobody reads. */
export function unreadFindings(root: Construct, all: readonly LogReader[]): Finding[] {
  const read = all.map(({ logDirectory }) => logDirectory);
  return root.node
    .findAll()
    .filter((one): one is ApiObject => ApiObject.isApiObject(one) && one.kind === 'ConfigMap')
    .flatMap((configMap) => {
      const { data } = configMap.toJson() as { data?: { [file: string]: string } };
      const written = EVENT_DIRECTORY.exec(data?.['spark.properties'] ?? '')?.[1];
      if (written === undefined || read.some((directory) => sameDirectory(directory, written))) return [];
      const because = `in ConfigMap ${configMap.name}; read ${read.length === 1 ? 'is' : 'are'} ${read.join(', ')}`;
      return [{ rule: HISTORY_RULES.otherDirectory, at: 'spark.eventLog.dir', value: written, because }];
    });
}

/** `file:/a/` and `file:///a` are one directory. */
function sameDirectory(a: string, b: string): boolean {
  const plain = (uri: string): string => uri.replace(/^file:\/+/, 'file:/').replace(/\/+$/, '');
  return plain(a) === plain(b);
}
