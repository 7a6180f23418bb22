export { clusterProvider, readConfig, type PlatformConfig, type ReadConfigOptions } from './config';
export { deployPlatform, PlatformDeployment, type DeployedObject, type PlatformDeploymentOptions } from './deployment';
export { type LateValues } from './late';
export { type PlatformOutputs } from './outputs';
export { Renamed } from './renamed';
export { KubernetesResource } from './resource';
