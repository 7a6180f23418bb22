import { scheduleFindings } from '../../lib/runners/schedule-findings';

describe('names of months and weekdays', () => {
  test.each(['0 0 * jan,DEC *', '0 0 * * mon-fri', '0 0 * feb-4/2 sat'])('%s is a schedule', (cron) => {
    expect(scheduleFindings({ cron })).toEqual([]);
  });

  test.each([
    ['a month among weekdays', '0 0 * * jan'],
    ['a weekday among months', '0 0 * mon *'],
    ['a range that ends before it begins', '0 0 * * fri-mon'],
    ['a name and a digit', '0 0 * * mon1'],
    ['a name among hours', '0 mon * * *'],
  ])('%s is found', (_, cron) => {
    expect(scheduleFindings({ cron })).toEqual([expect.objectContaining({ at: 'schedule.cron', value: cron })]);
  });
});
