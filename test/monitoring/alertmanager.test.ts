import { Chart, Duration, Size, Testing } from 'cdk8s';
import { SecretSource } from '../../lib/core/secrets';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { Alertmanager } from '../../lib/monitoring/alertmanager/alertmanager';
import { AlertMatcher } from '../../lib/monitoring/alertmanager/matcher';
import { AlertSeverity } from '../../lib/monitoring/alerts/rule';
import type { AlertmanagerProps } from '../../lib/monitoring/alertmanager/props';
import { AlertReceiver } from '../../lib/monitoring/alertmanager/receiver';
import type { AlertRoute } from '../../lib/monitoring/alertmanager/route';
import { AlertWeekday } from '../../lib/monitoring/alertmanager/time-interval';
import { SparkTesting } from '../../lib/testing';
import { at, parse } from '../cluster/manifest';

const secret = (key: string): SecretSource => SecretSource.fromKubernetes('alerts', key);
const CHAT = AlertReceiver.slack('chat', { url: secret('slack'), channel: '#spark' });
const PAGER = AlertReceiver.pagerDuty('on-call', { routingKey: secret('pager') });
const OUT = { egress: [{ cidr: '0.0.0.0/0', ports: [443] }] };
const MAIL_SERVER = { host: 'smtp.example.com', from: 'alerts@example.com' };
const { CRITICAL, WARNING, INFO } = AlertSeverity;
const critical = AlertMatcher.severity(CRITICAL);
const warning = AlertMatcher.severity(WARNING);

function alertmanager(props: AlertmanagerProps = {}): Alertmanager {
  const chart = new Chart(Testing.app(), 'c', { namespace: 'monitoring' });
  return new Alertmanager(chart, 'alertmanager', { network: OUT, ...props });
}

const findings = (props: AlertmanagerProps): string[] =>
  alertmanager(props)
    .node.validate()
    .map((line) => line.slice(0, line.indexOf(' = ')));

const object = (one: Alertmanager, kind: string, name?: string) => SparkTesting.find(one, kind, name);
const spec = (one: Alertmanager) => object(one, 'Alertmanager').spec as { readonly [key: string]: unknown };

/** The configuration as Alertmanager reads it. */
function config(props: AlertmanagerProps) {
  const secrets = object(alertmanager(props), 'Secret') as unknown as { data: { [file: string]: string } };
  const [json] = parse(Buffer.from(secrets.data['alertmanager.yaml'] ?? '', 'base64').toString('utf8'));
  return json as unknown as {
    readonly global?: unknown;
    readonly route: { readonly routes: { readonly [key: string]: unknown }[]; readonly [key: string]: unknown };
    readonly receivers: { readonly name: string; readonly [key: string]: unknown }[];
    readonly inhibit_rules: unknown[];
    readonly time_intervals?: unknown[];
  };
}

const receiver = (one: AlertReceiver, more: AlertmanagerProps = {}) =>
  config({ receiver: one, ...more }).receivers.find(({ name }) => name === one.receiverName);

