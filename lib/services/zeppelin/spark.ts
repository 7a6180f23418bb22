import { SparkApplication } from '../../spark/application';
import { SparkConf } from '../../spark/conf';
import type { IPriorityClass, ISparkServiceAccount } from '../../spark/placement';
import { propertiesFile } from '../../spark/properties';
import { ResolvedApplication } from '../../spark/resolved-application';
import { NO_FILE, serverProperties } from '../spark-server/driver-pod';
import type { ZeppelinSparkProps } from './interpreters';
import { ZeppelinPort as Port } from './places';

/** Python of driver and executors lives outside of the heap. */
const PYTHON_OVERHEAD = 0.4;

/** What the application of all drivers has from the server. */
export interface ZeppelinSparkPlace {
  readonly name: string;
  readonly serviceAccount: ISparkServiceAccount;
  readonly priority: IPriorityClass | undefined;
  readonly writableRootFilesystem: boolean;
}

/** The Spark application that each driver pod is one of. */
export function sparkApplication(props: ZeppelinSparkProps, place: ZeppelinSparkPlace): ResolvedApplication {
  const { driver = {}, executor = {} } = props;
  const withPython = (overhead: unknown): object =>
    overhead === undefined ? { memoryOverheadFactor: PYTHON_OVERHEAD } : {};
  return new ResolvedApplication({
    jobName: place.name,
    appName: place.name,
    application: SparkApplication.java(NO_FILE, 'org.apache.zeppelin.interpreter.remote.RemoteInterpreterServer'),
    image: props.image,
    serviceAccount: place.serviceAccount,
    driver: { ...withPython(driver.memoryOverhead), ...driver },
    executor: { ...withPython(executor.memoryOverhead), ...executor },
    conf: props.conf ?? new SparkConf(),
    features: props.features ?? [],
    priority: place.priority,
    executorPriority: place.priority,
    writableRootFilesystem: place.writableRootFilesystem,
  });
}

/** `spark-defaults.conf`, with the ports that the launcher sets on the command line, and that Spark reads here as well. */
export function sparkDefaults(app: ResolvedApplication): string {
  return propertiesFile({
    ...serverProperties(app),
    'spark.driver.port': String(Port.DRIVER),
    'spark.driver.blockManager.port': String(Port.BLOCK_MANAGER),
    'spark.blockManager.port': String(Port.BLOCK_MANAGER),
  });
}
