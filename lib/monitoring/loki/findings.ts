import type { Duration } from 'cdk8s';
import { checkDnsLabel, checkDnsSubdomain, checkKeys } from '../../core/names';
import { durationText } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { networkFindings } from '../../kube/server-network';
import { asksForTenant, DEFAULT_RETENTION, memoryOf } from './configuration';
import { limitFindings } from './limits';
import type { LokiProps } from './props';
import { LOKI_RULES as RULES } from './rules';
import { claimFindings } from './storage';

const DAY = 86_400_000;
/** Names of pods end in an ordinal; Services in -headless. */
const LONGEST_NAME = 52;
const LEAST_CLAIM_MIB = 1024;

/** Everything wrong with a Loki alone. */
export function lokiFindings(name: string, props: LokiProps): Finding[] {
  const { storage, replicas = 1, network = {}, walClaim, cores, imagePullSecrets = [] } = props;
  const memory = memoryOf(props);
  const least = [
    Math.max(LEAST_CLAIM_MIB, memory.limits),
    `the pod may have ${memory.limits} MiB in memory, and 1 GiB is the least`,
  ] as const;
  const wholeMemory = Number.isInteger(memory.requests) && Number.isInteger(memory.limits) && memory.requests >= 256;
  return [
    ...checkDnsLabel('name', name, LONGEST_NAME),
    ...(replicas === 1 || replicas === 3 ? [] : [{ rule: RULES.replicas, at: 'replicas', value: replicas }]),
    ...(storage._claim !== undefined && replicas === 3
      ? [{ rule: RULES.replicasOnClaim, at: 'replicas', value: replicas }]
      : []),
    ...storage._findings,
    ...(storage._claim ? claimFindings('storage', storage._claim, least) : []),
    ...(walClaim ? claimFindings('walClaim', walClaim, least) : []),
    ...(walClaim && storage._claim ? [{ rule: RULES.twoClaims, at: 'walClaim', value: storage._kind }] : []),
    ...(storage._claim === undefined && (network.egress ?? []).length === 0
      ? [{ rule: RULES.storeUnreachable, at: 'network.egress', value: [], because: `the store is ${storage._kind}` }]
      : []),
    ...retentionFindings(props),
    ...limitFindings(props.limits),
    ...schemaFindings(props.schemaFrom),
    ...tenantFindings(props),
    ...(wholeMemory && memory.limits >= memory.requests
      ? []
      : [{ rule: RULES.memory, at: 'memory', value: `${memory.requests} MiB`, because: `limit ${memory.limits} MiB` }]),
    ...(cores === undefined || isCores(cores) ? [] : [{ rule: RULES.cores, at: 'cores', value: cores }]),
    ...checkKeys('accountAnnotations', props.accountAnnotations ?? {}),
    ...imagePullSecrets.flatMap((secret, i) => checkDnsSubdomain(`imagePullSecrets[${i}]`, secret)),
    ...networkFindings(network),
  ];
}

/** Whether a container can ask for so many cores. */
export function isCores(cores: number): boolean {
  return cores > 0 && Math.abs(cores * 1000 - Math.round(cores * 1000)) < 1e-6;
}

function retentionFindings(props: LokiProps): Finding[] {
  const { retention = DEFAULT_RETENTION, executorRetention, streamRetention = [] } = props;
  const executors = ['executorRetention', executorRetention ?? retention] as const;
  return [
    ...(isDays(retention) ? [] : [{ rule: RULES.retention, at: 'retention', value: durationText(retention) }]),
    ...(executorRetention === undefined || isDays(executorRetention)
      ? []
      : [{ rule: RULES.retention, at: 'executorRetention', value: durationText(executorRetention) }]),
    ...streamRetention.flatMap(({ selector, period }, i): Finding[] => {
      const at = `streamRetention[${i}]`;
      const wrong = (prop: string, value: unknown, because: string): Finding[] => [
        { rule: RULES.streamRetention, at: `${at}.${prop}`, value, because },
      ];
      return [
        ...(isDays(period) ? [] : wrong('period', durationText(period), 'no whole days')),
        ...(isSelector(selector) ? [] : wrong('selector', selector, 'no matcher that selects')),
        // The file is read with variables of the pod put in, and Loki would take $1 for one.
        ...(selector.includes('$') ? wrong('selector', selector, 'a $ stands for a variable of the pod') : []),
      ];
    }),
    ...[...streamRetention.map(({ period }, i) => [`streamRetention[${i}].period`, period] as const), executors]
      .filter(([, period]) => isDays(period) && period.toMilliseconds() > retention.toMilliseconds())
      .map(([at, period]) => ({
        rule: RULES.longerStream,
        at,
        value: durationText(period),
        because: `retention is ${durationText(retention)}`,
      })),
  ];
}

function schemaFindings(from: string | undefined): Finding[] {
  if (from === undefined) return [];
  const day = new Date(`${from}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(from) && !Number.isNaN(day.getTime());
  return isDay && day.toISOString().startsWith(from) ? [] : [{ rule: RULES.schemaFrom, at: 'schemaFrom', value: from }];
}

function tenantFindings(props: LokiProps): Finding[] {
  const { tenant } = props;
  if (tenant === undefined) return [];
  if (!isTenant(tenant)) return [{ rule: RULES.tenant, at: 'tenant', value: tenant }];
  return asksForTenant(props) ? [] : [{ rule: RULES.tenantWithoutAuth, at: 'tenant', value: tenant }];
}

/** Whether Loki takes it for a tenant. */
export function isTenant(tenant: string): boolean {
  return /^[\w!.*'()-]{1,150}$/.test(tenant) && tenant !== '.' && tenant !== '..';
}

function isDays(time: Duration): boolean {
  const milliseconds = time.toMilliseconds();
  return milliseconds >= DAY && milliseconds % DAY === 0;
}

/** At least one matcher, of which one asks for a value: Loki refuses the rest. */
function isSelector(selector: string): boolean {
  const matcher = '\\s*[a-zA-Z_]\\w*\\s*(=~|!~|=|!=)\\s*("(?:[^"\\\\]|\\\\.)*"|`[^`]*`)\\s*';
  if (!new RegExp(`^\\s*\\{${matcher}(?:,${matcher})*,?\\s*\\}\\s*$`).test(selector)) return false;
  return [...selector.matchAll(new RegExp(matcher, 'g'))].some(([, operator, value]) => {
    return (operator === '=' || operator === '=~') && !/^["`](\.\*)?["`]$/.test(value ?? '""');
  });
}
