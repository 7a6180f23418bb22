/** A third-party component: the release this package was written for, and its images. */
export interface ComponentVersion {
  readonly version: string;
  readonly images: { readonly [name: string]: string };
}

/** Every third-party component that this package installs, or makes objects for. */
export const VERSIONS = {
  VOLCANO: {
    version: '1.15.1',
    images: {
      scheduler: 'docker.io/volcanosh/vc-scheduler:v1.15.1',
      controllers: 'docker.io/volcanosh/vc-controller-manager:v1.15.1',
      admission: 'docker.io/volcanosh/vc-webhook-manager:v1.15.1',
    },
  },
  YUNIKORN: {
    version: '1.9.0',
    images: {
      scheduler: 'docker.io/apache/yunikorn:scheduler-1.9.0',
      admission: 'docker.io/apache/yunikorn:admission-1.9.0',
      web: 'docker.io/apache/yunikorn:web-1.9.0',
      placeholder: 'registry.k8s.io/pause:3.10.1',
    },
  },
  KUEUE: { version: '0.19.2', images: {} },
  KUBEFLOW_SPARK_OPERATOR: {
    version: '2.5.2',
    images: { controller: 'ghcr.io/kubeflow/spark-operator/controller:2.5.2' },
  },
  APACHE_SPARK_OPERATOR: {
    version: '1.0.0',
    images: { operator: 'docker.io/apache/spark-kubernetes-operator:1.0.0' },
  },
  NGINX_INGRESS: { version: '5.5.4', images: { controller: 'docker.io/nginx/nginx-ingress:5.5.4' } },
  NGINX_GATEWAY_FABRIC: { version: '2.6.7', images: {} },
  GATEWAY_API: { version: '1.6.1', images: {} },
  CERT_MANAGER: { version: '1.21.1', images: {} },
  LIVY: { version: '0.9.0', images: {} },
  JUPYTERHUB: {
    version: '5.5.0',
    images: {
      hub: 'quay.io/jupyterhub/k8s-hub:4.4.0',
      proxy: 'quay.io/jupyterhub/configurable-http-proxy:5.2.0',
    },
  },
  ZEPPELIN: { version: '0.12.1', images: { server: 'docker.io/apache/zeppelin:0.12.1' } },
  OAUTH2_PROXY: { version: '7.15.3', images: { proxy: 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.3' } },
  PROMETHEUS_OPERATOR: {
    version: '0.93.1',
    images: {
      operator: 'quay.io/prometheus-operator/prometheus-operator:v0.93.1',
      configReloader: 'quay.io/prometheus-operator/prometheus-config-reloader:v0.93.1',
    },
  },
  PROMETHEUS: { version: '3.14.0', images: { server: 'quay.io/prometheus/prometheus:v3.14.0' } },
  ALERTMANAGER: { version: '0.34.0', images: { server: 'quay.io/prometheus/alertmanager:v0.34.0' } },
  PUSHGATEWAY: {
    version: '1.11.3',
    images: { server: 'quay.io/prometheus/pushgateway:v1.11.3', cleanup: 'docker.io/library/python:3.14-alpine' },
  },
  KUBE_STATE_METRICS: {
    version: '2.20.0',
    images: { server: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0' },
  },
  NODE_EXPORTER: { version: '1.12.1', images: { server: 'quay.io/prometheus/node-exporter:v1.12.1' } },
  BLACKBOX_EXPORTER: { version: '0.28.0', images: { server: 'quay.io/prometheus/blackbox-exporter:v0.28.0' } },
  LOKI: { version: '3.7.6', images: { server: 'docker.io/grafana/loki:3.7.6' } },
  ALLOY: { version: '1.18.1', images: { server: 'docker.io/grafana/alloy:v1.18.1' } },
  GRAFANA: { version: '13.2.0', images: { server: 'docker.io/grafana/grafana:13.2.0' } },
  JMX_EXPORTER: { version: '1.6.0', images: {} },
} as const satisfies { readonly [name: string]: ComponentVersion };
