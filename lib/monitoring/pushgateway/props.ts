import type { Duration, Size } from 'cdk8s';
import type { MonitoringPartProps } from '../part';

/** A volume for what was pushed. */
export interface PushgatewayVolume {
  /** Its size. @default Size.gibibytes(1) */
  readonly size?: Size;
  /** Its storage class. @default - that of the cluster */
  readonly storageClassName?: string;
}

/** When groups of metrics go that nobody renews. */
export interface PushgatewayCleanup {
  /**
   * Time after its last push when a group is deleted. It has to be longer than the time between two runs of a job: the
   * time of the last success goes with the group.
   *
   * @default Duration.days(14) - a weekly job may fail once
   */
  readonly keep?: Duration;
  /** Image with `python3`; that of Spark is one. @default docker.io/library/python:3.14-alpine */
  readonly image?: string;
}

/** What a Pushgateway is made of. */
export interface PushgatewayProps extends MonitoringPartProps {
  /** A volume for what was pushed. @default - memory only: a restart forgets what no job pushes again */
  readonly volume?: PushgatewayVolume;
  /** When groups of metrics go that nobody renews: the gateway itself keeps them for ever. @default - after 14 days */
  readonly cleanup?: PushgatewayCleanup;
}
