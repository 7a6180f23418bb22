import { rules } from '../../core/rules';

/** Every mistake in alerts and recording rules that is recognised. */
export const ALERT_RULES = rules('alerts', {
  unknownAlert: ['there is no alert of this name', 'use a name of docs/alerts.md, or of an own rule'],
  alertName: [
    'the name of an alert has letters, digits and "_" and starts with a capital',
    'write it in CamelCase, such as LivyDown',
  ],
  alertTwice: ['two alerts have the same name, and nobody could tell which one fires', 'rename the own one'],
  recordName: [
    'the name of a recorded metric has letters, digits, "_" and at least one ":", which tells it from scraped ones',
    'write <about>:<what>:<how>, such as etl:rows:rate5m',
  ],
  recordTwice: ['two rules record the same metric, and their series would mix', 'rename the own one'],
  groupName: ['the name of a group is empty or taken by another group', 'give each group a name of its own'],
  groupEmpty: ['a group without rules does nothing', 'add alerts or records, or leave the group out'],
  exprEmpty: ['a rule without an expression does nothing', 'write the PromQL of the condition'],
  exprUnbalanced: [
    'a parenthesis, bracket, brace or quote of the expression has no partner, and Prometheus refuses the whole object',
    'close it, and check the rules with promtool check rules',
  ],
  severity: ['an alert without a known severity finds no route', 'use a value of AlertSeverity'],
  summary: ['an alert that does not say what is wrong helps nobody', 'write a summary and a description'],
  template: ['a text opens "{{" and never closes it, or the other way round', 'write {{ $labels.namespace }}'],
  labelName: [
    'the name of a label has letters, digits and "_", and those that Prometheus or this package sets are taken',
    'use another name, such as team',
  ],
  duration: ['a duration of rules is a whole number of seconds, at least 1', 'use for example Duration.minutes(10)'],
  holdsShort: [
    'the alert must hold for less time than passes between two evaluations, so it fires at the second one at the earliest',
    'let it hold for at least the interval of its group, or leave holds out',
  ],
  runbook: [
    'the page that tells what to do must be one that a browser opens',
    'use an address such as https://wiki.example.com/runbooks',
  ],
  ratio: ['this threshold is a part of the whole, more than 0 and at most 1', 'use for example 0.9'],
  count: ['this threshold is a whole number of 0 or more', 'use for example 5'],
  job: ['a value of the label job is not empty and has no spaces', 'use a name such as livy-probe'],
});
