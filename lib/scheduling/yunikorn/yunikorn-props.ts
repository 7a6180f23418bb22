import type { INodePool } from '../../spark/placement';
import type { YuniKornAcl } from './interfaces';
import type { YuniKornPlacementRule } from './placement-rule';
import type { YuniKornAdmission, YuniKornImages, YuniKornServer } from './servers';

export type { YuniKornAdmission, YuniKornServer } from './servers';

/** In which order nodes are filled. */
export enum YuniKornNodeOrder {
  /** Pods are spread over all nodes. */
  FAIR = 'fair',
  /** Nodes are filled one by one, so that idle ones can be taken away. */
  BIN_PACKING = 'binpacking',
}

/** Who reaches YuniKorn's servers, and whom they reach. */
export interface YuniKornNetwork {
  /**
   * Namespaces whose pods may read the metrics. They share their port with the REST interface, which asks for no
   * password: whoever reads metrics also sees every queue and job, the configuration, and dumps of the scheduler's state.
   * With `webUi`, the web pages are open to the same namespaces.
   *
   * @default - none
   */
  readonly metricsFrom?: string[];
  /** Addresses of the API server, as CIDRs. @default - every address, on the ports of `apiServerPorts` */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server: of its Service, and its own. @default [443, 6443] */
  readonly apiServerPorts?: number[];
  /** Addresses from which the API server calls the admission controller, as CIDRs. @default - every address */
  readonly admissionFrom?: string[];
}

/** A YuniKorn that somebody else installed. */
export interface ExistingYuniKornProps {
  /** Namespace of its servers. @default yunikorn */
  readonly namespaceName?: string;
}

/** What a `YuniKorn` is made of. */
export interface YuniKornProps {
  /** Name of its namespace. @default 'yunikorn' */
  readonly namespace?: string;
  /**
   * Namespaces of which every pod is handed to YuniKorn, whatever its own scheduler. Jobs of this package name YuniKorn
   * themselves and need no entry; limits of users and `submitters` do, since only there YuniKorn learns who submits.
   *
   * @default - none
   */
  readonly namespaces?: string[];
  /** How jobs find their queues, in order. @default - the queue that the job names, and no other */
  readonly placementRules?: YuniKornPlacementRule[];
  /** Who may submit to every queue. @default - everybody */
  readonly submitters?: YuniKornAcl;
  /** Who may administer every queue. @default - nobody */
  readonly admins?: YuniKornAcl;
  /** In which order nodes are filled. @default YuniKornNodeOrder.FAIR */
  readonly nodeOrder?: YuniKornNodeOrder;
  /** Whether queues below their guarantee take the place of pods of others. @default true */
  readonly preemption?: boolean;
  /** Whether gangs are served. @default true */
  readonly gangScheduling?: boolean;
  /** The scheduler. There is one pod of it: two would give away the same room. @default - one pod of usual size */
  readonly scheduler?: YuniKornServer;
  /** The admission controller. @default - two pods */
  readonly admission?: YuniKornAdmission;
  /** Install the web pages. They show every job to whoever reaches them. @default false */
  readonly webUi?: boolean;
  /** Who reaches the servers, and whom they reach. @default - only what they need */
  readonly network?: YuniKornNetwork;
  /** Images, such as copies in a registry of your own. @default - those of the release this package was written for */
  readonly images?: YuniKornImages;
  /** Nodes of the servers. @default - any node */
  readonly nodes?: INodePool;
}
