/**
 * Rules of the agent for Spark's metrics, as Dropwizard 4 names its beans: with `type=gauges` and the like behind the
 * name. Rules without it, as they go around for Spark 2, match nothing. The agent has the JVM's own metrics anyway.
 *
 * `spark_driver_<source>_<metric>`; `spark_executor_<metric>{executor_id}` for the source `executor`, and
 * `spark_executor_<source>_<metric>{executor_id}` for others.
 */
export const JMX_RULES_TEXT = `lowercaseOutputName: false
attrNameSnakeCase: false
includeObjectNames:
  - 'metrics:*'
excludeObjectNames:
  - 'metrics:name=*.LiveListenerBus.listenerProcessingTime.*,*'
  - 'metrics:name=*.jvm.pools.*,*'
rules:
  - pattern: 'metrics<name=[^.]+\\.driver\\.(.+), type=(?:gauges|counters)><>(?:Value|Count):'
    name: spark_driver_$1
  - pattern: 'metrics<name=[^.]+\\.driver\\.(.+), type=(?:timers|histograms)><>(Count|Max|Mean|95thPercentile):'
    name: spark_driver_$1_$2
  - pattern: 'metrics<name=[^.]+\\.(\\d+)\\.executor\\.(.+), type=(?:gauges|counters)><>(?:Value|Count):'
    name: spark_executor_$2
    labels:
      executor_id: '$1'
  - pattern: 'metrics<name=[^.]+\\.(\\d+)\\.(.+), type=(?:gauges|counters)><>(?:Value|Count):'
    name: spark_executor_$2
    labels:
      executor_id: '$1'
  - pattern: 'metrics<name=[^.]+\\.(\\d+)\\.(.+), type=(?:timers|histograms)><>(Count|Max|Mean|95thPercentile):'
    name: spark_executor_$2_$3
    labels:
      executor_id: '$1'
`;
