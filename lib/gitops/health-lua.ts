import { statesOf, Verdict, type KindHealth } from './spark-health';

/**
 * The health of a kind as Argo CD asks for it: a script in Lua 5.1 that gets `obj`, has no library but the basic one,
 * and returns a status and a message.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */
export function healthLua(health: KindHealth): string {
  const blocks = [
    field('state', 'status', health.state),
    table(health),
    'local verdict = verdicts[state or ""] or "Progressing"',
    running(health),
    attemptFailed(health),
    ended(health),
    suspended(health),
    message(health),
    'return { status = verdict, message = message or (state or "not seen by its operator yet") }',
  ];
  return `${blocks.filter(Boolean).join('\n')}\n`;
}

/** A variable with a field of the object, nil where a part of the way is missing. */
function field(name: string, root: string, path: readonly string[]): string {
  const steps = path.map((key) => `if ${name} ~= nil then ${name} = ${name}["${key}"] end`);
  return [`local ${name} = obj["${root}"]`, ...steps].join('\n');
}

function table(health: KindHealth): string {
  const rows = Object.values(Verdict).flatMap((verdict) =>
    statesOf(health, verdict).map((state) => `  ["${state}"] = "${verdict}",`),
  );
  return ['local verdicts = {', ...rows, '}'].join('\n');
}

function running(health: KindHealth): string {
  if (health.restartPolicy === undefined) return '';
  return [
    field('policy', 'spec', health.restartPolicy),
    `if verdict == "${Verdict.RUNNING}" then`,
    '  if policy == "Always" then verdict = "Healthy" else verdict = "Progressing" end',
    'end',
  ].join('\n');
}

function attemptFailed(health: KindHealth): string {
  if (statesOf(health, Verdict.ATTEMPT_FAILED).length === 0) return '';
  return [
    `if verdict == "${Verdict.ATTEMPT_FAILED}" then`,
    '  if policy == nil or policy == "Never" then verdict = "Degraded" else verdict = "Progressing" end',
    'end',
  ].join('\n');
}

/** The last state before the end decides. History is a map whose keys are numbers written as text. */
function ended(health: KindHealth): string {
  const ends = statesOf(health, Verdict.ENDED);
  if (ends.length === 0) return '';
  return [
    `if verdict == "${Verdict.ENDED}" then`,
    '  local history, latest = obj.status.stateTransitionHistory or {}, -1',
    '  verdict = "Degraded"',
    '  for key, entry in pairs(history) do',
    '    local index, past = tonumber(key), entry.currentStateSummary',
    `    if index > latest and verdicts[past] ~= "${Verdict.ENDED}" then`,
    '      latest = index',
    '      if verdicts[past] == "Healthy" then verdict = "Healthy" else verdict = "Degraded" end',
    '    end',
    '  end',
    'end',
  ].join('\n');
}

function suspended(health: KindHealth): string {
  if (health.suspend === undefined) return '';
  return `if verdict ~= "Degraded" and obj.spec["${health.suspend}"] == true then verdict = "Suspended" end`;
}

function message(health: KindHealth): string {
  if (health.message === undefined) return 'local message = nil';
  return [field('message', 'status', health.message), 'if message == "" then message = nil end'].join('\n');
}
