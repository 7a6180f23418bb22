import { Chart, Duration, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Component } from '../../../core/component';
import { Label, MANAGED_BY } from '../../../core/labels';
import { checkDnsLabel } from '../../../core/names';
import { checkAtSynth, type Finding } from '../../../core/rules';
import { KubeObject } from '../../../kube/object';
import { hardenedPod } from '../../../kube/pod';
import { AccountRights, serviceAccount, type RbacRule } from '../../../kube/rbac';
import { SparkLabel } from '../../../spark/labels';
import type { INodePool } from '../../../spark/placement';
import { VERSIONS } from '../../../versions';
import { POD_GROUP_API } from '../pod-group';
import { labelsOf, selectorOf } from './names';
import { VOLCANO_INSTALL_RULES as RULES } from './rules';
import { jobPod } from './pods';

const NAME = 'volcano-podgroup-sweeper';

/** What a `PodGroupSweeper` is made of. */
export interface PodGroupSweeperProps {
  /** Namespace that it runs in. It sweeps all of them. */
  readonly namespace: string;
  /** How often it looks, in minutes up to half an hour. @default 5 minutes */
  readonly every?: Duration;
  /** How old a PodGroup must be to be swept: younger ones may still wait for their job. @default 10 minutes */
  readonly minimumAge?: Duration;
  /** An image with `sh`, `awk`, `date` and `kubectl`. @default - that of Volcano's admission server */
  readonly image?: string;
  /** Names of Secrets with registry credentials, in the same namespace. @default - none */
  readonly imagePullSecrets?: string[];
  /** Nodes that it runs on. @default - any node */
  readonly nodes?: INodePool;
}

/** What the sweeper calls. */
export const SWEEPER_RIGHTS: readonly RbacRule[] = [
  {
    apiGroups: ['scheduling.volcano.sh'],
    resources: ['podgroups'],
    verbs: ['list', 'delete'],
    because: 'finds and removes PodGroups that were left behind',
  },
  {
    apiGroups: ['batch'],
    resources: ['jobs'],
    verbs: ['list'],
    because: 'keeps the PodGroups of jobs that are not over',
  },
  {
    apiGroups: [''],
    resources: ['pods'],
    verbs: ['list'],
    because: 'keeps the PodGroups of drivers that have not ended',
  },
];

const label = (path: string, key: string): string => `${path}.labels.${key.replaceAll('.', '\\.')}`;

/** Output of kubectl: a line with tabs; what is absent is empty, and lists are joined by blanks. */
const columns = (...paths: string[]): string => `jsonpath=${paths.map((path) => `{${path}}`).join('{"\\t"}')}{"\\n"}`;

const OWNERS = '.metadata.ownerReferences[*]';
const GROUP_COLUMNS = columns(
  ...['.kind', '.metadata.namespace', '.metadata.name', '.metadata.uid', '.metadata.resourceVersion'],
  ...['.metadata.creationTimestamp', `${OWNERS}.kind`, `${OWNERS}.uid`],
  ...[Label.MANAGED_BY, Label.INSTANCE].map((key) => label('.metadata', key)),
);
/** Jobs of a CronJob have no labels of ours, the pods that they make have. */
const JOB_COLUMNS = columns(
  ...[
    '.kind',
    '.metadata.namespace',
    '.metadata.name',
    '.metadata.uid',
    '.status.conditions[?(@.status=="True")].type',
  ],
  ...[Label.NAME, SparkLabel.ROLE, Label.INSTANCE].map((key) => label('.spec.template.metadata', key)),
);
const DRIVER_COLUMNS = columns('.kind', '.metadata.namespace', label('.metadata', Label.INSTANCE), `${OWNERS}.uid`);

const GROUPS_API = `/apis/${POD_GROUP_API}`;

/**
 * Three lists are joined, and joined again for each PodGroup found, on what concerns it, before it is deleted. The
 * delete names the version that was looked at: a PodGroup that was changed or made anew meanwhile stays.
 */
