import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SparkTesting } from '../../../lib/testing';
import { UiEndpoint } from '../../../lib/ingress/ui-endpoint';
import { JupyterHubAuthenticator } from '../../../lib/services/jupyterhub/authenticator';
import type { JupyterHub } from '../../../lib/services/jupyterhub/jupyterhub';
import { NotebookProfile } from '../../../lib/services/jupyterhub/profile';
import type { JupyterHubProps } from '../../../lib/services/jupyterhub/props';
import { sparkmagicConfig, SPARKMAGIC_UNSET } from '../../../lib/services/jupyterhub/sparkmagic';
import { HUB_TRAITS, OWNED_TRAITS } from '../../../lib/services/jupyterhub/traits';
import { run } from '../../cluster/kubectl';
import { CLIENT, CONNECT, files, hub, NOTEBOOK_IMAGE, PLAIN, secret, SPARKMAGIC } from './hub';
import { ALL_SPARKMAGIC } from './sparkmagic';

/** A Python with jupyterhub, jupyterhub-kubespawner, oauthenticator, jupyterhub-ldapauthenticator and sparkmagic. */
const PYTHON = process.env.CDK8S_SPARK_JUPYTERHUB_PYTHON ?? '';
const withPython = PYTHON === '' ? describe.skip : describe;

interface Pod {
  readonly metadata: { readonly name: string; readonly labels: { readonly [key: string]: string } };
  readonly spec: {
    readonly automountServiceAccountToken: boolean;
    readonly serviceAccountName?: string;
    readonly initContainers?: Container[];
    readonly containers: Container[];
    readonly securityContext: object;
  };
}

interface Container {
  readonly env: { readonly name: string; readonly value?: string }[];
  readonly securityContext: object;
}

interface Read {
  readonly unknown: string[];
  readonly authenticator: { readonly [trait: string]: unknown };
  readonly hub: { readonly [trait: string]: unknown };
  readonly pods: { readonly [slug: string]: { readonly pod: Pod } };
}

async function python(...args: string[]): Promise<string> {
  const env = {
    OAUTHENTICATOR_CLIENT_SECRET: 'hidden',
    DUMMYAUTHENTICATOR_PASSWORD: 'pw',
    CONFIGPROXY_AUTH_TOKEN: 't',
  };
  const answer = await run(PYTHON, [join(__dirname, 'read_config.py'), ...args], { env });
  if (answer.code !== 0) throw new Error(answer.stderr);
  return answer.stdout;
}

async function read(scope: JupyterHub, ...groups: string[]): Promise<Read> {
  const directory = mkdtempSync(join(tmpdir(), 'cdk8s-spark-hub-'));
  for (const [file, text] of Object.entries(files(scope))) writeFileSync(join(directory, file), text);
  return JSON.parse(await python('config', directory, ...groups)) as Read;
}

const UI = UiEndpoint.external('https://spark.example.com/jupyter');
const client = { clientId: 'hub', clientSecret: secret('client') };
const PROFILES = [
  PLAIN,
  NotebookProfile.sparkmagic({ ...SPARKMAGIC, proxyUser: true }),
  NotebookProfile.clientMode(CLIENT),
  NotebookProfile.connect({
    name: 'Connect',
    image: NOTEBOOK_IMAGE,
    server: CONNECT,
    token: secret('t'),
    groups: ['etl'],
  }),
];

