import type { SecretSource } from '../../core/secrets';

/** What all receivers can be told. */
export interface AlertReceiverOptions {
  /** Whether it is told when an alert is over, too. @default true */
  readonly sendResolved?: boolean;
}

/** Mail to people. The server is that of the Alertmanager. */
export interface AlertEmailOptions extends AlertReceiverOptions {
  /** Addresses, such as `spark@example.com`. At least one. */
  readonly to: string[];
  /** Subject, as a Go template. @default - Alertmanager's own */
  readonly subject?: string;
}

/** Messages in a channel of Slack, or of what speaks its language. */
export interface AlertSlackOptions extends AlertReceiverOptions {
  /** The incoming webhook's URL, which is its own password. */
  readonly url: SecretSource;
  /** Channel such as `#spark`, where the webhook may choose. @default - the webhook's own */
  readonly channel?: string;
  /** Title, as a Go template. @default - state, number, name and namespace of the alerts */
  readonly title?: string;
  /** Text, as a Go template. @default - summary, description and runbook of each alert */
  readonly text?: string;
}

/** Incidents of PagerDuty, by its Events API v2. */
export interface AlertPagerDutyOptions extends AlertReceiverOptions {
  /** The integration key of a service. */
  readonly routingKey: SecretSource;
}

/** A channel of Microsoft Teams, by a workflow that takes webhooks. */
export interface AlertTeamsOptions extends AlertReceiverOptions {
  /** The workflow's URL, which is its own password. */
  readonly url: SecretSource;
}

/** Any server that takes Alertmanager's JSON. Exactly one of `url` and `address`. */
export interface AlertWebhookOptions extends AlertReceiverOptions {
  /** Its URL, where knowing it is the right to call it. @default - `address` */
  readonly url?: SecretSource;
  /** Its URL, where anybody may know it: `https://hooks.example.com/alerts`. @default - `url` */
  readonly address?: string;
  /** Whether `address` may be plain HTTP. @default false */
  readonly insecureHttp?: boolean;
  /** Token that is sent as `Authorization: Bearer`. @default - none */
  readonly token?: SecretSource;
  /** Most alerts of one call; the others are counted and left out. @default - all */
  readonly maxAlerts?: number;
}

/** The server that mail goes through. */
export interface AlertMailServer {
  /** Its host. */
  readonly host: string;
  /** Its port: 465 speaks TLS from the start, others change to it. @default 587 */
  readonly port?: number;
  /** Address of the sender. */
  readonly from: string;
  /** Who logs in. Needs `password`. @default - nobody does */
  readonly username?: string;
  /** Password of that user. @default - none */
  readonly password?: SecretSource;
  /** Whether mail may go out unencrypted. Not with a login. @default false */
  readonly insecurePlainText?: boolean;
}
