import type { k8s } from 'cdk8s-plus-27';
import { Yaml } from 'cdk8s';
import type { Construct } from 'constructs';
import { applicationProperties } from '../../spark/application-properties';
import { driverPod } from '../../spark/driver-pod';
import { executorTemplate } from '../../spark/executor-pod';
import { propertiesFile } from '../../spark/properties';
import type { ResolvedApplication } from '../../spark/resolved-application';
import type { ServerPlace } from '../../kube/server-place';
import { portProbes, serverConfig } from './workload';

/** Stands where spark-submit wants an application's file and the class is Spark's own. */
export const NO_FILE = 'spark-internal';

const TEMPLATE_KEY = 'podspec-configmap-key';

/** The ports of a server that is a driver. */
export interface DriverServerPorts {
  /** Port that tells whether it serves. */
  readonly start: number;
  /** Port that tells whether it still does. */
  readonly later: number;
  /** Further ports by name, beside those of every driver. */
  readonly named: { readonly [name: string]: number };
}

/**
 * The pod of a driver that stays. Its container may start again within the pod, so that nothing which Spark wants once
 * for each start is derived from the pod: application id and executors' names are left to Spark.
 */
export function standingDriver(
  scope: Construct,
  app: ResolvedApplication,
  place: ServerPlace,
  more: { readonly driverHost: string; readonly ports: DriverServerPorts },
): k8s.PodTemplateSpec {
  const conf = { 'spark.properties': propertiesFile(serverProperties(app)), ...app._confFiles };
  const template = { [TEMPLATE_KEY]: Yaml.stringify(executorTemplate(app)) };
  const { metadata, spec } = driverPod(app, {
    appId: '',
    lateProperties: {
      'spark.kubernetes.namespace': '$(POD_NAMESPACE)',
      'spark.kubernetes.driver.pod.name': '$(POD_NAME)',
      'spark.driver.host': more.driverHost,
      ...app._lateProperties,
    },
    confConfigMap: serverConfig(scope, 'Conf', place, 'conf', conf),
    confFiles: Object.keys(conf),
    templateConfigMap: serverConfig(scope, 'ExecutorTemplate', place, 'executor', template),
    templateKey: TEMPLATE_KEY,
  });
  const [container] = spec?.containers ?? [];
  if (spec === undefined || container === undefined) return { ...(metadata && { metadata }) };
  return {
    ...(metadata && { metadata }),
    spec: { ...spec, restartPolicy: 'Always', containers: [served(container, more.ports)] },
  };
}

function served(container: k8s.Container, { start, later, named }: DriverServerPorts): k8s.Container {
  const known = (container.ports ?? []).filter(({ containerPort }) => !Object.values(named).includes(containerPort));
  const added = Object.entries(named).map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' }));
  return {
    ...container,
    env: (container.env ?? []).filter(({ name }) => name !== 'SPARK_APPLICATION_ID'),
    ports: [...known, ...added],
    ...portProbes(start, later),
  };
}

/** The properties of a server. `spark-internal` is no jar. */
export function serverProperties(app: ResolvedApplication): { [key: string]: string } {
  const { 'spark.jars': jars = '', ...properties } = applicationProperties(app);
  const own = jars.split(',').filter((jar) => jar !== '' && jar !== NO_FILE);
  return { ...properties, ...(own.length > 0 && { 'spark.jars': own.join(',') }) };
}
