import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { run, type Answer } from './kubectl';

/** Fields that promtool 2.42 of Debian does not know: it is older, and built without discovery in Kubernetes. */
const NEWER = [
  ...['body_size_limit', 'sample_limit', 'target_limit', 'label_limit'],
  ...['label_name_length_limit', 'label_value_length_limit', 'retention', 'azuread', 'kubernetes_sd_configs'],
];

/**
 * What promtool says of a configuration. One that merely does not know some of the newer fields is asked again without
 * them, since it still knows relabelings, matchers, durations and URLs.
 */
export async function checkConfiguration(promtool: string, text: string): Promise<Answer> {
  const answer = await check(promtool, text);
  const unknown = new Set([...answer.stderr.matchAll(/field (\S+) not found/g)].map(([, field = '']) => field));
  if (unknown.size === 0 || ![...unknown].every((field) => NEWER.includes(field))) return answer;
  // JSON is YAML.
  return check(
    promtool,
    JSON.stringify(parse(text), (key, value: unknown) => (unknown.has(key) ? undefined : value)),
  );
}

async function check(promtool: string, text: string): Promise<Answer> {
  const directory = mkdtempSync(join(tmpdir(), 'promtool-'));
  try {
    const path = join(directory, 'prometheus.yaml');
    writeFileSync(path, text);
    return await run(promtool, ['check', 'config', '--syntax-only', path]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
