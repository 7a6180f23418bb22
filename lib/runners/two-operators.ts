import type { Construct, IConstruct } from 'constructs';
import { warnAtSynth } from '../core/rules';
import { RUNNER_RULES } from './rules';

/** Installations of operators, by the app they stand in. */
const INSTALLED = new WeakMap<IConstruct, Map<string, string>>();

/**
 * Notes an installation. Both operators call their kind SparkApplication, with the short name sparkapp: that leaves the
 * output correct, and whoever types `kubectl get sparkapp` sees one group only.
 *
 * @param group API group of its kinds.
 */
export function noteOperator(scope: Construct, group: string): void {
  const { root } = scope.node;
  const installed = INSTALLED.get(root) ?? new Map<string, string>();
  INSTALLED.set(root, installed);
  installed.set(group, scope.node.path);
  warnAtSynth(scope, () => {
    const others = [...installed].filter(([other]) => other !== group);
    return others.map(([other, path]) => ({
      rule: RUNNER_RULES.twoOperators,
      at: 'operator',
      value: group,
      because: `${path} brings those of ${other}`,
      fix: `write kubectl get sparkapplications.${group} and sparkapplications.${other}`,
    }));
  });
}
