import type { Duration } from 'cdk8s';
import { durationText } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { allRoutes, inhibitionsOf, intervalsOf, OWN_ROUTES, routeTree } from './configuration';
import { AlertMatchOperator, type AlertMatcher } from './matcher';
import type { AlertRouting } from './props';
import type { AlertGrouping, AlertInhibition, AlertRoute } from './route';
import { ALERTMANAGER_RULES as RULES } from './rules';
import type { AlertTimeInterval } from './time-interval';

const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const TIME_OF_DAY = /^(?:([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** Findings for the tree of routes, what mutes and when. */
export function routingFindings(routing: AlertRouting, retention: Duration): Finding[] {
  const tree = routeTree(routing);
  const top = routing.routes ?? [];
  const own = (tree.routes ?? []).slice(0, OWN_ROUTES);
  return [
    ...groupingFindings('', routing, tree, retention),
    ...top.flatMap((route, i) => routeFindings(`routes[${i}]`, route, tree, [], retention)),
    ...shadowFindings('routes', top, own),
    ...inhibitionsOf(routing).flatMap((one, i) => inhibitionFindings(`inhibitions[${i}]`, one)),
    ...intervalFindings(intervalsOf(routing)),
  ];
}

function routeFindings(
  at: string,
  route: AlertRoute,
  above: AlertGrouping,
  passed: readonly AlertMatcher[],
  retention: Duration,
): Finding[] {
  const { matchers = [], routes = [] } = route;
  const { groupBy, groupWait, groupInterval, repeatInterval } = route;
  const here: AlertGrouping = {
    ...above,
    ...(groupBy && { groupBy }),
    ...(groupWait && { groupWait }),
    ...(groupInterval && { groupInterval }),
    ...(repeatInterval && { repeatInterval }),
  };
  const all = [...passed, ...matchers];
  const clash = matchers.flatMap((one) => all.filter((other) => other._excludes(one)).map((other) => [one, other]))[0];
  return [
    ...matchers.flatMap((matcher, i) => matcherFindings(`${at}.matchers[${i}]`, matcher)),
    ...(clash === undefined
      ? []
      : [{ rule: RULES.routeNever, at, value: clash[0]?._text, because: `here ${clash[1]?._text} holds` }]),
    ...groupingFindings(`${at}.`, route, here, retention),
    ...routes.flatMap((one, i) => routeFindings(`${at}.routes[${i}]`, one, here, all, retention)),
    ...shadowFindings(`${at}.routes`, routes, []),
  ];
}

/** Routes behind one that takes all their alerts. */
function shadowFindings(at: string, routes: readonly AlertRoute[], before: readonly AlertRoute[]): Finding[] {
  return routes.flatMap((route, i) => {
    const own = before.find((one) => takesAll(one, route));
    const value = textOf(route);
    if (own) return [{ rule: RULES.routeInfo, at: `${at}[${i}]`, value, because: `${textOf(own)} is taken first` }];
    const first = routes.slice(0, i).findIndex((one) => takesAll(one, route));
    if (first < 0) return [];
    return [{ rule: RULES.routeNever, at: `${at}[${i}]`, value, because: `${at}[${first}] takes its alerts` }];
  });
}

function takesAll(earlier: AlertRoute, later: AlertRoute): boolean {
  if (earlier.continues === true) return false;
  return (earlier.matchers ?? []).every((must) => (later.matchers ?? []).some((one) => one._implies(must)));
}

function textOf({ matchers = [] }: AlertRoute): string {
  return matchers.length === 0 ? '(every alert)' : matchers.map(({ _text }) => _text).join(', ');
}

function matcherFindings(at: string, matcher: AlertMatcher): Finding[] {
  const { label, operator, value, _pattern } = matcher;
  const { REGEX, NOT_REGEX } = AlertMatchOperator;
  return [
    ...labelFindings(`${at}.label`, [label]),
    ...((operator === REGEX || operator === NOT_REGEX) && _pattern === undefined
      ? [{ rule: RULES.regex, at: `${at}.value`, value }]
      : []),
  ];
}

function labelFindings(at: string, labels: readonly string[]): Finding[] {
  return labels.filter((label) => !LABEL.test(label)).map((value) => ({ rule: RULES.label, at, value }));
}

/** @param own What the route itself says. @param all With what it has from above. */
function groupingFindings(at: string, own: AlertGrouping, all: AlertGrouping, retention: Duration): Finding[] {
  const { groupWait, groupInterval, repeatInterval } = own;
  const said = groupInterval !== undefined || repeatInterval !== undefined || at === '';
  const ms = (time: Duration | undefined): number => time?.toMilliseconds({ integral: false }) ?? 0;
  const because = `${durationText(all.repeatInterval ?? retention)}`;
  const tooShort = said && ms(all.repeatInterval) < ms(all.groupInterval);
  const tooLong = said && ms(all.repeatInterval) > ms(retention);
  const interval = all.groupInterval && durationText(all.groupInterval);
  return [
    // A group may be told at once, but not again and again.
    ...timeFindings(at, {
      ...(groupWait?.toMilliseconds({ integral: false }) !== 0 && { groupWait }),
      groupInterval,
      repeatInterval,
    }),
    ...groupByFindings(`${at}groupBy`, own.groupBy),
    ...(tooShort
      ? [{ rule: RULES.repeatTooShort, at: `${at}repeatInterval`, value: because, because: `groups: ${interval}` }]
      : []),
    ...(tooLong
      ? [
          {
            rule: RULES.repeatBeyondRetention,
            at: `${at}repeatInterval`,
            value: because,
            because: `retention: ${durationText(retention)}`,
          },
        ]
      : []),
  ];
}

/** Findings for times that Alertmanager can write. */
export function timeFindings(at: string, times: { readonly [prop: string]: Duration | undefined }): Finding[] {
  return Object.entries(times).flatMap(([prop, time]) => {
    const ms = time?.toMilliseconds({ integral: false }) ?? 1;
    if (Number.isInteger(ms) && ms >= 1) return [];
    return [{ rule: RULES.time, at: `${at}${prop}`, value: `${ms} ms` }];
  });
}

function groupByFindings(at: string, labels: readonly string[] = []): Finding[] {
  if (labels.length === 1 && labels[0] === '...') return [];
  const twice = labels.filter((label, i) => label === '...' || labels.indexOf(label) < i);
  return [
    ...twice.map((value) => ({ rule: RULES.groupBy, at, value })),
    ...labelFindings(
      at,
      labels.filter((label) => label !== '...'),
    ),
  ];
}

function inhibitionFindings(at: string, { sources, targets, equal = [] }: AlertInhibition): Finding[] {
  return Object.entries({ sources, targets }).flatMap(([prop, matchers]) => [
    ...(matchers.length > 0 ? [] : [{ rule: RULES.inhibitsAll, at: `${at}.${prop}`, value: [] }]),
    ...matchers.flatMap((one, i) => matcherFindings(`${at}.${prop}[${i}]`, one)),
    ...(prop === 'sources' ? labelFindings(`${at}.equal`, equal) : []),
  ]);
}

function intervalFindings(intervals: readonly AlertTimeInterval[]): Finding[] {
  return intervals.flatMap((interval, i) => {
    const { name, times = [], weekdays, timeZone } = interval;
    const at = `timeIntervals["${name}"]`;
    const other = intervals.findIndex((one) => one.name === name);
    const same = JSON.stringify(intervals[other]) === JSON.stringify(interval);
    const wrong = times.filter(({ start, end }) => !TIME_OF_DAY.test(start) || !TIME_OF_DAY.test(end) || start >= end);
    const empty = name === '' || weekdays?.length === 0 || interval.times?.length === 0;
    return [
      ...(other < i && !same ? [{ rule: RULES.intervalTwice, at: 'timeIntervals', value: name }] : []),
      ...wrong.map((value) => ({ rule: RULES.interval, at: `${at}.times`, value })),
      ...(empty ? [{ rule: RULES.interval, at, value: interval, because: 'it is empty' }] : []),
      ...(timeZone === undefined || isTimeZone(timeZone)
        ? []
        : [{ rule: RULES.timeZone, at: `${at}.timeZone`, value: timeZone }]),
    ];
  });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Whether anybody is told of anything. */
export function tellsSomebody(routing: AlertRouting): boolean {
  return allRoutes(routeTree(routing)).some(({ receiver }) => (receiver?._integrations.length ?? 0) > 0);
}
