import { Chart, Size, Testing } from 'cdk8s';
import { SecretSource } from '../../lib';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { JupyterHubAuthenticator } from '../../lib/services/jupyterhub/authenticator';
import { JupyterHubDatabase } from '../../lib/services/jupyterhub/database';
import { JupyterHub } from '../../lib/services/jupyterhub/jupyterhub';
import { NotebookProfile } from '../../lib/services/jupyterhub/profile';
import { NotebookStorage } from '../../lib/services/jupyterhub/storage';
import { LivyServer } from '../../lib/services/livy/livy-server';
import { SparkTesting } from '../../lib/testing';
import { Applied, restrictedNamespace } from './applied';
import { apply, get, kubectl, list, logs, tryKubectl } from './kubectl';
import { at, type Manifest } from './manifest';
import { podIp } from './runs';
import { Stranger } from './stranger';
import { MINUTES, waitFor } from './wait';

const NAMESPACE = 'jupyterhub-test';
const OUTSIDE = 'jupyterhub-test-outside';
const HOST = 'hub.example.com';
const PASSWORD = 'right-password';
/** Whom the proxy lets in. */
const CALLER = { namespace: OUTSIDE, podLabels: { role: 'caller' } };

/** An image with hub, proxy and notebook: that of `images/jupyterhub`. */
const IMAGE = process.env.CDK8S_SPARK_JUPYTERHUB_IMAGE ?? '';
const onNode = process.env.CDK8S_SPARK_NODE === '1' && IMAGE !== '' ? describe : describe.skip;

const secret = (key: string): SecretSource => SecretSource.fromKubernetes('jupyterhub', key);

/** What sparkmagic makes of its configuration. */
const SPARKMAGIC = `
import json
import sparkmagic.utils.configuration as conf
print(json.dumps({
    'url': conf.base64_kernel_python_credentials()['url'],
    'startup': conf.livy_session_startup_timeout_seconds(),
    'heartbeat': conf.livy_server_heartbeat_timeout_seconds(),
    'session': conf.get_session_properties('python'),
}))
`;

