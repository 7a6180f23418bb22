#!/usr/bin/env bash
# build-java-pi.sh [OUTPUT] : compiles apps/examples/java/JavaPi.java against a Spark distribution and packs the example's jar.
# Needs a JDK (17 or newer) and SPARK_HOME (a directory with jars/, of a distribution or of PyPI's pyspark package).
# The same source gives the same bytes: times are fixed, the entries have an order, the bytecode is Java 17's.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
output=${1:-apps/examples/java/java-pi.jar}
home=${SPARK_HOME:-$(python3 -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))' 2>/dev/null || true)}
if [[ ! -d $home/jars ]]; then
  echo 'build-java-pi: set SPARK_HOME to a Spark distribution, or pip install pyspark' >&2
  exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
javac --release 17 -g:none -encoding UTF-8 -Xlint:all,-path,-classfile -cp "$home/jars/*" -d "$work/classes" apps/examples/java/JavaPi.java
jar --create --file "$work/java-pi.jar" --date=1980-01-02T00:00:00Z --main-class JavaPi --no-compress -C "$work/classes" JavaPi.class
mkdir -p "$(dirname "$output")"
mv "$work/java-pi.jar" "$output"
echo "build-java-pi: $output ($(wc -c <"$output") bytes)"
