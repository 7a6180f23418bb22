import { Chart, Duration, Lazy, Size, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { Label } from '../../core/labels';
import { TO_DNS, toApiServer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { hardenedPod } from '../../kube/pod';
import { serviceAccount, type AccountRef } from '../../kube/rbac';
import { onNodes } from '../../scheduling/server-nodes';
import { SparkLabel } from '../../spark/labels';
import { serverPolicy } from '../../kube/server-network';
import type { ServerPlace } from '../../kube/server-place';
import type { LivyServerProps } from './props';

/** Label by which Livy finds its pods. */
export const TAG_LABEL = 'spark-app-tag';
/** Its name is that of the server with this. */
export const CLEANUP_SUFFIX = '-cleanup';
export const DEFAULT_KEEP = Duration.hours(24);

/** Lists ended drivers of Livy and deletes the old ones; their executors, Services and ConfigMaps go with them. */
export const CLEANUP_SCRIPT = `import datetime, json, os, ssl, sys, urllib.error, urllib.parse, urllib.request

HOME = "/var/run/secrets/kubernetes.io/serviceaccount"
TLS = ssl.create_default_context(cafile=HOME + "/ca.crt")
ENDED = ("Succeeded", "Failed")


def call(method, path, query=None, body=None):
    with open(HOME + "/token") as file:
        token = file.read().strip()
    url = "https://kubernetes.default.svc" + path + ("?" + urllib.parse.urlencode(query) if query else "")
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}
    request = urllib.request.Request(url, method=method, data=data, headers=headers)
    with urllib.request.urlopen(request, timeout=60, context=TLS) as answer:
        return json.load(answer)


def ended_at(pod):
    ends = [
        state["finishedAt"]
        for status in pod["status"].get("containerStatuses", [])
        for state in [status.get("state", {}).get("terminated") or {}]
        if state.get("finishedAt")
    ]
    text = max(ends, default=pod["metadata"]["creationTimestamp"])
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)


def clean(namespace, limit):
    path = "/api/v1/namespaces/" + namespace + "/pods"
    query = {"labelSelector": "${SparkLabel.ROLE}=driver,${TAG_LABEL}", "limit": "200"}
    deleted = 0
    while True:
        page = call("GET", path, query)
        for pod in page["items"]:
            if pod["status"].get("phase") not in ENDED or ended_at(pod) > limit:
                continue
            meta = pod["metadata"]
            try:
                call("DELETE", path + "/" + meta["name"], body={"preconditions": {"uid": meta["uid"]}})
                deleted += 1
            except urllib.error.HTTPError as error:
                if error.code not in (404, 409):
                    raise
        query["continue"] = page["metadata"].get("continue", "")
        if not query["continue"]:
            return deleted


age = datetime.timedelta(hours=int(os.environ["KEEP_HOURS"]))
limit = datetime.datetime.now(datetime.timezone.utc) - age
failed = False
for name in filter(None, os.environ["JOB_NAMESPACES"].split(",")):
    try:
        print(name + ": " + str(clean(name, limit)) + " ended drivers deleted", flush=True)
    except (OSError, KeyError, ValueError) as error:
        failed = True
        print(name + ": " + str(error), file=sys.stderr, flush=True)
sys.exit(failed)
`;

/** The account of the cleaner. */
export function cleanerOf({ name, namespace }: ServerPlace): AccountRef {
  return { name: `${name}${CLEANUP_SUFFIX}`, namespace };
}

/** The CronJob that removes ended drivers, its account, and a network with nothing but the API server. */
export class LivyCleaner extends Construct {
  /** The CronJob. */
  public readonly cronJob: KubeObject;

  public constructor(
    scope: Construct,
    id: string,
    place: ServerPlace,
    props: LivyServerProps,
    namespaces: () => readonly string[],
  ) {
    super(scope, id);
    const { cleanup = {}, image, nodes } = props;
    const account = cleanerOf(place);
    const labels = { [Label.NAME]: 'livy-cleanup', [Label.INSTANCE]: place.name };
    const { containers, ...pod } = hardenedPod({
      uid: image.uid,
      serviceAccountName: account.name,
      restartPolicy: 'Never',
      imagePullSecrets: image.pullSecrets,
      placement: onNodes(nodes),
      containers: [
        {
          name: 'cleanup',
          image: cleanup.image ?? image.reference,
          command: ['python3', '-B', '-c', CLEANUP_SCRIPT],
          env: {
            KEEP_HOURS: String((cleanup.keep ?? DEFAULT_KEEP).toHours({ integral: false })),
            JOB_NAMESPACES: Lazy.any({ produce: () => namespaces().join(',') }) as string,
          },
          resources: {
            requests: { cpu: 0.05, memory: Size.mebibytes(64) },
            limits: { cpu: 0.5, memory: Size.mebibytes(256) },
          },
        },
      ],
    });
    const spec = { ...pod, enableServiceLinks: false, containers };
    const manifest = k8s.KubeCronJob.manifest({
      metadata: { ...account, labels },
      spec: {
        schedule: '17 * * * *',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 600,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: {
          spec: {
            backoffLimit: 0,
            activeDeadlineSeconds: 1800,
            template: { metadata: { labels: { ...Chart.of(this).labels, ...labels } }, spec },
          },
        },
      },
    }) as ApiObjectProps;
    this.cronJob = new KubeObject(this, 'Resource', manifest);
    this.cronJob.addDependency(
      serviceAccount(this, 'Account', account, labels),
      serverPolicy(this, 'Network', { ...account, pods: labels, ingress: [], egress: [TO_DNS, toApiServer(props)] }),
    );
  }
}
