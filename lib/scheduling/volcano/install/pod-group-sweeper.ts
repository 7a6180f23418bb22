import { Duration, type ApiObjectProps } from 'cdk8s';
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
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['list'], because: 'keeps the PodGroups of jobs that exist' },
  { apiGroups: [''], resources: ['pods'], verbs: ['list'], because: 'keeps the PodGroups of drivers that exist' },
];

/**
 * Whether a job exists is asked last, one PodGroup at a time. The delete names the version that was looked at: a
 * PodGroup that was changed or made anew meanwhile stays.
 */
export const SWEEPER_SCRIPT = `set -eu
oldest=$(( $(date -u +%s) - MINIMUM_AGE_SECONDS ))
before=$(date -u -d "@$oldest" +%Y-%m-%dT%H:%M:%SZ)
groups=$(kubectl get podgroups.scheduling.volcano.sh --all-namespaces \\
  --selector "${Label.MANAGED_BY}=${MANAGED_BY},${Label.INSTANCE}" \\
  --output go-template='{{range .items}}{{if not .metadata.ownerReferences}}{{.metadata.creationTimestamp}} {{.metadata.namespace}} {{.metadata.name}} {{.metadata.uid}} {{.metadata.resourceVersion}} {{index .metadata.labels "${Label.INSTANCE}"}}{{"\\n"}}{{end}}{{end}}')
failed=0
while read -r namespace name uid version job; do
  [ -n "$namespace" ] || continue
  found=$(kubectl get jobs.batch --namespace "$namespace" --field-selector "metadata.name=$job" --output name)
  [ -z "$found" ] || continue
  found=$(kubectl get pods --namespace "$namespace" --output name \\
    --selector "${Label.INSTANCE}=$job,${SparkLabel.ROLE}=driver")
  [ -z "$found" ] || continue
  echo "deleting PodGroup $namespace/$name: there is no job $job"
  printf '{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"%s","resourceVersion":"%s"}}' "$uid" "$version" |
    kubectl delete --raw "/apis/scheduling.volcano.sh/v1beta1/namespaces/$namespace/podgroups/$name" -f - >/dev/null || failed=1
done <<END
$(printf '%s\\n' "$groups" | awk -v before="$before" '$1 != "" && $1 < before { print $2, $3, $4, $5, $6 }')
END
exit "$failed"
`;

/**
 * Removes PodGroups that outlived their job. One that stands in YAML has no owner: when its pods are gone Volcano takes
 * it for a waiting job again, and keeps its minimum resources from others for ever. Only PodGroups that this package
 * made, that nobody owns, and whose job is neither a Job nor has a driver are removed.
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
              template: { metadata: { labels: { ...labels, ...selectorOf('sweeper') } }, spec: hardenedPod(pod) },
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
