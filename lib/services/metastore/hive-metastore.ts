import { Chart, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { Label } from '../../core/labels';
import { hashedName } from '../../core/names';
import { checkAtSynth } from '../../core/rules';
import { HardenedDeployment } from '../../kube/deployment';
import type { NetworkPeer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { serviceAccount } from '../../kube/rbac';
import { hardenedPod } from '../../kube/pod';
import { SparkApplication } from '../../spark/application';
import { SparkConf } from '../../spark/conf';
import { SparkImage } from '../../spark/image';
import { ResolvedApplication, type ISparkFeature } from '../../spark/resolved-application';
import { SparkVersion } from '../../spark/version';
import { namespaceOf } from '../spark-server/findings';
import { HiveCatalog, type IHiveMetastore } from '../spark-server/hive-catalog';
import { callers, serverPolicy, waysOut } from '../../kube/server-network';
import type { ServerPlace } from '../../kube/server-place';
import { samePort, serverConfig, serverService } from '../spark-server/workload';
import { metastoreFindings } from './findings';
import { hiveSettings, hiveSite, METASTORE_PORT } from './hive-site';
import { addPassword, complete, schemaPod, serverPod } from './pods';
import type { HiveMetastoreProps } from './props';
import { Observation, ProbeModule, type IObserved } from '../../kube/observation';
import { workloadOf } from '../../kube/workload';

/** A metastore that exists. */
export interface ExistingMetastoreProps {
  /** Hive's release: `3.1.3`. @default - one that Spark's own client speaks to */
  readonly hiveVersion?: string;
  /** Directory in Spark's image with the jars of a client of that release. @default - Spark's own client */
  readonly clientJars?: string;
  /** Where its tables go, as Spark's pods reach it. @default - not known: databases that Spark makes lie in the driver's pod */
  readonly warehouse?: string;
}

/**
 * Hive's metastore: it knows the tables of SQL, for jobs and for servers of many teams, and keeps them in PostgreSQL.
 * It asks nobody who he is: only its network policy decides who may change a table.
 *
 * @see https://hive.apache.org/docs/latest/admin/adminmanual-metastore-3-0-administration/
 */
export class HiveMetastore extends Component implements IHiveMetastore, IObserved {
  /** A metastore that exists. @param uris Where it answers: `thrift://metastore.data.svc:9083`. */
  public static fromUris(uris: string, props: ExistingMetastoreProps = {}): IHiveMetastore {
    return { metastoreUris: uris, ...props };
  }

  public readonly metastoreUris: string;
  public readonly hiveVersion?: string;
  public readonly clientJars?: string;
  public readonly warehouse?: string;
  /** A feature for jobs and servers: its tables are theirs. */
  public readonly catalog: ISparkFeature;
  /** Its pods, for the network policies of its clients. */
  public readonly metastorePeer: NetworkPeer;
  /** The Deployment. */
  public readonly deployment: KubeObject;
  /** The PodDisruptionBudget; undefined with one pod. */
  public readonly budget?: KubeObject;
  /** Its Service. */
  public readonly service: KubeObject;
  /** The Job that makes or upgrades the tables; undefined if switched off. */
  public readonly schemaJob?: KubeObject;
  /** Lets in its clients, and out to database and store. */
  public readonly networkPolicy: KubeObject;

  /** @throws RuleError `service/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: HiveMetastoreProps) {
    super(scope, id);
    const name = props.name ?? id;
    const namespace = namespaceOf(scope, id, props.namespace);
    const pods = { [Label.NAME]: 'hive-metastore', [Label.INSTANCE]: name };
    const place: ServerPlace = { name, namespace, selector: { ...pods, [Label.COMPONENT]: 'server' } };
    const { network = {}, accountAnnotations } = props;
    this.metastoreUris = `thrift://${name}.${namespace}.svc:${METASTORE_PORT}`;
    this.hiveVersion = props.hiveVersion;
    if (props.clientJars !== undefined) this.clientJars = props.clientJars;
    this.warehouse = props.warehouse;
    this.catalog = HiveCatalog.of(this);
    this.metastorePeer = { namespace, podLabels: pods };

    const app = applicationOf(name, props);
    const config = serverConfig(this, 'Site', place, 'site', { 'hive-site.xml': hiveSite(hiveSettings(props, app)) });
    const ground = serviceAccount(this, 'Account', { name, namespace }, pods, accountAnnotations);
    this.networkPolicy = serverPolicy(this, 'NetworkPolicy', {
      name,
      namespace,
      pods,
      ingress: callers(network.clients ?? [], METASTORE_PORT),
      egress: waysOut(network.egress ?? []),
    });

    if (props.schemaJob !== false) this.schemaJob = this.makeSchemaJob(place, pods, app, props, config);
    const workload = new HardenedDeployment(this, 'Server', {
      ...serverPod(app, props, config),
      name,
      namespace,
      selector: place.selector,
      labels: app.driver.labels,
      replicas: props.replicas ?? 1,
    });
    this.deployment = workload.deployment;
    if (workload.budget) this.budget = workload.budget;
    complete(this.deployment, app, true);
    this.deployment.override('/spec/template/spec/serviceAccountName', name);
    this.service = serverService(this, 'Service', place, name, { ports: [samePort('thrift', METASTORE_PORT)] });
    workload.node.addDependency(ground, this.networkPolicy, ...(this.schemaJob ? [this.schemaJob] : []));
    this.schemaJob?.node.addDependency(ground, this.networkPolicy);
    checkAtSynth(this, () => metastoreFindings(name, app, props));
  }

  /** It speaks Thrift alone; whether it takes connections is all that can be asked from outside. */
  public get observations(): Observation[] {
    const workload = workloadOf(this.deployment);
    const target = `${workload.name}.${workload.namespace}.svc:${METASTORE_PORT}`;
    const props = { job: 'hive-metastore-probe', target, portNumber: METASTORE_PORT };
    return [Observation.probe(workload, { ...props, module: ProbeModule.TCP_CONNECT })];
  }

  /** Sets one field of the Deployment. @see Component.override */
  public override override(path: string, value?: unknown): void {
    this.deployment.override(path, value);
  }

  /** A Job cannot change: with other contents it is another one. */
  private makeSchemaJob(
    { name, namespace }: ServerPlace,
    pods: { [key: string]: string },
    app: ResolvedApplication,
    props: HiveMetastoreProps,
    config: string,
  ): KubeObject {
    const labels = { ...Chart.of(this).labels, ...app.driver.labels, ...pods, [Label.COMPONENT]: 'schema' };
    const spec = { ...hardenedPod(schemaPod(app, props, config)), serviceAccountName: name };
    const { image, hiveVersion, database } = props;
    const jobName = hashedName(`${name}-schema`, { image, hiveVersion, ...database, config });
    const manifest = k8s.KubeJob.manifest({
      metadata: { name: jobName, namespace, labels },
      spec: { backoffLimit: 10, template: { metadata: { labels }, spec } },
    }) as ApiObjectProps;
    const job = new KubeObject(this, 'SchemaJob', manifest);
    complete(job, app, false);
    return job;
  }
}

/** The server's settings in the words of an application, so that object stores bind to it as they do to jobs. */
function applicationOf(name: string, props: HiveMetastoreProps): ResolvedApplication {
  const { nodes, store, priority } = props;
  const app = new ResolvedApplication({
    jobName: name,
    appName: name,
    application: SparkApplication.java('spark-internal', 'org.apache.hadoop.hive.metastore.HiveMetaStore'),
    // Stores go by Spark's release for the names of their classes: Hive 3 came with the Hadoop line of Spark 3.5.
    image: SparkImage.of('hive:1', {
      version: props.hiveVersion.startsWith('4.') ? SparkVersion.V4_0 : SparkVersion.V3_5,
    }),
    serviceAccount: { serviceAccountName: name },
    driver: { ...(nodes && { nodes }) },
    executor: {},
    conf: new SparkConf(),
    features: store === undefined ? [] : [store],
    priority,
    executorPriority: undefined,
    writableRootFilesystem: false,
  });
  addPassword(app, props);
  return app;
}