withPython('the real JupyterHub', () => {
  jest.setTimeout(180_000);

  test('knows every setting, and makes the pods that were described', async () => {
    const one = hub({ ui: UI, profiles: PROFILES, extraConfig: { 'a-hook': "c.KubeSpawner.working_dir = '/tmp'" } });
    const found = await read(one, 'etl');
    expect(found.unknown).toEqual([]);
    expect(found.hub).toMatchObject({ base_url: '/jupyter/', public_url: 'https://spark.example.com/jupyter/' });
    expect(found.authenticator).toMatchObject({ password: 'pw', allowed_users: ['ada', 'grace'], allow_all: false });
    expect(Object.keys(found.pods)).toEqual(['python', 'livy', 'client-mode', 'connect']);
    const { podSelector } = SparkTesting.find(one, 'NetworkPolicy', 'hub-notebooks').spec as {
      podSelector: { matchLabels: object };
    };
    for (const [slug, { pod }] of Object.entries(found.pods)) {
      const { metadata, spec } = pod;
      expect(metadata.labels).toMatchObject({ ...podSelector.matchLabels, 'cdk8s-spark/notebook-profile': slug });
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      for (const { securityContext } of [...spec.containers, ...(spec.initContainers ?? [])]) {
        const none = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsUser: 1000 };
        expect(securityContext).toMatchObject(none);
      }
      const token = slug === 'client-mode';
      expect([spec.automountServiceAccountToken, spec.serviceAccountName]).toEqual([
        token,
        token ? 'spark' : undefined,
      ]);
    }
    expect(found.pods.livy?.pod.spec.initContainers?.[0]?.env).toEqual([{ name: 'LIVY_PROXY_USER', value: 'ada' }]);
    const names = found.pods['client-mode']?.pod.spec.containers[0]?.env.map(({ name }) => name) ?? [];
    expect(names.indexOf('PYSPARK_SUBMIT_ARGS')).toBeGreaterThan(names.indexOf('POD_IP'));
  });

  test('offers a profile of a group to nobody else', async () => {
    const found = await read(hub({ profiles: PROFILES }), 'sales');
    expect(Object.keys(found.pods)).toEqual(['python', 'livy', 'client-mode']);
  });

  const providers: [string, Partial<JupyterHubProps>, object][] = [
    [
      'Entra ID',
      {
        authenticator: JupyterHubAuthenticator.entraId({ ...client, tenantId: 'tenant', groups: true }),
        access: { groups: ['g'], adminGroups: ['a'] },
      },
      {
        authorize_url: 'https://login.microsoftonline.com/tenant/oauth2/authorize',
        client_secret: 'hidden',
        allowed_groups: ['g'],
        manage_groups: true,
        oauth_callback_url: 'https://spark.example.com/jupyter/hub/oauth_callback',
      },
    ],
    [
      'OpenID Connect',
      {
        authenticator: JupyterHubAuthenticator.oidc({
          ...client,
          authorizeUrl: 'https://login.example.com/a',
          tokenUrl: 'https://login.example.com/t',
          userInfoUrl: 'https://login.example.com/u',
        }),
        access: { everyone: true },
      },
      { authorize_url: 'https://login.example.com/a', allow_all: true, client_id: 'hub' },
    ],
    [
      'GitHub',
      { authenticator: JupyterHubAuthenticator.gitHub({ ...client, organizations: ['acme'] }), access: {} },
      { client_secret: 'hidden', allow_all: false },
    ],
    [
      'a directory',
      {
        authenticator: JupyterHubAuthenticator.ldap({ host: 'ldap', dnTemplates: ['uid={username},dc=example'] }),
        access: { groups: ['cn=etl,dc=example'] },
      },
      {
        tls_strategy: 'before_bind',
        bind_dn_template: ['uid={username},dc=example'],
        allowed_groups: ['cn=etl,dc=example'],
      },
    ],
  ];
  test.each(providers)('takes %s as it is described', async (_, props, expected) => {
    const found = await read(hub({ ui: UI, ...props }));
    expect(found.unknown).toEqual([]);
    expect(found.authenticator).toMatchObject(expected);
  });

  test('has every setting of the tables, of the type that is asked for', async () => {
    const found = JSON.parse(await python('traits')) as { [trait: string]: string };
    const types: { [type: string]: string[] } = {
      count: ['Int', 'Union'],
      number: ['Float'],
      boolean: ['Bool'],
      text: ['Unicode', 'Union'],
      texts: ['List', 'Set'],
      numbers: ['Union'],
      map: ['Dict'],
    };
    const wrong = Object.entries(HUB_TRAITS).filter(
      ([trait, type]) => types[type]?.includes(found[trait] ?? '') !== true,
    );
    expect(wrong).toEqual([]);
    expect(Object.keys(OWNED_TRAITS).filter((trait) => !(trait in found))).toEqual([]);
  });

  test('and the real sparkmagic have no setting that is neither made nor left out for a reason', async () => {
    const known = JSON.parse(await python('sparkmagic')) as string[];
    const made = [...Object.keys(sparkmagicConfig(ALL_SPARKMAGIC)), ...Object.keys(SPARKMAGIC_UNSET)];
    expect(made.sort()).toEqual(known.sort());
  });
});
