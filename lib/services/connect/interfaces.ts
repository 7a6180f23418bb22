import type { NetworkPeer } from '../../kube/network-policy';
import type { SparkVersion } from '../../spark/version';

/** A Spark Connect server that notebooks and programs call. `SparkConnectServer` has those of this package. */
export interface ISparkConnectServer {
  /** Address for clients inside the cluster, without a token: `sc://etl-connect.etl.svc:15002`. */
  readonly connectUrl: string;
  /** Its port behind the Service, as network policies see it. */
  readonly connectPort: number;
  /** Its pods, for the network policies of its clients. @default - not known */
  readonly connectPeer?: NetworkPeer;
  /** Its release: clients need the same line or an older one. @default - not known */
  readonly sparkVersion?: SparkVersion;
}
