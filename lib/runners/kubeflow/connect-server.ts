import { k8s } from 'cdk8s-plus-27';
import { CONNECT_PORT, HADOOP_CONF_DIRECTORY, UI_PORT } from '../../spark/paths';
import * as parts from '../../spark/pod-parts';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { instanceLabels } from '../../spark/labels';
import { driverTemplate } from '../../spark/submission';
import { UNDISTURBED } from '../../spark/driver-pod';
import type { PodTemplate, TemplateContainer } from '../pod-template';

/** Where Spark's scripts may write; their own choice is below Spark's home. */
const LOG_DIRECTORY = '/tmp/spark-logs';

/**
 * The template of the server's pod. No spark-submit makes this pod: the operator takes the template as it is and adds the
 * command, so that everything else stands here, which for jobs are properties: account, sizes, variables, Secrets.
 */
export function connectServerTemplate(app: ResolvedApplication): PodTemplate {
  const { driver, image, serviceAccount } = app;
  const { metadata, spec } = driverTemplate(app, volumesOf(app)) as PodTemplate;
  const [container, ...others] = spec.containers;
  return {
    metadata: {
      ...metadata,
      labels: { ...driver.labels, ...instanceLabels(app.jobName), ...mapIn(metadata, 'labels') },
      annotations: { ...UNDISTURBED, ...driver.annotations, ...mapIn(metadata, 'annotations') },
    },
    spec: {
      serviceAccountName: serviceAccount.serviceAccountName,
      ...(image.pullSecrets.length > 0 && { imagePullSecrets: image.pullSecrets.map((name) => ({ name })) }),
      ...spec,
      containers: container === undefined ? [] : [serverContainer(app, container), ...others],
    },
  };
}

function volumesOf(app: ResolvedApplication): parts.MountedVolume[] {
  const { driver, _hadoopConfig: configMap } = app;
  const name = 'hadoop-properties';
  return [
    ...parts.secretVolumes(driver),
    ...(configMap === undefined
      ? []
      : [{ volume: { name, configMap: { name: configMap } }, mount: { name, mountPath: HADOOP_CONF_DIRECTORY } }]),
    ...parts.localDirectories(driver).volumes,
  ];
}

/** What Spark would have said of a driver; fields of the template, overrides among them, are stronger. */
function serverContainer(app: ResolvedApplication, template: TemplateContainer): TemplateContainer {
  const { driver, image } = app;
  const pod = k8s.KubePod.manifest({
    spec: {
      containers: [
        {
          name: template.name,
          imagePullPolicy: image.pullPolicy,
          env: [
            ...parts.plainEnv(driver.env),
            ...parts.secretEnv(driver),
            ...(app._hadoopConfig === undefined ? [] : [{ name: 'HADOOP_CONF_DIR', value: HADOOP_CONF_DIRECTORY }]),
            { name: 'SPARK_LOCAL_DIRS', value: parts.localDirectories(driver).paths.join(',') },
            { name: 'SPARK_LOG_DIR', value: LOG_DIRECTORY },
          ],
          ports: [
            { name: 'spark-ui', containerPort: UI_PORT, protocol: 'TCP' },
            { name: 'spark-connect', containerPort: CONNECT_PORT, protocol: 'TCP' },
          ],
          resources: parts.roleResources(driver),
          startupProbe: probe(60),
          readinessProbe: probe(3),
        },
      ],
    },
  }) as PodTemplate;
  const [ours] = pod.spec.containers;
  const { env = [], resources, ...fields } = template as ServerContainer;
  const { env: ownEnv = [], resources: own } = ours as ServerContainer;
  return {
    ...ours,
    ...fields,
    env: [...ownEnv, ...env],
    resources: {
      requests: { ...own?.requests, ...resources?.requests },
      limits: { ...own?.limits, ...resources?.limits },
    },
  };
}

interface ServerContainer extends TemplateContainer {
  readonly env?: readonly unknown[];
  readonly resources?: { readonly requests?: object; readonly limits?: object };
}

/** Without it the operator calls a server ready that nobody can connect to yet. */
function probe(failureThreshold: number): k8s.Probe {
  return { tcpSocket: { port: k8s.IntOrString.fromNumber(CONNECT_PORT) }, periodSeconds: 5, failureThreshold };
}

function mapIn(metadata: object | undefined, field: 'labels' | 'annotations'): { [key: string]: string } {
  return (metadata as { [field: string]: { [key: string]: string } } | undefined)?.[field] ?? {};
}
