import type { UiGatewayProps } from '../gateway-base';

/** What a `GatewayApi` is made of. */
export interface GatewayApiProps extends UiGatewayProps {
  /** Namespace of the Gateway, its certificates, and with NGINX Gateway Fabric of the pods that serve it. */
  readonly namespace: string;
  /** Name of the Gateway. @default spark */
  readonly gatewayName?: string;
  /** GatewayClass of a controller that is there. @default nginx, that of NGINX Gateway Fabric */
  readonly className?: string;
  /** Labels of the pods that serve it. @default - every pod of the namespace */
  readonly podLabels?: { readonly [key: string]: string };
  /** What the controller wants to know, put on all that it makes for the Gateway. @default - nothing */
  readonly annotations?: { readonly [key: string]: string };
}

/** A Gateway that somebody else keeps, with its listeners and certificates. It lets in routes from other namespaces. */
export interface ExistingGatewayProps {
  /** Name of the Gateway. */
  readonly gatewayName: string;
  /** Its namespace. */
  readonly namespace: string;
  /** Listener for TLS that routes are attached to. @default - each that fits */
  readonly listener?: string;
  /** Labels of the pods that serve it. @default - every pod of the namespace */
  readonly podLabels?: { readonly [key: string]: string };
  /** The sign-on. @default - none: routes say who else asks */
  readonly signOn?: UiGatewayProps['signOn'];
}
