/** What happens to an executor that can only be placed unevenly. @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/ */
export enum SpreadPolicy {
  /** It waits. A strict spread over nodes that do not exist yet can hold executors for ever. */
  DO_NOT_SCHEDULE = 'DoNotSchedule',
  /** It is placed all the same, where the difference grows least. */
  SCHEDULE_ANYWAY = 'ScheduleAnyway',
}

/** How the executors of one job are spread: over zones, over nodes, over the values of any other node label. */
export interface NodeSpread {
  /** Node label whose values are the places: `topology.kubernetes.io/zone`, `kubernetes.io/hostname`. */
  readonly topologyKey: string;
  /** By how many executors two places may differ: a whole number of 1 or more. @default 1 */
  readonly maxSkew?: number;
  /** What happens to an executor that would break the bound. @default SpreadPolicy.SCHEDULE_ANYWAY */
  readonly whenUnsatisfiable?: SpreadPolicy;
  /**
   * Places that must exist before more than `maxSkew` executors land in one of them; `DO_NOT_SCHEDULE` only. Places
   * without a node do not count otherwise.
   *
   * @default - 1
   */
  readonly minDomains?: number;
}
