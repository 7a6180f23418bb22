/** A day of the week. */
export enum AlertWeekday {
  MONDAY = 'monday',
  TUESDAY = 'tuesday',
  WEDNESDAY = 'wednesday',
  THURSDAY = 'thursday',
  FRIDAY = 'friday',
  SATURDAY = 'saturday',
  SUNDAY = 'sunday',
}

/** A part of a day. */
export interface AlertTimeOfDay {
  /** Its start, such as `09:00`. */
  readonly start: string;
  /** Its end, later on the same day: at most `24:00`. */
  readonly end: string;
}

/**
 * Times that come again, such as working hours. What is not said is not limited.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#time_interval-0
 */
export interface AlertTimeInterval {
  /** What it is called. The same name means the same interval. */
  readonly name: string;
  /** Days of the week. @default - every day */
  readonly weekdays?: AlertWeekday[];
  /** Parts of these days. @default - the whole day */
  readonly times?: AlertTimeOfDay[];
  /** Time zone by its name, such as `Europe/Berlin`. @default UTC */
  readonly timeZone?: string;
}

/** As Alertmanager reads it. */
export function timeIntervalConfig(interval: AlertTimeInterval): { readonly [key: string]: unknown } {
  const { name, weekdays, times, timeZone } = interval;
  return {
    name,
    time_intervals: [
      {
        ...(times && { times: times.map(({ start, end }) => ({ start_time: start, end_time: end })) }),
        ...(weekdays && { weekdays: [...weekdays] }),
        ...(timeZone !== undefined && { location: timeZone }),
      },
    ],
  };
}
