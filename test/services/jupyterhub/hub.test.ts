import { Chart, Duration, Size } from 'cdk8s';
import { PlatformApp } from '../../../lib';
import { UiEndpoint } from '../../../lib/ingress/ui-endpoint';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { JupyterHubAuthenticator } from '../../../lib/services/jupyterhub/authenticator';
import { JupyterHubDatabase } from '../../../lib/services/jupyterhub/database';
import { JupyterHub } from '../../../lib/services/jupyterhub/jupyterhub';
import { NotebookProfile } from '../../../lib/services/jupyterhub/profile';
import { NotebookStorage } from '../../../lib/services/jupyterhub/storage';
import { schemaErrors } from '../../schema/validator';
import { readTree, temporary } from '../../synth/trees';
import {
  chart,
  CLIENT,
  CONNECT,
  files,
  findings,
  HUB,
  hub,
  NOTEBOOK_IMAGE,
  PLAIN,
  secret,
  SPARKMAGIC,
  values,
} from './hub';

const OIDC = JupyterHubAuthenticator.oidc({
  authorizeUrl: 'https://login.example.com/authorize',
  tokenUrl: 'https://login.example.com/token',
  userInfoUrl: 'https://login.example.com/userinfo',
  clientId: 'hub',
  clientSecret: secret('client'),
  groupsClaim: 'groups',
});
const UI = UiEndpoint.external('https://spark.example.com/jupyter', [{ namespace: 'ingress' }]);
const EGRESS = { egress: [{ cidr: '10.0.0.0/8', ports: [443] }] };

interface Pod {
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: object;
  readonly initContainers?: object[];
  readonly containers: [
    { command: string[]; env: object[]; securityContext: object; livenessProbe: { httpGet: object } },
  ];
}

const pod = (scope: JupyterHub, name: string): Pod =>
  (SparkTesting.find(scope, 'Deployment', name) as unknown as { spec: { template: { spec: Pod } } }).spec.template.spec;

const policy = (scope: JupyterHub, name: string): Manifest['spec'] =>
  SparkTesting.find(scope, 'NetworkPolicy', name).spec;

const everything = (): JupyterHub =>
  hub({
    ui: UI,
    network: { ...EGRESS, metricsClients: [{ namespace: 'monitoring' }] },
    extraConfig: { hooks: 'c.JupyterHub.services.append({})' },
    profiles: [
      PLAIN,
      NotebookProfile.sparkmagic(SPARKMAGIC),
      NotebookProfile.clientMode(CLIENT),
      NotebookProfile.connect({ name: 'Connect', image: NOTEBOOK_IMAGE, server: CONNECT, token: secret('t') }),
    ],
  });

test('every object is one of Kubernetes, and nothing is wrong', () => {
  const all = everything();
  const manifests = SparkTesting.manifests(all);
  expect(manifests.flatMap((one) => schemaErrors(one).map((error) => `${one.kind} ${error}`))).toEqual([]);
  expect(findings(all)).toEqual([]);
  expect(manifests.map(({ kind }) => kind)).not.toContain('Secret');
});

