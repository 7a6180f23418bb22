import { rules } from '../../core/rules';

/** Mistakes that only the native runner can see. */
export const NATIVE_RULES = rules('native', {
  scheduledPod: ['a scheduled job starts Jobs, a bare pod cannot be scheduled', 'use NativeDriverKind.JOB'],
  podRetries: [
    'a bare pod has one attempt and nothing starts it again',
    'use NativeDriverKind.JOB, or leave retries to whoever starts the pod',
  ],
  podTimeToLive: [
    'nothing deletes a finished bare pod',
    'use NativeDriverKind.JOB, or leave the deletion to whoever starts the pod',
  ],
  confTooLarge: [
    'the configuration of a job shares a ConfigMap, which holds at most 1 MiB',
    'shorten conf or configuration files',
  ],
});
