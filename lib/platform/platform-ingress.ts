import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IUiGateway } from '../ingress/gateway';
import { NginxIngress } from '../ingress/nginx/nginx-ingress';
import type { NginxNetwork, NginxServiceOptions } from '../ingress/nginx/props';
import { OAuth2Proxy } from '../ingress/sign-on/oauth2-proxy';
import type { OAuth2ProxyProps } from '../ingress/sign-on/props';
import type { TlsCertificates } from '../ingress/tls/certificates';
import type { SparkNetwork } from './network';

/** The way in to the interfaces of a platform. */
export interface SparkPlatformIngress {
  /** Each interface is a host right under it: `history.spark.example.com` for `spark.example.com`. */
  readonly domain: string;
  /** A gateway that is made elsewhere, with certificates and sign-on of its own. @default - a `NginxIngress`, made here */
  readonly gateway?: IUiGateway;
  /** Certificates of the hosts. @default - none, which every interface refuses */
  readonly tls?: TlsCertificates;
  /** The sign-on in front of every interface that has none of its own. @default - none, which such interfaces refuse */
  readonly signOn?: OAuth2ProxyProps;
  /** Pods of the controller. @default 2 */
  readonly replicas?: number;
  /** Service of the controller. @default - a load balancer */
  readonly service?: NginxServiceOptions;
  /** Who reaches the controller, and whom it reaches. @default - everybody reaches it; it reaches what it needs */
  readonly network?: NginxNetwork;
}

/** The way in, and the chart that it was made in; none where it is made elsewhere. */
export interface MadeIngress {
  readonly gateway: IUiGateway;
  readonly chart?: Chart;
}

/** Makes the controller and the sign-on in a chart of their own. */
export function makeIngress(scope: Construct, props: SparkPlatformIngress, network: SparkNetwork): MadeIngress {
  const { gateway, signOn, tls, replicas, service } = props;
  if (gateway) return { gateway };
  const { apiServerCidrs, apiServerPorts } = network;
  const chart = new Chart(scope, 'ingress');
  const door = signOn && new OAuth2Proxy(chart, 'SignOn', signOn);
  const nginx = new NginxIngress(chart, 'Nginx', {
    ...(tls && { tls }),
    ...(door && { signOn: door }),
    ...(replicas !== undefined && { replicas }),
    ...(service && { service }),
    network: {
      ...(apiServerCidrs && { apiServerCidrs }),
      ...(apiServerPorts && { apiServerPorts }),
      ...props.network,
    },
  });
  return { gateway: nginx, chart };
}
