import type { App } from 'cdk8s';
import { buildDynamicAllocation } from './dynamic-allocation';
import { buildJvmJob } from './jvm-job';
import { buildObjectStore } from './object-store';
import { buildPlainChart } from './plain-chart';
import { buildScheduled } from './scheduled';
import { buildThreeSchedulers } from './three-schedulers';
import { buildTwoTenants } from './two-tenants';
import { buildVolcano } from './volcano';
import { buildYippeeSpark } from './yippee-spark';

/** All examples by the name of their file. */
export const examples: { readonly [name: string]: (app: App) => void } = {
  'dynamic-allocation': buildDynamicAllocation,
  'jvm-job': buildJvmJob,
  'object-store': buildObjectStore,
  'plain-chart': buildPlainChart,
  scheduled: buildScheduled,
  'three-schedulers': buildThreeSchedulers,
  'two-tenants': buildTwoTenants,
  volcano: buildVolcano,
  'yippee-spark': buildYippeeSpark,
};
