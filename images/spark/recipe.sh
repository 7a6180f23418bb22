#!/usr/bin/env bash
# recipe.sh OUTPUT : writes the recipe of spark.sh complete with entrypoint.sh and decom.sh, as one file for the test
# cluster's image builder, which knows an image by the content of its recipe.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
{
  cat "$here/spark.sh"
  echo
  echo 'scripts() {'
  for file in entrypoint.sh decom.sh; do
    printf "  cat >\"\$1/%s\" <<'END-OF-%s'\n" "$file" "$file"
    cat "$here/$file"
    printf 'END-OF-%s\n' "$file"
  done
  echo '}'
} >"${1:?OUTPUT}"
