import { createHash } from 'node:crypto';
import { rules, type Finding } from './rules';

/** Longest DNS label; also the limit of label values, Service and Job names. */
export const DNS_LABEL_MAX = 63;
/** Longest DNS subdomain: names of most objects. */
export const DNS_SUBDOMAIN_MAX = 253;
/** A CronJob appends 11 characters to its name for each Job. */
export const CRON_JOB_NAME_MAX = 52;

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const LABEL_KEY_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export const NAME_RULES = rules('names', {
  dnsLabel: [
    'a name here is a DNS label: lower-case letters, digits and "-", starting and ending with a letter or digit',
    'use lower case and "-" only',
  ],
  tooLong: ['the name is longer than Kubernetes allows here', 'shorten it'],
  labelKey: [
    'a label or annotation key is [prefix/]name; the prefix a DNS subdomain of at most 253 characters, the name at most 63',
    'use a key such as example.com/team',
  ],
  labelValue: [
    'a label value has at most 63 characters of [A-Za-z0-9._-] and starts and ends with a letter or digit',
    'shorten or encode it, or make it an annotation',
  ],
  envName: [
    'an environment variable name has letters, digits and "_" and does not start with a digit',
    'rename the variable',
  ],
});

/** Findings for a name that must be a DNS label of at most `max` characters. */
export function checkDnsLabel(at: string, name: string, max: number = DNS_LABEL_MAX): Finding[] {
  if (!DNS_LABEL.test(name)) return [{ rule: NAME_RULES.dnsLabel, at, value: name }];
  return checkLength(at, name, max);
}

/** Findings for a dotted name of at most 253 characters. */
export function checkDnsSubdomain(at: string, name: string, max: number = DNS_SUBDOMAIN_MAX): Finding[] {
  if (!name.split('.').every((part) => DNS_LABEL.test(part))) {
    return [{ rule: NAME_RULES.dnsLabel, at, value: name, because: 'each part between dots is checked' }];
  }
  return checkLength(at, name, max);
}

function checkLength(at: string, name: string, max: number): Finding[] {
  if (name.length <= max) return [];
  return [
    {
      rule: NAME_RULES.tooLong,
      at,
      value: name,
      because: `${name.length} characters, at most ${max}`,
      fix: `shorten it by ${name.length - max}`,
    },
  ];
}

/** Findings for the keys and values of a label map. */
export function checkLabels(at: string, labels: { readonly [key: string]: string }): Finding[] {
  return [
    ...checkKeys(at, labels),
    ...Object.entries(labels)
      .filter(([, value]) => value.length > DNS_LABEL_MAX || !LABEL_VALUE.test(value))
      .map(([key, value]) => ({ rule: NAME_RULES.labelValue, at: `${at}["${key}"]`, value })),
  ];
}

/** Findings for the keys of an annotation map; annotation values are free text. */
export function checkKeys(at: string, map: { readonly [key: string]: string }): Finding[] {
  return Object.keys(map)
    .filter((key) => !isQualifiedName(key))
    .map((key) => ({ rule: NAME_RULES.labelKey, at, value: key }));
}

/** Findings for the names of environment variables. */
export function checkEnvNames(at: string, names: readonly string[]): Finding[] {
  return names.filter((name) => !ENV_NAME.test(name)).map((name) => ({ rule: NAME_RULES.envName, at, value: name }));
}

function isQualifiedName(key: string): boolean {
  const parts = key.split('/');
  const name = parts[parts.length - 1] ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  if (parts.length > 2 || name.length > DNS_LABEL_MAX || !LABEL_KEY_NAME.test(name)) return false;
  return prefix === undefined || checkDnsSubdomain('', prefix).length === 0;
}

/**
 * A short hash of the content, for names that must change when the content does: a ConfigMap with such a name rolls
 * out by itself and two versions never mix.
 */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 10);
}

/** `<name>-<hash>`, the name cut so that the whole stays within `max` characters. */
export function hashedName(name: string, content: unknown, max: number = DNS_LABEL_MAX): string {
  const hash = contentHash(content);
  return `${name.slice(0, max - hash.length - 1).replace(/[-.]+$/, '')}-${hash}`;
}
