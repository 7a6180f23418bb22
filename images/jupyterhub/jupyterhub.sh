# shellcheck shell=bash disable=SC2034,SC2154
# Hub, proxy and notebook in one image for the test cluster, from PyPI and npm. It stands for the official images, which have
# the same programs under the same names. Python and Node are those of Debian and of the machine that builds.
hub=5.5.4
ref=localhost/cdk8s-spark/jupyterhub:$hub
user=1000 workdir=/home/jovyan
env=(HOME=/home/jovyan LANG=C.UTF-8 PYTHONPATH=/usr/lib/python3.11/site-packages PYTHONUNBUFFERED=1)
entrypoint=()

rootfs() {
  local pip=$ROOT/../pip proxy=$ROOT/opt/configurable-http-proxy site
  debian bash coreutils dash libc-bin findutils grep sed procps tini python3 python3-distutils libstdc++6 curl ca-certificates
  ln -sf dash "$ROOT/usr/bin/sh"
  ln -s python3 "$ROOT/usr/bin/python" # kernels are started by this name
  mkdir -p "$ROOT/proc" "$ROOT/etc/ssl/certs"
  cat "$ROOT"/usr/share/ca-certificates/mozilla/*.crt >"$ROOT/etc/ssl/certs/ca-certificates.crt"

  # Into the prefix of Debian's Python, so that everything that looks below sys.prefix finds it.
  # The binding to Kerberos is a source package that wants headers; sparkmagic does without unless its login is Kerberos.
  local install=(python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore
    --ignore-installed --prefix "$pip")
  "${install[@]}" "jupyterhub==$hub" jupyterhub-kubespawner==7.0.0 oauthenticator==17.4.0 jupyterhub-ldapauthenticator==2.0.2 \
    jupyterhub-idle-culler==1.4.0 jupyterlab notebook ipywidgets plotly nest-asyncio 'pandas<3' pyspnego 'psycopg[binary]'
  "${install[@]}" --no-deps sparkmagic==0.23.0 autovizwidget hdijupyterutils requests requests-kerberos
  site=$pip/lib/python3.11/site-packages
  [[ -d $site ]] || { echo "needs pip of Python 3.11, as Debian has it" >&2; return 1; }
  grep -rlIZ '^#!.*python' "$pip/bin" | xargs -0 sed -i '1s|^#!.*|#!/usr/bin/python3|'
  cp -a "$pip/." "$ROOT/usr/"
  rm -rf "$pip"

  install -m 0755 "$(readlink -f "$(command -v node)")" "$ROOT/usr/bin/node"
  npm install --silent --no-audit --no-fund --global-style --prefix "$proxy" configurable-http-proxy@5.2.0
  ln -s /opt/configurable-http-proxy/node_modules/.bin/configurable-http-proxy "$ROOT/usr/bin/configurable-http-proxy"

  printf 'jovyan:x:1000:100:Notebooks:/home/jovyan:/bin/bash\n' >>"$ROOT/etc/passwd"
  mkdir -p "$ROOT/home/jovyan" "$ROOT/srv/jupyterhub"
  chown 1000:100 "$ROOT/home/jovyan"
  chown 1000:1000 "$ROOT/srv/jupyterhub"
  for kernel in sparkkernel pysparkkernel; do
    mkdir -p "$ROOT/usr/share/jupyter/kernels/$kernel"
    cp "$ROOT/usr/lib/python3.11/site-packages/sparkmagic/kernels/$kernel/kernel.json" "$ROOT/usr/share/jupyter/kernels/$kernel/"
  done
}
