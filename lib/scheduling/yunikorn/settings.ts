import { checkDnsLabel } from '../../core/names';
import type { Finding } from '../../core/rules';
import { YUNIKORN_RULES } from './rules';

/** Matches no namespace; YuniKorn reads an empty list as every namespace. */
const NO_NAMESPACE = '^$';

/** What yunikorn-configs says beside the queues. */
export interface SettingsOptions {
  /** Namespace of YuniKorn. */
  readonly namespace: string;
  /** Namespaces whose pods the admission controller hands to YuniKorn. */
  readonly processed: readonly string[];
  readonly placeholderImage: string;
  readonly gangScheduling: boolean;
}

/** Settings of YuniKorn by key. */
export function settings(options: SettingsOptions): { [key: string]: string } {
  const { namespace, processed, placeholderImage, gangScheduling } = options;
  return {
    'service.placeholderImage': placeholderImage,
    ...(!gangScheduling && { 'service.disableGangScheduling': 'true' }),
    'admissionController.filtering.processNamespaces': exactly(processed),
    'admissionController.filtering.bypassNamespaces': `^kube-,${exactly([namespace])}`,
  };
}

/** Findings for the namespaces that are handed over. */
export function processedFindings(namespaces: readonly string[], own: string): Finding[] {
  return namespaces.flatMap((name, i): Finding[] => {
    const at = `namespaces[${i}]`;
    if (name === own || name === 'default' || name.startsWith('kube-')) {
      return [{ rule: YUNIKORN_RULES.processedNamespace, at, value: name }];
    }
    return checkDnsLabel(at, name);
  });
}

/** Regular expressions that match these names and no others: a name matches in the middle of another one otherwise. */
function exactly(names: readonly string[]): string {
  return names.length === 0 ? NO_NAMESPACE : names.map((name) => `^${name}$`).join(',');
}
