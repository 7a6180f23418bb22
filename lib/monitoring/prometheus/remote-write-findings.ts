import type { Finding } from '../../core/rules';
import { peerFindings } from '../../kube/server-network';
import { urlFindings } from './federation-findings';
import { isRe2 } from './regex';
import type { RemoteWrite, RemoteWriteQueue } from './remote-write';
import { PROMETHEUS_RULES as RULES } from './rules';
import { isPrometheusTime } from './time';

/** Forms of the parts of logins, by the place where they stand in the object. */
const FORMS: { readonly [field: string]: RegExp } = {
  clientId: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  tenantId: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  region: /^[a-z]{2}(-[a-z]+)+-\d$/,
  roleArn: /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/,
};

/** Findings for one remote store. */
export function remoteWriteFindings(at: string, store: RemoteWrite): Finding[] {
  const { url, _credentials: credentials, _options: options } = store;
  const { keep = [], queue = {}, peer, insecureHttp = false } = options;
  return [
    ...urlFindings(`${at}.url`, url, true),
    ...(url.startsWith('http://') && !insecureHttp
      ? [{ rule: RULES.remoteWriteHttp, at: `${at}.url`, value: url.includes('@') ? '(not shown)' : url }]
      : []),
    ...loginFindings(at, credentials),
    ...keep.flatMap((value, i) => (isRe2(value) ? [] : [{ rule: RULES.regex, at: `${at}.keep[${i}]`, value }])),
    ...queueFindings(`${at}.queue`, queue),
    ...(peer === undefined ? [] : peerFindings(`${at}.peer`, peer)),
  ];
}

function loginFindings(at: string, login: { readonly [field: string]: unknown }): Finding[] {
  return Object.entries(login).flatMap(([field, value]): Finding[] => {
    if (typeof value === 'object' && value !== null) return loginFindings(at, { ...value });
    const form = FORMS[field];
    return form === undefined || form.test(String(value))
      ? []
      : [{ rule: RULES.remoteWriteLogin, at: `${at}.${field}`, value }];
  });
}

function queueFindings(at: string, queue: RemoteWriteQueue): Finding[] {
  const { batchSendDeadline: deadline, ...counts } = queue;
  const { minShards = 1, maxShards = 50 } = counts;
  return [
    ...Object.entries(counts)
      .filter(([, count]) => count !== undefined && !(Number.isInteger(count) && count >= 1))
      .map(([prop, value]) => ({ rule: RULES.remoteWriteQueue, at: `${at}.${prop}`, value })),
    ...(minShards > maxShards
      ? [
          {
            rule: RULES.remoteWriteQueue,
            at: `${at}.minShards`,
            value: minShards,
            because: `maxShards is ${maxShards}`,
          },
        ]
      : []),
    ...(deadline === undefined || isPrometheusTime(deadline)
      ? []
      : [{ rule: RULES.interval, at: `${at}.batchSendDeadline`, value: deadline.toMilliseconds({ integral: false }) }]),
  ];
}
