import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart, Duration, Testing } from 'cdk8s';
import { SecretSource } from '../../lib/core/secrets';
import { Alertmanager } from '../../lib/monitoring/alertmanager/alertmanager';
import { AlertMatcher } from '../../lib/monitoring/alertmanager/matcher';
import { AlertSeverity } from '../../lib/monitoring/alerts/rule';
import type { AlertmanagerProps } from '../../lib/monitoring/alertmanager/props';
import { AlertReceiver } from '../../lib/monitoring/alertmanager/receiver';
import { AlertWeekday } from '../../lib/monitoring/alertmanager/time-interval';
import { run } from './kubectl';

/** Alertmanager's own tool, of the release that is installed or a later one. */
const AMTOOL = process.env.CDK8S_SPARK_AMTOOL ?? '';
const withAmtool = AMTOOL === '' ? describe.skip : describe;

const { CRITICAL, WARNING } = AlertSeverity;
const secret = (key: string): SecretSource => SecretSource.fromKubernetes('alerts', key);
const office = {
  name: 'office',
  weekdays: [AlertWeekday.MONDAY, AlertWeekday.TUESDAY],
  times: [{ start: '09:00', end: '24:00' }],
  timeZone: 'Europe/Berlin',
};

/** Every kind of receiver, and routes in three levels. */
const EVERYTHING: AlertmanagerProps = {
  replicas: 3,
  receiver: AlertReceiver.slack('chat', { url: secret('slack'), channel: '#spark' }),
  info: AlertReceiver.webhook('log', { address: 'http://log.ops.svc:8080/in', insecureHttp: true, maxAlerts: 9 }),
  deadMansSwitch: AlertReceiver.webhook('switch', { url: secret('switch'), token: secret('token') }),
  mailServer: {
    host: 'smtp.example.com',
    from: 'alerts@example.com',
    username: 'alerts',
    password: SecretSource.fromKubernetes('mail', 'password'),
  },
  routes: [
    {
      receiver: AlertReceiver.several('on-call', [
        AlertReceiver.pagerDuty('pager', { routingKey: secret('pager') }),
        AlertReceiver.teams('teams', { url: secret('teams') }),
      ]),
      matchers: [AlertMatcher.severity(CRITICAL)],
      repeatInterval: Duration.hours(1),
      continues: true,
    },
    {
      matchers: [AlertMatcher.regex('namespace', 'etl-.+'), AlertMatcher.notEqualTo('team', 'a "quoted" \\ one')],
      routes: [
        {
          receiver: AlertReceiver.email('etl', { to: ['etl@example.com'], subject: 'Spark: {{ .Status }}' }),
          matchers: [AlertMatcher.severity(CRITICAL, WARNING)],
          activeTimes: [office],
          routes: [
            { receiver: AlertReceiver.none('nobody'), matchers: [AlertMatcher.alert('Noise')], groupBy: ['...'] },
          ],
        },
      ],
    },
  ],
  network: { egress: [{ cidr: '0.0.0.0/0', ports: [443, 587] }] },
};

function written(props: AlertmanagerProps): string {
  const alertmanager = new Alertmanager(new Chart(Testing.app(), 'c', { namespace: 'monitoring' }), 'am', props);
  expect(alertmanager.node.validate()).toEqual([]);
  const file = join(mkdtempSync(join(tmpdir(), 'cdk8s-spark-')), 'alertmanager.yaml');
  writeFileSync(file, alertmanager.configuration);
  return file;
}

/** What the operator hands on is the Secret's text as it is, so that this is what Alertmanager reads. */
withAmtool('amtool', () => {
  test.each<[string, AlertmanagerProps]>([
    ['the default', {}],
    ['everything', EVERYTHING],
  ])('takes %s', async (_, props) => {
    const { code, stdout, stderr } = await run(AMTOOL, ['check-config', written(props)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('SUCCESS');
  });

  test.each<[string, string[]]>([
    ['switch', ['alertname=Watchdog', 'severity=none']],
    ['none', ['alertname=InfoInhibitor', 'severity=none']],
    ['log', ['alertname=A', 'severity=info', 'namespace=etl-a']],
    ['on-call', ['alertname=A', 'severity=critical']],
    ['on-call,etl', ['alertname=A', 'severity=critical', 'namespace=etl-a']],
    ['on-call,nobody', ['alertname=Noise', 'severity=critical', 'namespace=etl-a']],
    ['etl', ['alertname=A', 'severity=warning', 'namespace=etl-a']],
    ['chat', ['alertname=A', 'severity=warning', 'namespace=etl-a', 'team=a "quoted" \\ one']],
    ['chat', ['alertname=A', 'severity=warning', 'namespace=ml']],
    ['chat', ['alertname=A']],
  ])('leads to %s: %s', async (receivers, labels) => {
    const values = labels.map((label) => label.replace(/=(.*)$/, (_, value: string) => `=${JSON.stringify(value)}`));
    const args = ['config', 'routes', 'test', `--config.file=${written(EVERYTHING)}`];
    const { code, stdout, stderr } = await run(AMTOOL, [...args, `--verify.receivers=${receivers}`, ...values]);
    expect({ code, stdout: stdout.trim(), stderr }).toEqual({ code: 0, stdout: receivers, stderr: '' });
  });
});
