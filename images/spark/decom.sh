#!/bin/bash
# preStop hook of executors (spark.kubernetes.decommission.script): asks the executor's JVM to decommission itself and
# waits until it is gone, so that the kubelet doesn't end it while it is still moving blocks.
set -u

if ! pid=$(pgrep -o java); then
  echo 'decom: no JVM runs here' >&2
  exit 0
fi
kill -s SIGPWR "$pid" || exit 0
tail --pid="$pid" -f /dev/null
