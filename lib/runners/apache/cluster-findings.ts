import { checkDnsLabel, checkDnsSubdomain } from '../../core/names';
import { mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { parseCidr } from '../../kube/network-policy';
import { sizesOf } from './cluster-pods';
import type { ApacheClusterNetwork, ApacheSparkClusterProps } from './cluster-props';
import { APACHE_RULES as RULES } from './rules';
import { namespaceFindings, serviceNameFindings } from './runner-findings';

/** Pods carry `<name>-worker-<revision>` as a label of at most 63 characters. */
const NAME_MAX = 45;
const SMALLEST_MIB = 512;

/** Properties that follow from props, by the prop they follow from. */
const OWNED: { readonly [key: string]: string } = {
  'spark.kubernetes.container.image': 'image',
  'spark.kubernetes.namespace': 'namespace',
  'spark.master.rest.enabled': 'restSubmission',
  'spark.master.port': 'nothing: the port is fixed',
  'spark.master.ui.port': 'nothing: the port is fixed',
  'spark.worker.ui.port': 'nothing: the port is fixed',
};
/** What Spark on Kubernetes has no use for, or takes from props of a job, means something else here. */
const OF_CLUSTERS = /^spark\.(shuffle\.service|decommission|storage\.decommission|ui|local)\./;

/** Findings for a cluster. */
export function clusterFindings(
  name: string,
  namespace: string | undefined,
  props: ApacheSparkClusterProps,
): Finding[] {
  const { image, operator, serviceAccountName } = props;
  return [
    ...nameFindings(name),
    ...namespaceFindings(namespace, operator),
    ...(image.version.atLeast('4.0') ? [] : [{ rule: RULES.sparkTooOld, at: 'image', value: image.version.release }]),
    ...(serviceAccountName === undefined ? [] : checkDnsSubdomain('serviceAccountName', serviceAccountName)),
    ...workerFindings(props),
    ...sizeFindings(props),
    ...confFindings(props),
    ...networkFindings(props.network ?? {}),
  ];
}

function nameFindings(name: string): Finding[] {
  const wrong = serviceNameFindings(name);
  if (wrong.length > 0 || name.length <= NAME_MAX) return wrong;
  const because = `${name.length} characters, at most ${NAME_MAX}: workers carry <name>-worker-<revision> as a label`;
  return [{ rule: RULES.name, at: 'name', value: name, because, fix: `shorten it by ${name.length - NAME_MAX}` }];
}

function workerFindings(props: ApacheSparkClusterProps): Finding[] {
  const { min, max } = sizesOf(props);
  const isCount = (count: number): boolean => Number.isInteger(count) && count >= 1;
  if (!isCount(min)) return [{ rule: RULES.clusterWorkers, at: 'workers.min', value: min }];
  if (isCount(max) && max >= min) return [];
  return [{ rule: RULES.clusterWorkers, at: 'workers.max', value: max, because: `min is ${min}` }];
}

function sizeFindings(props: ApacheSparkClusterProps): Finding[] {
  const { cores, memory, masterCpu, masterMemory } = sizesOf(props);
  const overhead = props.workers?.memoryOverhead;
  const sizes = { 'workers.memory': memory, 'master.memory': masterMemory, 'workers.memoryOverhead': overhead };
  return [
    ...(Number.isInteger(cores) && cores >= 1 ? [] : [{ rule: RULES.clusterSize, at: 'workers.cores', value: cores }]),
    ...(masterCpu > 0 && Math.abs(masterCpu * 1000 - Math.round(masterCpu * 1000)) < 1e-6
      ? []
      : [{ rule: RULES.clusterSize, at: 'master.cpu', value: masterCpu }]),
    ...Object.entries(sizes).flatMap(([at, size]) => {
      const mib = size === undefined ? SMALLEST_MIB : mebibytes(size);
      return Number.isInteger(mib) && mib >= SMALLEST_MIB ? [] : [{ rule: RULES.clusterSize, at, value: `${mib} MiB` }];
    }),
  ];
}

function confFindings({ conf, image }: ApacheSparkClusterProps): Finding[] {
  const properties = Object.entries(conf?.toMap() ?? {});
  const own = properties.flatMap(([key, value]): Finding[] => {
    const at = `conf["${key}"]`;
    const owner = OWNED[key];
    if (owner !== undefined) return [{ rule: RULES.clusterConfOwned, at, value, because: `it follows from ${owner}` }];
    return /["\\\n\r]/.test(value) ? [{ rule: RULES.clusterConfValue, at, value }] : [];
  });
  const known = properties.map(([key]) => key).filter((key) => OWNED[key] !== undefined || OF_CLUSTERS.test(key));
  const skipped = known.map((key) => `conf["${key}"]`);
  return [...own, ...(conf?._findings(image.version) ?? []).filter(({ at }) => !skipped.includes(at))];
}

function networkFindings({ uiFrom = [], egress = [] }: ApacheClusterNetwork): Finding[] {
  const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65535;
  return [
    ...uiFrom.flatMap((name, i) => checkDnsLabel(`network.uiFrom[${i}]`, name)),
    ...egress.flatMap(({ namespace, podLabels, cidr, ports }, i): Finding[] => {
      const at = `network.egress[${i}]`;
      const isPods = namespace !== undefined || Object.keys(podLabels ?? {}).length > 0;
      const isRange = cidr !== undefined && parseCidr(cidr) !== undefined;
      return [
        ...(isPods !== (cidr !== undefined) && (isPods || isRange)
          ? []
          : [{ rule: RULES.networkPeer, at, value: cidr ?? null }]),
        ...(ports.length > 0 && ports.every(isPort)
          ? []
          : [{ rule: RULES.networkPeer, at: `${at}.ports`, value: ports }]),
      ];
    }),
  ];
}
