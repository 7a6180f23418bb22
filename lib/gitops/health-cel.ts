import { statesOf, Verdict, type KindHealth } from './spark-health';

/** One entry of `spec.healthCheckExprs` of a Flux Kustomization. */
export interface HealthExpressions {
  readonly apiVersion: string;
  readonly kind: string;
  readonly inProgress: string;
  readonly failed: string;
  readonly current: string;
}

/**
 * The health of a kind as Flux asks for it: expressions in CEL over the object, asked in the order `inProgress`,
 * `failed`, `current`. While there is no status at all they fail, and Flux asks again.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#health-check-expressions
 */
export function healthExpressions(health: KindHealth): HealthExpressions {
  const { group, version, kind } = health;
  const state = ['status', ...health.state].join('.');
  const known = guards('status', health.state);
  const among = (...verdicts: readonly Verdict[]): string => {
    const states = verdicts.flatMap((verdict) => statesOf(health, verdict));
    return `${state} in [${states.map((name) => `'${name}'`).join(', ')}]`;
  };
  const never = isNever(health);
  const forEver = restartPolicyIs(health, 'Always');
  const busy = [
    `!(${known})`,
    among(Verdict.PROGRESSING),
    ...(forEver === '' ? [] : [`(${among(Verdict.RUNNING)} && !(${forEver}))`]),
    ...(never === '' ? [] : [`(${among(Verdict.ATTEMPT_FAILED)} && !(${never}))`]),
  ];
  const ended = statesOf(health, Verdict.ENDED).length === 0 ? [] : [`(${among(Verdict.ENDED)} && !(${SUCCEEDED}))`];
  const broken = [among(Verdict.DEGRADED, ...(never === '' ? [] : [Verdict.ATTEMPT_FAILED])), ...ended];
  const good = [Verdict.HEALTHY, Verdict.SUSPENDED, Verdict.RUNNING, Verdict.ENDED];
  return {
    apiVersion: `${group}/${version}`,
    kind,
    inProgress: busy.join(' || '),
    failed: broken.join(' || '),
    current: among(...good),
  };
}

/** Whether the last attempt succeeded: only a success is not followed by another attempt or by a failure. */
const SUCCEEDED =
  "has(status.stateTransitionHistory) && status.stateTransitionHistory.exists(k, status.stateTransitionHistory[k].currentStateSummary == 'Succeeded')";

function isNever(health: KindHealth): string {
  if (health.restartPolicy === undefined) return '';
  return `!(${guards('spec', health.restartPolicy)}) || ${['spec', ...health.restartPolicy].join('.')} == 'Never'`;
}

function restartPolicyIs(health: KindHealth, policy: string): string {
  if (health.restartPolicy === undefined) return '';
  return `${guards('spec', health.restartPolicy)} && ${['spec', ...health.restartPolicy].join('.')} == '${policy}'`;
}

/** `has` for each step of a path below a root that is there. */
function guards(root: string, path: readonly string[]): string {
  return path.map((_, index) => `has(${[root, ...path.slice(0, index + 1)].join('.')})`).join(' && ');
}
