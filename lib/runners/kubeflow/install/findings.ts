import { checkDnsLabel, checkDnsSubdomain } from '../../../core/names';
import { mebibytes } from '../../../core/quantities';
import type { Finding, Rule } from '../../../core/rules';
import { KubeflowRunNamePrecision } from '../interfaces';
import { DEFAULT_WORKERS, workersMemory } from './controller';
import { OPERATOR_NAME_MAX } from './names';
import { networkFindings } from './network-findings';
import { KubeflowWebhookFailure, type KubeflowServer, type KubeflowSparkOperatorProps } from './props';
import { KUBEFLOW_OPERATOR_RULES as RULES } from './rules';
import { uiFindings, uiWarnings } from './ui-findings';

const SMALLEST_SERVER = 128;
const MOST_WORKERS = 200;

/** Findings for one installation, seen by itself. */
export function installFindings(name: string, namespace: string, props: KubeflowSparkOperatorProps): Finding[] {
  return [
    ...checkName(name),
    ...(isSystem(namespace)
      ? [{ rule: RULES.installNamespace, at: 'namespace', value: namespace }]
      : checkDnsLabel('namespace', namespace)),
    ...checkJobNamespaces(namespace, props),
    ...checkController(props),
    ...checkWebhook(props),
    ...uiFindings(props),
    ...networkFindings(props.network ?? {}),
    ...(props.images?.pullSecrets ?? []).flatMap((secret, i) => checkDnsSubdomain(`images.pullSecrets[${i}]`, secret)),
  ];
}

/** What is probably not meant, and does no harm to the objects. */
export function installWarnings(props: KubeflowSparkOperatorProps): Finding[] {
  const { controller = {}, webhook = {}, runNamePrecision } = props;
  const { workers = DEFAULT_WORKERS, memory } = controller;
  const needed = mebibytes(workersMemory(workers));
  const has = memory && mebibytes(memory);
  const refuses = webhook.podFailurePolicy === KubeflowWebhookFailure.FAIL && webhook.replicas === 1;
  return [
    ...(has !== undefined && has < needed
      ? [
          {
            rule: RULES.workerMemory,
            at: 'controller.memory',
            value: `${has} MiB`,
            because: `${workers} workers need ${needed} MiB`,
          },
        ]
      : []),
    ...(runNamePrecision === KubeflowRunNamePrecision.MINUTES
      ? [{ rule: RULES.runNames, at: 'runNamePrecision', value: runNamePrecision }]
      : []),
    ...(refuses ? [{ rule: RULES.podsRefused, at: 'webhook.podFailurePolicy', value: webhook.podFailurePolicy }] : []),
    ...(webhook.enabled === false && props.batchScheduler === true
      ? [{ rule: RULES.batchSchedulerNeedsWebhook, at: 'batchScheduler', value: true }]
      : []),
    ...(props.insecureEveryNamespace === true
      ? [{ rule: RULES.everyNamespaceRights, at: 'insecureEveryNamespace', value: true }]
      : []),
    ...uiWarnings(props),
  ];
}

function checkName(name: string): Finding[] {
  const isService = /^[a-z]/.test(name) && checkDnsLabel('name', name, OPERATOR_NAME_MAX).length === 0;
  return isService
    ? []
    : [{ rule: RULES.operatorName, at: 'name', value: name, because: `at most ${OPERATOR_NAME_MAX} characters` }];
}

function checkJobNamespaces(namespace: string, props: KubeflowSparkOperatorProps): Finding[] {
  const names = props.jobNamespaces.map(({ namespaceName }) => namespaceName);
  if (props.insecureEveryNamespace === true) {
    return names.length === 0 ? [] : [{ rule: RULES.everyNamespace, at: 'jobNamespaces', value: names }];
  }
  if (names.length === 0) return [{ rule: RULES.noJobNamespace, at: 'jobNamespaces', value: names }];
  return names.flatMap((name, i): Finding[] => {
    const at = `jobNamespaces[${i}]`;
    if (names.indexOf(name) < i) return [{ rule: RULES.jobNamespaceTwice, at, value: name }];
    if (name === namespace || name.startsWith('kube-')) return [{ rule: RULES.jobNamespaceSystem, at, value: name }];
    return checkDnsLabel(at, name);
  });
}

function checkController({ controller = {}, leaderElection }: KubeflowSparkOperatorProps): Finding[] {
  const { workers, driverPodCreationGracePeriod: grace, maxTrackedExecutors: tracked, replicas } = controller;
  const seconds = grace && grace.toMilliseconds() / 1000;
  return [
    ...checkServer('controller', controller),
    ...(leaderElection === false && replicas !== undefined && replicas > 1
      ? [{ rule: RULES.standby, at: 'controller.replicas', value: replicas, because: 'leaderElection is off' }]
      : []),
    ...(workers === undefined || isWhole(workers, 1, MOST_WORKERS)
      ? []
      : [{ rule: RULES.workers, at: 'controller.workers', value: workers }]),
    ...(seconds === undefined || isWhole(seconds, 1)
      ? []
      : [{ rule: RULES.gracePeriod, at: 'controller.driverPodCreationGracePeriod', value: `${seconds} s` }]),
    ...(tracked === undefined || isWhole(tracked, 1)
      ? []
      : [{ rule: RULES.trackedExecutors, at: 'controller.maxTrackedExecutors', value: tracked }]),
  ];
}

function checkWebhook({ webhook = {}, featureGates = {} }: KubeflowSparkOperatorProps): Finding[] {
  const { enabled = true, ...settings } = webhook;
  if (!enabled) {
    return [
      ...Object.entries(settings)
        .filter(([, value]) => value !== undefined)
        .map(([prop, value]): Finding => {
          return { rule: RULES.webhookOff, at: `webhook.${prop}`, value: typeof value === 'object' ? prop : value };
        }),
      ...(featureGates.partialRestart === true
        ? [{ rule: RULES.partialRestartNeedsWebhook, at: 'featureGates.partialRestart', value: true }]
        : []),
    ];
  }
  const issuer = webhook.certificates?._clusterIssuer;
  return [
    ...checkServer('webhook', webhook),
    ...(issuer !== undefined && checkDnsSubdomain('', issuer).length > 0
      ? [{ rule: RULES.certificateIssuer, at: 'webhook.certificates', value: issuer }]
      : []),
  ];
}

function checkServer(at: string, { replicas, cpu, memory }: KubeflowServer): Finding[] {
  const found = (rule: Rule, prop: string, value: unknown): Finding[] => [{ rule, at: `${at}.${prop}`, value }];
  const mib = memory && mebibytes(memory);
  return [
    ...(replicas === undefined || isWhole(replicas, 1) ? [] : found(RULES.replicas, 'replicas', replicas)),
    ...(cpu === undefined || (cpu > 0 && isWhole(Math.round(cpu * 1e9) / 1e6, 1))
      ? []
      : found(RULES.serverResources, 'cpu', cpu)),
    ...(mib === undefined || isWhole(mib, SMALLEST_SERVER) ? [] : found(RULES.serverResources, 'memory', `${mib} MiB`)),
  ];
}

function isSystem(namespace: string): boolean {
  return namespace === 'default' || namespace.startsWith('kube-');
}

function isWhole(value: number, least: number, most: number = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
