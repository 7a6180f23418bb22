import type { Size } from 'cdk8s';
import { checkDnsLabel, checkDnsSubdomain, checkKeys } from '../../core/names';
import { durationText, mebibytes } from '../../core/quantities';
import type { Finding, Rule } from '../../core/rules';
import { MIN_DRIVER_MIB, MIN_EXECUTOR_MIB } from '../../spark/memory';
import { ownedFindings, timeFindings } from '../spark-server/findings';
import { networkFindings, peerFindings } from '../../kube/server-network';
import { opensRest, STANDALONE_OWNERS } from './properties';
import type { StandaloneClusterProps } from './props';
import { STANDALONE_CLUSTER_RULES as RULES } from './rules';
import { sizesOf } from './sizes';

/** Pods carry `<name>-master-<revision>` as a label of at most 63 characters. */
const NAME_MAX = 45;
const MASTERS_MAX = 3;
const GRACE_SECONDS_MAX = 3600;
const HOSTS = /^[A-Za-z0-9.-]+:\d{1,5}(,[A-Za-z0-9.-]+:\d{1,5})*$/;
const DIRECTORY = /^(\/[A-Za-z0-9._-]+)+$/;

/** Everything wrong with a cluster. */
export function clusterFindings(name: string, namespace: string, props: StandaloneClusterProps): Finding[] {
  const { network = {}, appDataTtl, accountAnnotations = {} } = props;
  const { driverNamespaces = [], uiClients = [], egress = [] } = network;
  return [
    ...nameFindings(name),
    ...checkDnsLabel('namespace', namespace),
    ...countFindings(props),
    ...sizeFindings(props),
    ...recoveryFindings(props),
    ...graceFindings(props),
    ...timeFindings({ appDataTtl }),
    ...confFindings(props),
    ...restFindings(props),
    ...checkKeys('accountAnnotations', accountAnnotations),
    ...driverNamespaces.flatMap((one, i) => checkDnsLabel(`network.driverNamespaces[${i}]`, one)),
    ...uiClients.flatMap((peer, i) => peerFindings(`network.uiClients[${i}]`, peer)),
    ...networkFindings({ egress }),
  ];
}

function nameFindings(name: string): Finding[] {
  if (/^[a-z]/.test(name) && checkDnsLabel('name', name, NAME_MAX).length === 0) return [];
  return [{ rule: RULES.name, at: 'name', value: name, because: `${name.length} characters` }];
}

function countFindings(props: StandaloneClusterProps): Finding[] {
  const { masters, minWorkers, maxWorkers, workerCores, masterCores, defaultCores } = sizesOf(props);
  const { replicas, autoscaling } = props.workers ?? {};
  const { targetCpuPercent = 1 } = autoscaling ?? {};
  const scales = autoscaling !== undefined;
  const wrong = (isWrong: boolean, rule: Rule, at: string, value: unknown, because?: string): Finding[] =>
    isWrong ? [{ rule, at, value, ...(because !== undefined && { because }) }] : [];
  return [
    ...wrong(!isCount(masters) || masters > MASTERS_MAX, RULES.masters, 'masters.replicas', masters),
    ...wrong(
      masters > 1 && props.recovery?._zookeeper === undefined,
      RULES.mastersWithoutZookeeper,
      'masters.replicas',
      masters,
    ),
    ...wrong(!isPositive(masterCores), RULES.masterCores, 'masters.cores', masterCores),
    ...wrong(scales && replicas !== undefined, RULES.scaledTwice, 'workers.replicas', replicas),
    ...wrong(!scales && minWorkers !== 0 && !isCount(minWorkers), RULES.workers, 'workers.replicas', minWorkers),
    ...wrong(scales && !isCount(minWorkers), RULES.autoscaling, 'workers.autoscaling.minReplicas', minWorkers),
    ...wrong(
      scales && isCount(minWorkers) && (!isCount(maxWorkers) || maxWorkers < minWorkers),
      RULES.autoscaling,
      'workers.autoscaling.maxReplicas',
      maxWorkers,
      `the minimum is ${minWorkers}`,
    ),
    ...wrong(
      !isCount(targetCpuPercent) || targetCpuPercent > 100,
      RULES.autoscalingTarget,
      'workers.autoscaling.targetCpuPercent',
      targetCpuPercent,
    ),
    ...wrong(!isCount(workerCores), RULES.workerCores, 'workers.cores', workerCores),
    ...wrong(
      props.defaultCores !== undefined && !isCount(defaultCores),
      RULES.defaultCores,
      'defaultCores',
      defaultCores,
    ),
  ];
}

