import { checkDnsSubdomain } from '../../core/names';
import type { Finding } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import type {
  AlertEmailOptions,
  AlertPagerDutyOptions,
  AlertReceiverOptions,
  AlertSlackOptions,
  AlertTeamsOptions,
  AlertWebhookOptions,
} from './receiver-options';
import { ALERTMANAGER_RULES as RULES } from './rules';

/** Where the operator mounts the Secrets of an Alertmanager. */
const SECRETS = '/etc/alertmanager/secrets';

/** One way of telling, as Alertmanager's configuration has it. */
export interface AlertIntegration {
  /** Key of the receiver: `slack_configs`. */
  readonly key: string;
  readonly config: { readonly [key: string]: unknown };
  /** Secrets by prop. One that is missing must be there. */
  readonly secrets: { readonly [prop: string]: SecretSource | undefined };
  /** Mistakes; `at` is the prop. */
  readonly findings: readonly Finding[];
}

const SLACK_TITLE =
  '[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] ' +
  '{{ .CommonLabels.alertname }}{{ with .CommonLabels.namespace }} in {{ . }}{{ end }}';
const SLACK_TEXT =
  '{{ range .Alerts }}*{{ .Annotations.summary }}*\n{{ .Annotations.description }}\n' +
  '{{ with .Annotations.runbook_url }}<{{ . }}|Runbook>\n{{ end }}{{ end }}';
/** PagerDuty knows four severities; ours have the same names but for `none`, which nobody is told of. */
const PAGER_SEVERITY = '{{ with .CommonLabels.severity }}{{ . }}{{ else }}error{{ end }}';

/** Where a key of a Secret is a file of Alertmanager. */
export function secretFile({ secretName, key }: SecretSource): string {
  return `${SECRETS}/${secretName}/${key}`;
}

/**
 * Who is told of alerts. Secrets are mounted and read at each notification: a changed one needs no restart, and no value
 * stands in the configuration.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#receiver
 */
export class AlertReceiver {
  /** Nobody. @param name What it is called. */
  public static none(name = 'none'): AlertReceiver {
    return new AlertReceiver(name, []);
  }

  /** Mail. Needs the `mailServer` of the Alertmanager. @param name What the receiver is called. */
  public static email(name: string, options: AlertEmailOptions): AlertReceiver {
    const { to, subject } = options;
    const config = { to: to.join(', '), ...(subject !== undefined && { headers: { Subject: subject } }) };
    const good = to.length > 0 && to.every((address) => isMailAddress(address));
    const findings = good ? [] : [{ rule: RULES.mailAddress, at: 'to', value: to }];
    return AlertReceiver.of(name, 'email_configs', options, config, {}, findings);
  }

  /** A channel of Slack. @param name What the receiver is called. */
  public static slack(name: string, options: AlertSlackOptions): AlertReceiver {
    const { url, channel, title = SLACK_TITLE, text = SLACK_TEXT } = options;
    const config = { ...file('api_url_file', url), ...(channel !== undefined && { channel }), title, text };
    return AlertReceiver.of(name, 'slack_configs', options, config, { url });
  }

  /** A service of PagerDuty. @param name What the receiver is called. */
  public static pagerDuty(name: string, options: AlertPagerDutyOptions): AlertReceiver {
    const { routingKey } = options;
    const config = { ...file('routing_key_file', routingKey), severity: PAGER_SEVERITY };
    return AlertReceiver.of(name, 'pagerduty_configs', options, config, { routingKey });
  }

  /** A channel of Microsoft Teams. @param name What the receiver is called. */
  public static teams(name: string, options: AlertTeamsOptions): AlertReceiver {
    const { url } = options;
    return AlertReceiver.of(name, 'msteamsv2_configs', options, file('webhook_url_file', url), { url });
  }

  /** A server that takes JSON. @param name What the receiver is called. */
  public static webhook(name: string, options: AlertWebhookOptions): AlertReceiver {
    const { url, address, token, maxAlerts } = options;
    const config = {
      ...(address === undefined ? file('url_file', url) : { url: address }),
      ...(maxAlerts !== undefined && { max_alerts: maxAlerts }),
      ...(token && { http_config: { authorization: { credentials_file: secretFile(token) } } }),
    };
    const secrets = { ...(address === undefined && { url }), ...(token && { token }) };
    return AlertReceiver.of(name, 'webhook_configs', options, config, secrets, webhookFindings(options));
  }

