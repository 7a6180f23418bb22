import { checkDnsLabel, checkDnsSubdomain, checkLabels } from '../../../core/names';
import { mebibytes } from '../../../core/quantities';
import type { Finding, Rule } from '../../../core/rules';
import { parseCidr } from '../../../kube/network-policy';
import type { VolcanoTraits } from '../interfaces';
import { VolcanoController, VolcanoCrds, type VolcanoNetwork, type VolcanoProps, type VolcanoServer } from './props';
import { VOLCANO_INSTALL_RULES as RULES } from './rules';

/** Labels that every namespace has, or that Kubernetes' own have. */
const EVERYBODYS_LABELS = ['kubernetes.io/', 'k8s.io/'];
const SMALLEST_SERVER = 64;

/** Findings for an installation. */
export function installFindings(namespace: string, props: VolcanoProps, traits: VolcanoTraits): Finding[] {
  return [
    ...checkNamespace(namespace),
    ...checkDnsSubdomain('schedulerName', props.schedulerName ?? 'volcano'),
    ...checkServer('scheduler', props.scheduler),
    ...checkServer('controllers', props.controllers),
    ...checkServer('admission', props.admission),
    ...checkControllers(props),
    ...checkAdmission(props),
    ...checkGates(props, traits),
    ...(props.ignoredProvisioners ?? [])
      .filter((name) => !/^[\w./-]+$/.test(name))
      .map((value) => ({ rule: RULES.provisioner, at: 'ignoredProvisioners', value })),
    ...checkNetwork(props.network ?? {}),
    ...(props.images?.pullSecrets ?? []).flatMap((name, i) => checkDnsSubdomain(`images.pullSecrets[${i}]`, name)),
  ];
}

function checkNamespace(namespace: string): Finding[] {
  const taken = namespace === 'default' || namespace.startsWith('kube-');
  return taken
    ? [{ rule: RULES.installNamespace, at: 'namespace', value: namespace }]
    : checkDnsLabel('namespace', namespace);
}

function checkServer(at: string, server: VolcanoServer = {}): Finding[] {
  const { replicas, cpu, memory, verbosity } = server;
  const found = (rule: Rule, prop: string, value: unknown): Finding[] => [{ rule, at: `${at}.${prop}`, value }];
  const mib = memory && mebibytes(memory);
  return [
    ...(replicas !== undefined && !(Number.isInteger(replicas) && replicas >= 1)
      ? found(RULES.replicas, 'replicas', replicas)
      : []),
    ...(cpu !== undefined && !(cpu > 0 && isThousandth(cpu)) ? found(RULES.serverResources, 'cpu', cpu) : []),
    ...(mib !== undefined && !(Number.isInteger(mib) && mib >= SMALLEST_SERVER)
      ? found(RULES.serverResources, 'memory', `${mib} MiB`)
      : []),
    ...(verbosity !== undefined && !(Number.isInteger(verbosity) && verbosity >= 0 && verbosity <= 10)
      ? found(RULES.verbosity, 'verbosity', verbosity)
      : []),
  ];
}

/** Which controllers work on what another one makes. */
const NEEDS: { readonly [controller in VolcanoController]?: VolcanoController } = {
  [VolcanoController.GARBAGE_COLLECTOR]: VolcanoController.JOB,
  [VolcanoController.CRON_JOB]: VolcanoController.JOB,
  [VolcanoController.JOB_FLOW]: VolcanoController.JOB,
  [VolcanoController.JOB_TEMPLATE]: VolcanoController.JOB,
};

function checkControllers({ controllers, crds }: VolcanoProps): Finding[] {
  const extra = controllers?.extra ?? [];
  return extra.flatMap((controller, i): Finding[] => {
    const [at, value, need] = [`controllers.extra[${i}]`, controller, NEEDS[controller]];
    return [
      ...(extra.indexOf(controller) < i ? [{ rule: RULES.controllerTwice, at, value }] : []),
      ...(need !== undefined && !extra.includes(need)
        ? [{ rule: RULES.controllerNeeds, at, value, because: `it needs ${need}` }]
        : []),
      ...(crds !== VolcanoCrds.EXTERNAL ? [{ rule: RULES.externalKinds, at, value }] : []),
    ];
  });
}

