import { Chart, type Duration, type Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { mebibytes } from '../../core/quantities';
import { RuleError, type Finding } from '../../core/rules';
import { SERVER_RULES } from './rules';

/** The namespace of a server. @throws RuleError if nobody says it. */
export function namespaceOf(scope: Construct, id: string, namespace: string | undefined): string {
  const known = namespace ?? Chart.of(scope).namespace;
  if (known === undefined) {
    throw new RuleError({ rule: SERVER_RULES.namespace, at: 'namespace', value: namespace }, scope, id);
  }
  return known;
}

/** Findings for the pods of a server that cannot be doubled. */
export function singleFindings(replicas: number | undefined): Finding[] {
  if (replicas === undefined || replicas === 0 || replicas === 1) return [];
  return [{ rule: SERVER_RULES.oneReplica, at: 'replicas', value: replicas }];
}

/** Findings for properties that props of a server decide. */
export function ownedFindings(
  conf: { readonly [key: string]: string },
  owners: { readonly [key: string]: string },
): Finding[] {
  return Object.keys(conf).flatMap((key) => {
    const owner = owners[key];
    if (owner === undefined) return [];
    return [{ rule: SERVER_RULES.confOwned, at: `conf["${key}"]`, value: conf[key], because: `it is ${owner}` }];
  });
}

/** Findings for CPU and heap of a server. */
export function sizeFindings(
  cores: number | undefined,
  memory: { readonly [prop: string]: Size | undefined },
): Finding[] {
  const whole = (size: Size): boolean => Number.isInteger(mebibytes(size)) && mebibytes(size) >= 256;
  return [
    ...(cores === undefined || (cores > 0 && Math.abs(cores * 1000 - Math.round(cores * 1000)) < 1e-6)
      ? []
      : [{ rule: SERVER_RULES.cores, at: 'cores', value: cores }]),
    ...Object.entries(memory).flatMap(([at, size]) =>
      size === undefined || whole(size)
        ? []
        : [{ rule: SERVER_RULES.memoryNotWhole, at, value: `${mebibytes(size)} MiB` }],
    ),
  ];
}

/** Findings for times in whole seconds. */
export function timeFindings(times: { readonly [prop: string]: Duration | undefined }): Finding[] {
  return Object.entries(times).flatMap(([at, time]) => {
    const seconds = time === undefined ? 1 : time.toMilliseconds() / 1000;
    return Number.isInteger(seconds) && seconds >= 1 ? [] : [{ rule: SERVER_RULES.seconds, at, value: `${seconds} s` }];
  });
}
