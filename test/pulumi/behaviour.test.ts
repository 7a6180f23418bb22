import * as pulumi from '@pulumi/pulumi';
import { ApiObject, Chart, Lazy, type App } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { readdirSync } from 'node:fs';
import { environments } from '../../apps/environments';
import { buildPlatform } from '../../apps/platform/platform';
import { SparkApplication, SparkConf, SparkImage, SparkJob, SparkServiceAccount, SparkVersion } from '../../lib';
import { KubernetesResource, Renamed } from '../../lib/pulumi';
import { manifestOf, MockEngine, openText, settled, valueOf, type Build, type Registered } from './mocks';

let engine: MockEngine;
beforeAll(async () => {
  engine = await MockEngine.start();
});

/** A config map in namespace `ns`. */
function object(scope: Construct, name: string, kind = 'ConfigMap', body: object = {}, apiVersion = 'v1'): ApiObject {
  return new ApiObject(scope, name, { apiVersion, kind, metadata: { name, namespace: 'ns' }, ...body });
}

/** Names of what an object waits for. */
function waits(registered: Registered): string[] {
  return registered.dependsOn.map((urn) => urn.split('::').at(-1) ?? '').sort();
}

describe('URNs and selectors', () => {
  /** The platform of an environment with the ids of its charts changed, under another class, one level deeper. */
  const VARIANTS: { readonly [name: string]: Build } = {
    'a renamed chart': (app) =>
      buildPlatform(
        renaming(app, (id) => `renamed-${id}`),
        environments.prod as never,
      ),
    'another level': (app) => buildPlatform(new Construct(app, 'level') as unknown as App, environments.prod as never),
    'another class of app': (app) => {
      class Level extends Construct {}
      buildPlatform(new Level(new Level(app, 'a'), 'b') as unknown as App, environments.prod as never);
    },
  };
  test.each(Object.entries(VARIANTS))('%s changes neither', async (_, build) => {
    const before = await engine.deploy((app) => buildPlatform(app, environments.prod as never));
    const after = await engine.deploy(build);
    expect(after.map(({ urn }) => urn).sort()).toEqual(before.map(({ urn }) => urn).sort());
    expect(specs(after)).toEqual(specs(before));
  });

  test('have the types of two components and the identity of the object', async () => {
    const [config] = await engine.deploy((app) => object(new Chart(app, 'any'), 'conf'));
    expect(config?.urn).toBe(
      'urn:pulumi:test::cdk8s-spark::cdk8s-spark:pulumi:PlatformDeployment$cdk8s-spark:pulumi:Chart$' +
        'kubernetes:core/v1:ConfigMap::ns/conf',
    );
  });

  test('do not take the namespace of the chart for that of a cluster-scoped kind', async () => {
    await engine.deploy((app) => {
      const body = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1 };
      new ApiObject(new Chart(app, 'c', { namespace: 'ns' }), 'high', body);
    });
    expect(engine.object('PriorityClass', 'high').sent.metadata).toEqual({ name: 'high' });
  });
});

function specs(objects: Registered[]): Map<string, unknown> {
  return new Map(objects.map((registered) => [registered.urn, manifestOf(registered).spec]));
}

/** An app under which charts get other ids. */
function renaming(app: App, rename: (id: string) => string): App {
  const add = app.node as unknown as { addChild(child: Construct, id: string): void };
  const original = add.addChild.bind(app.node);
  add.addChild = (child, id): void => original(child, rename(id));
  return app;
}