describe('the pods', () => {
  test('are what Pod Security restricted asks for, without a token', () => {
    expect(spec(alertmanager())).toMatchObject({
      version: '0.34.0',
      image: 'quay.io/prometheus/alertmanager:v0.34.0',
      replicas: 1,
      retention: '120h',
      configSecret: 'alertmanager-config',
      serviceAccountName: 'alertmanager',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      resources: { requests: { cpu: '10m', memory: '128Mi' }, limits: { memory: '256Mi' } },
      storage: { emptyDir: { sizeLimit: '1Gi' } },
    });
    expect(object(alertmanager(), 'ServiceAccount')).toMatchObject({ automountServiceAccountToken: false });
  });

  test('of several are spread, talk to each other and leave one at a time', () => {
    const three = alertmanager({ replicas: 3, storage: { size: Size.gibibytes(2), storageClassName: 'fast' } });
    const labels = { 'app.kubernetes.io/name': 'alertmanager', 'app.kubernetes.io/instance': 'alertmanager' };
    const gossip = [
      { protocol: 'TCP', port: 9094 },
      { protocol: 'UDP', port: 9094 },
    ];
    const policy = object(three, 'NetworkPolicy', 'alertmanager-peers').spec as { ingress: object[]; egress: object[] };
    expect(policy).toMatchObject({ podSelector: { matchLabels: labels }, ingress: [{ ports: gossip }] });
    expect(policy.egress).toMatchObject([{ to: [{ podSelector: { matchLabels: labels } }], ports: gossip }]);
    expect(object(three, 'PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1 });
    expect(at(spec(three), 'topologySpreadConstraints')).toMatchObject([{ labelSelector: { matchLabels: labels } }]);
    expect(at(spec(three), 'storage.volumeClaimTemplate.spec')).toMatchObject({
      storageClassName: 'fast',
      resources: { requests: { storage: '2Gi' } },
    });
    expect(three.node.validate()).toEqual([]);
  });

  test('alone have no budget, and no peers', () => {
    const one = alertmanager();
    expect(one.budget).toBeUndefined();
    expect(one.peerPolicy).toBeUndefined();
  });
});

test('is found by its Service, and scraped with its reloader', () => {
  const one = alertmanager();
  expect(one).toMatchObject({
    alertmanagerName: 'alertmanager',
    alertmanagerNamespace: 'monitoring',
    alertmanagerUrl: 'http://alertmanager.monitoring.svc:9093',
  });
  expect(object(one, 'Service').spec).toMatchObject({ ports: [{ name: 'web', port: 9093, targetPort: 9093 }] });
  expect(one.observations.map(({ _scrape }) => [_scrape?.job, _scrape?.port, _scrape?.portNumber])).toEqual([
    ['alertmanager', 'web', 9093],
    ['alertmanager', 'reloader-web', 8080],
  ]);
  expect(Alertmanager.fromExisting('am', 'ops', 80).alertmanagerUrl).toBe('http://am.ops.svc:80');
});

test('its interface is told of its address, and lets in who serves it', () => {
  const ui = UiEndpoint.external('https://ops.example.com/alerts', [{ namespace: 'ingress' }]);
  const one = alertmanager({ ui });
  expect(spec(one)).toMatchObject({ externalUrl: 'https://ops.example.com/alerts/' });
  expect(spec(one)).not.toHaveProperty('routePrefix');
  const { ingress } = object(one, 'NetworkPolicy', 'alertmanager').spec as { ingress: { from: unknown }[] };
  expect(ingress.map(({ from }) => from)).toEqual([
    [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }],
  ]);
});

describe('the tree', () => {
  test('takes what is not for people first, and nobody is told unless somebody says who', () => {
    const { route, receivers } = config({});
    expect(receivers).toEqual([{ name: 'none' }]);
    expect(route).toMatchObject({
      receiver: 'none',
      group_by: ['namespace', 'alertname'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '12h',
    });
    expect(route.routes.map(({ matchers }) => matchers)).toEqual([
      ['alertname="Watchdog"'],
      ['alertname="InfoInhibitor"'],
      ['severity="none"'],
      ['severity="info"'],
    ]);
  });

  test('sends the watchdog and what is good to know where the user says', () => {
    const deadMansSwitch = AlertReceiver.webhook('switch', { url: secret('switch'), sendResolved: false });
    const { route } = config({ deadMansSwitch, info: CHAT });
    expect(route.routes[0]).toMatchObject({ receiver: 'switch', repeat_interval: '5m' });
    expect(route.routes[3]).toMatchObject({ receiver: 'chat' });
  });

  test('keeps nested routes, their times and groups', () => {
    const office = {
      name: 'office',
      weekdays: [AlertWeekday.MONDAY, AlertWeekday.FRIDAY],
      times: [{ start: '09:00', end: '17:00' }],
      timeZone: 'Europe/Berlin',
    };
    const etl: AlertRoute = {
      matchers: [AlertMatcher.regex('namespace', 'etl-.+'), AlertMatcher.notEqualTo('team', 'ops')],
      continues: true,
      routes: [
        { receiver: PAGER, matchers: [critical], groupBy: ['...'], repeatInterval: Duration.minutes(90) },
        { receiver: CHAT, matchers: [warning], activeTimes: [office], muteTimes: [office] },
      ],
    };
    const { route, time_intervals } = config({ receiver: CHAT, routes: [etl] });
    expect(route.routes[4]).toEqual({
      matchers: ['namespace=~"etl-.+"', 'team!="ops"'],
      continue: true,
      routes: [
        { receiver: 'on-call', matchers: ['severity="critical"'], group_by: ['...'], repeat_interval: '90m' },
        {
          receiver: 'chat',
          matchers: ['severity="warning"'],
          active_time_intervals: ['office'],
          mute_time_intervals: ['office'],
        },
      ],
    });
    expect(time_intervals).toEqual([
      {
        name: 'office',
        time_intervals: [
          {
            times: [{ start_time: '09:00', end_time: '17:00' }],
            weekdays: ['monday', 'friday'],
            location: 'Europe/Berlin',
          },
        ],
      },
    ]);
    expect(findings({ receiver: CHAT, routes: [etl] })).toEqual([]);
  });

  test('what is worse mutes what is less bad', () => {
    expect(config({}).inhibit_rules).toContainEqual({
      source_matchers: ['severity="critical"'],
      target_matchers: ['severity=~"warning|info"'],
      equal: ['namespace', 'alertname'],
    });
    expect(config({ inhibitions: [] }).inhibit_rules).toEqual([]);
  });
});

describe('a receiver', () => {
  test.each([
    ['Slack', CHAT, 'slack_configs', { api_url_file: '/etc/alertmanager/secrets/alerts/slack', channel: '#spark' }],
    ['PagerDuty', PAGER, 'pagerduty_configs', { routing_key_file: '/etc/alertmanager/secrets/alerts/pager' }],
    [
      'Teams',
      AlertReceiver.teams('teams', { url: secret('teams') }),
      'msteamsv2_configs',
      { webhook_url_file: '/etc/alertmanager/secrets/alerts/teams' },
    ],
    [
      'a webhook by a secret',
      AlertReceiver.webhook('hook', { url: secret('hook'), token: secret('token'), maxAlerts: 5 }),
      'webhook_configs',
      {
        url_file: '/etc/alertmanager/secrets/alerts/hook',
        max_alerts: 5,
        http_config: { authorization: { credentials_file: '/etc/alertmanager/secrets/alerts/token' } },
      },
    ],
    [
      'a webhook in the cluster',
      AlertReceiver.webhook('hook', { address: 'http://hook.ops.svc:8080/a', insecureHttp: true, sendResolved: false }),
      'webhook_configs',
      { url: 'http://hook.ops.svc:8080/a', send_resolved: false },
    ],
  ])('of %s has its secrets as files', (_, one, key, expected) => {
    expect(receiver(one)?.[key]).toMatchObject([{ send_resolved: true, ...expected }]);
    expect(findings({ receiver: one })).toEqual([]);
  });

  test('mails by the server, with its password as a file', () => {
    const mail = AlertReceiver.email('mail', { to: ['a@example.com', 'b@example.com'], subject: 'Spark' });
    const password = SecretSource.fromKubernetes('mail', 'password');
    const props = { receiver: mail, mailServer: { ...MAIL_SERVER, username: 'alerts', password } };
    expect(receiver(mail, props)).toMatchObject({
      email_configs: [{ to: 'a@example.com, b@example.com', headers: { Subject: 'Spark' } }],
    });
    expect(config(props).global).toEqual({
      smtp_smarthost: 'smtp.example.com:587',
      smtp_from: 'alerts@example.com',
      smtp_auth_username: 'alerts',
      smtp_auth_password_file: '/etc/alertmanager/secrets/mail/password',
      smtp_require_tls: true,
    });
    expect(spec(alertmanager(props)).secrets).toEqual(['mail']);
    expect(findings(props)).toEqual([]);
  });

  test('may be several, and their Secrets are mounted once each', () => {
    const both = AlertReceiver.several('both', [CHAT, PAGER, AlertReceiver.slack('x', { url: secret('x') })]);
    expect(Object.keys(receiver(both) ?? {})).toEqual(['name', 'slack_configs', 'pagerduty_configs']);
    expect(receiver(both)?.slack_configs).toHaveLength(2);
    expect(spec(alertmanager({ receiver: both })).secrets).toEqual(['alerts']);
  });
});

describe('a route behind one that takes its alerts', () => {
  const both = AlertMatcher.severity(CRITICAL, WARNING);
  const etl = AlertMatcher.equalTo('namespace', 'etl');
  test.each<[string, AlertRoute, AlertRoute, string[]]>([
    ['the same', { matchers: [critical] }, { matchers: [critical] }, ['routes[1]']],
    ['everything', {}, { matchers: [critical] }, ['routes[1]']],
    ['more', { matchers: [both] }, { matchers: [critical, etl] }, ['routes[1]']],
    ['other', { matchers: [AlertMatcher.notEqualTo('severity', 'info')] }, { matchers: [critical] }, ['routes[1]']],
    ['a part', { matchers: [critical, etl] }, { matchers: [critical] }, []],
    ['others', { matchers: [critical] }, { matchers: [warning] }, []],
    ['less', { matchers: [critical] }, { matchers: [both] }, []],
    ['everything, and goes on', { continues: true }, { matchers: [critical] }, []],
  ])('%s', (_, first, second, expected) => {
    expect(findings({ routes: [first, second] })).toEqual(
      expected.map((where) => `alertmanager/route-never: ${where}`),
    );
  });

  test('is found in branches, too', () => {
    const routes = [{ matchers: [critical], routes: [{}, { matchers: [etl] }] }];
    expect(findings({ routes })).toEqual(['alertmanager/route-never: routes[0].routes[1]']);
  });

  test('and one that contradicts the route above it', () => {
    expect(findings({ routes: [{ matchers: [critical], routes: [{ matchers: [warning] }] }] })).toEqual([
      'alertmanager/route-never: routes[0].routes[0]',
    ]);
  });

  test('is told how, where this package took them', () => {
    const routes = [{ receiver: CHAT, matchers: [AlertMatcher.severity(INFO)] }];
    expect(findings({ routes })).toEqual(['alertmanager/route-info: routes[0]']);
  });
});

test.each<[string, AlertMatcher, boolean]>([
  ['plain', AlertMatcher.regex('a', 'etl-.*'), true],
  ['flags', AlertMatcher.regex('a', '(?i)etl'), true],
  ['unclosed', AlertMatcher.regex('a', 'etl-('), false],
  ['look-ahead', AlertMatcher.notRegex('a', '(?!x).*'), false],
  ['back reference', AlertMatcher.regex('a', '(x)\\1'), false],
])('a regular expression is one of RE2: %s', (_, matcher, good) => {
  const expected = good ? [] : ['alertmanager/regex: routes[0].matchers[0].value'];
  expect(findings({ routes: [{ matchers: [matcher] }] })).toEqual(expected);
});

test('the same receiver may be made anew, another of its name may not', () => {
  const again = AlertReceiver.slack('chat', { url: secret('slack'), channel: '#spark' });
  const other = AlertReceiver.slack('chat', { url: secret('other') });
  expect(findings({ receiver: CHAT, info: again })).toEqual([]);
  expect(config({ receiver: CHAT, info: again }).receivers.map(({ name }) => name)).toEqual(['chat', 'none']);
  expect(findings({ receiver: CHAT, info: other })).toEqual(['alertmanager/receiver-twice: receivers']);
});

test('times of a branch are held against those that it has from above', () => {
  const branch = { matchers: [critical], repeatInterval: Duration.minutes(2) };
  expect(findings({ routes: [branch] })).toEqual(['alertmanager/repeat-too-short: routes[0].repeatInterval']);
  const quick = { ...branch, groupInterval: Duration.minutes(1) };
  expect(findings({ routes: [quick] })).toEqual([]);
  expect(findings({ retention: Duration.hours(6) })).toEqual(['alertmanager/repeat-beyond-retention: repeatInterval']);
});

test('somebody who is told needs a way out', () => {
  expect(findings({ receiver: CHAT, network: {} })).toEqual(['alertmanager/unreachable: network.egress']);
  expect(findings({ network: {} })).toEqual([]);
});