export const SWEEPER_SCRIPT = `set -eu
oldest=$(( $(date -u +%s) - MINIMUM_AGE_SECONDS ))
before=$(date -u -d "@$oldest" +%Y-%m-%dT%H:%M:%SZ)

# Usage: lines URI OUTPUT. Lists page by page: kubectl get would hold thousands of Jobs in memory at once.
lines() {
  next=
  while :; do
    page=$(kubectl get --raw "$1&limit=100&continue=$next") || return 1
    printf '%s' "$page" | kubectl annotate --local --overwrite --filename - looked=at --output "$2" || return 1
    next=$(printf '%s' "$page" | awk 'match($0, /"continue":"[^"]+"/) { print substr($0, RSTART + 12, RLENGTH - 13) }') || return 1
    [ -n "$next" ] || return 0
  done
}

# Usage: left_behind [NAMESPACE PODGROUP JOB INSTANCE]
# Prints these, with the uid and version of the PodGroup, where the job is over. A list that fails ends it: without
# the list of Jobs every PodGroup would look left behind.
left_behind() {
  where=\${1:+/namespaces/$1}
  podgroups=$(lines "${GROUPS_API}$where/podgroups?\${2:+fieldSelector=metadata.name=$2}" '${GROUP_COLUMNS}') || return 1
  jobs=$(lines "/apis/batch/v1$where/jobs?\${3:+fieldSelector=metadata.name=$3}" '${JOB_COLUMNS}') || return 1
  running='fieldSelector=status.phase!=Succeeded,status.phase!=Failed'
  of="labelSelector=${SparkLabel.ROLE}=driver,${Label.INSTANCE}\${4:+=$4}"
  drivers=$(lines "/api/v1$where/pods?$running&$of" '${DRIVER_COLUMNS}') || return 1
  awk -F '\\t' -v before="$before" '
    $1 == "Pod" { alive[$2 "/" $3]; alive[$4] }
    $1 == "Job" && $5 !~ /(^| )(Complete|Failed)( |$)/ { alive[$2 "/" $3]; next }
    $1 == "Job" && $6 == "spark" && $7 == "driver" && $8 != "" { over[$4] = $3 " " $8 }
    $1 != "PodGroup" || $6 >= before { next }
    # Made by ${MANAGED_BY}, and named after its job.
    $7 == "" && $9 == "${MANAGED_BY}" && $10 != "" && !($2 "/" $10 in alive) { print $2, $3, $10, $10, $4, $5 }
    # Made by Volcano for the pods of a Job of ${MANAGED_BY}.
    $7 == "Job" && $3 == "podgroup-" $8 && $8 in over && !($8 in alive) { print $2, $3, over[$8], $4, $5 }
  ' <<LISTS
$drivers
$jobs
$podgroups
LISTS
}

all=$(left_behind)
found=0 deleted=0 failed=0
while read -r namespace name job instance uid version; do
  [ -n "$namespace" ] || continue
  found=$((found + 1))
  still=$(left_behind "$namespace" "$name" "$job" "$instance") || { failed=$((failed + 1)); continue; }
  [ -n "$still" ] || continue
  version=\${still##* }
  if printf '{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"%s","resourceVersion":"%s"}}' "$uid" "$version" |
    kubectl delete --raw "${GROUPS_API}/namespaces/$namespace/podgroups/$name" -f - >/dev/null
  then
    deleted=$((deleted + 1))
    echo "deleted PodGroup $namespace/$name: job $job is over"
  else
    failed=$((failed + 1))
  fi
done <<ALL
$all
ALL
echo "PodGroups left behind: $found found, $deleted deleted, $failed failed"
[ "$failed" -eq 0 ]
`;

/**
 * Removes PodGroups that outlived their job: when its pods are gone Volcano takes the group for a waiting job again, and
 * keeps its minimum resources from others. One that stands in YAML has no owner and would do so for ever, one that
 * Volcano made as long as its finished Job is kept. Only PodGroups that this package made, or Volcano for its Jobs, are
 * removed, and only when the Job is finished or absent and no driver runs.
 */
export class PodGroupSweeper extends Component {
  /** The CronJob. */
  public readonly cronJob: KubeObject;

  public constructor(scope: Construct, id: string, props: PodGroupSweeperProps) {
    super(scope, id);
    const { namespace, nodes, image, imagePullSecrets = [] } = props;
    const every = props.every ?? Duration.minutes(5);
    const age = props.minimumAge ?? Duration.minutes(10);
    const labels = labelsOf('sweeper');
    const account = { name: NAME, namespace };
    const needs = [
      serviceAccount(this, 'Account', account, labels),
      new AccountRights(this, 'Rights', { name: NAME, account, labels, rules: SWEEPER_RIGHTS }),
    ];
    const { images } = VERSIONS.VOLCANO;
    const pod = jobPod(
      { images: { ...images, admission: image ?? images.admission, pullSecrets: imagePullSecrets }, nodes },
      {
        account: NAME,
        name: 'sweeper',
        script: SWEEPER_SCRIPT,
        env: { MINIMUM_AGE_SECONDS: String(age.toSeconds({ integral: false })) },
      },
    );
    this.cronJob = new KubeObject(
      this,
      'Resource',
      k8s.KubeCronJob.manifest({
        metadata: { name: NAME, namespace, labels },
        spec: {
          schedule: `*/${every.toMinutes({ integral: false })} * * * *`,
          concurrencyPolicy: 'Forbid',
          startingDeadlineSeconds: 60,
          successfulJobsHistoryLimit: 1,
          failedJobsHistoryLimit: 1,
          jobTemplate: {
            spec: {
              backoffLimit: 0,
              activeDeadlineSeconds: 240,
              template: {
                metadata: { labels: { ...Chart.of(this).labels, ...labels, ...selectorOf('sweeper') } },
                spec: hardenedPod(pod),
              },
            },
          },
        },
      }) as ApiObjectProps,
    );
    this.cronJob.node.addDependency(...needs);
    checkAtSynth(this, () => check(namespace, every, age));
  }
}

function check(namespace: string, every: Duration, age: Duration): Finding[] {
  const [minutes, minimum] = [every, age].map((duration) => duration.toMinutes({ integral: false })) as [
    number,
    number,
  ];
  return [
    ...checkDnsLabel('namespace', namespace),
    ...(Number.isInteger(minutes) && minutes >= 1 && minutes <= 30
      ? []
      : [{ rule: RULES.sweepInterval, at: 'every', value: `${minutes} min` }]),
    ...(Number.isInteger(minimum) && minimum >= 2
      ? []
      : [{ rule: RULES.sweepAge, at: 'minimumAge', value: `${minimum} min` }]),
  ];
}