describe('dependencies', () => {
  test('reach from every object under one construct to every object under the other', async () => {
    await engine.deploy((app) => {
      const [first, second] = [new Chart(app, 'first'), new Chart(app, 'second')];
      const group = new Construct(second, 'group');
      object(first, 'a');
      object(new Construct(first, 'deep'), 'b');
      object(group, 'c');
      object(second, 'd');
      group.node.addDependency(first);
    });
    expect(waits(engine.object('ConfigMap', 'ns/c'))).toEqual(['ns/a', 'ns/b']);
    expect(waits(engine.object('ConfigMap', 'ns/d'))).toEqual([]);
    expect(engine.registered.flatMap(({ dependsOn }) => dependsOn).filter((urn) => urn.endsWith('first'))).toEqual([]);
  });

  test('of a part on its whole mean the rest of it', async () => {
    await engine.deploy((app) => {
      const chart = new Chart(app, 'c');
      const part = object(chart, 'part');
      object(chart, 'rest');
      part.node.addDependency(chart);
    });
    expect(waits(engine.object('ConfigMap', 'ns/part'))).toEqual(['ns/rest']);
  });

  test('follow from what objects name', async () => {
    await engine.deploy((app) => {
      const chart = new Chart(app, 'c', { namespace: 'ns' });
      const pod = {
        serviceAccountName: 'account',
        priorityClassName: 'high',
        imagePullSecrets: [{ name: 'pull' }],
        volumes: [
          { name: 'a', configMap: { name: 'conf' } },
          { name: 'b', persistentVolumeClaim: { claimName: 'data' } },
          { name: 'c', projected: { sources: [{ secret: { name: 'cert' } }] } },
        ],
        containers: [
          { name: 'x', image: 'x', env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'password' } } }] },
        ],
      };
      object(chart, 'job', 'Job', { spec: { template: { spec: pod } } }, 'batch/v1');
      object(
        chart,
        'binding',
        'RoleBinding',
        {
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'role' },
          subjects: [{ kind: 'ServiceAccount', name: 'account' }],
        },
        'rbac.authorization.k8s.io/v1',
      );
      object(chart, 'thing', 'Thing', {}, 'example.com/v1');
      object(chart, 'role', 'Role', {}, 'rbac.authorization.k8s.io/v1');
      object(chart, 'account', 'ServiceAccount');
      object(chart, 'conf');
      object(chart, 'unrelated');
      for (const name of ['pull', 'cert', 'password']) object(chart, name, 'Secret');
      object(chart, 'data', 'PersistentVolumeClaim');
      const cluster = new Chart(app, 'cluster');
      const plain = (apiVersion: string, kind: string, name: string, body: object = {}): ApiObject =>
        new ApiObject(cluster, name, { apiVersion, kind, metadata: { name }, ...body });
      plain('scheduling.k8s.io/v1', 'PriorityClass', 'high', { value: 1 });
      plain('v1', 'Namespace', 'ns');
      plain('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'things.example.com', {
        spec: { group: 'example.com', scope: 'Namespaced', names: { kind: 'Thing', plural: 'things' } },
      });
    });
    const job = ['high', 'ns', 'ns/account', 'ns/cert', 'ns/conf', 'ns/data', 'ns/password', 'ns/pull'];
    expect(waits(engine.object('Job', 'ns/job'))).toEqual(job);
    expect(waits(engine.object('RoleBinding', 'ns/binding'))).toEqual(['ns', 'ns/account', 'ns/role']);
    expect(waits(engine.object('Thing', 'ns/thing'))).toEqual(['ns', 'things.example.com']);
    expect(waits(engine.object('ConfigMap', 'ns/unrelated'))).toEqual(['ns']);
  });

  test('of budgets and autoscalers follow from whom they guard and scale', async () => {
    await engine.deploy((app) => {
      const chart = new Chart(app, 'c');
      const selector = (name: string): object => ({ selector: { matchLabels: { app: name } } });
      const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
      object(chart, 'budget', 'PodDisruptionBudget', { spec: selector('web') }, 'policy/v1');
      object(chart, 'scaler', 'HorizontalPodAutoscaler', { spec: { scaleTargetRef } }, 'autoscaling/v2');
      for (const name of ['web', 'other']) {
        const spec = { ...selector(name), template: { metadata: { labels: { app: name, tier: 'x' } } } };
        object(chart, name, 'Deployment', { spec }, 'apps/v1');
      }
    });
    expect(waits(engine.object('PodDisruptionBudget', 'ns/budget'))).toEqual(['ns/web']);
    expect(waits(engine.object('HorizontalPodAutoscaler', 'ns/scaler'))).toEqual(['ns/web']);
  });

  test('that follow give way to declared ones, and only where they contradict', async () => {
    await engine.deploy((app) => {
      const chart = new Chart(app, 'c');
      const space = new ApiObject(chart, 'space', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns' } });
      const before = object(chart, 'before');
      object(chart, 'other');
      space.addDependency(before);
    });
    expect(waits(engine.object('Namespace', 'ns'))).toEqual(['ns/before']);
    expect(waits(engine.object('ConfigMap', 'ns/before'))).toEqual([]);
    expect(waits(engine.object('ConfigMap', 'ns/other'))).toEqual(['ns']);
  });

  test('in a circle are reported', () => {
    expect(() =>
      engine.deployment((app) => {
        const chart = new Chart(app, 'c');
        const [a, b] = [object(chart, 'a'), object(chart, 'b')];
        a.addDependency(b);
        b.addDependency(a);
      }),
    ).toThrow('synth/dependency-cycle');
  });
});

