import type { ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { hashedName } from '../../../core/names';
import { KubeObject } from '../../../kube/object';
import { propertiesFile } from '../../../spark/properties';
import { LABELS, LEASE, OPERATOR, OperatorPort } from './names';

/** Where the operator reads its files. */
export const CONFIGURATION_DIRECTORY = '/opt/spark-operator/conf';
/** Beginning of the keys of its properties. */
export const PROPERTY_PREFIX = 'spark.kubernetes.operator.';

/** What the properties follow from. */
export interface OperatorSettings {
  readonly namespace: string;
  readonly jobNamespaces: readonly string[];
  readonly replicas: number;
  readonly properties: { readonly [key: string]: string };
}

/** Properties that follow from props, by the prop they follow from. */
export const OWNED_PROPERTIES: { readonly [key: string]: string } = {
  [`${PROPERTY_PREFIX}name`]: 'nothing: the name is fixed',
  [`${PROPERTY_PREFIX}namespace`]: 'namespace',
  [`${PROPERTY_PREFIX}watchedNamespaces`]: 'jobNamespaces',
  [`${PROPERTY_PREFIX}dynamicConfig.enabled`]: 'nothing: a change of properties makes a new pod',
  [`${PROPERTY_PREFIX}health.probePort`]: 'nothing: the port is fixed',
  [`${PROPERTY_PREFIX}metrics.port`]: 'nothing: the port is fixed',
  [`${PROPERTY_PREFIX}leaderElection.enabled`]: 'replicas',
  [`${PROPERTY_PREFIX}leaderElection.leaseName`]: 'nothing: the name is fixed',
};

const LOGGING = {
  status: 'warn',
  name: 'PropertiesConfig',
  'rootLogger.level': 'info',
  'rootLogger.appenderRef.stdout.ref': 'console',
  'appender.console.type': 'Console',
  'appender.console.name': 'console',
  'appender.console.target': 'SYSTEM_ERR',
  'appender.console.layout.type': 'PatternLayout',
  'appender.console.layout.pattern': '%d{yy/MM/dd HH:mm:ss} %p %X{resource.name} %X{resource.namespace} %c{1}: %m%n%ex',
};

/** A ConfigMap named after its content: a change rolls out, and what runs never sees half of it. */
export function operatorConfiguration(scope: Construct, id: string, settings: OperatorSettings): KubeObject {
  const data = {
    'spark-operator.properties': propertiesFile({ ...settings.properties, ...ownProperties(settings) }),
    'log4j2.properties': propertiesFile(LOGGING),
    // The operator looks for the file, and serves Prometheus without anything in it.
    'metrics.properties': '',
  };
  const manifest = k8s.KubeConfigMap.manifest({
    metadata: { name: hashedName(OPERATOR, data), namespace: settings.namespace, labels: { ...LABELS } },
    immutable: true,
    data,
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

function ownProperties({ namespace, jobNamespaces, replicas }: OperatorSettings): { [key: string]: string } {
  const property = (key: string, value: string | number | boolean): { [key: string]: string } => ({
    [`${PROPERTY_PREFIX}${key}`]: String(value),
  });
  return {
    ...property('name', OPERATOR),
    ...property('namespace', namespace),
    ...property('watchedNamespaces', jobNamespaces.join(',')),
    ...property('dynamicConfig.enabled', false),
    ...property('health.probePort', OperatorPort.HEALTH),
    ...property('metrics.port', OperatorPort.METRICS),
    ...property('leaderElection.enabled', replicas > 1),
    ...property('leaderElection.leaseName', LEASE),
  };
}
