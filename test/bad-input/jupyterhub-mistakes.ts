import { Chart, Duration, Size, type App } from 'cdk8s';
import { SecretSource, SparkConf, SparkServiceAccount } from '../../lib';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { SparkConnectServer } from '../../lib/services/connect/connect-server';
import { JupyterHubAuthenticator as Authenticator } from '../../lib/services/jupyterhub/authenticator';
import { JupyterHubDatabase } from '../../lib/services/jupyterhub/database';
import { JupyterHub } from '../../lib/services/jupyterhub/jupyterhub';
import { NotebookProfile } from '../../lib/services/jupyterhub/profile';
import type {
  ClientModeProfileProps,
  NotebookProfileProps,
  SparkmagicProfileProps,
} from '../../lib/services/jupyterhub/profile-props';
import type { JupyterHubProps } from '../../lib/services/jupyterhub/props';
import type { SparkmagicSettings } from '../../lib/services/jupyterhub/sparkmagic-props';
import { NotebookStorage } from '../../lib/services/jupyterhub/storage';
import { LivyServer } from '../../lib/services/livy/livy-server';
import { CLIENT, HUB, NAMESPACE, NOTEBOOK_IMAGE, PLAIN, SPARKMAGIC, secret } from '../services/jupyterhub/hub';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

const hub = (name: string, props: Partial<JupyterHubProps>, ...[rule, at, value, says]: Line): Mistake => ({
  name,
  build: (app: App) => void new JupyterHub(new Chart(app, 'c', { namespace: NAMESPACE }), 's', { ...HUB, ...props }),
  rule,
  at,
  value,
  path: 'c/s',
  ...(says !== undefined && { says }),
});

const profile = (name: string, one: NotebookProfile, ...line: Line): Mistake => hub(name, { profiles: [one] }, ...line);

const plain = (name: string, props: Partial<NotebookProfileProps>, ...line: Line): Mistake =>
  profile(name, NotebookProfile.plain({ name: 'Python', image: NOTEBOOK_IMAGE, ...props }), ...line);

const magic = (name: string, props: Partial<SparkmagicProfileProps>, ...line: Line): Mistake =>
  profile(name, NotebookProfile.sparkmagic({ ...SPARKMAGIC, ...props }), ...line);

const settings = (name: string, set: SparkmagicSettings, ...line: Line): Mistake =>
  magic(name, { settings: set }, ...line);

const client = (name: string, props: Partial<ClientModeProfileProps>, ...line: Line): Mistake =>
  profile(name, NotebookProfile.clientMode({ ...CLIENT, ...props }), ...line);

const UI = UiEndpoint.external('https://hub.example.com/jupyter');
const PROVIDER = {
  authorizeUrl: 'https://login.example.com/a',
  tokenUrl: 'https://login.example.com/t',
  userInfoUrl: 'https://login.example.com/u',
  clientId: 'hub',
  clientSecret: secret('client'),
};
const OUT = { egress: [{ cidr: '10.0.0.0/8', ports: [443, 5432] }] };
const ANYWHERE = { cidr: '0.0.0.0/0', ports: [443] };
const directory = (more: object) => Authenticator.ldap({ host: 'ldap.example.com', ...more });

