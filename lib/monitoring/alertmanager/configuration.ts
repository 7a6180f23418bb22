import { Duration, Yaml } from 'cdk8s';
import { AlertMatcher } from './matcher';
import { AlertSeverity } from '../alerts/rule';
import type { AlertRouting } from './props';
import type { AlertMailServer } from './receiver-options';
import { AlertReceiver, secretFile } from './receiver';
import type { AlertGrouping, AlertInhibition, AlertRoute } from './route';
import { timeIntervalConfig, type AlertTimeInterval } from './time-interval';
import { goDuration } from './times';

/** Alert of Prometheus that always fires. */
const WATCHDOG = 'Watchdog';
/** Alert that fires where alerts of severity `info` are alone, to mute them. */
const INFO_INHIBITOR = 'InfoInhibitor';

const GROUPING = {
  groupBy: ['namespace', 'alertname'],
  groupWait: Duration.seconds(30),
  groupInterval: Duration.minutes(5),
  repeatInterval: Duration.hours(12),
};

const { CRITICAL, WARNING, INFO, NONE } = AlertSeverity;

/** What is worse mutes what is less bad, of the same alert in the same namespace. */
const INHIBITIONS: readonly AlertInhibition[] = [
  {
    sources: [AlertMatcher.severity(CRITICAL)],
    targets: [AlertMatcher.severity(WARNING, INFO)],
    equal: ['namespace', 'alertname'],
  },
  {
    sources: [AlertMatcher.severity(WARNING)],
    targets: [AlertMatcher.severity(INFO)],
    equal: ['namespace', 'alertname'],
  },
  {
    sources: [AlertMatcher.alert(INFO_INHIBITOR)],
    targets: [AlertMatcher.severity(INFO)],
    equal: ['namespace'],
  },
];

/** The tree with its top: what is not for people goes first, then the routes of the user. */
export function routeTree(routing: AlertRouting): AlertRoute & Required<AlertGrouping> {
  const { receiver = AlertReceiver.none(), routes = [], info = AlertReceiver.none(), deadMansSwitch } = routing;
  return {
    groupBy: routing.groupBy ?? GROUPING.groupBy,
    groupWait: routing.groupWait ?? GROUPING.groupWait,
    groupInterval: routing.groupInterval ?? GROUPING.groupInterval,
    repeatInterval: routing.repeatInterval ?? GROUPING.repeatInterval,
    receiver,
    routes: [
      {
        receiver: deadMansSwitch ?? AlertReceiver.none(),
        matchers: [AlertMatcher.alert(WATCHDOG)],
        groupWait: Duration.seconds(1),
        groupInterval: Duration.minutes(1),
        repeatInterval: Duration.minutes(5),
      },
      { receiver: AlertReceiver.none(), matchers: [AlertMatcher.alert(INFO_INHIBITOR)] },
      { receiver: AlertReceiver.none(), matchers: [AlertMatcher.severity(NONE)] },
      { receiver: info, matchers: [AlertMatcher.severity(INFO)] },
      ...routes,
    ],
  };
}

/** How many routes of the tree stand before those of the user. */
export const OWN_ROUTES = 4;

/** A route and all below it. */
export function allRoutes(route: AlertRoute): AlertRoute[] {
  return [route, ...(route.routes ?? []).flatMap(allRoutes)];
}

/** All receivers, each once, in the order in which they are met. */
export function receiversOf(routing: AlertRouting): AlertReceiver[] {
  return [...new Set(allRoutes(routeTree(routing)).flatMap(({ receiver }) => receiver ?? []))];
}

/** All time intervals, each once. */
export function intervalsOf(routing: AlertRouting): AlertTimeInterval[] {
  const used = allRoutes(routeTree(routing));
  return [...new Set(used.flatMap(({ activeTimes = [], muteTimes = [] }) => [...activeTimes, ...muteTimes]))];
}

/** Inhibitions that hold. */
export function inhibitionsOf(routing: AlertRouting): readonly AlertInhibition[] {
  return routing.inhibitions ?? INHIBITIONS;
}

/** Names of the Secrets that it reads. */
export function secretNames(routing: AlertRouting): string[] {
  const { password } = routing.mailServer ?? {};
  const sources = [...receiversOf(routing).flatMap(({ _secrets }) => _secrets), ...(password ? [password] : [])];
  return [...new Set(sources.map(({ secretName }) => secretName))].sort();
}

/** `alertmanager.yaml`, as Alertmanager gets it. */
export function configurationText(routing: AlertRouting): string {
  const intervals = unique(intervalsOf(routing).map(timeIntervalConfig));
  return Yaml.stringify({
    ...(routing.mailServer && { global: mailConfig(routing.mailServer) }),
    route: routeConfig(routeTree(routing)),
    receivers: unique(receiversOf(routing).map(({ _config }) => _config)),
    inhibit_rules: inhibitionsOf(routing).map(inhibitionConfig),
    ...(intervals.length > 0 && { time_intervals: intervals }),
  });
}

function routeConfig(route: AlertRoute): { readonly [key: string]: unknown } {
  const { receiver, matchers = [], groupBy, groupWait, groupInterval, repeatInterval, routes = [] } = route;
  const names = (intervals: readonly AlertTimeInterval[]): string[] => intervals.map(({ name }) => name);
  return {
    ...(receiver && { receiver: receiver.receiverName }),
    ...(matchers.length > 0 && { matchers: matchers.map(({ _text }) => _text) }),
    ...(groupBy && { group_by: [...groupBy] }),
    ...(groupWait && { group_wait: goDuration(groupWait) }),
    ...(groupInterval && { group_interval: goDuration(groupInterval) }),
    ...(repeatInterval && { repeat_interval: goDuration(repeatInterval) }),
    ...(route.continues === true && { continue: true }),
    ...(route.activeTimes && { active_time_intervals: names(route.activeTimes) }),
    ...(route.muteTimes && { mute_time_intervals: names(route.muteTimes) }),
    ...(routes.length > 0 && { routes: routes.map(routeConfig) }),
  };
}

function inhibitionConfig({ sources, targets, equal = [] }: AlertInhibition): { readonly [key: string]: unknown } {
  return {
    source_matchers: sources.map(({ _text }) => _text),
    target_matchers: targets.map(({ _text }) => _text),
    ...(equal.length > 0 && { equal: [...equal] }),
  };
}

function mailConfig(server: AlertMailServer): { readonly [key: string]: unknown } {
  const { host, port = 587, from, username, password, insecurePlainText = false } = server;
  return {
    smtp_smarthost: `${host}:${port}`,
    smtp_from: from,
    ...(username !== undefined && { smtp_auth_username: username }),
    ...(password && { smtp_auth_password_file: secretFile(password) }),
    smtp_require_tls: !insecurePlainText,
  };
}

/** The same thing said twice is one. */
function unique<T>(things: readonly T[]): T[] {
  return [...new Map(things.map((thing) => [JSON.stringify(thing), thing])).values()];
}
