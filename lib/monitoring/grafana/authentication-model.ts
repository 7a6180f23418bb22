import type { Finding } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import type { Ini } from './ini';

/** What Grafana is told of who may enter. */
export interface AuthenticationModel {
  readonly ini: Ini;
  /** Variables from Secrets. */
  readonly secrets: { readonly [variable: string]: SecretSource };
  /** Whether Grafana itself asks people to sign on. */
  readonly asks: boolean;
  /** Addresses that Grafana calls. */
  readonly calls: readonly string[];
  /** Client id of an identity that the pods prove they have. */
  readonly workloadIdentity?: string;
  /** Why everybody may enter. */
  readonly insecure?: string;
  readonly findings: readonly Finding[];
}
