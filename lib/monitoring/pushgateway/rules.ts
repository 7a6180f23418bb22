import { rules } from '../../core/rules';

/** Mistakes about a Pushgateway. */
export const PUSHGATEWAY_RULES = rules('pushgateway', {
  image: ['this is no image with a tag or a digest', 'write it like registry.example.com/pushgateway:v1.11.3'],
  cores: ['a CPU request is a positive number of cores', 'use a number such as 0.05'],
  memory: ['memory is a positive size, and its limit is not below it', 'raise memoryLimit, or lower memory'],
  volume: ['a volume has a positive size', 'use Size.gibibytes(1) or the like'],
  keep: [
    'groups that are deleted while their job is still expected take the time of its last success with them',
    'keep them for at least an hour, and longer than the longest time between two runs',
  ],
  address: ['a Pushgateway is reached at a host and a port', 'write it like pushgateway.monitoring.svc:9091'],
});
