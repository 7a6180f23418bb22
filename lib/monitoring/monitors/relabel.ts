/** One step of relabelling, as the operator's kinds write it. */
export interface Relabeling {
  /** Always said: the default would be written into the object, and each apply would look like a change. */
  readonly action: string;
  readonly sourceLabels?: readonly string[];
  readonly regex?: string;
  readonly targetLabel?: string;
  readonly replacement?: string;
}

/** What a page's targets and samples are given, and what is taken from them. */
export interface PageLabels {
  readonly job?: string;
  readonly labelsFromPods?: { readonly [label: string]: string };
  readonly labelsFromPodUid?: { readonly [label: string]: string };
  readonly labels?: { readonly [label: string]: string };
  readonly drop?: readonly string[];
  readonly dropLabels?: readonly string[];
}

/** Labels of targets. Two paths of one port would be one series of `up` without the path. */
export function targetRelabelings(page: PageLabels): Relabeling[] {
  const { job, labelsFromPods = {}, labelsFromPodUid = {}, labels = {} } = page;
  return [
    ...(job === undefined ? [] : [constant('job', job)]),
    { action: 'replace', sourceLabels: ['__metrics_path__'], targetLabel: 'metrics_path' },
    ...Object.entries(labelsFromPodUid).map(([label, prefix]) => ({
      action: 'replace',
      sourceLabels: ['__meta_kubernetes_pod_uid'],
      targetLabel: label,
      replacement: `${prefix}$1`,
    })),
    ...Object.entries(labelsFromPods).map(([label, podLabel]) => ({
      action: 'replace',
      sourceLabels: [`__meta_kubernetes_pod_label_${podLabel.replace(/[^A-Za-z0-9_]/g, '_')}`],
      // What is not there takes nothing away.
      regex: '(.+)',
      targetLabel: label,
    })),
    ...Object.entries(labels).map(([label, value]) => constant(label, value)),
  ];
}

/** What is taken from samples before they are kept. */
export function sampleRelabelings({ drop = [], dropLabels = [] }: PageLabels): Relabeling[] {
  return [
    ...(drop.length > 0 ? [{ sourceLabels: ['__name__'], regex: drop.join('|'), action: 'drop' }] : []),
    ...(dropLabels.length > 0 ? [{ regex: dropLabels.join('|'), action: 'labeldrop' }] : []),
  ];
}

/** A "$" in a replacement would be a group of the regular expression. */
function constant(targetLabel: string, value: string): Relabeling {
  return { action: 'replace', targetLabel, replacement: value.replace(/\$/g, '$$$$') };
}
