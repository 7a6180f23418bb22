import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart, JsonPatch, Lazy, Size, type App } from 'cdk8s';
import {
  ConfigMap,
  Cpu,
  Deployment,
  k8s,
  Secret,
  ServiceAccount,
  EnvValue,
  Volume,
  type IConfigMap,
  type ISecret,
  type IServiceAccount,
} from 'cdk8s-plus-27';
import { Construct, DependencyGroup } from 'constructs';
import { parseAllDocuments } from 'yaml';
import { KubeObject } from '../../lib/kube/object';

export type Plant = (app: App) => void;

export function temporary(): string {
  return mkdtempSync(join(tmpdir(), 'synth-'));
}

/** A plain object; its name is its id unless told. */
export function configMap(scope: Construct, id: string, name: string = id): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
}

/** All files of a directory, by relative path. */
export function readTree(directory: string): { [path: string]: string } {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.sort().map((path) => [path.slice(directory.length + 1), readFileSync(path, 'utf8')]));
}

export function parsed(text: string): unknown[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS() as unknown);
}

/** Sample trees: each must come out of `PlatformApp` as it does of the stock app. */
export const PLANTS: { readonly [name: string]: Plant } = {
  'an empty app': () => undefined,
  'an empty chart': (app) => void new Chart(app, 'empty'),
  'plain objects, late values, patches and awkward strings': (app) => {
    const chart = new Chart(app, 'plain', { namespace: 'etl', labels: { team: 'data' } });
    const data = {
      yes: 'on',
      n: '0777',
      e: '1e3',
      t: '1:30',
      eq: '=',
      merge: '<<',
      text: 'a: b\n  # c\n\n',
      empty: '',
      nl: '\n',
    };
    const object = new ApiObject(chart, 'x', { apiVersion: 'v1', kind: 'ConfigMap', data, list: [[1, [2]], [{}], []] });
    object.addJsonPatch(JsonPatch.add('/data/patched', 'true'));
    object.metadata.addAnnotation('a.b/c', 'd');
    const spec = Lazy.any({ produce: () => ({ a: undefined, b: Lazy.any({ produce: () => 1.5e21 }) }) });
    new ApiObject(chart, 'lazy', { apiVersion: 'example.com/v1', kind: 'Thing', spec });
    new KubeObject(chart, 'kube', { apiVersion: 'v1', kind: 'Pod', spec: { b: 1, a: -0.5 } }).override('/spec/c', [1]);
  },
  'generated classes with unions': (app) => {
    const chart = new Chart(app, 'generated');
    new k8s.KubeService(chart, 'service', {
      spec: { ports: [{ port: 80, targetPort: k8s.IntOrString.fromString('http') }], selector: { app: 'x' } },
    });
    const limits = { cpu: k8s.Quantity.fromNumber(1), memory: k8s.Quantity.fromString('1Gi') };
    new k8s.KubePod(chart, 'pod', { spec: { containers: [{ name: 'a', image: 'b', resources: { limits } }] } });
  },
  'cdk8s-plus': (app) => {
    const chart = new Chart(app, 'plus', { namespace: 'etl' });
    const map = new ConfigMap(chart, 'Conf', { data: { 'spark.properties': 'a=b\nc=d\n' } });
    const deployment = new Deployment(chart, 'Server', {
      serviceAccount: new ServiceAccount(chart, 'Account') as IServiceAccount,
    });
    const container = deployment.addContainer({
      image: 'spark',
      portNumber: 4040,
      resources: { cpu: { request: Cpu.millis(500) }, memory: { limit: Size.gibibytes(1) } },
      envVariables: { A: EnvValue.fromConfigMap(map as IConfigMap, 'spark.properties') },
    });
    container.mount('/conf', Volume.fromSecret(chart, 'Volume', new Secret(chart, 'Secret') as ISecret));
    deployment.exposeViaService();
  },
  'dependencies between charts, constructs, objects and groups': (app) => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => new Chart(app, id)) as [Chart, Chart, Chart];
    const group = new Construct(a, 'group');
    configMap(group, 'g1');
    configMap(group, 'g2');
    const single = configMap(a, 'single');
    const late = configMap(a, 'late');
    group.node.addDependency(late);
    single.addDependency(group);
    const b1 = configMap(b, 'b1');
    configMap(b, 'b2').addDependency(b1);
    configMap(c, 'c1');
    const c2 = configMap(c, 'c2');
    b1.addDependency(c2);
    a.node.addDependency(new DependencyGroup(c));
  },
  'a chart in a chart, and numeric ids': (app) => {
    const outer = new Chart(app, 'outer');
    configMap(outer, 'o1');
    configMap(new Chart(outer, 'inner'), 'i1');
    configMap(new Chart(app, '10'), 'ten');
    configMap(new Chart(app, '9'), 'nine');
  },
  'a construct that waits for one of its own objects': (app) => {
    const construct = new Construct(new Chart(app, 'own'), 'operator');
    configMap(construct, 'first');
    construct.node.addDependency(configMap(construct, 'crds'));
    configMap(construct, 'last');
  },
};
