import type { App } from 'cdk8s';
import { buildAirflow } from './airflow';
import { buildDynamicAllocation } from './dynamic-allocation';
import { buildGitOps } from './gitops';
import { buildJvmJob } from './jvm-job';
import { buildKubeflow } from './kubeflow';
import { buildMonitoring, buildMonitoringAgent, buildMonitoringBeside } from './monitoring';
import { buildObjectStore } from './object-store';
import { buildOwnComponent } from './own-component';
import { buildPlainChart } from './plain-chart';
import { buildWholePlatform } from './platform';
import { buildScheduled } from './scheduled';
import { buildServices } from './services';
import { buildSixRunners } from './six-runners';
import { buildThreeSchedulers } from './three-schedulers';
import { buildTwoTenants } from './two-tenants';
import { buildVolcano } from './volcano';
import { buildYippeeSpark } from './yippee-spark';

/** All examples by the name of their file. */
export const examples: { readonly [name: string]: (app: App) => void } = {
  airflow: buildAirflow,
  'dynamic-allocation': buildDynamicAllocation,
  gitops: buildGitOps,
  'jvm-job': buildJvmJob,
  kubeflow: buildKubeflow,
  monitoring: buildMonitoring,
  'monitoring-agent': buildMonitoringAgent,
  'monitoring-beside': buildMonitoringBeside,
  'object-store': buildObjectStore,
  'own-component': buildOwnComponent,
  'plain-chart': buildPlainChart,
  platform: buildWholePlatform,
  scheduled: buildScheduled,
  services: buildServices,
  'six-runners': buildSixRunners,
  'three-schedulers': buildThreeSchedulers,
  'two-tenants': buildTwoTenants,
  volcano: buildVolcano,
  'yippee-spark': buildYippeeSpark,
};
