import { checkDnsSubdomain, checkKeys } from '../../../core/names';
import type { Finding } from '../../../core/rules';
import type { KubeflowSparkOperatorProps } from './props';
import { KUBEFLOW_OPERATOR_RULES as RULES } from './rules';

const AT = 'uiIngress.urlFormat';
const PLACEHOLDERS: { readonly [name: string]: string } = { $appName: 'a', $appNamespace: 'b', $appId: 'c' };

/** Findings for the Ingresses of the UI. */
export function uiFindings({ uiIngress, uiService }: KubeflowSparkOperatorProps): Finding[] {
  if (uiIngress === undefined) return [];
  const { urlFormat, className, annotations = {}, tls = [] } = uiIngress;
  const because = formatProblem(urlFormat);
  return [
    ...(uiService === false ? [{ rule: RULES.uiNeedsService, at: 'uiService', value: false }] : []),
    ...(because === undefined ? [] : [{ rule: RULES.uiUrlFormat, at: AT, value: urlFormat, because }]),
    ...(className === undefined ? [] : checkDnsSubdomain('uiIngress.className', className)),
    ...checkKeys('uiIngress.annotations', annotations),
    ...tls.flatMap(({ hosts, secretName }, i): Finding[] =>
      hosts.length > 0 && checkDnsSubdomain('', secretName).length === 0
        ? []
        : [{ rule: RULES.uiTls, at: `uiIngress.tls[${i}]`, value: { hosts, secretName } }],
    ),
  ];
}

/** Formats that work in part. */
export function uiWarnings({ uiIngress }: KubeflowSparkOperatorProps): Finding[] {
  if (uiIngress === undefined || formatProblem(uiIngress.urlFormat) !== undefined) return [];
  const { urlFormat, className } = uiIngress;
  const isNginx = className?.includes('nginx') ?? false;
  return [
    ...(urlFormat.includes('/') && !isNginx
      ? [{ rule: RULES.uiPath, at: AT, value: urlFormat, because: `class ${className ?? 'not named'}` }]
      : []),
    ...(urlFormat.includes('{{$appId}}') ? [{ rule: RULES.uiAppId, at: AT, value: urlFormat }] : []),
  ];
}

/** What is wrong with a format; undefined for a good one. */
function formatProblem(format: string): string | undefined {
  if (format.includes('://')) return 'it has a scheme';
  const filled = format.replace(/\{\{([^}]*)\}\}/g, (whole, name: string) => PLACEHOLDERS[name] ?? whole);
  if (filled.includes('{{') || filled.includes('}}')) return `it knows ${Object.keys(PLACEHOLDERS).join(', ')} only`;
  if (!format.includes('{{$appName}}') && !format.includes('{{$appId}}')) return 'all applications would have one URL';
  const [host = '', ...path] = filled.split('/');
  if (host === '' || checkDnsSubdomain('', host).length > 0) return `"${host}" is no host`;
  return path.some((part, i) => part === '' && i < path.length - 1) ? 'a part of the path is empty' : undefined;
}
