import { Provider } from '@pulumi/kubernetes/provider';
import * as pulumi from '@pulumi/pulumi';
import { describe, type Finding } from '../core/rules';
import { PULUMI_RULES } from './rules';

/** Settings of one stack. */
export interface PlatformConfig {
  /** Which of the program's environments this stack deploys. */
  readonly environment: string;
  /** Context within the kubeconfig. */
  readonly context: string;
  /** Kubeconfig: its path or its text. @default - what KUBECONFIG or ~/.kube/config says */
  readonly kubeconfig?: pulumi.Output<string>;
  /** A name for the cluster that outlives its credentials: new credentials do not replace all objects. */
  readonly clusterIdentifier: string;
  /** Whether this run adopts what is in the cluster already. */
  readonly importExisting: boolean;
  /** Whether claims for volumes and definitions of custom resources outlive the stack. */
  readonly retain: boolean;
}

/** How `readConfig` reads. */
export interface ReadConfigOptions {
  /** Names that `environment` may have. */
  readonly environments: readonly string[];
  /** Where to read. @default - the settings of the project */
  readonly config?: pulumi.Config;
}

/**
 * Reads and checks the settings of the stack.
 *
 * @throws Error with one line for each setting that is missing or cannot be used.
 */
export function readConfig(options: ReadConfigOptions): PlatformConfig {
  const { environments, config = new pulumi.Config() } = options;
  const findings: Finding[] = [];
  const fail = (key: string, value: unknown, because: string, example: string): void => {
    const fix = `pulumi config set ${config.name}:${key} ${example}`;
    findings.push({ rule: PULUMI_RULES.config, at: `${config.name}:${key}`, value, because, fix });
  };
  const text = (key: string, because: string, example: string): string => {
    const value = config.get(key) ?? '';
    if (value.trim() === '') fail(key, value, because, example);
    return value;
  };
  const flag = (key: string, fallback: boolean): boolean => {
    const value = config.get(key) ?? String(fallback);
    if (!['true', 'false'].includes(value)) fail(key, value, 'it is true or false', String(fallback));
    return value === 'true';
  };
  const environment = text('environment', 'it says which environment this stack is', environments[0] ?? 'local');
  if (environment !== '' && !environments.includes(environment)) {
    fail('environment', environment, `there are ${environments.join(', ')}`, environments[0] ?? 'local');
  }
  const settings: PlatformConfig = {
    environment,
    context: text('context', 'a deployment names its cluster', `kind-${environment || 'local'}`),
    clusterIdentifier: text('clusterIdentifier', 'it names the cluster for good', `spark-${environment || 'local'}`),
    ...(config.get('kubeconfig') !== undefined && { kubeconfig: config.requireSecret('kubeconfig') }),
    importExisting: flag('importExisting', false),
    retain: flag('retain', true),
  };
  if (findings.length === 0) return settings;
  throw new Error(`The settings of this stack cannot be used:\n  ${findings.map(describe).join('\n  ')}`);
}

/** The cluster of a stack, as a provider that no other context can stand in for. */
export function clusterProvider(name: string, config: PlatformConfig): Provider {
  const { context, clusterIdentifier, kubeconfig } = config;
  return new Provider(name, {
    context,
    clusterIdentifier,
    ...(kubeconfig && { kubeconfig }),
    // Otherwise a changed value means delete and create, and pods that start in between fail.
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  });
}
