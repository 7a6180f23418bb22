import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Component } from '../../core/component';
import { Label } from '../../core/labels';
import { checkDnsLabel, DNS_LABEL_MAX } from '../../core/names';
import { checkAtSynth, warnAtSynth, type Finding } from '../../core/rules';
import { UiSignOn } from '../../ingress/ui-sign-on';
import { tcp, type NetworkPeer } from '../../kube/network-policy';
import type { KubeObject } from '../../kube/object';
import { Observation, ProbeModule, type IObserved } from '../../kube/observation';
import { workloadOf } from '../../kube/workload';
import { applicationFindings } from '../../spark/application-findings';
import { SparkApplication } from '../../spark/application';
import { SparkConf } from '../../spark/conf';
import { instanceLabels, SparkLabel } from '../../spark/labels';
import { BLOCK_MANAGER_PORT, DRIVER_PORT, UI_PORT } from '../../spark/paths';
import { poolFindings, poolWarnings } from '../../spark/node-placement-findings';
import { ResolvedApplication } from '../../spark/resolved-application';
import { NO_FILE, standingDriver } from './driver-pod';
import { namespaceOf, ownedFindings, singleFindings } from './findings';
import { callers, peerFindings, serverPolicy } from '../../kube/server-network';
import type { SparkDriverServerProps, SparkDriverServerSpec } from './props';
import { SERVER_RULES } from './rules';
import { driverUiProperties, UI_OWNERS } from './ui';
import type { ServerPlace } from '../../kube/server-place';
import { samePort, serverService, singlePod } from './workload';

const DRIVER_SUFFIX = '-driver';
/** Clients send jars and files in one stream. */
const LARGEST_UPLOAD = Size.gibibytes(1);

/** What `SparkConnectServer` and `SparkThriftServer` have in common: a driver that stays, behind an address. */
export abstract class SparkDriverServer extends Component implements IObserved {
  /** Name of the server, its Deployment and its Service. */
  public readonly serverName: string;
  /** Namespace of all its objects. */
  public readonly namespaceName: string;
  /** The Deployment of its only pod. */
  public readonly deployment: KubeObject;
  /** The Service of its clients. */
  public readonly service: KubeObject;
  /** The headless Service by which executors find the driver. */
  public readonly driverService: KubeObject;
  /** What people type to see its UI, with a slash at the end. @default - there is no way in */
  public readonly uiUrl?: string;
  /** Lets in executors and clients, and nobody else. */
  public readonly networkPolicy: KubeObject;
  /** Everything decided about it. @internal */
  public readonly _application: ResolvedApplication;
  private readonly spec: SparkDriverServerSpec;

  protected constructor(scope: Construct, id: string, props: SparkDriverServerProps, spec: SparkDriverServerSpec) {
    super(scope, id);
    this.spec = spec;
    this.serverName = props.name ?? id;
    this.namespaceName = namespaceOf(scope, id, props.serviceAccount.namespace);
    const { serverName: name, namespaceName: namespace } = this;
    const application = resolve(props, spec, name);
    this._application = application;
    const selector = {
      ...instanceLabels(name),
      [Label.COMPONENT]: spec.component,
      [SparkLabel.ROLE]: 'driver',
    };
    const place: ServerPlace = { name, namespace, selector };
    const { portName, port, appProtocol } = spec;

    const driverName = `${name}${DRIVER_SUFFIX}`;
    const template = standingDriver(this, application, place, {
      driverHost: `${driverName}.${namespace}.svc`,
      ports: { start: port, later: spec.alivePort ?? port, named: { [portName]: port } },
    });
    this.deployment = singlePod(this, 'Resource', place, props.replicas ?? 1, template);
    for (const [field, value] of Object.entries(application.driver.props.podOverrides ?? {})) {
      this.deployment.override(`/spec/template${field}`, value);
    }
    this.driverService = serverService(this, 'DriverService', place, driverName, {
      clusterIp: 'None',
      // Executors connect before the server declares itself ready.
      publishNotReadyAddresses: true,
      ports: [samePort('driver-rpc-port', DRIVER_PORT), samePort('blockmanager', BLOCK_MANAGER_PORT)],
    });
    this.service = serverService(this, 'Service', place, name, {
      ports: [samePort(portName, port, appProtocol), samePort('spark-ui', UI_PORT)],
    });
    const people = props.ui?.leadTo(this, { service: name, namespace, port: UI_PORT }) ?? [];
    if (props.ui) this.uiUrl = props.ui.url;
    this.networkPolicy = this.close(props, port, selector, { people, programs: this.programs(spec) });
    this.deployment.addDependency(this.driverService, this.networkPolicy);
    this.check(props, spec);
  }

