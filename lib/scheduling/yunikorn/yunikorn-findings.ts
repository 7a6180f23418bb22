import { checkDnsLabel } from '../../core/names';
import type { Finding } from '../../core/rules';
import { whoFindings } from './queue-names';
import { YUNIKORN_RULES } from './rules';
import { processedFindings } from './settings';
import type { YuniKornProps } from './yunikorn-props';

/** Findings for an installation. Queues have findings of their own. */
export function yunikornFindings(name: string, props: YuniKornProps): Finding[] {
  const { namespaces = [], placementRules = [], admissionReplicas: replicas, restFrom = [] } = props;
  return [
    ...(name === 'default' || name.startsWith('kube-')
      ? [{ rule: YUNIKORN_RULES.reservedNamespace, at: 'namespace', value: name }]
      : checkDnsLabel('namespace', name)),
    ...processedFindings(namespaces, name),
    ...restFrom.flatMap((from, i) => checkDnsLabel(`restFrom[${i}]`, from)),
    ...placementRules.flatMap((rule, i) => rule._findings(`placementRules[${i}]`)),
    ...whoFindings('submitters', props.submitters ?? {}),
    ...whoFindings('admins', props.admins ?? {}),
    ...(replicas === undefined || (Number.isInteger(replicas) && replicas >= 1)
      ? []
      : [{ rule: YUNIKORN_RULES.admissionReplicas, at: 'admissionReplicas', value: replicas }]),
  ];
}

/** What is allowed, and rarely meant. @param processed Namespaces that are handed over indeed. */
export function yunikornWarnings(processed: readonly string[], props: YuniKornProps): Finding[] {
  if (processed.length > 0) return [];
  const { submitters, admins, namespaces } = props;
  return Object.entries({ submitters, admins, namespaces })
    .filter(([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0))
    .map(([at, value]) => ({ rule: YUNIKORN_RULES.usersUnknown, at, value }));
}