test('no Service is open to the world, no pod is privileged, and nothing pulls images ahead', () => {
  const manifests = SparkTesting.manifests(everything());
  const text = JSON.stringify(manifests);
  expect(text).not.toMatch(/LoadBalancer|NodePort|privileged|NET_ADMIN|DaemonSet|ClusterRole/);
  for (const name of ['hub-hub', 'hub-proxy']) {
    const { securityContext, containers, initContainers } = pod(everything(), name);
    expect(initContainers).toBeUndefined();
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(containers[0].securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  }
});

test('there is one hub and one proxy, each replaced and never doubled, and no budget that would stop a drain', () => {
  const manifests = SparkTesting.manifests(hub());
  const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
  expect(deployments.map(({ spec }) => spec)).toEqual([
    expect.objectContaining({ replicas: 1, strategy: { type: 'Recreate' } }),
    expect.objectContaining({ replicas: 1, strategy: { type: 'Recreate' } }),
  ]);
  expect(manifests.map(({ kind }) => kind)).not.toContain('PodDisruptionBudget');
});

test('base_url, probes, culler, callback and route follow from one address', () => {
  const one = hub({ ui: UI, authenticator: OIDC, network: EGRESS });
  expect(values(one).traits).toMatchObject({
    'JupyterHub.base_url': '/jupyter/',
    'JupyterHub.public_url': 'https://spark.example.com/jupyter/',
    'OAuthenticator.oauth_callback_url': 'https://spark.example.com/jupyter/hub/oauth_callback',
    'JupyterHub.services': [
      { command: expect.arrayContaining(['--url=http://localhost:8081/jupyter/hub/api']) as string[] },
    ],
  });
  expect(pod(one, 'hub-hub').containers[0].livenessProbe.httpGet).toMatchObject({ path: '/jupyter/hub/health' });
  expect(pod(one, 'hub-proxy').containers[0].command).toContain(
    '--error-target=http://hub-hub.notebooks.svc:8081/jupyter/hub/error',
  );
  expect(one.url).toBe('https://spark.example.com/jupyter/');
  expect(hub().url).toBe('http://hub-proxy-public.notebooks.svc/');
});

test('the gateway is given what a hub needs', () => {
  const given: unknown[] = [];
  const gateway = {
    signOnServices: [],
    signOnFilters: [],
    addRoute: (_: unknown, __: string, route: object) => {
      given.push(route);
      return { url: '', object: one.service, clients: [{ namespace: 'nginx' }] };
    },
  };
  const one = hub();
  const routed = hub({ ui: UiEndpoint.on(gateway, { host: 'hub.example.com', prefix: '/jupyter' }) });
  expect(given[0]).toMatchObject({
    prefixHandling: 'keep',
    webSocket: true,
    signOn: { _kind: 'backend' },
    maxBodySize: Size.mebibytes(64),
    backend: {
      service: 'hub-proxy-public',
      port: 80,
      targetPort: 8000,
      basePath: '/jupyter/',
      executesCode: true,
    },
  });
  expect(policy(routed, 'hub-proxy')).toMatchObject({
    ingress: [
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'nginx' } } }],
        ports: [{ port: 8000 }],
      },
      { ports: [{ port: 8001 }] },
    ],
  });
  // A hub that asks nobody has the gateway ask.
  const authenticator = JupyterHubAuthenticator.insecureDummy({ reason: 'a test' });
  hub({ authenticator, ui: UiEndpoint.on(gateway, { host: 'hub.example.com' }) });
  expect(given[1]).toMatchObject({ signOn: { _kind: 'required' } });
});

test('secrets come by reference alone, and settings take them from variables', () => {
  const one = hub({
    ui: UI,
    authenticator: OIDC,
    database: JupyterHubDatabase.postgres(secret('db')),
    secrets: { ...HUB.secrets, cryptKeys: secret('crypt') },
    network: EGRESS,
  });
  const env = pod(one, 'hub-hub').containers[0].env;
  const from = (name: string, key: string): object => ({
    name,
    valueFrom: { secretKeyRef: { name: 'jupyterhub', key } },
  });
  expect(env).toEqual(
    expect.arrayContaining([
      from('JPY_COOKIE_SECRET', 'cookie'),
      from('CONFIGPROXY_AUTH_TOKEN', 'proxy-token'),
      from('JUPYTERHUB_CRYPT_KEY', 'crypt'),
      from('OAUTHENTICATOR_CLIENT_SECRET', 'client'),
      from('JUPYTERHUB_DB_URL', 'db'),
    ]),
  );
  expect(values(one).secrets).toEqual({
    'OAuthenticator.client_secret': 'OAUTHENTICATOR_CLIENT_SECRET',
    'JupyterHub.db_url': 'JUPYTERHUB_DB_URL',
  });
  expect(SparkTesting.manifests(one).map(({ kind }) => kind)).not.toContain('PersistentVolumeClaim');
});

test('what users write never becomes code but for whole blocks, in the order of their keys', () => {
  const evil = `'); import os #`;
  const one = hub({
    traits: { 'JupyterHub.template_vars': { announcement: evil } },
    extraConfig: { '20-b': 'second = 2', '10-a': 'first = 1' },
  });
  const { 'jupyterhub_config.py': loader, 'values.json': text, ...blocks } = files(one);
  expect(loader).toBe(files(hub())['jupyterhub_config.py']);
  expect(JSON.parse(text ?? '')).toMatchObject({ traits: { 'JupyterHub.template_vars': { announcement: evil } } });
  expect(blocks).toEqual({ 'extra-20-b.py': 'second = 2', 'extra-10-a.py': 'first = 1' });
});

test('a profile that is added later is in the configuration, and starts the hub again', () => {
  const one = hub();
  const hash = (): unknown =>
    (SparkTesting.find(one, 'Deployment', 'hub-hub') as unknown as { spec: { template: { metadata: object } } }).spec
      .template.metadata;
  const before = hash();
  one.addProfile(NotebookProfile.sparkmagic({ ...SPARKMAGIC, name: 'Team B', groups: ['b'] }));
  expect(values(one).profiles.map(({ profile, groups }) => [profile.slug, groups])).toEqual([
    ['python', []],
    ['team-b', ['b']],
  ]);
  expect(hash()).not.toEqual(before);
});