function checkAdmission({ admission = {} }: VolcanoProps): Finding[] {
  const { enabled = true, certificates, pods, ...server } = admission;
  if (!enabled) {
    return Object.entries({ certificates, pods, ...server })
      .filter(([, value]) => value !== undefined)
      .map(([prop, value]) => ({
        rule: RULES.admissionOff,
        at: `admission.${prop}`,
        value: typeof value === 'object' ? prop : value,
      }));
  }
  const word = certificates?._word;
  const labels = pods?.namespaceLabels ?? {};
  return [
    ...(word === undefined
      ? []
      : certificates?._kind === 'job'
        ? checkDnsLabel('', word, 30).map(() => ({
            rule: RULES.certificateRotation,
            at: 'admission.certificates',
            value: word,
          }))
        : checkDnsSubdomain('admission.certificates', word)),
    ...(pods && Object.keys(labels).length === 0
      ? [{ rule: RULES.podsWebhookBroad, at: 'admission.pods.namespaceLabels', value: labels }]
      : []),
    ...checkLabels('admission.pods.namespaceLabels', labels),
    ...Object.keys(labels)
      .filter((key) => EVERYBODYS_LABELS.some((domain) => key.includes(domain)))
      .map((key) => ({
        rule: RULES.podsWebhookNamespaces,
        at: `admission.pods.namespaceLabels["${key}"]`,
        value: labels[key],
      })),
  ];
}

function checkGates({ featureGates, admission }: VolcanoProps, traits: VolcanoTraits): Finding[] {
  if (featureGates?.schedulingGates !== true) return [];
  const at = 'featureGates.schedulingGates';
  const hasWebhook = admission?.enabled !== false && admission?.pods !== undefined;
  return [
    ...(hasWebhook ? [] : [{ rule: RULES.gatesNeedWebhook, at, value: true }]),
    ...(traits.capacity ? [] : [{ rule: RULES.gatesNeedCapacity, at, value: true }]),
  ];
}

function checkNetwork(network: VolcanoNetwork): Finding[] {
  const cidrs = (prop: 'apiServerCidrs' | 'admissionFrom'): Finding[] =>
    (network[prop] ?? []).flatMap((cidr, i) =>
      parseCidr(cidr) === undefined ? [{ rule: RULES.networkPeer, at: `network.${prop}[${i}]`, value: cidr }] : [],
    );
  const ports = (at: string, list: readonly number[]): Finding[] =>
    list.length > 0 && list.every((port) => Number.isInteger(port) && port >= 1 && port <= 65535)
      ? []
      : [{ rule: RULES.networkPeer, at, value: list }];
  return [
    ...(network.metricsFrom ?? []).flatMap((name, i) => checkDnsLabel(`network.metricsFrom[${i}]`, name)),
    ...cidrs('apiServerCidrs'),
    ...cidrs('admissionFrom'),
    ...(network.apiServerPorts ? ports('network.apiServerPorts', network.apiServerPorts) : []),
    ...(network.schedulerEgress ?? []).flatMap((way, i): Finding[] => {
      const at = `network.schedulerEgress[${i}]`;
      const isPods = way.namespace !== undefined || Object.keys(way.podLabels ?? {}).length > 0;
      const isRange = way.cidr !== undefined && parseCidr(way.cidr) !== undefined;
      return [
        ...(isPods !== (way.cidr !== undefined) && (isPods || isRange)
          ? []
          : [{ rule: RULES.networkPeer, at, value: way.cidr ?? null }]),
        ...ports(`${at}.ports`, way.ports),
      ];
    }),
  ];
}

function isThousandth(cores: number): boolean {
  return Math.abs(cores * 1000 - Math.round(cores * 1000)) < 1e-6;
}