  /** All of these at once. @param name What the receiver is called. @param receivers Their own names are not used. */
  public static several(name: string, receivers: AlertReceiver[]): AlertReceiver {
    return new AlertReceiver(
      name,
      receivers.flatMap(({ _integrations }) => _integrations),
    );
  }

  private static of(
    name: string,
    key: string,
    { sendResolved = true }: AlertReceiverOptions,
    config: { readonly [key: string]: unknown },
    secrets: AlertIntegration['secrets'],
    findings: readonly Finding[] = [],
  ): AlertReceiver {
    return new AlertReceiver(name, [{ key, config: { send_resolved: sendResolved, ...config }, secrets, findings }]);
  }

  private constructor(
    /** What it is called. */
    public readonly receiverName: string,
    /** @internal */
    public readonly _integrations: readonly AlertIntegration[],
  ) {}

  /** Whether it sends mail. @internal */
  public get _mails(): boolean {
    return this._integrations.some(({ key }) => key === 'email_configs');
  }

  /** Secrets that it reads. @internal */
  public get _secrets(): readonly SecretSource[] {
    return this._integrations.flatMap(({ secrets }) => Object.values(secrets)).filter((one) => one !== undefined);
  }

  /** As Alertmanager reads it. @internal */
  public get _config(): { readonly [key: string]: unknown } {
    const lists: { [key: string]: unknown[] } = {};
    for (const { key, config } of this._integrations) (lists[key] ??= []).push(config);
    return { name: this.receiverName, ...lists };
  }

  /** What is wrong with it. @internal */
  public _findings(): Finding[] {
    const at = (prop: string): string => `receivers["${this.receiverName}"].${prop}`;
    return [
      ...(/\S/.test(this.receiverName)
        ? []
        : [{ rule: RULES.receiverName, at: 'receivers', value: this.receiverName }]),
      ...this._integrations.flatMap(({ secrets, findings }) => [
        ...findings.map((finding) => ({ ...finding, at: at(finding.at) })),
        ...Object.entries(secrets).flatMap(([prop, secret]) => secretFindings(at(prop), secret)),
      ]),
    ];
  }
}

/** What is wrong with a reference to a Secret. */
export function secretFindings(at: string, secret: SecretSource | undefined): Finding[] {
  if (secret === undefined) return [{ rule: RULES.receiverSecret, at, value: undefined }];
  const { secretName, key } = secret;
  return [
    ...checkDnsSubdomain(`${at}.secretName`, secretName),
    ...(/^[-._a-zA-Z0-9]+$/.test(key) ? [] : [{ rule: RULES.secretKey, at: `${at}.key`, value: key }]),
  ];
}

/** Whether mail can go there. */
export function isMailAddress(text: string): boolean {
  return /^[^\s@<>,]+@[^\s@<>,]+$/.test(text);
}

function file(key: string, secret: SecretSource | undefined): { readonly [key: string]: string } {
  return secret === undefined ? {} : { [key]: secretFile(secret) };
}

function webhookFindings({ url, address, insecureHttp = false, maxAlerts }: AlertWebhookOptions): Finding[] {
  const count = maxAlerts === undefined || (Number.isInteger(maxAlerts) && maxAlerts >= 1);
  const wrongCount = count ? [] : [{ rule: RULES.maxAlerts, at: 'maxAlerts', value: maxAlerts }];
  if (address === undefined) return wrongCount;
  // What stands before an "@" or behind a "?" may be a password.
  const value = /[@?]/.test(address) ? '(not shown)' : address;
  const [, scheme, rest = ''] = /^(https?):\/\/(\S+)$/.exec(address) ?? [];
  const found = (rule: Finding['rule'], because?: string): Finding[] => [
    { rule, at: 'address', value, ...(because !== undefined && { because }) },
  ];
  return [
    ...wrongCount,
    ...(url === undefined ? [] : found(RULES.webhookTwice)),
    ...(scheme === undefined ? found(RULES.webhookAddress) : []),
    ...(rest.split('/', 1).join().includes('@') ? found(RULES.webhookCredentials) : []),
    ...(scheme === 'http' && !insecureHttp ? found(RULES.webhookHttp) : []),
  ];
}
