import type { AlertCase } from './case';
import { DRIVER_CASES } from './drivers';
import { LOG_CASES } from './logs';
import { POD_CASES } from './pods';
import { SERVICE_CASES } from './services';
import { STACK_CASES } from './stack';

/** Every case of every alert. */
export const CASES: readonly AlertCase[] = [
  ...POD_CASES,
  ...DRIVER_CASES,
  ...SERVICE_CASES,
  ...STACK_CASES,
  ...LOG_CASES,
];
