import { type Finding } from '../../core/rules';
import { CONTROLLER_RULES as RULES, ROUTE_RULES } from '../rules';

/** Settings that are written unless a user says otherwise: large headers of a sign-on, and TLS as browsers like it. */
const DEFAULTS: { readonly [key: string]: string } = {
  // Cookies and tokens of a sign-on do not fit into the 4k that nginx has for the head of an answer.
  'proxy-buffer-size': '16k',
  'proxy-buffers': '4 16k',
  hsts: 'true',
  'hsts-max-age': '31536000',
  'ssl-protocols': 'TLSv1.2 TLSv1.3',
  'ssl-redirect': 'true',
  // gRPC is HTTP/2, and the controller refuses its routes without.
  http2: 'true',
  'server-tokens': 'false',
};

/** Keys of the ConfigMap that users may set. @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/ */
export const NGINX_SETTINGS: readonly string[] = [
  ...Object.keys(DEFAULTS),
  ...[
    'access-log',
    'access-log-off',
    'client-body-buffer-size',
    'client-max-body-size',
    'default-server-access-log-off',
  ],
  ...['default-server-return', 'error-log-level', 'fail-timeout', 'hsts-behind-proxy', 'hsts-include-subdomains'],
  ...['http-redirect-code', 'keepalive', 'lb-method', 'log-format', 'log-format-escaping', 'max-conns'],
  ...['map-hash-bucket-size', 'map-hash-max-size', 'max-fails', 'otel-exporter-endpoint', 'otel-exporter-header-name'],
  ...['otel-exporter-header-value', 'otel-service-name', 'otel-trace-in-http', 'proxy-buffering'],
  ...['proxy-busy-buffers-size', 'proxy-connect-timeout', 'proxy-hide-headers', 'proxy-max-temp-file-size'],
  ...['proxy-pass-headers', 'proxy-protocol', 'proxy-read-timeout', 'proxy-send-timeout', 'real-ip-header'],
  ...['real-ip-recursive', 'redirect-to-https', 'resolver-addresses', 'resolver-ipv6', 'resolver-timeout'],
  ...['resolver-valid', 'server-names-hash-bucket-size', 'server-names-hash-max-size', 'set-real-ip-from'],
  ...['ssl-ciphers', 'ssl-dhparam-file', 'ssl-prefer-server-ciphers', 'upstream-zone-size'],
  ...['variables-hash-bucket-size', 'variables-hash-max-size', 'worker-connections', 'worker-cpu-affinity'],
  ...['worker-processes', 'worker-rlimit-nofile', 'worker-shutdown-timeout'],
];

/** The data of the ConfigMap. */
export function configOf(settings: { readonly [key: string]: string } = {}): { [key: string]: string } {
  return { ...DEFAULTS, ...settings };
}

/** Findings for settings of a user. */
export function settingFindings(settings: { readonly [key: string]: string } = {}): Finding[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    const at = `settings["${key}"]`;
    if (key.endsWith('snippets') || key.endsWith('-template')) return [{ rule: ROUTE_RULES.snippet, at, value }];
    return NGINX_SETTINGS.includes(key) ? [] : [{ rule: RULES.setting, at, value }];
  });
}
