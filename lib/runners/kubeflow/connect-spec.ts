import { commonProperties } from '../../spark/application-properties';
import { instanceLabels } from '../../spark/labels';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { connectServerTemplate } from './connect-server';
import type { PodTemplate } from '../pod-template';
import { executorPodTemplate } from './pod-templates';
import { PropertyFields } from './property-fields';
import { dynamicAllocation, semantic } from './spark-application';

/** Properties that the operator sets itself, or that stand in the templates. */
const SAID_ELSEWHERE = [
  'spark.app.name',
  'spark.jars',
  'spark.driver.port',
  'spark.driver.blockManager.port',
  'spark.kubernetes.container.image',
  'spark.kubernetes.resource.type',
  'spark.kubernetes.authenticate.driver.serviceAccountName',
  'spark.kubernetes.authenticate.executor.serviceAccountName',
];

/** The `spec` of a SparkConnect. */
export interface ConnectSpec {
  readonly sparkConf: { readonly [key: string]: string };
  readonly [field: string]: unknown;
}

/** The `spec` of a SparkConnect. */
export function connectSpec(app: ResolvedApplication): ConnectSpec {
  const fields = new PropertyFields(commonProperties(app));
  for (const key of SAID_ELSEWHERE) fields.take(key);
  // Sizes of the server's pod stand in its template; Spark itself asks for the cores and the heap alone.
  for (const key of ['request.cores', 'limit.cores']) fields.take(`spark.kubernetes.driver.${key}`);
  for (const kind of ['label', 'annotation']) fields.map(`spark.kubernetes.executor.${kind}.`);
  const hadoop = app._hadoopConfig;
  return {
    sparkVersion: semantic(app.image.version.release),
    image: app.image.reference,
    ...dynamicAllocation(fields),
    server: {
      ...fields.number('cores', 'spark.driver.cores'),
      ...fields.text('memory', 'spark.driver.memory'),
      template: connectServerTemplate(app),
    },
    executor: {
      ...fields.number('instances', 'spark.executor.instances'),
      ...fields.number('cores', 'spark.executor.cores'),
      ...fields.text('memory', 'spark.executor.memory'),
      template: executorTemplate(app),
    },
    sparkConf: {
      ...(hadoop !== undefined && { 'spark.kubernetes.executor.hadoopConfigMapName': hadoop }),
      ...fields.rest,
    },
  };
}

/** The account has no field, and as a property it is refused; labels and annotations as properties meet a shell. */
function executorTemplate(app: ResolvedApplication): PodTemplate {
  const { executor, serviceAccount } = app;
  const { metadata, spec } = executorPodTemplate(app, undefined);
  const own = metadata as { labels?: object; annotations?: object } | undefined;
  const annotations = { ...executor.annotations, ...own?.annotations };
  return {
    metadata: {
      ...metadata,
      labels: { ...executor.labels, ...instanceLabels(app.jobName), ...own?.labels },
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: {
      serviceAccountName: serviceAccount.executorServiceAccountName ?? serviceAccount.serviceAccountName,
      ...spec,
    },
  };
}
