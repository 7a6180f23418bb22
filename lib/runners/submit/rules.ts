import { rules } from '../../core/rules';

/** Mistakes that only the runner with spark-submit can see. */
export const SUBMIT_RULES = rules('submit', {
  submitterVersion: [
    'the image that submits decides how driver and executors are made, and its line of Spark is not that of the job',
    'use an image of the same line, or none: the job’s own image submits as well',
  ],
  submitterNamespace: [
    'a submitter makes the driver with rights in its own namespace, and the job lives in another one',
    'use a submitter of the namespace of the job',
  ],
  namespaceUnknown: [
    'the account of the submitter is bound to a Role in a namespace, and none is known',
    'set the namespace of the chart, or that of the service account',
  ],
  submitterVolcano: [
    'under Volcano spark-submit makes a PodGroup, and this submitter may not',
    'set volcano: true on the SparkSubmitter',
  ],
  mainSuffix: [
    'spark-submit tells Python and R from jars by the end of the name of the main file',
    'let the main file end with .py or .R',
  ],
  stagedFile: [
    'spark-submit reads staged files of files and archives on its own disk, and the application would miss them',
    'read the file below /opt/spark/staged, where both pods have it, or use SparkRunner.native()',
  ],
  confFileNotShipped: [
    'spark-submit does not ship a configuration file of this name',
    'rename it: no *.template, spark*.conf, spark*.properties, gz, zip, jar or tar',
  ],
});
