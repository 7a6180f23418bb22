import { Yaml } from 'cdk8s';

/** Stands for what only the launcher knows, in a manifest that becomes a template. */
export function blank(key: BlankKey): string {
  return `jinja-${key}`;
}

/** Blanks and the launcher's names of their values. A note can set any of them. */
const BLANKS = {
  pod: 'zeppelin.k8s.interpreter.pod.name',
  directory: '("/opt/zeppelin/interpreter/" ~ zeppelin.k8s.interpreter.group.name)',
  repository: '("/tmp/local-repo/" ~ zeppelin.k8s.interpreter.setting.name)',
  group: 'zeppelin.k8s.interpreter.group.id',
  setting: 'zeppelin.k8s.interpreter.setting.name',
  ports: 'zeppelin.k8s.interpreter.rpc.portRange',
  server: 'zeppelin.k8s.server.rpc.service',
  serverPort: '("" ~ zeppelin.k8s.server.rpc.portRange)',
  ownerName: 'zeppelin.k8s.server.pod.name',
  ownerUid: 'zeppelin.k8s.server.uid',
  cpu: 'zeppelin.k8s.interpreter.cores',
  memory: 'zeppelin.k8s.interpreter.memory',
} as const;

type BlankKey = keyof typeof BLANKS | 'owner' | 'environment';

/** Values of blanks where the launcher has none. */
export type BlankDefaults = { readonly [key in keyof typeof BLANKS]?: string };

/** A container's variables that the launcher adds are put where this one stands. */
export const LAUNCHER_VARIABLES = { name: blank('environment') };

/**
 * A manifest as a part of a template. Values are written as JSON, so that no value can end its line and add a field; braces
 * go, because the launcher renders what it has rendered again.
 *
 * @param defaults Values where the launcher has none.
 * @param own Variables that the launcher must not add a second time.
 */
export function templateText(manifest: object, defaults: BlankDefaults = {}, own: readonly string[] = []): string {
  return Yaml.stringify(manifest)
    .replace(/^kind: Pod$/m, 'kind: Pod # of one interpreter')
    .replace(/^( *)ownerReferences: jinja-owner\n/m, (_, indent: string) => ownerText(indent))
    .replace(/^( *)- name: jinja-environment\n/m, (_, indent: string) => environmentText(indent, own))
    .replace(/jinja-(\w+)/g, (_, key: keyof typeof BLANKS) => expression(BLANKS[key], defaults[key]));
}

/** Text under a condition. */
export function either(group: string, then: string, otherwise: string): string {
  return `{% if zeppelin.k8s.interpreter.group.name == "${group}" %}\n${then}{% else %}\n${otherwise}{% endif %}\n`;
}

function expression(name: string, fallback?: string): string {
  const value = fallback === undefined ? name : `${name}|default("${fallback}")`;
  return `{{ ${value}|replace("{", "")|tojson }}`;
}

function ownerText(indent: string): string {
  const reference = [
    '- apiVersion: v1',
    '  kind: Pod',
    `  name: ${blank('ownerName')}`,
    `  uid: ${blank('ownerUid')}`,
    '  controller: false',
    '  blockOwnerDeletion: false',
  ];
  return [
    '{% if zeppelin.k8s.server.uid is defined %}',
    `${indent}ownerReferences:`,
    ...reference.map((line) => `${indent}  ${line}`),
    '{% endif %}',
    '',
  ].join('\n');
}

function environmentText(indent: string, own: readonly string[]): string {
  const names = own.map((name) => `"${name}"`).join(', ');
  return [
    '{% for key, value in zeppelin.k8s.envs.items() %}',
    `{% if key in [${names}] %}{% else %}`,
    `${indent}- name: ${expression('key')}`,
    `${indent}  value: ${expression('value')}`,
    '{% endif %}',
    '{% endfor %}',
    '',
  ].join('\n');
}
