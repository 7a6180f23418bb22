import { rules } from '../../core/rules';

/** Mistakes in exporters, and in the pods of parts of the monitoring stack. */
export const EXPORTER_RULES = rules('exporter', {
  image: ['an image has a tag or a digest: without one it changes by itself', 'write it like registry/name:v1.2.3'],
  cores: ['cores are a number above 0, to a thousandth', 'use a number such as 0.1'],
  memory: ['memory is a whole number of MiB, and more than none', 'use Size.mebibytes(128) or the like'],
  memoryLimit: ['a pod may not use the memory that it asks for', 'make memoryLimit at least as large as memory'],
  replicas: ['there is one pod or more', 'use a whole number such as 2'],
  labelKey: [
    'labels become series by name: every value makes one, and an asterisk takes all of them',
    'name the labels that dashboards ask for',
  ],
  labelResource: [
    'labels of objects that are not watched become no series',
    'add the kind to extraResources, or leave its labels out',
  ],
  collector: ['this is no collector of the node exporter', 'use a name such as cpu; they are in its documentation'],
  timeout: ['a probe gives up after a whole number of milliseconds, within 2 minutes', 'use Duration.seconds(5)'],
  apiServer: ['the API server is at ranges of addresses and ports', 'use a range such as 10.0.0.1/32 and port 443'],
});
