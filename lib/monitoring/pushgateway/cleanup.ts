import { Chart, Duration, Size, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { Label } from '../../core/labels';
import { tcp, TO_DNS, type NetworkPeer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { hardenedPod } from '../../kube/pod';
import { serverPolicy } from '../../kube/server-network';
import { onNodes } from '../../scheduling/server-nodes';
import { VERSIONS } from '../../versions';
import type { PushgatewayProps } from './props';

export const CLEANUP_SUFFIX = '-cleanup';
export const DEFAULT_KEEP = Duration.days(14);
/** `nobody` in most images: nothing is written. */
const NOBODY = 65534;

/** Lists the groups of a Pushgateway and deletes those whose last push, taken or refused, is too old. */
export const CLEANUP_SCRIPT = `import base64, json, os, time, urllib.parse, urllib.request

GATEWAY = "http://" + os.environ["GATEWAY"]
OLDEST = time.time() - float(os.environ["KEEP_SECONDS"])


def call(method, path):
    request = urllib.request.Request(GATEWAY + path, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


def segment(name, value):
    if value and "/" not in value:
        return name + "/" + urllib.parse.quote(value, safe="")
    return name + "@base64/" + (base64.urlsafe_b64encode(value.encode()).decode() or "=")


def path_of(labels):
    names = ["job"] + sorted(name for name in labels if name != "job")
    return "/metrics/" + "/".join(segment(name, labels[name]) for name in names)


def last_push(group):
    families = (group.get(name, {}) for name in ("push_time_seconds", "push_failure_time_seconds"))
    return max(float(metric["value"]) for family in families for metric in family.get("metrics", []))


groups = json.loads(call("GET", "/api/v1/metrics"))["data"]
stale = [group["labels"] for group in groups if last_push(group) < OLDEST]
for labels in stale:
    call("DELETE", path_of(labels))
    print("deleted", json.dumps(labels, sort_keys=True))
print(len(groups), "groups,", len(stale), "deleted")
`;

/** What a clean-up is about. */
export interface CleanupSpec {
  readonly name: string;
  readonly namespace: string;
  /** Host and port of the gateway. */
  readonly address: string;
  /** Its pods. */
  readonly gateway: NetworkPeer;
  readonly port: number;
}

/** Deletes what nobody renews, twice an hour. It has no token and reaches nothing but the gateway. */
export class PushgatewayCleaner extends Construct {
  /** Its pods. */
  public readonly peer: NetworkPeer;
  /** The CronJob. */
  public readonly cronJob: KubeObject;

  public constructor(scope: Construct, id: string, spec: CleanupSpec, props: PushgatewayProps) {
    super(scope, id);
    const { keep = DEFAULT_KEEP, image = VERSIONS.PUSHGATEWAY.images.cleanup } = props.cleanup ?? {};
    const { namespace } = spec;
    const name = `${spec.name}${CLEANUP_SUFFIX}`;
    const labels = { [Label.NAME]: 'pushgateway-cleanup', [Label.INSTANCE]: spec.name };
    this.peer = { namespace, podLabels: labels };
    const pod = hardenedPod({
      uid: NOBODY,
      restartPolicy: 'Never',
      imagePullSecrets: props.imagePullSecrets ?? [],
      placement: onNodes(props.nodes),
      containers: [
        {
          name: 'cleanup',
          image,
          command: ['python3', '-B', '-c', CLEANUP_SCRIPT],
          env: { GATEWAY: spec.address, KEEP_SECONDS: String(keep.toSeconds({ integral: false })) },
          resources: {
            requests: { cpu: 0.05, memory: Size.mebibytes(64) },
            limits: { cpu: 0.5, memory: Size.mebibytes(256) },
          },
        },
      ],
    });
    const manifest = k8s.KubeCronJob.manifest({
      metadata: { name, namespace, labels },
      spec: {
        schedule: '11,41 * * * *',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 600,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: {
          spec: {
            backoffLimit: 0,
            activeDeadlineSeconds: 600,
            template: {
              metadata: { labels: { ...Chart.of(this).labels, ...labels } },
              spec: { ...pod, enableServiceLinks: false },
            },
          },
        },
      },
    }) as ApiObjectProps;
    this.cronJob = new KubeObject(this, 'Resource', manifest);
    const egress = [TO_DNS, { peers: [spec.gateway], ports: [tcp(spec.port)] }];
    this.cronJob.addDependency(
      serverPolicy(this, 'NetworkPolicy', { name, namespace, pods: labels, ingress: [], egress }),
    );
  }
}
