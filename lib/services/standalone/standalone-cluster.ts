import { Component } from '../../core/component';
import { Label } from '../../core/labels';
import { checkAtSynth } from '../../core/rules';
import type { NetworkPeer } from '../../kube/network-policy';
import type { KubeObject } from '../../kube/object';
import { serviceAccount } from '../../kube/rbac';
import { propertiesFile } from '../../spark/properties';
import type { IStandaloneCluster } from '../../spark/standalone-cluster';
import type { SparkVersion } from '../../spark/version';
import type { Construct } from 'constructs';
import { namespaceOf } from '../spark-server/findings';
import { oneAtATime, serverSet } from '../../kube/stateful-set';
import type { ServerPlace } from '../../kube/server-place';
import { samePort, serverConfig, serverService } from '../spark-server/workload';
import { clusterFindings } from './findings';
import { masterPolicy, workerPolicy } from './network';
import { masterPod, PROPERTIES, RECOVERY_VOLUME, workerPod } from './pods';
import {
  masterProperties,
  opensRest,
  proxyProperties,
  shellProperties,
  StandalonePort as Port,
  workerProperties,
} from './properties';
import type { StandaloneClusterProps } from './props';
import { sizesOf } from './sizes';
import { autoscaler } from './autoscaler';
import { Observation, type IObserved } from '../../kube/observation';
import { workloadOf } from '../../kube/workload';

/** What is known of a standalone cluster besides its address. Whatever is said here is held against the jobs. */
export interface ExistingStandaloneClusterProps {
  /** Its release: applications need the same line. @default - not known */
  readonly sparkVersion?: SparkVersion;
  /** Cores that one worker offers. @default - not known */
  readonly workerCores?: number;
  /** Whether it hands driver processes to its workers, which cluster mode asks for. @default - not known */
  readonly acceptsDrivers?: boolean;
}

/**
 * A standalone cluster of Spark: masters and workers that stay, and applications that share them. They have no rights in
 * Kubernetes. Whoever reaches a master runs code on the workers, so that network policies say who does.
 *
 * @see https://spark.apache.org/docs/latest/spark-standalone.html
 */
export class StandaloneCluster extends Component implements IStandaloneCluster, IObserved {
  /**
   * A cluster that exists already.
   *
   * @param url All its masters: `spark://master:7077`, or `spark://master-0:7077,master-1:7077`. Jobs check it.
   * @see https://spark.apache.org/docs/latest/spark-standalone.html
   */
  public static fromUrl(url: string, props: ExistingStandaloneClusterProps = {}): IStandaloneCluster {
    return { masterUrl: url, ...props };
  }

  public readonly masterUrl: string;
  public readonly sparkVersion?: SparkVersion;
  public readonly workerCores?: number;
  public readonly acceptsDrivers?: boolean;
  /** Name of the cluster. */
  public readonly clusterName: string;
  /** Namespace of all its objects. */
  public readonly namespaceName: string;
  /** Labels that all its pods have, and no others. */
  public readonly labels: { [key: string]: string };
  /** Its pods, for the network policies of its clients. */
  public readonly clusterPeer: NetworkPeer;
  /** Address of the masters' pages inside the cluster: `http://analytics-ui.spark.svc:8080`. */
  public readonly serviceUrl: string;
  /** What people type to see the masters' pages, with a slash at the end. @default - there is no way in */
  public readonly uiUrl?: string;
  /** Properties by which the pages of an application appear below those of the master; for the `conf` of jobs. */
  public readonly applicationProperties: { [key: string]: string };
  /** The command that opens a PySpark shell on the cluster, in the pod of its first master. */
  public readonly shellCommand: string;
  /** The StatefulSet of the masters. */
  public readonly masters: KubeObject;
  /** The StatefulSet of the workers. */
  public readonly workers: KubeObject;
  /** The Service that gives masters their names. */
  public readonly masterService: KubeObject;
  /** The Service that gives workers their names. */
  public readonly workerService: KubeObject;
  /** The Service of the masters' pages. */
  public readonly uiService: KubeObject;
  /** The account of all pods, which has no rights. */
  public readonly account: KubeObject;
  /** What reaches masters, and what they reach. */
  public readonly masterPolicy: KubeObject;
  /** What reaches workers, and what they reach. */
  public readonly workerPolicy: KubeObject;
  /** The budget of several masters. */
  public readonly masterBudget?: KubeObject;
  /** The budget of several workers. */
  public readonly workerBudget?: KubeObject;
  /** What changes the number of workers. */
  public readonly autoscaler?: KubeObject;

