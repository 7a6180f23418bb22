import { clusterProvider, deployPlatform, readConfig } from '../../lib/pulumi';
import { environmentOf, environments } from '../environments';
import { buildPlatform } from '../platform/platform';
import { policies } from '../platform/policies';

const config = readConfig({ environments: Object.keys(environments) });

const deployment = deployPlatform('spark-platform', (app) => buildPlatform(app, environmentOf(config.environment)), {
  provider: clusterProvider('cluster', config),
  importExisting: config.importExisting,
  retain: config.retain,
  policies,
});

/** The environment this stack is. */
export const environment = config.environment;
/** Namespaces of the platform. */
export const namespaces = deployment.outputs.namespaces;
/** Jobs and servers. */
export const workloads = deployment.outputs.workloads;
/** Addresses inside the cluster. */
export const endpoints = deployment.outputs.endpoints;
/** What runs, and in which version. */
export const images = deployment.outputs.images;
