import type { Finding } from '../core/rules';
import { durationFindings } from '../spark/application-findings';
import { SPARK_RULES } from '../spark/rules';
import type { SparkSchedule } from '../spark/runner';

const MACRO = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/;
/** Bounds of minute, hour, day, month, weekday. */
const FIELDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;
/** Names of months and weekdays, each in its own field. */
const NAMES: { readonly [field: number]: readonly string[] } = {
  3: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  4: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

/** What is wrong with a schedule: the API server would refuse it, or the job would never run. */
export function scheduleFindings(schedule: SparkSchedule): Finding[] {
  const { cron, timeZone, successfulRunsKept, failedRunsKept, startingDeadline } = schedule;
  return [
    ...cronFindings(cron),
    ...(timeZone === undefined || isTimeZone(timeZone)
      ? []
      : [{ rule: SPARK_RULES.timeZone, at: 'schedule.timeZone', value: timeZone }]),
    ...Object.entries({ successfulRunsKept, failedRunsKept })
      .filter(([, limit]) => limit !== undefined && (!Number.isInteger(limit) || limit < 0))
      .map(([prop, value]) => ({ rule: SPARK_RULES.historyLimit, at: `schedule.${prop}`, value })),
    ...(startingDeadline === undefined ? [] : durationFindings('schedule.startingDeadline', startingDeadline)),
  ];
}

function cronFindings(cron: string): Finding[] {
  if (cron.includes('TZ=')) return [{ rule: SPARK_RULES.scheduleTimeZoneInSchedule, at: 'schedule.cron', value: cron }];
  const fields = cron.trim().split(/\s+/);
  const valid = MACRO.test(cron) || (fields.length === 5 && fields.every((field, index) => isField(field, index)));
  if (!valid) return [{ rule: SPARK_RULES.schedule, at: 'schedule.cron', value: cron }];
  return fields.length < 5 || hasDay(fields)
    ? []
    : [{ rule: SPARK_RULES.scheduleNever, at: 'schedule.cron', value: cron }];
}

/** Days of the months, in a leap year. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether any month of the schedule has any of its days; a weekday comes in every month. */
function hasDay([, , days = '', months = '', weekdays = '']: readonly string[]): boolean {
  if (!/^[*?]$/.test(weekdays)) return true;
  return numbersOf(months, 3).some((month) => numbersOf(days, 2).some((day) => day <= (DAYS[month - 1] ?? 0)));
}

/** The numbers that a field stands for. */
function numbersOf(field: string, index: number): number[] {
  const [min, max] = FIELDS[index] as readonly [number, number];
  return field.split(',').flatMap((part) => {
    const [range = '', step = '1'] = numbered(part, NAMES[index] ?? [], min).split('/');
    const [first = min, last = part.includes('/') ? max : first] = /\d/.test(range)
      ? range.split('-').map(Number)
      : [min, max];
    return Array.from({ length: max }, (_, i) => first + i * Number(step)).filter((number) => number <= last);
  });
}

function isField(field: string, index: number): boolean {
  const [min, max] = FIELDS[index] as readonly [number, number];
  return field.split(',').every((part) => {
    const match = /^(\*|\?|\d+(?:-\d+)?)(?:\/(\d+))?$/.exec(numbered(part, NAMES[index] ?? [], min));
    if (match === null || match[2] === '0') return false;
    const bounds = /\d/.test(match[1] ?? '') ? (match[1] as string).split('-').map(Number) : [min, max];
    return bounds.every((value) => value >= min && value <= max) && (bounds[0] as number) <= (bounds[1] ?? max);
  });
}

/** Names as numbers; other words stay what they are, and are none. */
function numbered(part: string, names: readonly string[], first: number): string {
  return part.replace(/\b[a-z]+\b/gi, (word) => {
    const index = names.indexOf(word.toLowerCase());
    return index < 0 ? word : String(index + first);
  });
}

function isTimeZone(name: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' &&
      /^[A-Z]/.test(name) &&
      name !== 'Local'
    );
  } catch {
    return false;
  }
}
