import { Chart, Size, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { restrictedContainer } from '../../kube/hardening';
import { KubeObject } from '../../kube/object';
import { hardenedPod, type VolumeSpec } from '../../kube/pod';
import { VERSIONS } from '../../versions';
import { NGINX, NGINX_CONFIG, NGINX_LABELS, NGINX_LEASE, NGINX_SELECTOR, NGINX_UID, NginxPort } from './names';
import { NginxWorkload, type NginxIngressProps } from './props';

/** Directories that nginx writes to; the rest of its file system is read-only. */
const WRITABLE: { readonly [name: string]: string } = {
  'nginx-etc': '/etc/nginx',
  'nginx-cache': '/var/cache/nginx',
  'nginx-lib': '/var/lib/nginx',
  'nginx-lib-state': '/var/lib/nginx/state',
  'nginx-log': '/var/log/nginx',
};

/** Where the pods run, and what they are told. */
export interface WorkloadSpec {
  readonly namespace: string;
  readonly className: string;
  readonly props: NginxIngressProps;
  /** Namespaces that are watched. */
  readonly watched: readonly string[];
}

/** The pods of the controller. */
export class NginxPods extends Construct {
  /** The Deployment or DaemonSet. */
  public readonly workload: KubeObject;

  public constructor(
    scope: Construct,
    id: string,
    private readonly spec: WorkloadSpec,
  ) {
    super(scope, id);
    const { props, namespace } = spec;
    const replicas = props.replicas ?? 2;
    const single = props.workload === NginxWorkload.DAEMON_SET;
    const matchLabels = { ...NGINX_SELECTOR };
    const labels = { ...Chart.of(scope).labels, ...NGINX_LABELS, ...matchLabels };
    const metadata = { name: NGINX, namespace, labels };
    const pod = podOf(spec);
    const spread = { topologySpreadConstraints: [evenly(matchLabels)] };
    const rest = {
      selector: { matchLabels },
      template: { metadata: { labels }, spec: { ...pod, ...(!single && replicas > 1 && spread) } },
    };
    const manifest: unknown = single
      ? k8s.KubeDaemonSet.manifest({ metadata, spec: rest })
      : k8s.KubeDeployment.manifest({ metadata, spec: { replicas, ...rest } });
    this.workload = new KubeObject(this, 'Resource', manifest as ApiObjectProps);
    if (single || replicas < 2) return;
    const budget: unknown = k8s.KubePodDisruptionBudget.manifest({
      metadata,
      spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels } },
    });
    new KubeObject(this, 'Budget', budget as ApiObjectProps);
  }

  /** Has the controller look at these namespaces. */
  public watch(namespaces: readonly string[]): void {
    this.workload.override('/spec/template/spec/containers/0/args', args({ ...this.spec, watched: namespaces }));
  }
}

function args({ namespace, className, props, watched }: WorkloadSpec): string[] {
  const { defaultTlsSecret } = props;
  return [
    `-nginx-configmaps=$(POD_NAMESPACE)/${NGINX_CONFIG}`,
    `-ingress-class=${className}`,
    `-external-service=${NGINX}`,
    '-report-ingress-status',
    '-enable-custom-resources=true',
    '-enable-snippets=false',
    '-enable-prometheus-metrics=true',
    // What runs in the cluster is nobody's business outside of it.
    '-enable-telemetry-reporting=false',
    `-leader-election-lock-name=${NGINX_LEASE}`,
    `-ready-status-port=${NginxPort.READY}`,
    `-watch-namespace=${watched.join(',')}`,
    `-watch-secret-namespace=${namespace}`,
    ...(defaultTlsSecret === undefined ? [] : [`-default-server-tls-secret=${namespace}/${defaultTlsSecret}`]),
  ];
}

function podOf(spec: WorkloadSpec): k8s.PodSpec {
  const { images, cpu = 0.1, memory = Size.mebibytes(512) } = spec.props;
  const image = images?.controller ?? VERSIONS.NGINX_INGRESS.images.controller;
  const volumes: VolumeSpec[] = Object.entries(WRITABLE).map(([name, mountPath]) => ({
    name,
    mountPath,
    source: { emptyDir: {} },
  }));
  const pod = hardenedPod({
    uid: NGINX_UID,
    serviceAccountName: NGINX,
    imagePullSecrets: images?.pullSecrets ?? [],
    terminationGracePeriodSeconds: 60,
    volumes,
    containers: [
      {
        name: NGINX,
        image,
        args: args(spec),
        fieldEnv: { POD_NAMESPACE: 'metadata.namespace', POD_NAME: 'metadata.name' },
        ports: { http: NginxPort.HTTP, https: NginxPort.HTTPS, ready: NginxPort.READY, metrics: NginxPort.METRICS },
        // The controller ships no check of its life: a reload that takes long is not death.
        probe: { path: '/nginx-ready', port: NginxPort.READY, liveness: false },
        resources: { requests: { cpu, memory }, limits: { memory } },
      },
    ],
  });
  const [controller] = pod.containers;
  // The one capability that `restricted` lets be added back; the binary in the image does not start without it.
  const bind = { drop: ['ALL'], add: ['NET_BIND_SERVICE'] };
  const securityContext = { ...restrictedContainer({ readOnlyRootFilesystem: true }), capabilities: bind };
  const copy = {
    name: 'copy-configuration',
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['cp', '-dR', '/etc/nginx/.', '/mnt/etc'],
    resources: controller?.resources,
    securityContext: restrictedContainer({ readOnlyRootFilesystem: true }),
    volumeMounts: [{ name: 'nginx-etc', mountPath: '/mnt/etc' }],
  };
  const containers = pod.containers.map((container) => ({ ...container, securityContext }));
  return { ...pod, containers, initContainers: [copy as k8s.Container] };
}

function evenly(matchLabels: { [key: string]: string }): k8s.TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels },
  };
}
