import type { Finding } from '../../core/rules';
import type { LogRedaction } from './props';
import { LOG_RULES } from './rules';

/** What is put in place of a secret. */
export const REDACTED = '<redacted>';

/** Secrets that logs of Spark and its servers have been seen with. The group is what goes. */
export const REDACTIONS: { readonly [secret: string]: string } = {
  'access key ids of AWS': '\\b((?:AKIA|ASIA)[A-Z0-9]{16})\\b',
  'secret keys of AWS':
    '(?i)(?:aws_?secret_?access_?key|secret[._-]?access[._-]?key|fs\\.s3a\\.(?:bucket\\.[^.]+\\.)?secret\\.key|fs\\.s3a\\.session\\.token)["\']?\\s*[=:,]\\s*["\']?([^\\s"\',;}]+)',
  'signatures of Azure SAS': '(?i)[?&;]sig=([A-Za-z0-9%+/=_-]+)',
  'account keys of Azure':
    '(?i)(?:AccountKey=|fs\\.azure\\.account\\.key\\.[a-z0-9.]+["\']?\\s*[=:,]\\s*["\']?)([A-Za-z0-9+/=]{20,})',
  'tokens after Bearer or Basic': '(?i)\\b(?:bearer|basic)\\s+([A-Za-z0-9._~+/-]{16,}=*)',
  'JSON web tokens': '\\b(eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*)',
  'passwords in URLs': '(?i)[a-z][a-z0-9+.-]*://[^\\s:/@]+:([^\\s@/]+)@',
  'passwords in properties':
    '(?i)(?:password|passwd|passphrase|client[._-]?secret|api[._-]?key)["\']?\\s*[=:]\\s*["\']?([^\\s"\',;&}]+)',
};

/** Findings for redactions of the user. */
export function redactionFindings(redactions: readonly LogRedaction[] = []): Finding[] {
  return redactions.flatMap(({ expression }, i) => {
    const because = wrongWith(expression);
    const at = `redactions[${i}].expression`;
    return because === undefined ? [] : [{ rule: LOG_RULES.redaction, at, value: expression, because }];
  });
}

function wrongWith(expression: string): string | undefined {
  // Flags stand in the expression, which JavaScript does not know.
  const plain = expression.replace(/^\(\?[imsU]+\)/, '').replace(/\(\?P</g, '(?<');
  try {
    // An empty alternative always matches, so that the match tells how many groups there are.
    const groups = new RegExp(`${plain}|`).exec('')?.length ?? 1;
    if (groups < 2) return 'there is no group';
  } catch {
    return 'it does not parse';
  }
  return /\(\?<?[=!]/.test(expression) || /\\[1-9]/.test(expression)
    ? 'RE2 looks neither ahead nor back, and knows no references'
    : undefined;
}
