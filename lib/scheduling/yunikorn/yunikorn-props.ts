import type { YuniKornAcl } from './interfaces';
import type { YuniKornPlacementRule } from './placement-rule';
import type { YuniKornImages } from './servers';

/** In which order nodes are filled. */
export enum YuniKornNodeOrder {
  /** Pods are spread over all nodes. */
  FAIR = 'fair',
  /** Nodes are filled one by one, so that idle ones can be taken away. */
  BIN_PACKING = 'binpacking',
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
  /** Install the admission controller: it hands over `namespaces` and checks each change of the queues. @default true */
  readonly admissionController?: boolean;
  /** Replicas of the admission controller. @default 2 */
  readonly admissionReplicas?: number;
  /** Install the web pages. They show every job to whoever reaches them. @default false */
  readonly webUi?: boolean;
  /** Namespaces whose pods may read metrics and the REST interface, which asks for no password. @default - none */
  readonly restFrom?: string[];
  /** Images, such as copies in a registry of your own. @default - those of the release this package was written for */
  readonly images?: YuniKornImages;
  /** Secrets with registry credentials in its namespace. @default - none */
  readonly imagePullSecrets?: string[];
}
