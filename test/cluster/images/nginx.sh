# shellcheck shell=bash disable=SC2034
# nginx of Debian for ui.test.ts; its configuration comes with the pod.
entrypoint=()
rootfs() {
  debian nginx-light
}