test('the three kinds of pods are closed but for what they are for', () => {
  const one = hub({ network: { metricsClients: [{ namespace: 'monitoring' }] } });
  const pods = (component: string): object => ({
    podSelector: {
      matchLabels: {
        'app.kubernetes.io/name': 'jupyterhub',
        'app.kubernetes.io/instance': 'hub',
        'app.kubernetes.io/component': component,
      },
    },
  });
  const port = (number: number): object[] => [{ protocol: 'TCP', port: number }];
  expect(policy(one, 'hub-hub')).toMatchObject({
    ...pods('hub'),
    ingress: [
      { from: [pods('proxy'), pods('hub-notebook')], ports: port(8081) },
      { from: [{ namespaceSelector: {} }], ports: port(8081) },
    ],
    egress: [
      { ports: [{ port: 53 }, { port: 53 }] },
      { ports: [{ port: 443 }, { port: 6443 }] },
      { to: [pods('proxy')], ports: port(8001) },
      { to: [pods('hub-notebook')], ports: port(8888) },
    ],
  });
  expect(policy(one, 'hub-proxy')).toMatchObject({
    ingress: [{ from: [pods('hub')], ports: port(8001) }],
    egress: [{}, { to: [pods('hub')], ports: port(8081) }, { to: [pods('hub-notebook')], ports: port(8888) }],
  });
  expect(policy(one, 'hub-notebooks')).toMatchObject({
    ...pods('hub-notebook'),
    ingress: [{ from: [pods('hub'), pods('proxy')], ports: port(8888) }],
    egress: [{ ports: [{ port: 53 }, { port: 53 }] }, { to: [pods('hub')], ports: port(8081) }],
  });
  expect(one.notebookPeer).toMatchObject({
    namespace: 'notebooks',
    podLabels: { 'app.kubernetes.io/component': 'hub-notebook' },
  });
});

test('the hub may make pods and claims in its namespace, and neither Secrets nor Services', () => {
  const { rules } = SparkTesting.find(hub(), 'Role') as unknown as {
    rules: { resources: string[]; verbs: string[] }[];
  };
  expect(rules.map(({ resources, verbs }) => [resources.join(), verbs.join()])).toEqual([
    ['pods', 'create,delete,list,watch'],
    ['persistentvolumeclaims', 'create,get,delete'],
    ['events', 'list,watch'],
  ]);
  expect(pod(hub(), 'hub-proxy').automountServiceAccountToken).toBe(false);
});

test('idle notebooks are stopped as told, or not at all', () => {
  const command = (culler: object): unknown => values(hub({ culler })).traits['JupyterHub.services'];
  const times = { idleTimeout: Duration.hours(2), interval: Duration.minutes(5), maxAge: Duration.days(2) };
  expect(command(times)).toMatchObject([
    { command: expect.arrayContaining(['--timeout=7200', '--cull-every=300', '--max-age=172800']) as string[] },
  ]);
  expect(command({ enabled: false })).toBeUndefined();
});

test('homes are claims, or nothing is kept', () => {
  const storage = NotebookStorage.perUser({
    size: Size.gibibytes(5),
    storageClassName: 'fast',
    mountPath: '/home/jovyan/work',
  });
  expect(values(hub({ storage })).traits).toMatchObject({
    'KubeSpawner.storage_capacity': '5Gi',
    'KubeSpawner.storage_class': 'fast',
    'KubeSpawner.volume_mounts': { home: { mountPath: '/home/jovyan/work' } },
  });
  expect(values(hub({ storage: NotebookStorage.none() })).traits).toMatchObject({
    'KubeSpawner.storage_pvc_ensure': false,
  });
});

test('a hub that believes any name says so where everybody finds it', () => {
  const { metadata } = SparkTesting.find(hub(), 'Deployment', 'hub-hub');
  expect(metadata.annotations).toEqual({ 'cdk8s-spark/insecure-authenticator': 'a test' });
  const asking = hub({ authenticator: OIDC, ui: UI, network: EGRESS });
  expect(SparkTesting.find(asking, 'Deployment', 'hub-hub').metadata.annotations).toBeUndefined();
});

test('two hubs live in one namespace', () => {
  const both = chart();
  const names = ['a', 'b'].map((id) => new JupyterHub(both, id, HUB)).map((one) => one.hubName);
  expect(names).toEqual(['a', 'b']);
  const all = SparkTesting.manifests(both).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  expect(new Set(all).size).toBe(all.length);
});

test('a hub with late profiles is written by PlatformApp as by any app', () => {
  const outdir = temporary();
  const app = new PlatformApp({ outdir, summary: false });
  const one = new JupyterHub(new Chart(app, 'c', { namespace: 'notebooks' }), 'hub', HUB);
  one.addProfile(NotebookProfile.sparkmagic(SPARKMAGIC));
  app.synth();
  const text = Object.values(readTree(outdir)).join('');
  expect(text).toContain('"slug": "livy"');
  expect(text).toMatch(/cdk8s-spark\/config: "?[0-9a-f]{10}/);
});