  /** @throws RuleError `service/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: StandaloneClusterProps) {
    super(scope, id);
    const name = props.name ?? id;
    const namespace = namespaceOf(scope, id, props.namespace);
    const sizes = sizesOf(props);
    const labels = { [Label.NAME]: 'spark-standalone', [Label.INSTANCE]: name };
    const place = (component: string): ServerPlace => ({
      name: `${name}-${component}`,
      namespace,
      selector: { ...labels, [Label.COMPONENT]: component },
    });
    const [masters, workers] = [place('master'), place('worker')];
    const pages = { service: `${name}-ui`, namespace, port: Port.MASTER_UI };

    this.clusterName = name;
    this.namespaceName = namespace;
    this.masterUrl = urlOf(masters, sizes.masters);
    this.sparkVersion = props.image.version;
    this.workerCores = sizes.workerCores;
    // Drivers are handed over by RPC, on the master's own port, which no property closes.
    this.acceptsDrivers = true;
    this.labels = labels;
    this.clusterPeer = { namespace, podLabels: labels };
    this.serviceUrl = `http://${pages.service}.${namespace}.svc:${pages.port}`;
    this.applicationProperties = proxyProperties(props.ui);
    this.shellCommand = `kubectl exec -it -n ${namespace} ${masters.name}-0 -- /opt/spark/bin/pyspark`;

    this.account = serviceAccount(this, 'Account', { name, namespace }, labels, props.accountAnnotations);
    const members = { masters, workers, labels };
    const people = props.ui?.leadTo(this, pages) ?? [];
    if (props.ui) this.uiUrl = props.ui.url;
    this.masterPolicy = masterPolicy(this, 'MasterPolicy', members, props, people);
    this.workerPolicy = workerPolicy(this, 'WorkerPolicy', members, props);
    this.masterService = headless(this, 'MasterService', masters, {
      http: Port.MASTER_UI,
      spark: Port.MASTER,
      ...(opensRest(props) && { rest: Port.REST }),
    });
    this.workerService = headless(this, 'WorkerService', workers, { http: Port.WORKER_UI, spark: Port.WORKER });
    this.uiService = serverService(this, 'UiService', masters, pages.service, {
      ports: [samePort('http', pages.port)],
    });

    const masterConfig = serverConfig(this, 'MasterConf', masters, 'conf', {
      [PROPERTIES]: propertiesFile(masterProperties(`${namespace}/${name}`, props)),
      'spark-defaults.conf': propertiesFile(shellProperties(this.masterUrl, props)),
    });
    const workerConfig = serverConfig(this, 'WorkerConf', workers, 'conf', {
      [PROPERTIES]: propertiesFile(workerProperties(props)),
    });
    const { size, storageClassName } = props.recovery?._filesystem ?? {};
    this.masters = serverSet(this, 'Resource', masters, {
      replicas: sizes.masters,
      parallel: true,
      template: masterPod(props, masters, { account: name, config: masterConfig }),
      claim: size && { volume: RECOVERY_VOLUME, size, storageClassName },
    });
    const { autoscaling } = props.workers ?? {};
    this.workers = serverSet(this, 'Workers', workers, {
      parallel: true,
      replicas: autoscaling ? undefined : sizes.minWorkers,
      template: workerPod(this.masterUrl, props, workers, { account: name, config: workerConfig }),
    });
    if (sizes.masters > 1) this.masterBudget = oneAtATime(this, 'MasterBudget', masters);
    if (sizes.maxWorkers > 1) this.workerBudget = oneAtATime(this, 'WorkerBudget', workers);
    if (autoscaling) this.autoscaler = autoscaler(this, 'Autoscaler', workers, autoscaling);
    this.masters.addDependency(this.account, this.masterService, this.masterPolicy);
    this.workers.addDependency(this.account, this.workerService, this.workerPolicy);
    checkAtSynth(this, () => clusterFindings(name, namespace, props));
  }

  /** Masters and workers have pages of metrics beside those for people. */
  public get observations(): Observation[] {
    const page = (kind: string): string => `/metrics/${kind}prometheus/`;
    const dropLabels = ['type'];
    return [
      Observation.scrape(workloadOf(this.masters), {
        ...{ job: 'spark-master', port: 'http', portNumber: Port.MASTER_UI, dropLabels },
        paths: [page('master/'), page('applications/')],
      }),
      Observation.scrape(workloadOf(this.workers), {
        ...{ job: 'spark-worker', port: 'http', portNumber: Port.WORKER_UI, dropLabels },
        paths: [page('')],
      }),
    ];
  }
}

/** All masters by the names of their pods: clients ask each until the leader answers. */
function urlOf({ name, namespace }: ServerPlace, count: number): string {
  const hosts = Array.from(
    { length: Number.isInteger(count) && count > 0 ? Math.min(count, 9) : 1 },
    (_, i) => `${name}-${i}.${name}.${namespace}.svc:${Port.MASTER}`,
  );
  return `spark://${hosts.join(',')}`;
}

/** Names for pods from the moment they exist: a master is looked for before it is ready. */
function headless(
  scope: Construct,
  id: string,
  place: ServerPlace,
  ports: { readonly [name: string]: number },
): KubeObject {
  return serverService(scope, id, place, place.name, {
    clusterIp: 'None',
    publishNotReadyAddresses: true,
    ports: Object.entries(ports).map(([port, number]) => samePort(port, number)),
  });
}
