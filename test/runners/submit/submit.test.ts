import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  type ScheduledSparkJob,
  SparkApplication,
  SparkImage,
  type SparkJob,
  SparkVersion,
  StagedFile,
} from '../../../lib';
import { SubmitRunner } from '../../../lib/runners/submit/submit-runner';
import { SparkSubmitter } from '../../../lib/runners/submit/submitter-account';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import {
  configMapOf,
  containerOf,
  driverOf,
  job,
  plain,
  problems,
  readProperties,
  scheduledJob,
} from '../../spark/jobs';
import type { SparkJobProps } from '../../../lib';
import type { Pod } from '../../spark/jobs';

const runner = new SubmitRunner();
const submitted = (props: Partial<SparkJobProps> = {}): SparkJob => job({ runner, ...props });
const filesOf = (one: SparkJob | ScheduledSparkJob): { [name: string]: string } => {
  const data = SparkTesting.manifests(one).map((manifest) => manifest.data as { [name: string]: string } | undefined);
  return data.find((files) => files?.['submission.json'] !== undefined) ?? {};
};
const specOf = (one: SparkJob | ScheduledSparkJob): { [field: string]: unknown } =>
  plain<Manifest>(one.resource.toJson()).spec as { [field: string]: unknown };
const podOf = (one: SparkJob): Pod => specOf(one).template as Pod;
const submissionOf = (one: SparkJob): unknown => JSON.parse(filesOf(one)['submission.json'] ?? '');