describe('options by kind', () => {
  const KINDS: [string, string, object, Partial<Registered>, string | undefined][] = [
    [
      'scheduling.k8s.io/v1',
      'PriorityClass',
      { value: 1 },
      { replaceOnChanges: ['value', 'preemptionPolicy'], deleteBeforeReplace: true },
      undefined,
    ],
    [
      'networking.k8s.io/v1',
      'IngressClass',
      {},
      { replaceOnChanges: ['spec.controller'], deleteBeforeReplace: true },
      undefined,
    ],
    ['batch/v1', 'Job', {}, { retainOnDelete: false }, 'jsonpath={.metadata.uid}'],
    ['batch/v1', 'CronJob', {}, { retainOnDelete: false }, undefined],
    ['apps/v1', 'Deployment', {}, { retainOnDelete: false }, undefined],
    ['v1', 'Service', { spec: { clusterIP: 'None' } }, {}, 'jsonpath={.metadata.uid}'],
    ['v1', 'Service', { spec: { type: 'LoadBalancer' } }, {}, undefined],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', {}, { retainOnDelete: true }, 'condition=Established'],
    ['v1', 'PersistentVolumeClaim', {}, { retainOnDelete: true }, undefined],
    ['v1', 'Secret', {}, { secretOutputs: ['data', 'stringData'] }, undefined],
    ['v1', 'ConfigMap', {}, { replaceOnChanges: [], secretOutputs: [], retainOnDelete: false }, undefined],
  ];
  test.each(KINDS)('%s %s', async (apiVersion, kind, body, expected, waitFor) => {
    const [registered] = await engine.deploy((app) => {
      new ApiObject(new Chart(app, 'c'), 'o', {
        apiVersion,
        kind,
        metadata: { name: 'o', annotations: { a: 'b' } },
        ...body,
      });
    });
    expect(registered).toMatchObject(expected);
    const { annotations } = registered?.sent.metadata as { annotations: object };
    expect(annotations).toEqual({ a: 'b', ...(waitFor !== undefined && { 'pulumi.com/waitFor': waitFor }) });
  });

  test('an annotation of the user for the provider stays', async () => {
    const [job] = await engine.deploy((app) => {
      const annotations = { 'pulumi.com/waitFor': 'condition=Complete' };
      new ApiObject(new Chart(app, 'c'), 'o', {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'o', annotations },
      });
    });
    expect(job?.sent.metadata).toMatchObject({ annotations: { 'pulumi.com/waitFor': 'condition=Complete' } });
  });

  test('what holds data keeps its namespace', async () => {
    await engine.deploy((app) => {
      const chart = new Chart(app, 'c');
      for (const name of ['ns', 'sets', 'empty']) {
        new ApiObject(chart, name, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      }
      object(chart, 'data', 'PersistentVolumeClaim');
      const set = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'set', namespace: 'sets' } };
      new ApiObject(chart, 'set', { ...set, spec: { volumeClaimTemplates: [{}] } });
    });
    const retained = engine.objects().filter(({ retainOnDelete }) => retainOnDelete);
    expect(retained.map(({ name }) => name).sort()).toEqual(['ns', 'ns/data', 'sets']);
  });

  test('policies are checked as at synth, and then nothing is registered', () => {
    engine.registered.length = 0;
    const breach = { at: 'data', reason: 'no data here', fix: 'remove it' };
    const policies = [{ policyName: 'house/no-data', check: () => [breach] }];
    const deploy = (): unknown => engine.deployment((app) => void object(new Chart(app, 'c'), 'x'), { policies });
    expect(deploy).toThrow(/\[c\/x\] house\/no-data: data/);
    expect(engine.objects()).toEqual([]);
  });

  test('retain: false lets everything go', async () => {
    const [claim] = await engine.deploy((app) => object(new Chart(app, 'c'), 'data', 'PersistentVolumeClaim'), {
      retain: false,
    });
    expect(claim?.retainOnDelete).toBe(false);
  });

  test('the options of the user come last', async () => {
    await engine.deploy(
      (app) => [object(new Chart(app, 'c'), 'x', 'PersistentVolumeClaim'), object(new Chart(app, 'd'), 'y')],
      {
        options: ({ kind }) =>
          kind === 'PersistentVolumeClaim' ? { retainOnDelete: false, replaceOnChanges: ['spec'] } : {},
      },
    );
    expect(engine.object('PersistentVolumeClaim', 'ns/x')).toMatchObject({
      retainOnDelete: false,
      replaceOnChanges: ['spec'],
    });
  });

  test('importExisting asks for each object by its id, as YAML made it', async () => {
    const build: Build = (app) => buildPlatform(app, environments.local as never);
    const objects = await engine.deploy(build, { importExisting: true });
    expect(objects.map(({ importId }) => importId)).toEqual(objects.map(({ name }) => name));
    expect(JSON.stringify(objects.map(({ sent }) => sent))).not.toContain('pulumi.com/');
    expect((await engine.deploy(build)).filter(({ importId }) => importId !== '')).toEqual([]);
  });

  test('Renamed adds aliases, and nothing to the object', async () => {
    const [config] = await engine.deploy((app) => {
      const made = object(new Chart(app, 'c'), 'new', 'Thing', {}, 'example.com/v1');
      Renamed.from(made, 'ns/old');
      Renamed.from(made, 'ns/older', 'example.com/v1beta1');
      expect(JSON.stringify(made.toJson())).not.toContain('old');
    });
    expect(config?.aliases).toMatchObject([
      { spec: { name: 'ns/old' } },
      { spec: { name: 'ns/older', type: 'kubernetes:example.com/v1beta1:Thing' } },
    ]);
  });
});

