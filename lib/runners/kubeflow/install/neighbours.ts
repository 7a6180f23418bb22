import type { Finding } from '../../../core/rules';
import { KUBEFLOW_OPERATOR_RULES as RULES } from './rules';

/** What one operator has to know of another one in the same app. */
export interface Neighbour {
  readonly name: string;
  /** Whether it installs the definitions. */
  readonly installs: boolean;
  /** Names of the namespaces of its jobs; undefined for all. */
  readonly jobNamespaces: readonly string[] | undefined;
}

/** Findings for an operator beside those that were there before. */
export function neighbourFindings(one: Neighbour, others: readonly Neighbour[]): Finding[] {
  return others.flatMap((other): Finding[] => [
    ...(one.name === other.name ? [{ rule: RULES.nameTaken, at: 'name', value: one.name }] : []),
    ...(one.installs && other.installs
      ? [{ rule: RULES.crdsTwice, at: 'crds', value: 'install', because: `${other.name} installs them` }]
      : []),
    ...shared(one, other).map((name) => ({
      rule: RULES.jobNamespaceShared,
      at: 'jobNamespaces',
      value: name,
      because: `${other.name} covers it`,
    })),
  ]);
}

function shared(one: Neighbour, other: Neighbour): string[] {
  const [mine, theirs] = [one.jobNamespaces, other.jobNamespaces];
  if (mine && theirs) return mine.filter((name) => theirs.includes(name));
  return [...(mine ?? theirs ?? ['every namespace'])];
}