onNode('a hub on a real node, in a restricted namespace with a closed network', () => {
  const manifests = (): Manifest[] => {
    const chart = new Chart(Testing.app(), 'c');
    new JupyterHub(chart, 'hub', {
      namespace: NAMESPACE,
      authenticator: JupyterHubAuthenticator.insecureDummy({ reason: 'a test', password: secret('password') }),
      access: { users: ['ada'] },
      secrets: { cookie: secret('cookie'), proxyToken: secret('proxy-token') },
      database: JupyterHubDatabase.sqlite({ size: Size.mebibytes(50) }),
      storage: NotebookStorage.perUser({ size: Size.mebibytes(50) }),
      images: { hub: IMAGE, proxy: IMAGE },
      cores: 0.1,
      memory: Size.mebibytes(512),
      ui: UiEndpoint.external(`http://${HOST}/jupyter`, [CALLER]),
      profiles: [
        NotebookProfile.plain({ name: 'Python', image: IMAGE, cores: 0.1, memory: Size.mebibytes(512) }),
        NotebookProfile.sparkmagic({
          name: 'Livy',
          image: IMAGE,
          cores: 0.1,
          memory: Size.mebibytes(512),
          livy: LivyServer.fromUrl('http://livy.spark.svc:8998'),
          settings: { session: { executorMemory: Size.gibibytes(2), conf: { 'spark.kubernetes.namespace': 'spark' } } },
          proxyUser: true,
        }),
      ],
    });
    return SparkTesting.manifests(chart);
  };
  const ground = new Applied(manifests(), OUTSIDE);
  const caller = new Stranger('caller', OUTSIDE);
  const stranger = new Stranger('stranger', OUTSIDE);

  beforeAll(async () => {
    await ground.remove();
    await apply([restrictedNamespace(NAMESPACE), restrictedNamespace(OUTSIDE)]);
    const keys = { cookie: 'ab'.repeat(32), 'proxy-token': 'cd'.repeat(32), password: PASSWORD };
    const literals = Object.entries(keys).map(([key, value]) => `--from-literal=${key}=${value}`);
    await kubectl(['create', 'secret', 'generic', 'jupyterhub', '-n', NAMESPACE, ...literals]);
    await ground.apply();
    await Promise.all([caller.start(), stranger.start()]);
    await kubectl(['label', 'pod', 'caller', '-n', OUTSIDE, 'role=caller']);
  }, 8 * MINUTES);

  afterAll(() => ground.remove(), 5 * MINUTES);

  /** Calls an address as a browser does: with its cookies, and wherever it is sent. */
  const browse = async (path: string, ...flags: string[]): Promise<string> => {
    const to = `${HOST}:80:hub-proxy-public.${NAMESPACE}.svc:80`;
    const curl = ['curl', '-s', '-L', '-m', '30', '-b', '/tmp/jar', '-c', '/tmp/jar', '--connect-to', to, ...flags];
    return (await tryKubectl(['exec', 'caller', '-n', OUTSIDE, '--', ...curl, `http://${HOST}/jupyter${path}`])).stdout;
  };

  /** The token by which a form shows that it is the hub's own. */
  const xsrf = async (path: string): Promise<string> =>
    decodeURIComponent(/_xsrf(?:" value="|=)([^"&]+)/.exec(await browse(path))?.[1] ?? '');

  const signOn = async (password: string): Promise<string> => {
    const form = ['username=ada', `password=${password}`, `_xsrf=${await xsrf('/hub/login')}`];
    return browse('/hub/login', ...form.flatMap((field) => ['--data-urlencode', field]), '-w', '%{url_effective}');
  };

  /** Whether a connection comes about, from a pod outside; what the other side says to it doesn't matter. */
  const connects = async (pod: string, host: string, port: number): Promise<boolean> => {
    const curl = ['curl', '-s', '-o', '/dev/null', '-w', '%{time_connect}', '--connect-timeout', '5', '-m', '8'];
    const answer = await tryKubectl(['exec', pod, '-n', OUTSIDE, '--', ...curl, `http://${host}:${port}/`]);
    if (!/^[\d.]+$/.test(answer.stdout)) throw new Error(`curl in ${pod} said: ${answer.stdout}${answer.stderr}`);
    return Number(answer.stdout) > 0;
  };

  const notebook = async (): Promise<Manifest | undefined> =>
    (await list('pods', NAMESPACE, 'app.kubernetes.io/component=hub-notebook'))[0];

  const explain = async (): Promise<string> =>
    [
      await kubectl(['get', 'pods,events', '-n', NAMESPACE]),
      (await tryKubectl(['logs', 'deployment/hub-hub', '-n', NAMESPACE, '--tail=40'])).stdout,
      ...(await Promise.all((await list('pods', NAMESPACE)).map(({ metadata }) => logs(metadata.name, NAMESPACE)))),
    ].join('\n');

  test(
    'a user signs on and gets a notebook of the profile that he chose, through the proxy and below the prefix',
    async () => {
      for (const name of ['hub-hub', 'hub-proxy'])
        await kubectl(['rollout', 'status', `deployment/${name}`, '-n', NAMESPACE, '--timeout=600s']);
      await waitFor('the login page is there', async () => (await browse('/hub/login')).includes('_xsrf'), {
        deadline: 6 * MINUTES,
        explain,
      });

      expect(await signOn('wrong')).toContain('Invalid username or password');
      expect(await signOn(PASSWORD)).toMatch(/\/jupyter\/hub\/(spawn|home)/);
      expect(await browse('/hub/spawn')).toMatch(/Python[^]*Livy/);
      const form = ['profile=livy', `_xsrf=${await xsrf('/hub/spawn')}`];
      await browse('/hub/spawn/ada', ...form.flatMap((field) => ['--data-urlencode', field]));

      // The first call signs on with the notebook server.
      const status = await waitFor(
        'the notebook answers',
        async () => {
          await browse('/user/ada/tree', '-o', '/dev/null');
          const text = await browse('/user/ada/api/status');
          return text.includes('"started"') && text;
        },
        { deadline: 5 * MINUTES, explain },
      );
      expect(JSON.parse(status)).toMatchObject({ kernels: 0 });
      const kernels = await browse('/user/ada/api/kernelspecs');
      expect(Object.keys((JSON.parse(kernels) as { kernelspecs: object }).kernelspecs)).toContain('pysparkkernel');

      const pod = await notebook();
      expect(pod?.metadata).toMatchObject({ name: 'hub-ada', labels: { 'cdk8s-spark/notebook-profile': 'livy' } });
      expect(at(pod, 'spec.automountServiceAccountToken')).toBe(false);
      expect(await get('persistentvolumeclaim', 'hub-ada', NAMESPACE)).toMatchObject({ status: { phase: 'Bound' } });
    },
    15 * MINUTES,
  );

  test(
    'sparkmagic reads the configuration that was made for it, and the name of the user',
    async () => {
      const answer = await kubectl([
        'exec',
        'hub-ada',
        '-n',
        NAMESPACE,
        '-c',
        'notebook',
        '--',
        'python3',
        '-c',
        SPARKMAGIC,
      ]);
      expect(JSON.parse(answer.trim().split('\n').pop() ?? '')).toEqual({
        url: 'http://livy.spark.svc:8998',
        startup: 600,
        heartbeat: 120,
        session: {
          kind: 'pyspark',
          proxyUser: 'ada',
          executorMemory: '2g',
          conf: { 'spark.kubernetes.namespace': 'spark' },
        },
      });
    },
    4 * MINUTES,
  );

  test(
    'nobody reaches the hub, the routes of the proxy or a notebook past the proxy',
    async () => {
      const component = async (name: string): Promise<string> => {
        const [pod] = await list('pods', NAMESPACE, `app.kubernetes.io/component=${name}`);
        if (pod === undefined) throw new Error(`no pod of ${name}`);
        return podIp(pod);
      };
      const [hub, proxy, own] = [await component('hub'), await component('proxy'), await component('hub-notebook')];
      expect(await connects('caller', proxy, 8000)).toBe(true);
      expect(await connects('stranger', proxy, 8000)).toBe(false);
      for (const one of ['caller', 'stranger']) {
        expect(await connects(one, hub, 8081)).toBe(false);
        expect(await connects(one, proxy, 8001)).toBe(false);
        expect(await connects(one, own, 8888)).toBe(false);
      }
    },
    4 * MINUTES,
  );

  test(
    'a hub that is started again finds the notebook that it had',
    async () => {
      const before = await notebook();
      await kubectl(['delete', 'pod', '-n', NAMESPACE, '-l', 'app.kubernetes.io/component=hub']);
      await kubectl(['rollout', 'status', 'deployment/hub-hub', '-n', NAMESPACE, '--timeout=600s']);
      const user = await waitFor(
        'the hub answers',
        async () => {
          const text = await browse('/hub/api/users/ada', '-H', `Referer: http://${HOST}/jupyter/hub/home`);
          return text.includes('"servers"') && text;
        },
        { explain },
      );
      expect(JSON.parse(user)).toMatchObject({ server: '/jupyter/user/ada/' });
      expect((await notebook())?.metadata.uid).toBe(before?.metadata.uid);
    },
    8 * MINUTES,
  );
});
