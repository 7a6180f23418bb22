import { ApiObject, Chart, type App } from 'cdk8s';
import { SparkApplication, SparkImage, SparkJob, SparkServiceAccount, SparkVersion } from '../../lib';

/** Adds `count` charts to an app. Other trees, of real jobs for instance, have the same shape of function. */
export type Plant = (app: App, count: number) => void;

/** Charts of six objects, each the size of what a Spark job on Kubernetes needs. */
export const sixObjectCharts: Plant = (app, count) => {
  for (let index = 0; index < count; index++) jobChart(app, `job-${index}`);
};

function jobChart(app: App, name: string): Chart {
  const chart = new Chart(app, name, { namespace: 'etl', labels: { app: name } });
  const object = (kind: string, apiVersion: string, body: object): ApiObject =>
    new ApiObject(chart, kind, { apiVersion, kind, metadata: { name: `${name}-${kind.toLowerCase()}` }, ...body });
  const conf = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`spark.some.setting.${i}`, `${name}-${i}`]));
  const properties = Object.entries(conf)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
  const container = {
    name: 'driver',
    image: 'registry.example.com/spark:4.1.0',
    args: ['driver', '--properties-file', '/opt/spark/conf/spark.properties', 'local:///opt/spark/main.py', '10'],
    env: [{ name: 'SPARK_DRIVER_BIND_ADDRESS', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
    resources: { requests: { cpu: '1', memory: '896Mi' }, limits: { memory: '896Mi' } },
    securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: [{ name: 'conf', mountPath: '/opt/spark/conf' }],
  };
  const pod = { serviceAccountName: 'spark', restartPolicy: 'Never', containers: [container] };
  object('ConfigMap', 'v1', { data: { 'spark.properties': properties } });
  object('Secret', 'v1', { stringData: { token: 'none' } });
  object('ServiceAccount', 'v1', { automountServiceAccountToken: false });
  object('Service', 'v1', {
    spec: { clusterIP: 'None', selector: { app: name }, ports: [{ name: 'ui', port: 4040 }] },
  });
  object('NetworkPolicy', 'networking.k8s.io/v1', { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } });
  object('Job', 'batch/v1', {
    spec: { backoffLimit: 2, template: { metadata: { labels: { app: name } }, spec: pod } },
  });
  return chart;
}

/** Charts of one real job each. */
export const sparkJobs: Plant = (app, count) => {
  const serviceAccount = SparkServiceAccount.fromName('spark', 'etl');
  for (let index = 0; index < count; index++) {
    new SparkJob(new Chart(app, `chart-${index}`), `job-${index}`, {
      application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['10'] }),
      image: SparkImage.official(SparkVersion.V4_1),
      serviceAccount,
      uiService: true,
    });
  }
};

/** Charts chained through constructs of six objects: each waits for the one before. */
export const chain: Plant = (app, depth) => {
  sixObjectCharts(app, depth);
  const charts = app.node.children;
  charts.slice(1).forEach((chart, index) => chart.node.addDependency(charts[index] as Chart));
};
