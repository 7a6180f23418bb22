import { Label } from '../../core/labels';
import { VERSIONS } from '../../versions';

/** Name of the controller's objects. */
export const NGINX = 'nginx-ingress';
/** Name of the ConfigMap with the settings. */
export const NGINX_CONFIG = 'nginx-config';
/** Name of the lease of the pod that reports addresses. */
export const NGINX_LEASE = 'nginx-ingress-leader';
/** The user of the image. */
export const NGINX_UID = 101;
/** Ports of the pods. */
export const NginxPort = { HTTP: 80, HTTPS: 443, READY: 8081, METRICS: 9113 } as const;

/** Labels that tell its pods from all others. */
export const NGINX_SELECTOR: { readonly [key: string]: string } = {
  [Label.NAME]: NGINX,
  [Label.COMPONENT]: 'controller',
};

/** Labels of its objects. */
export const NGINX_LABELS: { readonly [key: string]: string } = {
  [Label.NAME]: NGINX,
  [Label.VERSION]: VERSIONS.NGINX_INGRESS.version,
};
