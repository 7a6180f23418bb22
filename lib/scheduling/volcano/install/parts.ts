import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { ADMISSION_SERVICE, VolcanoPort } from './names';
import type { VolcanoPlace } from './place';
import { settings, TMP } from './pods';
import type { VolcanoAdmission, VolcanoControllers, VolcanoFeatureGates, VolcanoServer } from './props';
import { admissionRights, CONTROLLER_RIGHTS, DEVICE_RIGHTS, EXTRA_RIGHTS, SCHEDULER_RIGHTS } from './rights';
import { VolcanoServerPart } from './servers';
import { webhookObjectName, type VolcanoWebhook } from './webhooks';

const CONF_FILE = 'volcano-scheduler.conf';
const CONF_DIR = '/volcano.scheduler';
const ADMISSION_CONF = 'volcano-admission.conf';
const ADMISSION_CONF_DIR = '/admission.local.config/configmap';
const CERTIFICATES_DIR = '/admission.local.config/certificates';
/** Readable for the group of the pod, not for the world. */
const PRIVATE = 0o440;

/** Controllers that Spark needs: one makes groups for pods without one, one opens queues. */
const CONTROLLERS = ['pg-controller', 'queue-controller'];

/** Volumes of a node's own disk: their provisioners are no CSI drivers. */
const LOCAL_PROVISIONERS = ['kubernetes.io/no-provisioner', 'rancher.io/local-path'];

/** The scheduler, with its configuration. */
export function schedulerPart(
  scope: Construct,
  place: VolcanoPlace,
  spec: {
    readonly server: VolcanoServer;
    readonly conf: string;
    readonly gates: VolcanoFeatureGates;
    readonly ignoredProvisioners: readonly string[] | undefined;
  },
): VolcanoServerPart {
  const provisioners = spec.ignoredProvisioners ?? LOCAL_PROVISIONERS;
  const conf = settings(scope, 'SchedulerConfiguration', 'scheduler', place.namespace, { [CONF_FILE]: spec.conf });
  const part = new VolcanoServerPart(scope, 'Scheduler', place, {
    part: 'scheduler',
    server: spec.server,
    defaults: { replicas: 1, cpu: 0.5, memory: Size.gibibytes(1) },
    rules: [...SCHEDULER_RIGHTS, ...(/\bdeviceshare\b/.test(spec.conf) ? DEVICE_RIGHTS : [])],
    lease: 'volcano-scheduler',
    args: [
      `--scheduler-conf=${CONF_DIR}/${CONF_FILE}`,
      // With a configuration that it cannot read it would seem well, and schedule by rules that nobody chose.
      '--disable-default-scheduler-config=true',
      '--enable-metrics=true',
      `--listen-address=:${VolcanoPort.SCHEDULER_METRICS}`,
      '--kube-api-qps=2000',
      '--kube-api-burst=2000',
      ...(provisioners.length > 0 ? [`--ignored-provisioners=${provisioners.join(',')}`] : []),
      ...gateArgs(spec.gates),
    ],
    // A socket there changes the verbosity of a running scheduler.
    env: { DEBUG_SOCKET_DIR: '/tmp/klog-socks' },
    volumes: [TMP, { name: 'configuration', source: { configMap: { name: conf.name } }, mountPath: CONF_DIR }],
    service: service('volcano-scheduler-service', VolcanoPort.SCHEDULER_METRICS),
  });
  part.workload.node.addDependency(conf);
  return part;
}

/** The controllers. */
export function controllersPart(
  scope: Construct,
  place: VolcanoPlace,
  { extra = [], ...server }: VolcanoControllers,
): VolcanoServerPart {
  return new VolcanoServerPart(scope, 'Controllers', place, {
    part: 'controllers',
    server,
    defaults: { replicas: 1, cpu: 0.1, memory: Size.mebibytes(512) },
    rules: [...CONTROLLER_RIGHTS, ...[...new Set(extra)].flatMap((controller) => EXTRA_RIGHTS[controller])],
    lease: 'volcano-controllers',
    args: [
      `--controllers=${[...CONTROLLERS, ...extra].join(',')}`,
      '--enable-metrics=true',
      `--listen-address=:${VolcanoPort.CONTROLLERS_METRICS}`,
    ],
    service: service('volcano-controllers-service', VolcanoPort.CONTROLLERS_METRICS),
  });
}

/** The admission server. */
export function admissionPart(
  scope: Construct,
  place: VolcanoPlace,
  spec: {
    readonly server: VolcanoAdmission;
    readonly webhooks: readonly VolcanoWebhook[];
    readonly secretName: string;
    readonly gates: VolcanoFeatureGates;
  },
): VolcanoServerPart {
  const { replicas, cpu, memory, verbosity } = spec.server;
  const named = (mutating: boolean): string[] =>
    spec.webhooks.filter((webhook) => webhook.mutating === mutating).map(webhookObjectName);
  // Without this file the webhook for pods does nothing, and says so nowhere.
  const conf = settings(scope, 'AdmissionConfiguration', 'admission', place.namespace, {
    [ADMISSION_CONF]: 'resourceGroups: []\n',
  });
  const part = new VolcanoServerPart(scope, 'Admission', place, {
    part: 'admission',
    server: {
      ...(replicas !== undefined && { replicas }),
      ...(cpu !== undefined && { cpu }),
      ...(memory && { memory }),
      ...(verbosity !== undefined && { verbosity }),
    },
    defaults: { replicas: 2, cpu: 0.1, memory: Size.mebibytes(256) },
    rules: admissionRights(named(true), named(false)),
    webhooks: true,
    args: [
      `--enabled-admission=${spec.webhooks.map(({ path }) => path).join(',')}`,
      `--tls-cert-file=${CERTIFICATES_DIR}/tls.crt`,
      `--tls-private-key-file=${CERTIFICATES_DIR}/tls.key`,
      `--ca-cert-file=${CERTIFICATES_DIR}/ca.crt`,
      `--webhook-namespace=${place.namespace}`,
      `--webhook-service-name=${ADMISSION_SERVICE}`,
      `--port=${VolcanoPort.ADMISSION}`,
      `--admission-conf=${ADMISSION_CONF_DIR}/${ADMISSION_CONF}`,
      ...(spec.gates.schedulingGates === true ? ['--feature-gates=SchedulingGatesQueueAdmission=true'] : []),
    ],
    volumes: [
      { name: 'configuration', source: { configMap: { name: conf.name } }, mountPath: ADMISSION_CONF_DIR },
      {
        name: 'certificates',
        source: { secret: { secretName: spec.secretName, defaultMode: PRIVATE } },
        mountPath: CERTIFICATES_DIR,
      },
    ],
    service: { name: ADMISSION_SERVICE, portName: 'https', port: 443, target: VolcanoPort.ADMISSION },
  });
  part.workload.node.addDependency(conf);
  return part;
}

function service(name: string, port: number): { name: string; portName: string; port: number; target: number } {
  return { name, portName: 'metrics', port, target: port };
}

/** Only what differs from Volcano's own choice: a gate that a later version drops is fatal. */
function gateArgs({ resourceTopology, podDisruptionBudgets, schedulingGates }: VolcanoFeatureGates): string[] {
  const gates = [
    ...(resourceTopology === false ? ['ResourceTopology=false'] : []),
    ...(podDisruptionBudgets === false ? ['PodDisruptionBudgetsSupport=false'] : []),
    ...(schedulingGates === true ? ['SchedulingGatesQueueAdmission=true'] : []),
  ];
  return gates.length === 0 ? [] : [`--feature-gates=${gates.join(',')}`];
}
