import type { MonitoringPartProps } from '../part';

/** Who installs the definitions of the operator's kinds. */
export enum PrometheusOperatorCrds {
  /** This package, in a slim form that plain `kubectl apply` accepts. */
  INSTALL = 'install',
  /** Somebody else: another operator of the cluster, or the project's own files. */
  EXTERNAL = 'external',
}

/** What an installation of the operator is made of. */
export interface PrometheusOperatorProps extends MonitoringPartProps {
  /** Who installs the CustomResourceDefinitions. @default PrometheusOperatorCrds.INSTALL */
  readonly crds?: PrometheusOperatorCrds;
  /** Image of the sidecar that reloads configurations. It must be of the operator's release. @default - that of this release */
  readonly configReloaderImage?: string;
  /**
   * Namespaces whose monitors, rules and Secrets it reads. With a list it has no rights on Secrets elsewhere.
   *
   * @default - all of the cluster
   */
  readonly namespaces?: string[];
  /** Namespaces in which it makes servers of Prometheus, PrometheusAgent and Alertmanager objects. @default - its own */
  readonly instanceNamespaces?: string[];
  /** Whether it keeps the Service `kube-system/kubelet`, which `KubeletMonitor` scrapes. @default true */
  readonly kubeletService?: boolean;
  /** Addresses of the API server. @default - every address */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server. @default [443, 6443] */
  readonly apiServerPorts?: number[];
}