test('a job is an account with its rights, a ConfigMap and a Job', () => {
  const one = submitted();
  expect(problems(one)).toEqual([]);
  expect(
    SparkTesting.manifests(one).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`),
  ).toEqual([
    expect.stringMatching(/^ConfigMap etl\/pi-submission-[0-9a-f]{10}$/),
    'ServiceAccount etl/pi-submitter',
    'Role etl/pi-submitter',
    'RoleBinding etl/pi-submitter',
    'Job etl/pi',
  ]);
});

test('the submitter’s pod is small, hardened, and no driver', () => {
  const pod = podOf(submitted());
  const container = containerOf(pod);
  expect(pod.metadata.labels).toEqual({
    'app.kubernetes.io/name': 'spark',
    'app.kubernetes.io/instance': 'pi',
    'spark-role': 'submitter',
  });
  expect(pod.spec).toMatchObject({
    restartPolicy: 'Never',
    serviceAccountName: 'pi-submitter',
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 60,
    securityContext: { runAsNonRoot: true, runAsUser: 185, seccompProfile: { type: 'RuntimeDefault' } },
  });
  expect(container).toMatchObject({
    name: 'spark-submit',
    image: 'apache/spark:4.1.4',
    command: ['python3', '/opt/spark/submission/follow.py', '/opt/spark/submission'],
    resources: { limits: { memory: '1Gi' } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  });
});

test('retries and deadline are the Job’s; a submitter that is moved does not use one up', () => {
  const one = submitted({ retries: 2, deadline: Duration.minutes(30) });
  expect(specOf(one)).toMatchObject({
    backoffLimit: 2,
    activeDeadlineSeconds: 1800,
    podFailurePolicy: {
      rules: [
        { action: 'Ignore', onExitCodes: { containerName: 'spark-submit', operator: 'In', values: [213] } },
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      ],
    },
  });
  expect(submissionOf(one)).toMatchObject({ retries: 2, deadline: 1800, stopped: 213 });
});

test('a schedule starts such Jobs', () => {
  const one = scheduledJob({ runner, retries: 1 });
  expect(specOf(one)).toMatchObject({
    schedule: '0 2 * * *',
    concurrencyPolicy: 'Forbid',
    jobTemplate: {
      spec: { backoffLimit: 1, podFailurePolicy: { rules: [{ action: 'Ignore' }, { action: 'Ignore' }] } },
    },
  });
});

test('properties are those of a submission: no master, no driver name, the templates of both', () => {
  const properties = readProperties(filesOf(submitted())['spark.properties'] ?? '');
  expect(properties).toMatchObject({
    'spark.app.name': 'pi',
    'spark.kubernetes.driver.label.app.kubernetes.io/instance': 'pi',
    'spark.kubernetes.executor.podTemplateFile': '/opt/spark/submission/executor-template.yaml',
    'spark.kubernetes.submission.waitAppCompletion': 'false',
  });
  for (const key of [
    'spark.master',
    'spark.kubernetes.driver.pod.name',
    'spark.driver.host',
    'spark.kubernetes.namespace',
  ])
    expect(properties).not.toHaveProperty([key]);
});

test.each([
  [SparkVersion.V4_1, undefined],
  [SparkVersion.V4_2, 'org.apache.spark.deploy.k8s.features.NetworkPolicyFeatureStep'],
])('Spark %s makes no NetworkPolicy of its own', (version, step) => {
  const one = submitted({ image: SparkImage.official(version) });
  const properties = readProperties(filesOf(one)['spark.properties'] ?? '');
  expect(properties['spark.kubernetes.driver.pod.excludedFeatureSteps']).toBe(step);
});

test.each([
  ['Python', {}, { main: 'local:///opt/app/pi.py', args: [] }],
  [
    'the JVM',
    { application: SparkApplication.java('local:///opt/app/pi.jar', 'com.acme.Pi', { args: ['a b', '$$(X)'] }) },
    { main: 'local:///opt/app/pi.jar', mainClass: 'com.acme.Pi', args: ['a b', '$$(X)'] },
  ],
])('the command line of %s goes to the script as it is', (_name, props, expected) => {
  expect(submissionOf(submitted(props))).toMatchObject({
    stem: 'pi',
    container: 'spark-kubernetes-driver',
    ...expected,
  });
});

test('staged files are in both pods, and the main file among them is found there', () => {
  const file = StagedFile.inline('main.py', 'print(1)\n');
  const one = submitted({ application: SparkApplication.python(file.uri, { stagedFiles: [file] }) });
  const name = configMapOf(one, 'files').metadata.name;
  const files = filesOf(one);
  for (const text of [
    files['driver-template.json'],
    files['executor-template.yaml'],
    JSON.stringify(one.executorPod),
  ]) {
    expect(text).toContain(name);
    expect(text).toContain('/opt/spark/staged');
  }
  expect(submissionOf(one)).toMatchObject({ main: 'local:///opt/spark/staged/main.py' });
});

test('configuration files lie in the directory that spark-submit ships', () => {
  const feature = {
    featureName: 'log',
    bind: (app: { addConfFile(name: string, text: string): void }) => app.addConfFile('log4j2.properties', 'x=1\n'),
  };
  const one = submitted({ features: [feature] });
  const volumes = podOf(one).spec.volumes as { name: string; configMap?: { items: unknown[] } }[];
  expect(filesOf(one)['conf.log4j2.properties']).toBe('x=1\n');
  expect(volumes[0]?.configMap?.items).toContainEqual({
    key: 'conf.log4j2.properties',
    path: 'conf/log4j2.properties',
  });
  expect(containerOf(podOf(one)).env).toContainEqual({ name: 'SPARK_CONF_DIR', value: '/opt/spark/submission/conf' });
});

test('the preview is the driver that Spark will make, with the labels by which it is found again', () => {
  const { metadata } = driverOf(submitted());
  expect(metadata.name).toBe('pi-<job-uid>-1-driver');
  expect(metadata.labels).toMatchObject({
    'cdk8s-spark/submitted-by': '<job-uid>',
    'cdk8s-spark/attempt': '1',
    'spark-role': 'driver',
  });
});

test('names of drivers have room for run and attempt', () => {
  const name = `${'a'.repeat(41)}-${'b'.repeat(21)}`;
  expect(submissionOf(job({ runner, name }))).toMatchObject({ stem: 'a'.repeat(41) });
});

test('one account serves many jobs', () => {
  const app = Testing.app();
  const chart = new Chart(app, 'c', { namespace: 'etl' });
  const submitter = new SparkSubmitter(chart, 'submitter');
  const shared = new SubmitRunner({ submitter });
  const one = submitted({ runner: shared });
  expect(SparkTesting.manifests(one).map(({ kind }) => kind)).toEqual(['ConfigMap', 'Job']);
  expect(podOf(one).spec.serviceAccountName).toBe('submitter');
  expect(problems(one)).toEqual([]);
  expect(SparkTesting.manifests(chart).map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Role', 'RoleBinding']);
});

test('a UI Service selects the driver, never the submitter', () => {
  const one = submitted({ uiService: true });
  const service = SparkTesting.find(one, 'Service', 'pi-ui-svc').spec as { selector: { [key: string]: string } };
  expect(driverOf(one).metadata.labels).toMatchObject(service.selector);
  expect(podOf(one).metadata.labels).not.toMatchObject(service.selector);
});

test('rights are those of one submission', () => {
  const role = SparkTesting.find(submitted(), 'Role') as unknown as {
    rules: { resources: string[]; verbs: string[] }[];
  };
  const rights = role.rules.flatMap(({ resources, verbs }) => resources.map((one) => `${one}: ${verbs.join(' ')}`));
  expect(rights).toEqual([
    'pods: create',
    'pods: get list',
    'pods: delete',
    'pods/log: get',
    'services: create patch',
    'configmaps: create patch',
    'configmaps: get',
  ]);
});

test('a chart without namespace is told, not guessed', () => {
  const chart = new Chart(new App(), 'c');
  const submitter = new SparkSubmitter(chart, 'submitter');
  expect(submitter.node.validate()).toEqual([expect.stringContaining('submit/namespace-unknown')]);
});