function sizeFindings(props: StandaloneClusterProps): Finding[] {
  const { workerMemory, masterHeap, shellHeap } = sizesOf(props);
  const { memoryOverhead, localStorage } = props.workers ?? {};
  const least = (rule: Rule, at: string, size: Size | undefined, min: number): Finding[] => {
    const mib = size === undefined ? min : mebibytes(size);
    return Number.isInteger(mib) && mib >= min ? [] : [{ rule, at, value: `${mib} MiB` }];
  };
  return [
    ...least(RULES.workerMemory, 'workers.memory', workerMemory, MIN_EXECUTOR_MIB),
    ...least(RULES.memory, 'workers.memoryOverhead', memoryOverhead, 256),
    ...least(RULES.localStorage, 'workers.localStorage', localStorage, 1),
    ...least(RULES.memory, 'masters.memory', masterHeap, 256),
    ...least(RULES.shellMemory, 'masters.shellMemory', shellHeap, MIN_DRIVER_MIB),
  ];
}

function recoveryFindings({ recovery, network = {} }: StandaloneClusterProps): Finding[] {
  const { _filesystem: files, _zookeeper: zookeeper } = recovery ?? {};
  const { size, claimName, storageClassName } = files ?? {};
  const found: Finding[] = [];
  if (files && (size === undefined) === (claimName === undefined)) {
    found.push({ rule: RULES.recoveryClaim, at: 'recovery', value: claimName ?? null });
  }
  if (claimName !== undefined) found.push(...checkDnsSubdomain('recovery.claimName', claimName));
  if (storageClassName !== undefined) found.push(...checkDnsSubdomain('recovery.storageClassName', storageClassName));
  const mib = size === undefined ? 1 : mebibytes(size);
  if (!isCount(mib)) found.push({ rule: RULES.recoverySize, at: 'recovery.size', value: `${mib} MiB` });
  if (zookeeper === undefined) return found;
  const { url, directory } = zookeeper;
  if (!HOSTS.test(url)) found.push({ rule: RULES.zookeeperUrl, at: 'recovery.url', value: url });
  if (directory !== undefined && !DIRECTORY.test(directory)) {
    found.push({ rule: RULES.zookeeperDirectory, at: 'recovery.directory', value: directory });
  }
  if ((network.egress ?? []).length === 0) {
    found.push({ rule: RULES.zookeeperUnreachable, at: 'network.egress', value: [], because: url });
  }
  return found;
}

function graceFindings(props: StandaloneClusterProps): Finding[] {
  const { decommissionGrace } = props;
  const { graceSeconds } = sizesOf(props);
  const isRight = Number.isInteger(graceSeconds) && graceSeconds >= 0 && graceSeconds <= GRACE_SECONDS_MAX;
  if (decommissionGrace === undefined || isRight) return [];
  return [{ rule: RULES.decommissionGrace, at: 'decommissionGrace', value: durationText(decommissionGrace) }];
}

/** Executors of a standalone cluster have the shuffle service that those on Kubernetes lack. */
function confFindings({ conf, image }: StandaloneClusterProps): Finding[] {
  if (conf === undefined) return [];
  const owned = ownedFindings(conf.toMap(), STANDALONE_OWNERS);
  const isKnown = (at: string): boolean =>
    owned.some((one) => one.at === at) || at.startsWith('conf["spark.shuffle.service.');
  return [...owned, ...conf._findings(image.version).filter(({ at }) => !isKnown(at))];
}

function restFindings(props: StandaloneClusterProps): Finding[] {
  const { insecureRestFrom = [], conf } = props;
  const everybody = insecureRestFrom.flatMap(({ cidr }, i): Finding[] =>
    cidr?.endsWith('/0') === true
      ? [{ rule: RULES.restOpenToAll, at: `insecureRestFrom[${i}].cidr`, value: cidr }]
      : [],
  );
  const asks = conf?.get('spark.authenticate') === 'true';
  return [
    ...insecureRestFrom.flatMap((peer, i) => peerFindings(`insecureRestFrom[${i}]`, peer)),
    ...everybody,
    ...(asks && opensRest(props)
      ? [{ rule: RULES.restWithAuthentication, at: 'insecureRestFrom', value: insecureRestFrom }]
      : []),
  ];
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1;
}

function isPositive(cores: number): boolean {
  return cores > 0 && Math.abs(cores * 1000 - Math.round(cores * 1000)) < 1e-6;
}
