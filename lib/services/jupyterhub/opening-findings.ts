import type { Finding } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import { isInside } from '../../kube/network-policy';
import type { SparkServerOpening } from '../../kube/server-network';
import { HUB_RULES } from './rules';

/** Findings for a reference to a Secret. */
export function secretKeyFindings(at: string, { secretName, key }: SecretSource): Finding[] {
  const good = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(secretName) && /^[-._a-zA-Z0-9]+$/.test(key);
  return good ? [] : [{ rule: HUB_RULES.secretKey, at, value: `${secretName}/${key}` }];
}

const METADATA = '169.254.169.254/32';

/** Findings for openings of notebooks that take in the metadata service of a cloud. */
export function metadataFindings(at: string, openings: readonly SparkServerOpening[]): Finding[] {
  return openings.flatMap(({ cidr, except = [] }, i) => {
    if (cidr === undefined || (cidr !== METADATA && !isInside(METADATA, cidr))) return [];
    if (except.some((range) => range === METADATA || isInside(METADATA, range))) return [];
    return [{ rule: HUB_RULES.notebookOpenToAll, at: `${at}[${i}]`, value: cidr }];
  });
}
