import { Chart, Size, Testing } from 'cdk8s';
import { SecretSource, SparkImage, SparkServiceAccount, SparkVersion } from '../../../lib';
import { SparkTesting } from '../../../lib/testing';
import { SparkConnectServer } from '../../../lib/services/connect/connect-server';
import { JupyterHubAuthenticator } from '../../../lib/services/jupyterhub/authenticator';
import { JupyterHubDatabase } from '../../../lib/services/jupyterhub/database';
import { JupyterHub } from '../../../lib/services/jupyterhub/jupyterhub';
import { NotebookProfile } from '../../../lib/services/jupyterhub/profile';
import type { JupyterHubProps } from '../../../lib/services/jupyterhub/props';
import { LivyServer } from '../../../lib/services/livy/livy-server';

export const NAMESPACE = 'notebooks';
export const secret = (key: string): SecretSource => SecretSource.fromKubernetes('jupyterhub', key);
export const NOTEBOOK_IMAGE = 'quay.io/jupyter/minimal-notebook:2026-08-10';
export const ACCOUNT = SparkServiceAccount.fromName('spark', NAMESPACE);
export const SPARK_IMAGE = SparkImage.official(SparkVersion.V4_2);
export const LIVY = LivyServer.fromUrl('http://livy.spark.svc:8998');
export const CONNECT = SparkConnectServer.fromUrl('sc://connect.etl.svc:15002');

export const PLAIN = NotebookProfile.plain({ name: 'Python', image: NOTEBOOK_IMAGE });
export const SPARKMAGIC = { name: 'Livy', image: NOTEBOOK_IMAGE, livy: LIVY };
export const CLIENT = { name: 'Client mode', image: NOTEBOOK_IMAGE, account: ACCOUNT, sparkImage: SPARK_IMAGE };

export const HUB: JupyterHubProps = {
  authenticator: JupyterHubAuthenticator.insecureDummy({ reason: 'a test', password: secret('password') }),
  access: { users: ['ada', 'grace'], admins: ['ada'] },
  secrets: { cookie: secret('cookie'), proxyToken: secret('proxy-token') },
  database: JupyterHubDatabase.sqlite({ size: Size.gibibytes(1) }),
  profiles: [PLAIN],
};

export const chart = (): Chart => new Chart(Testing.app(), 'c', { namespace: NAMESPACE });

export const hub = (props: Partial<JupyterHubProps> = {}): JupyterHub =>
  new JupyterHub(chart(), 'hub', { ...HUB, ...props });

/** What is wrong with everything at and under a construct. */
export const findings = (scope: Chart | JupyterHub): string[] =>
  scope.node.findAll().flatMap(({ node }) => node.validate());

/** What the hub will read. */
export interface Values {
  readonly traits: { readonly [trait: string]: unknown };
  readonly secrets: { readonly [trait: string]: string };
  readonly profiles: readonly { readonly groups: string[]; readonly profile: Profile }[];
}

export interface Profile {
  readonly display_name: string;
  readonly slug: string;
  readonly default?: boolean;
  readonly kubespawner_override: Override;
}

export interface Override {
  readonly image: string;
  readonly environment: { readonly [name: string]: unknown };
  readonly volumes?: { readonly [name: string]: object };
  readonly volume_mounts?: { readonly [name: string]: { readonly mountPath: string; readonly subPath?: string } };
  readonly init_containers?: { readonly setup: { readonly command: string[]; readonly env: object[] } };
  readonly [trait: string]: unknown;
}

/** The files of a ConfigMap. */
export function files(scope: JupyterHub, name = 'hub-hub'): { [file: string]: string } {
  return SparkTesting.find(scope, 'ConfigMap', name).data as { [file: string]: string };
}

export function values(scope: JupyterHub): Values {
  return JSON.parse(files(scope)['values.json'] ?? '') as Values;
}

/** What the only profile of a hub sets. */
export function override(profile: NotebookProfile): Override {
  const [offer] = values(hub({ profiles: [profile] })).profiles;
  if (offer === undefined) throw new Error('the hub has no profile');
  return offer.profile.kubespawner_override;
}
