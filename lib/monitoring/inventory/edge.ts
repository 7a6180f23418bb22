import { histogram, metrics, type MetricTable } from './table';

/** F5's NGINX Ingress Controller with NGINX OSS, and the community's ingress-nginx. */
export const NGINX_INGRESS: MetricTable = {
  nginx_ingress_nginx_http_requests_total: ['class'],
  ...metrics(
    'nginx_ingress_nginx_connections_',
    ['accepted', 'active', 'handled', 'reading', 'waiting', 'writing'],
    ['class'],
  ),
  nginx_ingress_controller_nginx_reloads_total: ['class', 'reason'],
  nginx_ingress_controller_nginx_reload_errors_total: ['class'],
  ...metrics('nginx_ingress_controller_nginx_last_reload_', ['status', 'milliseconds'], ['class']),
  nginx_ingress_controller_ingress_resources_total: ['class', 'type'],
  nginx_ingress_controller_virtualserver_resources_total: ['class'],
  nginx_ingress_controller_requests: [
    'ingress',
    'exported_namespace',
    'host',
    'method',
    'path',
    'status',
    'exported_service',
  ],
  ...histogram('nginx_ingress_controller_request_duration_seconds', ['ingress', 'host', 'method', 'path', 'status']),
  nginx_ingress_controller_config_last_reload_successful: [],
  nginx_ingress_controller_ssl_expire_time_seconds: ['host', 'secret_name'],
};

export const OAUTH2_PROXY: MetricTable = {
  oauth2_proxy_requests_total: ['code'],
  oauth2_proxy_requests_in_flight: [],
  ...histogram('oauth2_proxy_response_duration_seconds', ['method']),
};
