import type { Duration, Size } from 'cdk8s';
import type { SecretSource } from '../../core/secrets';
import type { UiEndpoint } from '../../ingress/ui-endpoint';
import type { SparkDriverServerProps } from '../spark-server/props';

/** A Spark Connect server of one team. */
export interface SparkConnectServerProps extends SparkDriverServerProps {
  /**
   * The token that every client must show: one secret for all of them, in the namespace of the server. From Spark 4.0 on.
   *
   * @default - none, which must be meant: see insecureWithoutToken
   */
  readonly token?: SecretSource;
  /**
   * Where clients outside of the cluster connect: a host of its own on a gateway, which speaks TLS. They need the token.
   *
   * @default - nowhere: clients are in the cluster
   */
  readonly address?: UiEndpoint;
  /** Says that whoever reaches the port may run code here. @default false */
  readonly insecureWithoutToken?: boolean;
  /** Time without a call after which a session ends. @default - Spark's 60 minutes */
  readonly sessionTimeout?: Duration;
  /** Largest message from a client, such as a local data frame. @default - Spark's 128 MiB */
  readonly maxMessageSize?: Size;
}
