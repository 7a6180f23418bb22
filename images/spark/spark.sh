# shellcheck shell=bash disable=SC2034,SC2154
# The image of Containerfile by the builder of the test cluster, which unpacks Debian packages and has no RUN.
# `./recipe.sh` puts the two scripts into it; by itself this file is incomplete.
spark=4.2.1
ref=localhost/cdk8s-spark/spark:$spark
user=185 workdir=/opt/spark/work-dir
env=(SPARK_HOME=/opt/spark JAVA_HOME=/opt/java PYSPARK_PYTHON=python3 LANG=C.UTF-8)
entrypoint=(/opt/entrypoint.sh)

rootfs() {
  local jvm pip=$ROOT/../pip home=$ROOT/opt/spark d
  debian bash coreutils dash libc-bin findutils grep sed gawk procps tini util-linux openjdk-17-jre-headless python3
  jvm=/usr/lib/jvm/java-17-openjdk-$(dpkg --print-architecture)
  ln -s "$jvm/bin/java" "$jvm/bin/keytool" "$ROOT/usr/bin/"
  # The maintainer scripts of these packages don't run: shell, awk and the two stores of public certificates.
  ln -sf dash "$ROOT/usr/bin/sh"
  ln -sf gawk "$ROOT/usr/bin/awk"
  mkdir -p "$ROOT/proc" "$ROOT/etc/ssl/certs/java"
  cat "$ROOT"/usr/share/ca-certificates/mozilla/*.crt >"$ROOT/etc/ssl/certs/ca-certificates.crt"
  (cd "$ROOT" && printf '+/%s\n' usr/share/ca-certificates/mozilla/*.crt) |
    unshare -mpf sh -c 'mount -t proc proc "$1/proc" && shift && exec chroot "$@"' sh "$ROOT" \
      "$ROOT" env LC_ALL=C.UTF-8 java -jar /usr/share/ca-certificates-java/ca-certificates-java.jar -storepass changeit >/dev/null

  python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --no-compile --target "$pip" "pyspark==$spark"
  mkdir -p "$home/python" "$home/conf" "$home/work-dir"
  for d in bin sbin jars data examples licenses; do mv "$pip/pyspark/$d" "$home/"; done
  mv "$pip/pyspark/python/lib" "$home/python/"
  mv "$pip/pyspark" "$home/python/pyspark"
  rm -rf "$pip"
  ln -s "$jvm" "$ROOT/opt/java"
  printf 'spark:x:185:0:Spark:/opt/spark/work-dir:/bin/sh\n' >>"$ROOT/etc/passwd"
  chown -R 185:0 "$home/work-dir"
  chmod 0775 "$home/work-dir"
  chmod 0664 "$ROOT/etc/passwd"

  scripts "$ROOT/opt"
  chmod 0755 "$ROOT/opt/entrypoint.sh" "$ROOT/opt/decom.sh"
}
