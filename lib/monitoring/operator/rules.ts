import { rules } from '../../core/rules';

/** Mistakes in an installation of the operator. */
export const PROMETHEUS_OPERATOR_RULES = rules('prometheus-operator', {
  namespaces: [
    'an empty list of namespaces would mean the whole cluster to the operator',
    'name at least one namespace, or leave the list out for the whole cluster',
  ],
  namespaceTwice: ['a namespace stands twice in the list', 'name it once'],
  reloaderRelease: [
    'the sidecar that reloads configurations is of the same release as the operator',
    'mirror both images of one release',
  ],
  apiServerCidr: ['an address of the API server is a range', 'use a range such as 10.0.0.1/32'],
  memory: ['the operator needs at least 64 MiB', 'leave the default, or use Size.mebibytes(256)'],
  twoOperators: [
    'two operators that keep the same objects undo the work of each other',
    'install one, or give them different instanceNamespaces and let one keep the kubelet Service',
  ],
});
