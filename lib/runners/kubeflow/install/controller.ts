import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { sparkTime } from '../../../core/quantities';
import type { KubeflowRunNamePrecision } from '../interfaces';
import type { KubeflowController, KubeflowFeatureGates, KubeflowUiIngress } from './props';
import {
  CONTROLLER_RIGHTS,
  FEATURE_RIGHTS,
  leaseRights,
  POD_GROUP_DEFINITION_RIGHTS,
  type KubeflowFeatures,
} from './rights';
import { KubeflowServerPart, scratch, type KubeflowPlace } from './server';

export const DEFAULT_WORKERS = 10;
const DEFAULT_GRACE_SECONDS = 30;
const DEFAULT_TRACKED_EXECUTORS = 1000;

/** What the operator itself takes, and what one spark-submit takes beside it. */
const OWN_MEBIBYTES = 512;
const WORKER_MEBIBYTES = 400;

/** The root of the image's file system is not writable, and that is where Ivy would keep packages. */
const IVY = '-Divy.home=/tmp/.ivy2 -Divy.cache.dir=/tmp/.ivy2';

/** What the controller is told. */
export interface ControllerSpec {
  readonly controller: KubeflowController;
  readonly features: KubeflowFeatures;
  readonly uiService: boolean;
  readonly uiIngress: KubeflowUiIngress | undefined;
  readonly runNamePrecision: KubeflowRunNamePrecision;
  readonly gates: KubeflowFeatureGates;
}

/** Memory for so many workers. */
export function workersMemory(workers: number): Size {
  return Size.mebibytes(OWN_MEBIBYTES + WORKER_MEBIBYTES * Math.max(1, Math.round(workers) || 1));
}

/** The controller. */
export function controllerPart(scope: Construct, place: KubeflowPlace, spec: ControllerSpec): KubeflowServerPart {
  const { controller, features } = spec;
  const workers = controller.workers ?? DEFAULT_WORKERS;
  const grace = controller.driverPodCreationGracePeriod ?? Duration.seconds(DEFAULT_GRACE_SECONDS);
  const on = (Object.keys(FEATURE_RIGHTS) as (keyof KubeflowFeatures)[]).filter((feature) => features[feature]);
  return new KubeflowServerPart(scope, 'Controller', place, {
    part: 'controller',
    server: controller,
    defaults: { replicas: 1, cpu: Math.max(0.5, workers / 10), memory: workersMemory(workers) },
    rules: [...CONTROLLER_RIGHTS, ...on.flatMap((feature) => FEATURE_RIGHTS[feature])],
    clusterRules: features.batchScheduler ? POD_GROUP_DEFINITION_RIGHTS : [],
    ownRules: place.leaderElection ? leaseRights(`${place.operator}-controller-lock`) : [],
    args: [
      `--controller-threads=${workers}`,
      `--enable-ui-service=${spec.uiService}`,
      ...(spec.uiIngress ? ingressArgs(spec.uiIngress) : []),
      ...(features.batchScheduler ? ['--enable-batch-scheduler=true'] : []),
      // Its own limits: 10 a second, and no longest wait at all.
      '--workqueue-ratelimiter-bucket-qps=50',
      '--workqueue-ratelimiter-bucket-size=500',
      '--workqueue-ratelimiter-max-delay=6h',
      `--driver-pod-creation-grace-period=${sparkTime(grace)}`,
      `--max-tracked-executor-per-app=${controller.maxTrackedExecutors ?? DEFAULT_TRACKED_EXECUTORS}`,
      `--scheduled-spark-application-timestamp-precision=${spec.runNamePrecision}`,
      ...gateArgs(spec.gates),
    ],
    env: { SPARK_SUBMIT_OPTS: IVY, GOMEMLIMIT: `${Math.floor(OWN_MEBIBYTES * 0.9)}MiB` },
    volumes: [scratch('tmp', '/tmp', '1Gi')],
    // Two that do not know of each other would start every application twice.
    recreate: !place.leaderElection,
  });
}

function ingressArgs({ urlFormat, className, annotations, tls }: KubeflowUiIngress): string[] {
  return [
    `--ingress-url-format=${urlFormat}`,
    ...(className === undefined ? [] : [`--ingress-class-name=${className}`]),
    ...(annotations ? [`--ingress-annotations=${JSON.stringify(annotations)}`] : []),
    ...(tls?.length
      ? [`--ingress-tls=${JSON.stringify(tls.map(({ hosts, secretName }) => ({ hosts, secretName })))}`]
      : []),
  ];
}

/** Only what differs from the operator's own choice: a gate that a later version drops is fatal. */
function gateArgs({ partialRestart, loadSparkDefaults }: KubeflowFeatureGates): string[] {
  const gates = [
    ...(partialRestart === true ? ['PartialRestart=true'] : []),
    ...(loadSparkDefaults === true ? ['LoadSparkDefaults=true'] : []),
  ];
  return gates.length === 0 ? [] : [`--feature-gates=${gates.join(',')}`];
}