const HUB_MISTAKES: readonly Mistake[] = [
  hub('nobody may come in', { access: {} }, 'jupyterhub/nobody-allowed', 'access', '{}'),
  hub(
    'everyone, and a list that decides nothing',
    { access: { everyone: true, users: ['ada'] } },
    'jupyterhub/everyone-and-some',
    'access.everyone',
    'true',
  ),
  hub('a user without a name', { access: { users: ['ada', ' '] } }, 'jupyterhub/access-name', 'access.users', '" "'),
  hub(
    'groups, and an authenticator that knows none',
    { access: { groups: ['etl'] } },
    'jupyterhub/groups-unknown',
    'access.groups',
    '["etl"]',
  ),
  hub(
    'admins by groups of a directory',
    {
      access: { users: ['ada'], adminGroups: ['cn=admins'] },
      authenticator: directory({ dnTemplates: ['uid={username}'] }),
      network: OUT,
    },
    'jupyterhub/groups-unknown',
    'access.adminGroups',
    '["cn=admins"]',
  ),
  hub(
    'any name is believed, for no reason',
    { authenticator: Authenticator.insecureDummy({ reason: ' ', password: secret('password') }) },
    'jupyterhub/dummy-reason',
    'authenticator.reason',
    '" "',
  ),
  hub(
    'any name is believed of anybody',
    {
      authenticator: Authenticator.insecureDummy({ reason: 'a laptop' }),
      network: { clients: [{ cidr: '0.0.0.0/0' }] },
    },
    'jupyterhub/dummy-open',
    'network.clients[0].cidr',
    '"0.0.0.0/0"',
  ),
  hub(
    'a provider that sends users back to nowhere',
    { authenticator: Authenticator.oidc(PROVIDER), network: OUT },
    'jupyterhub/no-address',
    'ui',
    'undefined',
  ),
  hub(
    'a provider without TLS',
    { authenticator: Authenticator.oidc({ ...PROVIDER, tokenUrl: 'http://login/t' }), ui: UI, network: OUT },
    'jupyterhub/provider-url',
    'authenticator.tokenUrl',
    '"http://login/t"',
  ),
  hub(
    'a tenant of no id',
    {
      authenticator: Authenticator.entraId({ tenantId: '', clientId: 'hub', clientSecret: secret('client') }),
      ui: UI,
      network: OUT,
    },
    'jupyterhub/provider-empty',
    'authenticator.tenantId',
    '""',
  ),
  hub(
    'a provider that the policy keeps the hub from',
    { authenticator: Authenticator.gitHub({ clientId: 'hub', clientSecret: secret('client') }), ui: UI },
    'jupyterhub/unreachable',
    'authenticator',
    '"https://github.com"',
  ),
  hub(
    'a directory without a way to find users',
    { authenticator: directory({}), network: OUT },
    'jupyterhub/ldap-names',
    'authenticator.dnTemplates',
    '[]',
  ),
  hub(
    'a template without the name of the user',
    { authenticator: directory({ dnTemplates: ['uid=ada'] }), network: OUT },
    'jupyterhub/ldap-names',
    'authenticator.dnTemplates',
    '["uid=ada"]',
  ),
  hub(
    'a database in the pod',
    { database: JupyterHubDatabase.sqlite({}) },
    'jupyterhub/database-size',
    'database',
    '"0 MiB"',
  ),
  hub(
    'a database on a claim of no size',
    { database: JupyterHubDatabase.sqlite({ size: Size.mebibytes(0) }) },
    'jupyterhub/database-size',
    'database',
    '"0 MiB"',
  ),
  hub(
    'a claim that is made and exists',
    { database: JupyterHubDatabase.sqlite({ size: Size.gibibytes(1), claimName: 'hub' }) },
    'jupyterhub/database-claim',
    'database',
    '"hub"',
  ),
  hub(
    'a database in memory by a setting',
    { traits: { 'JupyterHub.db_url': 'sqlite://' } },
    'jupyterhub/owned-trait',
    'traits["JupyterHub.db_url"]',
    '"sqlite://"',
    'it is database',
  ),
  hub(
    'a database that is emptied at each start',
    { traits: { 'JupyterHub.reset_db': true } },
    'jupyterhub/owned-trait',
    'traits["JupyterHub.reset_db"]',
    'true',
  ),
  hub(
    'a database that the policy keeps the hub from',
    { database: JupyterHubDatabase.postgres(secret('db')) },
    'jupyterhub/unreachable',
    'database',
    '"postgresql"',
  ),
  hub(
    'a database whose Secret has no key',
    { database: JupyterHubDatabase.postgres(secret('')), network: OUT },
    'jupyterhub/secret-key',
    'JupyterHub.db_url',
    '"jupyterhub/"',
  ),
  hub(
    'one secret for cookies and the proxy',
    { secrets: { cookie: secret('one'), proxyToken: secret('one') } },
    'jupyterhub/secret-twice',
    'secrets.proxyToken',
    '"jupyterhub/one"',
    'as secrets.cookie',
  ),
  hub(
    'a Secret without a name',
    { secrets: { ...HUB.secrets, cookie: SecretSource.fromKubernetes('', 'cookie') } },
    'jupyterhub/secret-key',
    'secrets.cookie',
    '"/cookie"',
  ),
  hub(
    'a prefix that is not that of the address',
    { ui: UI, traits: { 'JupyterHub.base_url': '/notebooks/' } },
    'jupyterhub/owned-trait',
    'traits["JupyterHub.base_url"]',
    '"/notebooks/"',
    'it is ui',
  ),
  hub(
    'a prefix in a block of Python',
    { ui: UI, extraConfig: { base: "c.JupyterHub.base_url = '/notebooks/'" } },
    'jupyterhub/owned-trait',
    'extraConfig["base"]',
    '"JupyterHub.base_url"',
  ),
  hub(
    'a setting that no hub has',
    { traits: { 'JupyterHub.max_users': 3 } },
    'jupyterhub/unknown-trait',
    'traits["JupyterHub.max_users"]',
    '3',
  ),
  hub(
    'certificates that nobody checks',
    { traits: { 'OAuthenticator.validate_server_cert': false } },
    'jupyterhub/unknown-trait',
    'traits["OAuthenticator.validate_server_cert"]',
    'false',
  ),
  hub(
    'a number as text',
    { traits: { 'JupyterHub.concurrent_spawn_limit': '64' } },
    'jupyterhub/trait-type',
    'traits["JupyterHub.concurrent_spawn_limit"]',
    '"64"',
    'it takes a count',
  ),
  hub(
    'notebooks that may be privileged',
    { traits: { 'KubeSpawner.privileged': true } },
    'jupyterhub/owned-trait',
    'traits["KubeSpawner.privileged"]',
    'true',
  ),
  hub(
    'a block with a path for a key',
    { extraConfig: { '../x': 'x = 1' } },
    'jupyterhub/extra-key',
    'extraConfig',
    '"../x"',
  ),
  hub(
    'homes of no size',
    { storage: NotebookStorage.perUser({ size: Size.mebibytes(0) }) },
    'jupyterhub/claim-size',
    'storage.size',
    '"0 MiB"',
  ),
  hub(
    'homes over the system',
    { storage: NotebookStorage.perUser({ size: Size.gibibytes(1), mountPath: '/usr' }) },
    'jupyterhub/home-path',
    'storage.mountPath',
    '"/usr"',
  ),
  hub(
    'a culler that looks less often than it should cull',
    { culler: { idleTimeout: Duration.minutes(5) } },
    'jupyterhub/cull-times',
    'culler.interval',
    '"10 minutes"',
  ),
  hub(
    'notebooks that reach the metadata of the cloud',
    { network: { notebookEgress: [ANYWHERE] } },
    'jupyterhub/notebook-open-to-all',
    'network.notebookEgress[0]',
    '"0.0.0.0/0"',
  ),
  hub('a hub with nothing to start', { profiles: [] }, 'notebook/no-profile', 'profiles', '[]'),
  hub(
    'two defaults',
    { profiles: ['A', 'B'].map((name) => NotebookProfile.plain({ name, image: NOTEBOOK_IMAGE, isDefault: true })) },
    'notebook/two-defaults',
    'profiles',
    '["A","B"]',
  ),
  hub(
    'two profiles that differ in signs',
    { profiles: [PLAIN, NotebookProfile.plain({ name: 'python!', image: NOTEBOOK_IMAGE })] },
    'notebook/profile-twice',
    'profiles',
    '"python!"',
  ),
];

