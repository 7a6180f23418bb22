import { App, Chart, Testing } from 'cdk8s';
import { SparkImage, SparkServiceAccount, SparkTenant, SparkVersion } from '../../../lib';
import { LivyAuthentication } from '../../../lib/services/livy/authentication';
import { LivyServer } from '../../../lib/services/livy/livy-server';
import type { LivyServerProps } from '../../../lib/services/livy/props';
import { SparkTesting, type Manifest } from '../../../lib/testing';

export const NAMESPACE = 'livy';
export const IMAGE = SparkImage.of('registry.example.com/livy:0.9.0-spark3.5.8', { version: SparkVersion.V3_5 });
export const ACCOUNT = SparkServiceAccount.fromName('spark', 'etl');
export const LDAP = LivyAuthentication.ldap({ url: 'ldaps://ldap.example.com', baseDn: 'ou=people,dc=example' });
export const LIVY: LivyServerProps = { image: IMAGE, jobAccount: ACCOUNT, authentication: LDAP };

export const chart = (): Chart => new Chart(Testing.app(), 'c', { namespace: NAMESPACE });

export const livy = (props: Partial<LivyServerProps> = {}): LivyServer =>
  new LivyServer(chart(), 'livy', { ...LIVY, ...props });

/** A server for two tenants, each with a chart of its own. */
export function platform(props: Partial<LivyServerProps> = {}) {
  const app = new App();
  const [etl, ml] = ['etl', 'ml'].map((name) => new SparkTenant(new Chart(app, name), name));
  if (etl === undefined || ml === undefined) throw new Error('two tenants');
  const home = new Chart(app, 'home', { namespace: NAMESPACE });
  const server = new LivyServer(home, 'livy', { ...LIVY, jobAccount: etl.serviceAccount, ...props });
  server.addJobNamespace(ml.serviceAccount);
  return { app, etl, ml, home, server };
}

export const findings = (scope: LivyServer | Chart | App): string[] =>
  scope.node.findAll().flatMap(({ node }) => node.validate());

/** A file of one of the server's ConfigMaps. */
export function file(scope: LivyServer | Chart | App, name: string): string {
  const data = SparkTesting.manifests(scope).flatMap(({ kind, data }) =>
    kind === 'ConfigMap' ? [data as Record<string, string>] : [],
  );
  const text = data.map((files) => files[name]).find((one) => one !== undefined);
  if (text === undefined) throw new Error(`no file ${name}`);
  return text;
}

/** A file of properties as a map. */
export function properties(scope: LivyServer | Chart | App, name: string): Record<string, string> {
  const lines = file(scope, name)
    .split('\n')
    .filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

export interface LivyPod {
  readonly automountServiceAccountToken: boolean;
  readonly enableServiceLinks: boolean;
  readonly serviceAccountName: string;
  readonly securityContext: Record<string, unknown>;
  readonly containers: readonly Record<string, unknown>[];
  readonly volumes: readonly { readonly name: string; readonly [source: string]: unknown }[];
}

/** The StatefulSet, its pod and container. */
export function podOf(scope: LivyServer) {
  const set = SparkTesting.find(scope, 'StatefulSet').spec as {
    readonly replicas: number;
    readonly serviceName: string;
    readonly selector: { readonly matchLabels: Record<string, string> };
    readonly template: { readonly metadata: { readonly labels: Record<string, string> }; readonly spec: LivyPod };
    readonly volumeClaimTemplates: readonly Record<string, unknown>[];
  };
  const pod = set.template.spec;
  const [container] = pod.containers;
  if (container === undefined) throw new Error('no container');
  const env = container.env as readonly { readonly name: string; readonly value: string }[];
  return { set, pod, container, env: Object.fromEntries(env.map(({ name, value }) => [name, value])) };
}

/** The rules of a Role or ClusterRole as `group/resource: verbs`. */
export function rulesOf(role: Manifest): string[] {
  const rules = role.rules as { apiGroups: string[]; resources: string[]; verbs: string[] }[];
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    resources.map((resource) => `${apiGroups.join()}/${resource}: ${verbs.join(' ')}`),
  );
}
