/**
 * Properties of groups of interpreters with their defaults. A group that stands in `interpreter.json` gets none by itself, and
 * some of them it cannot do without.
 *
 * @see https://zeppelin.apache.org/docs/latest/interpreter/spark.html
 */
export const INTERPRETER_DEFAULTS: { readonly [group: string]: { readonly [property: string]: string } } = {
  spark: {
    SPARK_HOME: '/spark',
    'spark.master': 'k8s://https://kubernetes.default.svc',
    'spark.submit.deployMode': 'client',
    'spark.app.name': 'Zeppelin',
    PYSPARK_PYTHON: 'python3',
    PYSPARK_DRIVER_PYTHON: 'python3',
    'zeppelin.spark.useHiveContext': 'false',
    'zeppelin.spark.run.asLoginUser': 'false',
    'zeppelin.spark.printREPLOutput': 'true',
    'zeppelin.spark.maxResult': '1000',
    'zeppelin.spark.enableSupportedVersionCheck': 'true',
    'zeppelin.spark.uiWebUrl': '',
    'zeppelin.spark.ui.hidden': 'true',
    'zeppelin.spark.scala.color': 'true',
    'zeppelin.spark.deprecatedMsg.show': 'true',
    'zeppelin.spark.concurrentSQL': 'true',
    'zeppelin.spark.concurrentSQL.max': '10',
    'zeppelin.spark.sql.stacktrace': 'true',
    'zeppelin.spark.sql.interpolation': 'false',
    'zeppelin.pyspark.useIPython': 'true',
    'zeppelin.R.knitr': 'true',
    'zeppelin.R.cmd': 'R',
    'zeppelin.R.image.width': '100%',
    'zeppelin.R.render.options':
      "out.format = 'html', comment = NA, echo = FALSE, results = 'asis', message = F, warning = F, fig.retina = 2",
    'zeppelin.kotlin.shortenTypes': 'true',
  },
  livy: {
    'zeppelin.livy.session.create_timeout': '120',
    'zeppelin.livy.pull_status.interval.millis': '1000',
    'zeppelin.livy.maxLogLines': '1000',
    'zeppelin.livy.restart_dead_session': 'false',
    'zeppelin.livy.displayAppInfo': 'false',
    'zeppelin.livy.spark.sql.maxResult': '1000',
    'zeppelin.livy.spark.sql.field.truncate': 'true',
    'zeppelin.livy.concurrentSQL': 'false',
    'zeppelin.livy.tableWithUTFCharacter': 'false',
  },
  python: {
    'zeppelin.python': 'python',
    'zeppelin.python.maxResult': '1000',
    'zeppelin.python.useIPython': 'true',
    'zeppelin.ipython.launch.timeout': '30000',
    'zeppelin.ipython.grpc.message_size': '33554432',
  },
  md: { 'markdown.parser.type': 'flexmark' },
};