  /** With `SparkMetrics` it is a driver as those of jobs are; without, it answers whether it takes connections. */
  public get observations(): Observation[] {
    const workload = workloadOf(this.deployment);
    const { component, port: portNumber } = this.spec;
    const target = `${this.serverName}.${this.namespaceName}.svc:${portNumber}`;
    const props = { target, portNumber, module: ProbeModule.TCP_CONNECT };
    return [Observation.probe(workload, { job: `spark-${component}-probe`, ...props })];
  }

  private close(
    props: SparkDriverServerProps,
    port: number,
    pods: { [key: string]: string },
    { people, programs }: { readonly people: NetworkPeer[]; readonly programs: NetworkPeer[] },
  ): KubeObject {
    const { clients = [], uiClients = [] } = props.network ?? {};
    const executors = { ...instanceLabels(this.serverName), [SparkLabel.ROLE]: 'executor' };
    return serverPolicy(this, 'NetworkPolicy', {
      name: this.serverName,
      namespace: this.namespaceName,
      pods,
      ingress: [
        { peers: [{ podLabels: executors }], ports: [tcp(DRIVER_PORT, BLOCK_MANAGER_PORT)] },
        ...callers([...clients, ...programs], port),
        ...callers([...uiClients, ...people], UI_PORT),
      ],
    });
  }

  /** Who comes to the port of the clients from outside. */
  private programs({ address, port }: SparkDriverServerSpec): NetworkPeer[] {
    const { serverName: service, namespaceName: namespace } = this;
    if (address === undefined) return [];
    return address.leadTo(
      new Construct(this, 'Address'),
      { service, namespace, port, executesCode: true },
      { grpc: true, signOn: UiSignOn.backend(), maxBodySize: LARGEST_UPLOAD },
    );
  }

  private check(props: SparkDriverServerProps, { owners }: SparkDriverServerSpec): void {
    const app = this._application;
    const { clients = [], uiClients = [] } = props.network ?? {};
    warnAtSynth(this, () => [...poolWarnings(app), ...stayFindings(app)]);
    checkAtSynth(this, () => [
      ...checkDnsLabel('name', this.serverName, DNS_LABEL_MAX - DRIVER_SUFFIX.length),
      ...singleFindings(props.replicas),
      ...clients.flatMap((peer, i) => peerFindings(`network.clients[${i}]`, peer)),
      ...uiClients.flatMap((peer, i) => peerFindings(`network.uiClients[${i}]`, peer)),
      ...ownedFindings(props.conf?.toMap() ?? {}, { ...owners, ...UI_OWNERS }),
      // The class is Spark's own, and needs no file.
      ...applicationFindings(app).filter(({ at }) => at !== 'application.main'),
      ...poolFindings(app),
    ]);
  }
}

function stayFindings(app: ResolvedApplication): Finding[] {
  const { instances = 2 } = app.executor.props;
  if (app.property('spark.dynamicAllocation.enabled') !== undefined || instances === 0) return [];
  return [{ rule: SERVER_RULES.executorsStay, at: 'executor.instances', value: instances }];
}

function resolve(props: SparkDriverServerProps, spec: SparkDriverServerSpec, name: string): ResolvedApplication {
  const { jars = [], packages = [], driver = {} } = props;
  const application = new ResolvedApplication({
    jobName: name,
    appName: spec.appName,
    application: SparkApplication.java(NO_FILE, spec.mainClass, { jars, packages, args: spec.args ?? [] }),
    image: props.image,
    serviceAccount: props.serviceAccount,
    driver: {
      memory: Size.gibibytes(2),
      ...driver,
      labels: { ...driver.labels, [Label.COMPONENT]: spec.component },
    },
    executor: props.executor ?? {},
    conf: props.conf ?? new SparkConf(),
    features: [...(props.features ?? []), ...(spec.features ?? [])],
    priority: props.priority,
    executorPriority: props.executorPriority,
    writableRootFilesystem: props.writableRootFilesystem ?? false,
  });
  const properties = { ...(props.ui && driverUiProperties(props.ui)), ...spec.properties };
  for (const [key, value] of Object.entries(properties)) application.setProperty(key, value);
  return application;
}
