import type { Duration, Size } from 'cdk8s';
import type { UiEndpoint } from '../../ingress/ui-endpoint';
import type { MonitoringPartProps } from '../part';
import type { AlertReceiver } from './receiver';
import type { AlertMailServer } from './receiver-options';
import type { AlertGrouping, AlertInhibition, AlertRoute } from './route';

/** What an Alertmanager is told of alerts. */
export interface AlertRouting extends AlertGrouping {
  /** Who is told of alerts that no route takes. @default - nobody: they are seen in the interface alone */
  readonly receiver?: AlertReceiver;
  /** Who is told of what, asked in this order. @default - all alerts go to `receiver` */
  readonly routes?: AlertRoute[];
  /** Who is told of alerts of severity `info`. @default - nobody */
  readonly info?: AlertReceiver;
  /**
   * Who hears every five minutes that alerts still get through, and raises an alarm when they do not: a service outside of
   * the cluster. @default - nobody
   */
  readonly deadMansSwitch?: AlertReceiver;
  /** Alerts that mute others. @default - critical mutes warning and info, warning mutes info, InfoInhibitor mutes info */
  readonly inhibitions?: AlertInhibition[];
  /** The server that mail goes through. @default - no mail */
  readonly mailServer?: AlertMailServer;
}

/** Where an Alertmanager keeps silences and what it has told. */
export interface AlertmanagerStorage {
  /** Size of the claim of each pod. */
  readonly size: Size;
  /** Its StorageClass. @default - the cluster's default */
  readonly storageClassName?: string;
}

/** Settings of an Alertmanager. */
export interface AlertmanagerProps extends MonitoringPartProps, AlertRouting {
  /** Pods. Three stand in for each other and tell of an alert once. @default 1 */
  readonly replicas?: number;
  /** How long silences and what was told are kept. @default - 5 days */
  readonly retention?: Duration;
  /** Where they are kept. @default - in the pod: lost with its last pod */
  readonly storage?: AlertmanagerStorage;
  /** Address of its interface, which has no login of its own. @default - none: only inside the cluster */
  readonly ui?: UiEndpoint;
}
