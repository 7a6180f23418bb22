import { rules } from '../../core/rules';

/** Mistakes in an Alertmanager and in what it is told of alerts. */
export const ALERTMANAGER_RULES = rules('alertmanager', {
  replicas: ['an Alertmanager has one pod or more', 'use 1, or 3 that stand in for each other'],
  time: ['a time here is a whole number of milliseconds, and more than none', 'use Duration.minutes(5) or the like'],
  storageSize: ['a claim is a whole number of MiB, and more than none', 'use Size.gibibytes(2) or the like'],
  receiverName: ['a receiver has a name, which notifications and metrics show', 'give it one such as "on-call"'],
  receiverTwice: [
    'two receivers have the same name, and Alertmanager takes only one',
    'use one object in all routes, or give them two names',
  ],
  receiverSecret: [
    'a receiver has no secret to tell anybody with',
    'refer to the key of a Secret: SecretSource.fromKubernetes("alerts", "slack")',
  ],
  secretKey: ['a key of a Secret has letters, digits, ".", "_" and "-"', 'use the key as it is in the Secret'],
  mailAddress: ['mail needs addresses of people, and has none here', 'use addresses such as spark@example.com'],
  mailServer: ['a receiver sends mail, and no server takes it', 'set mailServer'],
  mailFrom: ['mail needs the address of its sender', 'use an address such as alerts@example.com'],
  mailHost: ['mail goes to a host and a port', 'use a host such as smtp.example.com, and a port such as 587'],
  mailLogin: ['a login has a user and a password, and goes out encrypted only', 'set both, without insecurePlainText'],
  webhookTwice: ['a webhook has one address', 'give url, which nobody may know, or address, which anybody may'],
  webhookAddress: [
    'the address of a webhook is an http or https URL',
    'write it like https://hooks.example.com/alerts',
  ],
  webhookCredentials: [
    'credentials stand in an address, where everybody can read them',
    'put the URL into a Secret and give it as url',
  ],
  webhookHttp: [
    'alerts would go out over plain HTTP, which anybody on the way can read',
    'use https, or say insecureHttp for a server in the cluster',
  ],
  maxAlerts: ['a webhook takes a whole number of alerts', 'use a number such as 50'],
  unreachable: [
    'nobody can be told: the network policy has no way out for notifications',
    'name where receivers are in network.egress, such as 0.0.0.0/0 on port 443',
  ],
  label: [
    'a label of an alert has letters, digits and "_", and does not start with a digit',
    'use the name as the rule of the alert has it',
  ],
  regex: [
    'this is no regular expression of RE2, and Alertmanager would not start',
    'correct it; RE2 has no look-around and no references to groups',
  ],
  groupBy: ['groups are told apart by labels, each once, or by "..." alone', 'name each label once'],
  repeatTooShort: [
    'a group cannot be told again sooner than its interval',
    'make repeatInterval at least as long as groupInterval',
  ],
  repeatBeyondRetention: [
    'what was told is forgotten before it is told again, and then comes too often',
    'make retention longer than repeatInterval',
  ],
  routeNever: [
    'no alert ever gets into this route',
    'move it before the one that takes its alerts, let that one continue, or correct the matchers',
  ],
  routeInfo: [
    'alerts of this severity go elsewhere before the routes are asked',
    'set info, the receiver of what is good to know',
  ],
  interval: [
    'a time interval has a name, and times from 00:00 to 24:00 that end after they start',
    'write times like { start: "09:00", end: "17:00" }',
  ],
  intervalTwice: ['two time intervals have the same name', 'use one object in all routes, or give them two names'],
  timeZone: ['this is no time zone', 'use a name such as Europe/Berlin'],
  inhibitsAll: [
    'an inhibition without matchers mutes every alert there is',
    'say what mutes and what is muted, such as AlertMatcher.severity(AlertSeverity.CRITICAL)',
  ],
  expanded: [
    'the reloader of the operator reads "$(NAME)" as a variable of its own, and stops where there is none',
    'write the text without it',
  ],
});
