import { Label } from '../../../core/labels';
import { Observation, type ScrapeProps } from '../../../kube/observation';
import { SparkLabel } from '../../labels';
import { UI_PORT } from '../../paths';
import { SparkRoleName } from '../../role';

/** Port of the agent unless told otherwise, and its name in both pods. */
export const JMX_PORT = 8090;
export const JMX_PORT_NAME = 'jmx-exporter';

/** Pages of a driver. The first answers under the name without the slash with a redirect only. */
const DRIVER_PAGES = ['/metrics/prometheus/', '/metrics/executors/prometheus'];

/** Who a series is about: the pod knows it better than the page, which knows at most the application. */
const LABELS_FROM_PODS = {
  app_id: SparkLabel.APP_SELECTOR,
  app_name: SparkLabel.APP_NAME,
  spark_role: SparkLabel.ROLE,
  job_name: Label.INSTANCE,
};

/** Drivers of the native runner carry no label with their id: it follows from the uid of their pod. */
const LABELS_FROM_UID = { app_id: 'spark-' };

/** What nobody looks at: without these a driver has less than half of its series. */
const DROPPED = [
  // The same as _Value.
  'metrics_.*_Number',
  // Of timers and histograms count, mean, maximum and the 95th percentile are enough.
  'metrics_.*_(50|75|98|99|999)thPercentile',
  'metrics_.*_(Min|StdDev|MeanRate|OneMinuteRate|FiveMinuteRate|FifteenMinuteRate)',
  // A timer for every listener; the queues have theirs.
  'metrics_.*_LiveListenerBus_listenerProcessingTime_.*',
  'metrics_.*_CodeGenerator_(generatedClassSize|generatedMethodSize|sourceCodeSize)_.*',
  'metrics_.*_jvm_pools_.*_(init|usage)_Value',
  // Old names of excludedExecutors and unexcludedExecutors.
  'metrics_.*_(blackListedExecutors|unblackListedExecutors)_Count',
];

/** Room for the page of 400 executors, and still a bound. Prometheus counts what is left after the drops. */
const SAMPLE_LIMIT = 20_000;

/** How the drivers of a namespace are observed. */
export function driversOf(namespace: string): Observation {
  return Observation.scrape(podsOf('spark-drivers', namespace, SparkRoleName.DRIVER), {
    job: 'spark-driver',
    port: 'spark-ui',
    portNumber: UI_PORT,
    paths: [...DRIVER_PAGES],
    labelsFromPods: { ...LABELS_FROM_PODS },
    labelsFromPodUid: { ...LABELS_FROM_UID },
    drop: [...DROPPED],
    dropLabels: ['type'],
    sampleLimit: SAMPLE_LIMIT,
  });
}

/** How drivers and executors with the agent are observed; pods without its port are passed over. */
export function agentsOf(namespace: string, portNumber: number): Observation[] {
  const props: ScrapeProps = {
    job: 'spark-jmx',
    port: JMX_PORT_NAME,
    portNumber,
    labelsFromPods: { ...LABELS_FROM_PODS },
    labelsFromPodUid: { ...LABELS_FROM_UID },
    sampleLimit: SAMPLE_LIMIT,
  };
  return Object.values(SparkRoleName).map((role) =>
    Observation.scrape(podsOf(`spark-${role}s-jmx`, namespace, role), props),
  );
}

function podsOf(name: string, namespace: string, role: SparkRoleName): Observation['workload'] {
  return { name, namespace, podLabels: { [SparkLabel.ROLE]: role } };
}
