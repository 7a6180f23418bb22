import type { NetworkPeer } from '../kube/network-policy';

/** A Pushgateway that jobs leave their last word at. `Pushgateway` of monitoring is one. */
export interface IPushgateway {
  /** Host and port, without a scheme: `pushgateway.monitoring.svc:9091`. */
  readonly pushgatewayAddress: string;
  /** Its pods, for the network policies of jobs. @default - unknown: nothing is opened */
  readonly pushgatewayPeer?: NetworkPeer;
}
