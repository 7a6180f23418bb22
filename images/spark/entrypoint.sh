#!/bin/bash
# Entrypoint of the Spark image. `driver ARGS...` and `executor` start that role of Spark under tini;
# anything else runs as it is. Spark on Kubernetes relies on the variables and flags used here.
set -euo pipefail

# A UID that the image doesn't know has no name, which Hadoop's login refuses.
if ! getent passwd "$(id -u)" >/dev/null && [[ -w /etc/passwd ]]; then
  echo "spark-user:x:$(id -u):$(id -g):Spark:/opt/spark/work-dir:/bin/false" >>/etc/passwd
fi

run_driver() {
  exec tini -s -- "$SPARK_HOME/bin/spark-submit" \
    --conf "spark.driver.bindAddress=$SPARK_DRIVER_BIND_ADDRESS" \
    --conf "spark.executorEnv.SPARK_DRIVER_POD_IP=$SPARK_DRIVER_BIND_ADDRESS" \
    --deploy-mode client "$@"
}

# The JVM options of the executor, SPARK_JAVA_OPT_0, _1, …, in the order of their numbers; values may hold any character.
java_options() {
  local name
  options=()
  for name in $(compgen -v | grep -E '^SPARK_JAVA_OPT_[0-9]+$' | sort -t_ -k4,4n || true); do
    options+=("${!name}")
  done
}

executor_classpath() {
  local entry
  classpath=
  for entry in "${SPARK_CONF_DIR:-}" "${HADOOP_CONF_DIR:-}" "${SPARK_CLASSPATH:-}" "$SPARK_HOME/jars/*" \
    "${SPARK_EXTRA_CLASSPATH:-}" "$PWD" "${SPARK_DIST_CLASSPATH:-}"; do
    classpath+=${entry:+${classpath:+:}$entry}
  done
}

run_executor() {
  local options classpath
  java_options
  executor_classpath
  exec tini -s -- "${JAVA_HOME:?}/bin/java" "${options[@]}" \
    "-Xms$SPARK_EXECUTOR_MEMORY" "-Xmx$SPARK_EXECUTOR_MEMORY" -cp "$classpath" \
    org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend \
    --driver-url "$SPARK_DRIVER_URL" --executor-id "$SPARK_EXECUTOR_ID" --cores "$SPARK_EXECUTOR_CORES" \
    --app-id "$SPARK_APPLICATION_ID" --hostname "$SPARK_EXECUTOR_POD_IP" \
    --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID" --podName "$SPARK_EXECUTOR_POD_NAME"
}

case "${1:-}" in
  driver)
    shift
    run_driver "$@"
    ;;
  executor) run_executor ;;
  '')
    echo 'entrypoint: say driver, executor or a command' >&2
    exit 2
    ;;
  *) exec "$@" ;;
esac
