import { Duration, Size, type Chart } from 'cdk8s';
import { SparkConf, SparkJob, type SparkTenant } from '../../lib';
import { NginxIngress } from '../../lib/ingress/nginx/nginx-ingress';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { UiSignOn } from '../../lib/ingress/ui-sign-on';
import { SparkHistoryServer } from '../../lib/services/history-server/history-server';
import { ClaimAccessMode, SparkHistoryLogs } from '../../lib/services/history-server/logs';
import { StandaloneCluster } from '../../lib/services/standalone/standalone-cluster';
import { Applied, restrictedNamespace } from './applied';
import { Browser, CHROMIUM, type Page } from './browser';
import { apply, kubectl, list, logs } from './kubectl';
import { NGINX_IMAGE, NGINX_PORT, nginxConf, nginxPod } from './nginx';
import { at } from './manifest';
import { drivers, ended, phase, podIp, running } from './runs';
import { Stranger } from './stranger';
import { MINUTES, waitFor } from './wait';
import { DRIVER, EXECUTOR, IMAGE, JAVA_HOLD, PYTHON_PI, tenantWith } from './workloads';

const NAMESPACE = 'ui-test';
const GATEWAY = 'ui-test-gateway';
const LABELS = { app: 'nginx' };
const HOST = 'spark.example.com';
const ORIGIN = `http://${HOST}`;
const LOG_URL = 'http://logs.example.com/{{APP_ID}}/{{EXECUTOR_ID}}';
const EVENTS = SparkHistoryLogs.onNewClaim('spark-events', {
  size: Size.mebibytes(100),
  accessMode: ClaimAccessMode.READ_WRITE_ONCE,
  singleNode: true,
});

const missing = [
  ...(process.env.CDK8S_SPARK_NODE === '1' ? [] : ['a node']),
  ...(CHROMIUM === undefined ? ['Chromium (chromium-headless-shell)'] : []),
];
const withAll = missing.length === 0 ? describe : describe.skip;

