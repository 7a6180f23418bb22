import type { ApiObjectProps, Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { Label } from '../../core/labels';
import { sizeQuantity } from '../../core/quantities';
import { checkAtSynth, warnAtSynth } from '../../core/rules';
import type { NetworkPeer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { serviceAccount } from '../../kube/rbac';
import { SparkApplication } from '../../spark/application';
import { SparkConf } from '../../spark/conf';
import { propertiesFile } from '../../spark/properties';
import { ResolvedApplication } from '../../spark/resolved-application';
import { namespaceOf } from '../spark-server/findings';
import { callers, serverPolicy, waysOut } from '../../kube/server-network';
import type { ServerPlace } from '../../kube/server-place';
import { samePort, serverConfig, serverService, singlePod } from '../spark-server/workload';
import { historyFindings } from './findings';
import type { ISparkHistoryServer } from './interfaces';
import { ClaimAccessMode, type HistoryClaim } from './logs';
import { cleanerFindings, unreadFindings } from './neighbours';
import { HISTORY_CLASS, historyPod } from './pod';
import { HISTORY_PORT, historyProperties } from './properties';
import type { SparkHistoryServerProps } from './props';
import { Observation, ProbeModule, type IObserved } from '../../kube/observation';
import { workloadOf } from '../../kube/workload';

/**
 * Spark's History Server: the pages of applications that are over. It reads event logs from where jobs write them, has no
 * rights in the cluster and no login: whoever may call it sees what the logs say, queries and settings among it.
 *
 * @see https://spark.apache.org/docs/latest/monitoring.html#viewing-after-the-fact
 */
export class SparkHistoryServer extends Component implements ISparkHistoryServer, IObserved {
  /** A server that runs already. @param url What people type. */
  public static fromUrl(url: string): ISparkHistoryServer {
    return { historyServerUrl: url.replace(/\/+$/, '') };
  }

  public readonly historyServerUrl: string;
  /** Name of the server, its Deployment, Service and account. */
  public readonly serverName: string;
  /** Namespace of all its objects. */
  public readonly namespaceName: string;
  /** URI of the directory that it reads. */
  public readonly logDirectory: string;
  /** Address inside the cluster, without the path prefix, which proxies take away: `http://history.spark.svc:18080`. */
  public readonly serviceUrl: string;
  /** Its pods, for the network policies of its clients. */
  public readonly historyPeer: NetworkPeer;
  /** The Deployment of its only pod. */
  public readonly deployment: KubeObject;
  /** Its Service. */
  public readonly service: KubeObject;
  /** Its account, which has no rights. */
  public readonly account: KubeObject;
  /** The claim with the logs; undefined where it exists already. */
  public readonly claim?: KubeObject;
  /** Lets in its clients, and out to its store. */
  public readonly networkPolicy: KubeObject;
  /** Whether it deletes logs. @internal */
  public readonly _cleans: boolean;

  /** @throws RuleError `service/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: SparkHistoryServerProps) {
    super(scope, id);
    const name = props.name ?? id;
    const namespace = namespaceOf(scope, id, props.namespace);
    const selector = { [Label.NAME]: 'spark-history-server', [Label.INSTANCE]: name };
    const place: ServerPlace = { name, namespace, selector };
    const { logs, network = {} } = props;
    this.serverName = name;
    this.namespaceName = namespace;
    this.logDirectory = logs.directory;
    this._cleans = props.cleaner !== undefined;
    this.serviceUrl = `http://${name}.${namespace}.svc:${HISTORY_PORT}`;
    this.historyServerUrl = (props.ui?.url ?? this.serviceUrl).replace(/\/$/, '');
    this.historyPeer = { namespace, podLabels: selector };

    const app = applicationOf(name, props);
    const config = serverConfig(this, 'Conf', place, 'conf', {
      'spark.properties': propertiesFile(historyProperties(app, props)),
      ...app._confFiles,
    });
    this.account = serviceAccount(this, 'Account', { name, namespace }, selector, props.accountAnnotations);
    const { _claim: claim } = logs;
    if (claim?.size !== undefined) this.claim = this.makeClaim(place, { ...claim, size: claim.size });
    const template = historyPod(app, props, { account: name, config, labels: selector });
    this.deployment = singlePod(this, 'Resource', place, props.replicas ?? 1, template);
    this.service = serverService(this, 'Service', place, name, { ports: [samePort('http', HISTORY_PORT)] });
    const people = props.ui?.leadTo(this, { service: name, namespace, port: HISTORY_PORT }) ?? [];
    this.networkPolicy = serverPolicy(this, 'NetworkPolicy', {
      name,
      namespace,
      pods: selector,
      ingress: callers([...(network.clients ?? []), ...people], HISTORY_PORT),
      egress: waysOut(network.egress ?? []),
    });
    this.deployment.addDependency(this.account, this.networkPolicy, ...(this.claim ? [this.claim] : []));
    checkAtSynth(this, () => [...historyFindings(name, app, props), ...cleanerFindings(this, this.all)]);
    // Once for the tree: the first server speaks for all.
    warnAtSynth(this, () => (this.all[0] === this ? unreadFindings(this.node.root, this.all) : []));
  }

  /** It has no metrics: whether it can read the logs, its own answers tell. */
  public get observations(): Observation[] {
    const target = `${this.serviceUrl}/api/v1/applications?limit=1`;
    const props = { job: 'spark-history-probe', target, portNumber: HISTORY_PORT, module: ProbeModule.HTTP_UP };
    return [Observation.probe(workloadOf(this.deployment), props)];
  }

  private get all(): SparkHistoryServer[] {
    const { root } = this.node;
    return root.node.findAll().filter((one): one is SparkHistoryServer => one instanceof SparkHistoryServer);
  }

  private makeClaim({ namespace, selector }: ServerPlace, claim: HistoryClaim & { readonly size: Size }): KubeObject {
    const { name, accessMode = ClaimAccessMode.READ_WRITE_MANY, storageClassName, size } = claim;
    const manifest = k8s.KubePersistentVolumeClaim.manifest({
      metadata: { name, namespace, labels: { ...selector } },
      spec: {
        accessModes: [accessMode],
        ...(storageClassName !== undefined && { storageClassName }),
        resources: { requests: { storage: k8s.Quantity.fromString(sizeQuantity(size)) } },
      },
    }) as ApiObjectProps;
    return new KubeObject(this, 'Claim', manifest);
  }
}

/** The server's settings in the words of an application, so that object stores bind to it as they do to jobs. */
function applicationOf(name: string, props: SparkHistoryServerProps): ResolvedApplication {
  const { logs, nodes, priority } = props;
  return new ResolvedApplication({
    jobName: name,
    appName: name,
    application: SparkApplication.java('spark-internal', HISTORY_CLASS),
    image: props.image,
    serviceAccount: { serviceAccountName: name },
    driver: { ...(nodes && { nodes }) },
    executor: {},
    conf: props.conf ?? new SparkConf(),
    features: logs._store === undefined ? [] : [logs._store],
    priority,
    executorPriority: undefined,
    writableRootFilesystem: props.writableRootFilesystem ?? false,
  });
}
