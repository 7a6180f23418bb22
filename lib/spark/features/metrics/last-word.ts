import { UI_PORT } from '../../paths';

/**
 * Waits for the image's entrypoint and tells a Pushgateway how it ended. The exit code stays what it is, whatever the
 * gateway says. POST leaves alone what it does not name: a failure keeps the time of the last success. Records are those
 * of the last look at the driver's pages, which are gone with it.
 *
 * Arguments: host:port of the gateway, name of the job, the entrypoint, and what the entrypoint gets. Kubernetes would
 * replace `$(NAME)` and halve `$$`, so neither may stand here.
 */
export const LAST_WORD_SCRIPT = `set -u
gateway=$1 job=$2 entrypoint=$3
shift 3
started=$EPOCHSECONDS
notes=/tmp/last-word

"$entrypoint" "$@" &
driver=$!
stopped=
trap 'stopped=1; kill -TERM "$driver" 2>/dev/null' TERM INT

page() {
  timeout 5 bash -c 'exec 3<>/dev/tcp/localhost/${UI_PORT} && printf "GET %s HTTP/1.0\\r\\n\\r\\n" "$0" >&3 && cat <&3' \\
    "$1" 2>/dev/null
}

# Sum of a field over all stages.
total() {
  local sum=0 match
  while read -r match; do ((sum += \${match##*[!0-9]})); done < <(grep -oE "\\"$1\\" ?: ?[0-9]+" <<<"$2")
  printf %s "$sum"
}

# Often at the start, since the job may be short, and ever more seldom later.
watch_records() {
  local app stages pause
  while pause=$((1 + (EPOCHSECONDS - started) / 30)) && sleep "$((pause < 30 ? pause : 30))"; do
    app=$(page /api/v1/applications | grep -m1 -oE '"id" ?: ?"[^"]+"') || continue
    app=\${app%\\"}
    stages=$(page "/api/v1/applications/\${app##*\\"}/stages") || continue
    [[ $stages == *'"stageId"'* ]] || continue
    printf '%s %s\\n' "$(total inputRecords "$stages")" "$(total outputRecords "$stages")" >"$notes.new" &&
      mv "$notes.new" "$notes"
  done
} 2>/dev/null
rm -f "$notes" 2>/dev/null
watch_records &
watcher=$!

# A signal ends the wait, not the driver.
code=
while
  stopped=
  wait "$driver"
  answer=$?
  [[ -n $code && $answer == 127 ]] || code=$answer
  [[ -n $stopped ]]
do :; done
kill "$watcher" 2>/dev/null

input=NaN output=NaN
[[ -r $notes ]] && read -r input output <"$notes"
namespace=\${POD_NAMESPACE:-}
if [[ -z $namespace ]]; then
  { read -r namespace </var/run/secrets/kubernetes.io/serviceaccount/namespace; } 2>/dev/null
fi
if [[ -z $namespace ]]; then
  while read -r word first _; do [[ $word == search ]] && namespace=\${first%%.*}; done </etc/resolv.conf
fi

body=
gauge() { body+="# TYPE spark_job_last_$1 gauge"$'\\n'"spark_job_last_$1 $2"$'\\n'; }
gauge run_timestamp_seconds "$EPOCHSECONDS"
gauge duration_seconds "$((EPOCHSECONDS - started))"
gauge exit_code "$code"
gauge input_records "$input"
gauge output_records "$output"
if ((code == 0)); then gauge success_timestamp_seconds "$EPOCHSECONDS"; fi

post="POST /metrics/job/$job/namespace/$namespace HTTP/1.0"$'\\r\\n'"Host: $gateway"$'\\r\\n'
post+="Content-Type: text/plain; version=0.0.4"$'\\r\\n'"Content-Length: \${#body}"$'\\r\\n\\r\\n'"$body"
for try in 1 2; do
  said=$(timeout 4 bash -c 'exec 3<>"/dev/tcp/\${0%:*}/\${0##*:}" && printf %s "$1" >&3 && head -n 1 <&3' \\
    "$gateway" "$post" 2>/dev/null)
  [[ $said == *' 20'?* ]] && break
  ((try == 1)) && sleep 1
done
[[ $said == *' 20'?* ]] || echo "last word: $gateway did not take it: \${said:-no answer}" >&2
exit "$code"
`;