describe('late values', () => {
  const late = (value: unknown): pulumi.Output<string> => pulumi.output(value) as pulumi.Output<string>;

  test('come back as themselves, in text and in files, and numbers stay numbers', async () => {
    const [config] = await engine.deploy((app, values) => {
      const host = values.string(late('db.example.com'));
      const port = values.string(pulumi.output(5432));
      object(
        new Chart(app, 'c'),
        'x',
        'Thing',
        {
          spec: {
            host,
            port,
            url: `jdbc:postgresql://${host}:${port}/x`,
            file: `a=${host}\nb=${port}\n`,
            list: [host],
          },
        },
        'example.com/v1',
      );
    });
    expect(config?.sent.spec).toEqual({
      host: 'db.example.com',
      port: 5432,
      url: 'jdbc:postgresql://db.example.com:5432/x',
      file: 'a=db.example.com\nb=5432\n',
      list: ['db.example.com'],
    });
  });

  test('Outputs in props are caught by the net: image, replicas, labels', async () => {
    const [deployment] = await engine.deploy((app) => {
      const labels = { app: 'x', zone: late('b') };
      new k8s.KubeDeployment(new Chart(app, 'c'), 'd', {
        metadata: { name: 'd', namespace: 'ns', labels },
        spec: {
          replicas: pulumi.output(3) as unknown as number,
          selector: { matchLabels: { app: 'x' } },
          template: {
            metadata: { labels: { app: 'x' } },
            spec: { containers: [{ name: 'c', image: late('spark:4') as unknown as string }] },
          },
        },
      } as unknown as k8s.KubeDeploymentProps);
    });
    expect(manifestOf(deployment as Registered)).toMatchObject({
      metadata: { labels: { app: 'x', zone: 'b' } },
      spec: {
        replicas: 3,
        template: { metadata: { labels: { app: 'x' } }, spec: { containers: [{ image: 'spark:4' }] } },
      },
    });
  });

  test('keep the dependency on their resource, in the one field that holds them', async () => {
    const database = new KubernetesResource('test:x:Database', 'database', {}, {});
    const endpoint = database.urn.apply(() => 'db');
    const [config] = await engine.deploy((app) => {
      object(new Chart(app, 'c'), 'x', 'ConfigMap', { data: { host: endpoint } });
    });
    expect(config?.sent.data).toEqual({ host: 'db' });
    expect(config?.propertyDependencies.data?.map((urn) => urn.split('::').at(-1))).toEqual(['database']);
    expect(config?.propertyDependencies.metadata ?? []).toEqual([]);
  });

  test('can be waited for without being used: dependsOn', async () => {
    const cluster = new KubernetesResource('test:x:Cluster', 'cluster-itself', {}, {});
    const objects = await engine.deploy((app) => object(new Chart(app, 'c'), 'x'), { dependsOn: [cluster] });
    expect(objects.map(waits)).toEqual([['cluster-itself']]);
  });

  test('that Lazy values produce, and whole records in plain objects, come back too', async () => {
    await engine.deploy((app) => {
      const chart = new Chart(app, 'c');
      object(chart, 'lazy', 'ConfigMap', { data: { a: Lazy.any({ produce: () => late('a') }) } });
      object(chart, 'whole', 'ConfigMap', { data: pulumi.output({ b: 'b' }) });
    });
    expect(engine.object('ConfigMap', 'ns/lazy').sent.data).toEqual({ a: 'a' });
    expect(engine.object('ConfigMap', 'ns/whole').sent.data).toEqual({ b: 'b' });
  });

  test('go through a Spark job: arguments, configuration, environment', async () => {
    const table = 'db.example.com/etl';
    await engine.deploy((app, values) => {
      const token = values.string(late(table));
      new SparkJob(new Chart(app, 'c', { namespace: 'ns' }), 'job', {
        application: SparkApplication.python('local:///a.py', { args: ['--table', token] }),
        image: SparkImage.official(SparkVersion.V4_1),
        serviceAccount: SparkServiceAccount.fromName('spark', 'ns'),
        conf: SparkConf.of({ 'spark.etl.table': `jdbc:${token}` }),
      });
    });
    expect(JSON.stringify(engine.object('Job', 'ns/job').sent)).toContain(`"--table","${table}"`);
    const configs = engine.objects().filter(({ type }) => type.endsWith(':ConfigMap'));
    expect(JSON.stringify(configs.map(({ sent }) => sent))).toContain(`spark.etl.table=jdbc:${table}`);
  });
});