withAll(
  `pages in a browser, through nginx with generated routes${missing.map((what) => `; missing: ${what}`).join('')}`,
  () => {
    const fill = (chart: Chart, { serviceAccount }: SparkTenant): void => {
      const gateway = NginxIngress.fromExisting(chart, 'nginx', { namespace: GATEWAY, podLabels: LABELS });
      const signOn = UiSignOn.insecurePublic('a cluster that only tests reach');
      const ui = (prefix: string): UiEndpoint =>
        UiEndpoint.on(gateway, { host: HOST, prefix, insecureHttp: true, signOn });
      const historyServer = new SparkHistoryServer(chart, 'history', {
        image: IMAGE,
        namespace: NAMESPACE,
        logs: EVENTS,
        ui: ui('/past'),
        updateInterval: Duration.seconds(2),
        cores: 0.1,
        memory: Size.mebibytes(512),
        store: { size: Size.mebibytes(200) },
      });
      new StandaloneCluster(chart, 'analytics', {
        image: IMAGE,
        namespace: NAMESPACE,
        ui: ui('/cluster'),
        masters: { cores: 0.1, memory: Size.mebibytes(256) },
        workers: { memory: Size.mebibytes(512) },
      });
      const common = { serviceAccount, image: IMAGE, driver: DRIVER, historyServer, retries: 2 };
      const executor = { ...EXECUTOR, instances: 1 };
      const conf = SparkConf.of({
        'spark.ui.custom.executor.log.url': LOG_URL,
        // Spark gives up on an API server that a busy machine lets wait for ten seconds.
        'spark.kubernetes.driver.connectionTimeout': 60_000,
        'spark.kubernetes.driver.requestTimeout': 60_000,
      });
      new SparkJob(chart, 'held', { ...common, executor, conf, application: JAVA_HOLD, ui: ui('/etl/held') });
      new SparkJob(chart, 'done', {
        ...common,
        executor,
        conf,
        application: PYTHON_PI,
        features: [EVENTS.eventLog()],
      });
    };
    const manifests = tenantWith(NAMESPACE, fill);
    const routes = manifests.filter(({ kind }) => kind === 'VirtualServerRoute');
    const others = manifests.filter(({ apiVersion }) => !apiVersion.startsWith('k8s.nginx.org/'));
    const ground = new Applied(others, GATEWAY);
    const stranger = new Stranger('stranger', GATEWAY);
    let browser: Browser;

    beforeAll(async () => {
      const images = await kubectl(['get', 'nodes', '-o', 'jsonpath={.items[*].status.images[*].names}']);
      if (!images.includes(NGINX_IMAGE))
        throw new Error(`no ${NGINX_IMAGE} on the node: load test/cluster/images/nginx.sh`);
      await ground.remove();
      await apply([restrictedNamespace(GATEWAY)]);
      await stranger.start();
      await ground.apply();
      await apply(nginxPod(GATEWAY, LABELS, nginxConf(routes)));
      await kubectl(['wait', '--for=condition=Ready', 'pod/nginx', '-n', GATEWAY, '--timeout=240s']);
      const [nginx] = await list('pods', GATEWAY, 'app=nginx');
      if (nginx === undefined) throw new Error('nginx has no pod');
      browser = new Browser(HOST, `${podIp(nginx)}:${NGINX_PORT}`);
    }, 8 * MINUTES);

    afterAll(() => ground.remove(), 5 * MINUTES);

    /** A page, once it says this. */
    const shown = (path: string, text: string | RegExp): Promise<Page> =>
      waitFor(
        `${path} says ${text}`,
        async () => {
          const page = await browser.page(`${ORIGIN}${path}`);
          return page.html.search(text) >= 0 && page;
        },
        { deadline: 6 * MINUTES },
      );

    /** Links of a page that leave the prefix. */
    const strays = (page: Page, prefix: string): string[] =>
      page.links.filter(
        (link) => !link.startsWith(`${ORIGIN}${prefix}/`) && !link.startsWith('http://logs.example.com/'),
      );

    const picture = async (path: string, name: string): Promise<void> => {
      const directory = process.env.CDK8S_SPARK_PICTURES;
      if (directory !== undefined) await browser.picture(`${ORIGIN}${path}`, `${directory}/${name}.png`);
    };

    test(
      'every link of a running driver stays under its prefix, and the gateway alone reaches it',
      async () => {
        const jobs = await shown('/etl/held/', /Spark Jobs/);
        const { driver } = await running('held', NAMESPACE, 1);
        expect(jobs.links.length).toBeGreaterThan(10);
        const pages = [
          jobs,
          await shown('/etl/held/stages/', /Stages for All Jobs/),
          await shown('/etl/held/environment/', /Runtime Information/),
          await shown('/etl/held/executors/', /logs\.example\.com/),
        ];
        expect(pages.flatMap((page) => strays(page, '/etl/held'))).toEqual([]);
        // Who may look at an application must not end it.
        expect(jobs.html).not.toMatch(/\/kill\//);
        const log = pages[3]?.links.find((link) => link.startsWith('http://logs.example.com/'));
        expect(log).toMatch(/\/spark-[0-9a-f-]+\/1$/);
        await picture('/etl/held/', 'driver-ui');
        expect(await stranger.reaches(podIp(driver), 4040)).toBe(false);
      },
      12 * MINUTES,
    );

    test(
      'every link of the History Server stays under its prefix, down to the executors of a job that is over',
      async () => {
        expect(await ended('done', NAMESPACE)).toMatchObject({ type: 'Complete' });
        const driver = (await drivers('done', NAMESPACE)).find((pod) => phase(pod) === 'Succeeded');
        const app = `spark-${at<string>(driver, 'metadata.uid') ?? ''}`;
        const first = await shown('/past/', app);
        const pages = [
          first,
          await shown(`/past/history/${app}/`, /Spark Jobs/),
          await shown(`/past/history/${app}/executors/`, /logs\.example\.com/),
        ];
        expect(pages.flatMap((page) => strays(page, '/past'))).toEqual([]);
        await picture('/past/', 'history-server');
      },
      12 * MINUTES,
    );

    test(
      'every link of the master and of a worker below it stays under the prefix',
      async () => {
        const master = await shown('/cluster/', /worker-\d+/);
        const worker = /\/cluster(\/proxy\/worker-[^/"]+)/.exec(master.html)?.[1] ?? '';
        const pages = [master, await shown(`/cluster${worker}/`, /Spark Worker at/)];
        expect(pages.flatMap((page) => strays(page, '/cluster'))).toEqual([]);
        await picture('/cluster/', 'standalone-master');
      },
      12 * MINUTES,
    );

    test('nothing that a page asked for was missing', async () => {
      const asked = (await logs('nginx', GATEWAY)).split('\n').filter((line) => line.startsWith(`${HOST} `));
      expect(asked.length).toBeGreaterThan(50);
      // Pages end with a slash, and are asked for until they are there; what they load is there with them.
      const parts = asked.filter((line) => !line.endsWith('/'));
      expect(parts.filter((line) => / [45]\d\d /.test(line))).toEqual([]);
    });
  },
);
