import { Chart, Duration, Size, type App } from 'cdk8s';
import { SecretSource } from '../../lib/core/secrets';
import { Alertmanager } from '../../lib/monitoring/alertmanager/alertmanager';
import { AlertMatcher } from '../../lib/monitoring/alertmanager/matcher';
import { AlertSeverity } from '../../lib/monitoring/alerts/rule';
import type { AlertmanagerProps } from '../../lib/monitoring/alertmanager/props';
import { AlertReceiver } from '../../lib/monitoring/alertmanager/receiver';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

const secret = (key: string): SecretSource => SecretSource.fromKubernetes('alerts', key);
const CHAT = AlertReceiver.slack('chat', { url: secret('slack') });
const MAIL = AlertReceiver.email('mail', { to: ['ops@example.com'] });
const SERVER = { host: 'smtp.example.com', from: 'alerts@example.com' };
const OUT = { egress: [{ cidr: '0.0.0.0/0', ports: [443, 587] }] };
const { CRITICAL, WARNING, INFO } = AlertSeverity;
const critical = AlertMatcher.severity(CRITICAL);

const mistake = (name: string, props: AlertmanagerProps, ...[rule, at, value, says]: Line): Mistake => ({
  name,
  build: (app: App) => {
    new Alertmanager(new Chart(app, 'c', { namespace: 'monitoring' }), 'am', { network: OUT, ...props });
  },
  rule: `alertmanager/${rule}`,
  at,
  value,
  path: 'c/am',
  ...(says !== undefined && { says }),
});

const office = (times: { start: string; end: string }[], timeZone = 'UTC') => ({ name: 'office', times, timeZone });

export const ALERTMANAGER_MISTAKES: readonly Mistake[] = [
  mistake('an Alertmanager without pods', { replicas: 0 }, 'replicas', 'replicas', '0'),
  mistake('groups without an interval', { groupInterval: Duration.millis(0) }, 'time', 'groupInterval', '"0 ms"'),
  mistake('silences on no disk', { storage: { size: Size.mebibytes(0) } }, 'storage-size', 'storage.size', '"0 MiB"'),
  mistake(
    'a webhook without an address',
    { receiver: AlertReceiver.webhook('hook', {}) },
    'receiver-secret',
    'receivers["hook"].url',
    'undefined',
  ),
  mistake(
    'a webhook over plain HTTP',
    { receiver: AlertReceiver.webhook('hook', { address: 'http://hook.ops.svc/in' }) },
    'webhook-http',
    'receivers["hook"].address',
    '"http://hook.ops.svc/in"',
    'insecureHttp',
  ),
  mistake(
    'a webhook with its password in the address',
    { receiver: AlertReceiver.webhook('hook', { address: 'https://user:hunter2@hook.example.com' }) },
    'webhook-credentials',
    'receivers["hook"].address',
    '"(not shown)"',
  ),
  mistake(
    'a webhook with two addresses',
    { receiver: AlertReceiver.webhook('hook', { url: secret('hook'), address: 'https://hook.example.com' }) },
    'webhook-twice',
    'receivers["hook"].address',
    '"https://hook.example.com"',
  ),
  mistake(
    'a webhook that is no URL',
    { receiver: AlertReceiver.webhook('hook', { address: 'hook.example.com' }) },
    'webhook-address',
    'receivers["hook"].address',
    '"hook.example.com"',
  ),
  mistake(
    'a key that no Secret has',
    { receiver: AlertReceiver.slack('chat', { url: secret('a/b') }) },
    'secret-key',
    'receivers["chat"].url.key',
    '"a/b"',
  ),
  mistake('mail without a server', { receiver: MAIL }, 'mail-server', 'mailServer', 'undefined', 'receiver mail'),
  mistake(
    'mail from nobody',
    { receiver: MAIL, mailServer: { ...SERVER, from: '' } },
    'mail-from',
    'mailServer.from',
    '""',
  ),
  mistake(
    'mail to nobody',
    { receiver: AlertReceiver.email('mail', { to: [] }), mailServer: SERVER },
    'mail-address',
    'receivers["mail"].to',
    '[]',
  ),
  mistake(
    'a login without a password',
    { receiver: MAIL, mailServer: { ...SERVER, username: 'alerts' } },
    'mail-login',
    'mailServer.username',
    '"alerts"',
  ),
  mistake(
    'two receivers of one name',
    { receiver: CHAT, info: AlertReceiver.slack('chat', { url: secret('other') }) },
    'receiver-twice',
    'receivers',
    '"chat"',
  ),
  mistake(
    'a receiver that nothing leads out to',
    { receiver: CHAT, network: {} },
    'unreachable',
    'network.egress',
    '[]',
    'receivers: chat',
  ),
  mistake(
    'a label that no alert has',
    { routes: [{ matchers: [AlertMatcher.equalTo('spark-role', 'driver')] }] },
    'label',
    'routes[0].matchers[0].label',
    '"spark-role"',
  ),
  mistake(
    'a regular expression that does not end',
    { routes: [{ matchers: [AlertMatcher.regex('namespace', 'etl-(')] }] },
    'regex',
    'routes[0].matchers[0].value',
    '"etl-("',
  ),
  mistake('groups by a label twice', { groupBy: ['namespace', 'namespace'] }, 'group-by', 'groupBy', '"namespace"'),
  mistake(
    'a group that is told again before its interval',
    { routes: [{ matchers: [critical], repeatInterval: Duration.minutes(1) }] },
    'repeat-too-short',
    'routes[0].repeatInterval',
    '"1 minute"',
    'groups: 5 minutes',
  ),
  mistake(
    'a group that is forgotten before it is told again',
    { repeatInterval: Duration.days(7) },
    'repeat-beyond-retention',
    'repeatInterval',
    '"7 days"',
    'retention: 5 days',
  ),
  mistake(
    'a route behind one that takes every alert',
    { routes: [{}, { matchers: [critical] }] },
    'route-never',
    'routes[1]',
    '"severity=\\"critical\\""',
    'routes[0] takes its alerts',
  ),
  mistake(
    'a branch that contradicts its route',
    { routes: [{ matchers: [critical], routes: [{ matchers: [AlertMatcher.severity(WARNING)] }] }] },
    'route-never',
    'routes[0].routes[0]',
    '"severity=\\"warning\\""',
  ),
  mistake(
    'a route for alerts that are taken before',
    { routes: [{ matchers: [AlertMatcher.severity(INFO)], receiver: CHAT }] },
    'route-info',
    'routes[0]',
    '"severity=\\"info\\""',
    'set info',
  ),
  mistake(
    'a working day that ends before it starts',
    { routes: [{ matchers: [critical], muteTimes: [office([{ start: '17:00', end: '09:00' }])] }] },
    'interval',
    'timeIntervals["office"].times',
    '{"start":"17:00","end":"09:00"}',
  ),
  mistake(
    'a working day nowhere',
    { routes: [{ matchers: [critical], muteTimes: [office([{ start: '09:00', end: '17:00' }], 'Mars/Olympus')] }] },
    'time-zone',
    'timeIntervals["office"].timeZone',
    '"Mars/Olympus"',
  ),
  mistake(
    'an inhibition that mutes everything',
    { inhibitions: [{ sources: [critical], targets: [] }] },
    'inhibits-all',
    'inhibitions[0].targets',
    '[]',
  ),
  mistake(
    'a text that the reloader would fill in',
    { receiver: AlertReceiver.slack('chat', { url: secret('slack'), title: 'Spark on $(CLUSTER)' }) },
    'expanded',
    'receivers',
    '"$(CLUSTER)"',
  ),
];