describe('secrets', () => {
  const CANARY = 'canary-5f1c';

  test('travel under the signature only: in Secrets, in text, and as late.secret of a plain Output', async () => {
    const password = pulumi.secret(CANARY);
    const log = jest.spyOn(process.stdout, 'write');
    await engine.deploy((app, values) => {
      const chart = new Chart(app, 'c');
      object(chart, 'direct', 'Secret', { stringData: { password } });
      object(chart, 'text', 'Secret', { stringData: { url: `jdbc://user:${values.string(password)}@db` } });
      object(chart, 'marked', 'Thing', { spec: { password: values.secret(pulumi.output(CANARY)) } }, 'example.com/v1');
      object(chart, 'plain', 'Secret', { stringData: { password: CANARY } });
    });
    expect(JSON.stringify(engine.registered)).toContain(`jdbc://user:${CANARY}@db`);
    expect(JSON.stringify(engine.registered).split(CANARY)).toHaveLength(5);
    expect(openText(engine.registered)).not.toContain(CANARY);
    expect(log.mock.calls.join()).not.toContain(CANARY);
    log.mockRestore();
  });

  test('nothing is written: app.synth() and app.synthYaml() fail', () => {
    const before = readdirSync('.');
    expect(() => engine.deployment((app) => app.synth())).toThrow('pulumi/nothing-to-write');
    expect(() => engine.deployment((app) => void app.synthYaml())).toThrow('pulumi/nothing-to-write');
    expect(readdirSync('.')).toEqual(before);
  });
});

describe('outputs', () => {
  test('are names, addresses and versions', async () => {
    const deployment = engine.deployment((app, values) => {
      const chart = new Chart(app, 'c');
      const image = values.string(pulumi.output('spark:4.1'));
      new ApiObject(chart, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns' } });
      object(chart, 'job', 'Job', { spec: { template: { spec: { containers: [{ name: 'a', image }] } } } }, 'batch/v1');
      object(chart, 'ui', 'Service', { spec: { ports: [{ port: 4040 }] } });
    });
    await settled(deployment);
    const { namespaces, workloads, endpoints, images } = deployment.outputs;
    expect({ namespaces, workloads, endpoints }).toEqual({
      namespaces: ['ns'],
      workloads: ['Job ns/job'],
      endpoints: ['ui.ns.svc:4040'],
    });
    expect(await valueOf(images)).toEqual(['spark:4.1']);
    expect(await valueOf(deployment.resource('Job', 'ns/job').id)).toBe('ns/job-id');
    expect(() => deployment.resource('Job', 'ns/other')).toThrow('there are: Namespace ns, Job ns/job, Service ns/ui');
  });
});
