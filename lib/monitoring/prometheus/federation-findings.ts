import { checkDnsLabel } from '../../core/names';
import type { Finding } from '../../core/rules';
import type { FederationSource } from './federation-props';
import { PROMETHEUS_RULES as RULES } from './rules';
import { isPrometheusTime } from './time';

const URL_FORM = /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[A-Za-z0-9._~/-]*)?$/;

/** Findings for a source. */
export function federationFindings({ name, url, match, interval }: FederationSource): Finding[] {
  return [
    ...checkDnsLabel('name', name),
    ...urlFindings('url', url),
    ...(match.length === 0 ? [{ rule: RULES.federationMatch, at: 'match', value: match }] : []),
    ...match.flatMap((value, i) =>
      isNarrow(value) ? [] : [{ rule: RULES.federationMatch, at: `match[${i}]`, value }],
    ),
    ...(interval === undefined || isPrometheusTime(interval)
      ? []
      : [{ rule: RULES.interval, at: 'interval', value: interval.toMilliseconds({ integral: false }) }]),
  ];
}

/**
 * Findings for an address. What stands before an "@" may be a password.
 *
 * @param mayAsk Whether a query may stand at its end, as that of Azure has its version there.
 */
export function urlFindings(at: string, url: string, mayAsk = false): Finding[] {
  if (URL_FORM.test(mayAsk ? url.replace(/\?[^\s@#?]*$/, '') : url)) return [];
  return [{ rule: RULES.url, at, value: url.includes('@') ? '(not shown)' : url }];
}

/** Whether a selector leaves something out: a name, or a matcher that not everything fits. */
function isNarrow(selector: string): boolean {
  const [, name = '', inner = ''] = /^\s*([A-Za-z_:][\w:]*)?\s*(?:\{(.*)\})?\s*$/s.exec(selector) ?? [];
  if (name !== '') return true;
  const matchers = [...inner.matchAll(/([\w.]+)\s*(=~|!~|!=|=)\s*(["'`])(.*?)\3/gs)];
  return matchers.some(([, , operator, , value = '']) => {
    if (operator === '=') return value !== '';
    return operator === '=~' && !/^\^?\(?(\.[*+]|\.\+\?)?\)?\$?$/.test(value);
  });
}
