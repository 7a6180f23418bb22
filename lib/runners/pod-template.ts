/** A pod template as custom resources hold it, as far as it is looked into here. */
export interface PodTemplate {
  readonly metadata?: object;
  readonly spec: {
    readonly containers: readonly TemplateContainer[];
    readonly volumes?: readonly object[];
    readonly [field: string]: unknown;
  };
}

/** A container of a template. */
export interface TemplateContainer {
  readonly name: string;
  readonly volumeMounts?: readonly object[];
  readonly [field: string]: unknown;
}

/** A pod's manifest as a template: kind and version are the pod's alone. */
export function podTemplate(pod: object): PodTemplate {
  const { metadata, spec } = pod as PodTemplate;
  return { ...(metadata !== undefined && { metadata }), spec };
}