const PROFILE_MISTAKES: readonly Mistake[] = [
  plain('a profile of signs', { name: '!?' }, 'notebook/profile-name', 'profiles', '"!?"'),
  plain(
    'an image that changes',
    { image: 'jupyter/lab:latest' },
    'notebook/image',
    'profiles.python.image',
    '"jupyter/lab:latest"',
  ),
  plain('an image without a tag', { image: 'jupyter/lab' }, 'notebook/image', 'profiles.python.image', '"jupyter/lab"'),
  plain(
    'braces in a variable',
    { env: { JSON: '{"a":1}' } },
    'notebook/env-braces',
    'profiles.python.env["JSON"]',
    '"{\\"a\\":1}"',
  ),
  plain('no memory', { memory: Size.mebibytes(0) }, 'notebook/size', 'profiles.python.memory', '"0 MiB"'),
  plain(
    'a limit below the request',
    { cores: 2, coreLimit: 1 },
    'notebook/core-limit',
    'profiles.python.coreLimit',
    '1',
  ),
  plain('a notebook of root', { uid: 0 }, 'notebook/identity', 'profiles.python.uid', '0'),
  plain(
    'a profile for groups that nobody knows',
    { groups: ['etl'] },
    'jupyterhub/groups-unknown',
    'profiles.python.groups',
    '["etl"]',
  ),
  plain(
    'a profile that reaches the metadata of the cloud',
    { egress: [ANYWHERE] },
    'jupyterhub/notebook-open-to-all',
    'profiles.python.egress[0]',
    '"0.0.0.0/0"',
  ),
  magic(
    "a variable that is the profile's",
    { env: { SPARKMAGIC_CONF_DIR: '/x' } },
    'notebook/env-owned',
    'profiles.livy.env',
    '"SPARKMAGIC_CONF_DIR"',
  ),
  magic(
    'a Livy server somewhere',
    { livy: LivyServer.fromUrl('https://livy.example.com') },
    'notebook/peer-unknown',
    'profiles.livy.livyPeer',
    '"https://livy.example.com"',
  ),
  settings(
    'no heartbeat',
    { heartbeatTimeout: Duration.seconds(0) },
    'notebook/heartbeat',
    'profiles.livy.settings.heartbeatTimeout',
    '"0 seconds"',
  ),
  settings(
    'a heart that stands still',
    { heartbeat: Duration.seconds(0) },
    'notebook/heartbeat',
    'profiles.livy.settings.heartbeat',
    '"0 seconds"',
  ),
  settings(
    'sparkmagic as impatient as it comes',
    { startupTimeout: Duration.minutes(1) },
    'notebook/startup-timeout',
    'profiles.livy.settings.startupTimeout',
    '"1 minute"',
  ),
  settings(
    'half an executor',
    { session: { numExecutors: 0.5 } },
    'notebook/session-setting',
    'profiles.livy.settings.session.numExecutors',
    '0.5',
  ),
  settings(
    'memory of sessions in two places',
    { session: { conf: { 'spark.executor.memory': '2g' } } },
    'notebook/session-owned',
    'profiles.livy.settings.session.conf["spark.executor.memory"]',
    '"2g"',
    'it is executorMemory',
  ),
  settings(
    'a token in the ConfigMap',
    { headers: { Authorization: 'Bearer x' } },
    'notebook/sparkmagic-value',
    'profiles.livy.settings.headers',
    '"Authorization"',
  ),
  settings(
    'a sample of nothing',
    { sampleFraction: 0 },
    'notebook/sparkmagic-value',
    'profiles.livy.settings.sampleFraction',
    '0',
  ),
  profile(
    'a token in the address',
    NotebookProfile.connect({
      name: 'Connect',
      image: NOTEBOOK_IMAGE,
      server: SparkConnectServer.fromUrl('sc://connect.etl.svc:15002/;token=x'),
    }),
    'notebook/connect-url',
    'profiles.connect.server.connectUrl',
    '"sc://connect.etl.svc:15002/;token=x"',
  ),
  client(
    'a driver with an account of another namespace',
    { account: SparkServiceAccount.fromName('spark', 'etl') },
    'notebook/account-namespace',
    'profiles.client-mode.account.namespace',
    '"etl"',
    'the hub is in notebooks',
  ),
  client(
    'a heap as large as the notebook',
    { driverMemory: Size.gibibytes(2) },
    'notebook/driver-memory',
    'profiles.client-mode.driverMemory',
    '"2048 MiB"',
  ),
  client(
    'drivers without a secret',
    { conf: SparkConf.of({ 'spark.authenticate': 'false' }) },
    'service/conf-owned',
    'profiles.client-mode.conf["spark.authenticate"]',
    '"false"',
  ),
];

export const JUPYTERHUB_MISTAKES: readonly Mistake[] = [...HUB_MISTAKES, ...PROFILE_MISTAKES];
