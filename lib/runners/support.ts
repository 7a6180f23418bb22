import type { JobProperty } from './job-properties';

/** How a runner treats one property of a job. */
export interface Support {
  /** Where the property goes; undefined when the runner has no place for it. */
  readonly how?: string;
  /** Why the runner cannot honour it. */
  readonly because?: string;
}

/** How a runner treats every property of a job. */
export type RunnerSupport = { readonly [P in JobProperty]: Support };

/** The runner honours the property. @param how Where it goes: `spec.driver.cores`. */
export function honoured(how: string): Support {
  return { how };
}

/** The runner cannot honour the property, and a job that sets it is refused. */
export function refused(because: string): Support {
  return { because };
}
