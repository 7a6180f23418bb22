import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { Label } from '../../core/labels';
import { mebibytes } from '../../core/quantities';
import { HardenedDeployment } from '../../kube/deployment';
import type { ContainerSpec } from '../../kube/pod';
import type { INodePool } from '../../spark/placement';
import { onNodes } from '../server-nodes';

/** Port of the scheduler's REST interface and metrics. It asks nobody who he is. */
export const REST_PORT = 9080;
/** Port of the web pages. */
export const WEB_PORT = 9889;
/** Port of the admission controller, behind 443 of its Service. */
export const WEBHOOK_PORT = 9089;
/** The user of YuniKorn's images, which are made from nothing but one program. */
const YUNIKORN_UID = 4444;
/** In a namespace of its own; clusters that count these pods need a ResourceQuota for the class there. */
const CRITICAL = 'system-cluster-critical';

/** Labels by which the pods of a server are known. */
export function serverLabels(component: string): { [key: string]: string } {
  return { [Label.NAME]: 'yunikorn', [Label.COMPONENT]: component };
}

/** One of YuniKorn's servers. */
export interface YuniKornServer {
  /** Cores that each pod asks for; it may use more. @default 0.2 for the scheduler, 0.1 for admission */
  readonly cpu?: number;
  /** Memory of each pod, asked for and the most it gets. @default 2 GiB for the scheduler, 512 MiB for admission */
  readonly memory?: Size;
}

/** The admission controller: it hands over `namespaces` and checks each change of the queues. */
export interface YuniKornAdmission extends YuniKornServer {
  /** Whether there is one. Jobs of this package do not need it. @default true */
  readonly enabled?: boolean;
  /** Pods. All of them work. @default 2 */
  readonly replicas?: number;
}

/** Images of the servers, and of placeholders. */
export interface YuniKornImages {
  /** The scheduler. @default - that of the release this package was written for */
  readonly scheduler?: string;
  /** The admission controller. @default - that of the release this package was written for */
  readonly admission?: string;
  /** The web pages. @default - those of the release this package was written for */
  readonly web?: string;
  /** What placeholders run; it must be known to every node. @default - Kubernetes' pause */
  readonly placeholder?: string;
  /** Names of Secrets with registry credentials, in YuniKorn's namespace. @default - none */
  readonly pullSecrets?: string[];
}

/** What a server is made of. */
export interface ServerSpec {
  readonly namespace: string;
  readonly account: string;
  readonly images: Required<YuniKornImages>;
  readonly nodes: INodePool | undefined;
}

/**
 * The scheduler. There is one, and a new one waits until the old one is gone: two would give away the same room.
 */
export function schedulerServer(
  scope: Construct,
  spec: ServerSpec,
  server: YuniKornServer,
  webUi: boolean,
): HardenedDeployment {
  const { images } = spec;
  const scheduler: ContainerSpec = {
    name: 'scheduler',
    image: images.scheduler,
    fieldEnv: { NAMESPACE: 'metadata.namespace' },
    ports: { rest: REST_PORT },
    probe: { path: '/ws/v1/clusters', port: REST_PORT, startSeconds: 300 },
    ...sized(server, 0.2, Size.gibibytes(2)),
  };
  const web: ContainerSpec = {
    name: 'web',
    image: images.web,
    ports: { web: WEB_PORT },
    resources: {
      requests: { cpu: 0.1, memory: Size.mebibytes(100) },
      limits: { cpu: 0.2, memory: Size.mebibytes(500) },
    },
  };
  return new HardenedDeployment(scope, 'Scheduler', {
    ...common(spec, 'yunikorn-scheduler', 'scheduler'),
    recreate: true,
    containers: webUi ? [scheduler, web] : [scheduler],
  });
}

/** The admission controller. It makes its certificates and webhook configurations itself. */
export function admissionServer(scope: Construct, spec: ServerSpec, server: YuniKornAdmission): HardenedDeployment {
  return new HardenedDeployment(scope, 'Admission', {
    ...common(spec, 'yunikorn-admission-controller', 'admission'),
    replicas: server.replicas ?? 2,
    containers: [
      {
        name: 'admission',
        image: spec.images.admission,
        fieldEnv: { NAMESPACE: 'metadata.namespace' },
        ports: { webhook: WEBHOOK_PORT },
        probe: { path: '/health', port: WEBHOOK_PORT, scheme: 'HTTPS', startSeconds: 300 },
        ...sized(server, 0.1, Size.mebibytes(512)),
      },
    ],
  });
}

/** Room for a server, which Go's collector is told of before the kernel ends it. */
function sized(server: YuniKornServer, cpu: number, most: Size): Pick<ContainerSpec, 'env' | 'resources'> {
  const memory = server.memory ?? most;
  return {
    env: { GOMEMLIMIT: `${Math.floor(mebibytes(memory) * 0.9)}MiB` },
    resources: { requests: { cpu: server.cpu ?? cpu, memory }, limits: { memory } },
  };
}

function common(spec: ServerSpec, name: string, component: string) {
  return {
    name,
    namespace: spec.namespace,
    selector: serverLabels(component),
    // The admission controller leaves pods with this label alone.
    labels: { app: 'yunikorn' },
    uid: YUNIKORN_UID,
    serviceAccountName: spec.account,
    priorityClassName: CRITICAL,
    placement: onNodes(spec.nodes),
    imagePullSecrets: spec.images.pullSecrets,
  };
}
