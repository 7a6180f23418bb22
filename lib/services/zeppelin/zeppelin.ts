import type { ApiObjectProps } from 'cdk8s';
import { Yaml } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { sizeQuantity } from '../../core/quantities';
import { checkAtSynth, type Finding } from '../../core/rules';
import { UiGatewayBase } from '../../ingress/gateway-base';
import { UiPrefix } from '../../ingress/ui-route';
import type { NetworkPeer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { AccountRights, serviceAccount } from '../../kube/rbac';
import { executorTemplate } from '../../spark/executor-pod';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { SparkServiceAccount } from '../../spark/service-account';
import { namespaceOf } from '../spark-server/findings';
import type { ServerPlace } from '../../kube/server-place';
import { samePort, serverConfig, serverService, singlePod } from '../spark-server/workload';
import { authenticationFindings } from './authentication-findings';
import { found, serverFindings } from './findings';
import { interpreterFindings, livyPeer } from './interpreter-findings';
import { interpreterJson } from './interpreter-json';
import type { SparkParts } from './interpreter-pods';
import { driverNetwork, executorNetwork, interpreterNetwork, serverNetwork } from './network';
import { serverLabels, ZEPPELIN_IMAGE, ZeppelinPort as Port } from './places';
import { heapMib, ZeppelinFile, zeppelinPod } from './pod';
import type { ZeppelinProps } from './props';
import { ZEPPELIN_SERVER_RIGHTS } from './rights';
import { ZEPPELIN_RULES } from './rules';
import { interpreterEnvironment, serverEnvironment } from './settings';
import { shiroIni } from './shiro';
import { sparkApplication, sparkDefaults } from './spark';
import { interpreterTemplate } from './template';
import { Observation, type IObserved } from '../../kube/observation';
import { workloadOf } from '../../kube/workload';

const TEMPLATE_KEY = 'podspec-configmap-key';

/**
 * Apache Zeppelin: notes in many languages, each interpreter in a pod of its own. Notes run code, and whoever edits interpreters
 * runs pods beside the server: a namespace for each group of people that trust each other.
 *
 * @see https://zeppelin.apache.org/docs/latest/quickstart/kubernetes.html
 */
export class Zeppelin extends Component implements IObserved {
  /** Name of the server, its Deployment, Service and account. */
  public readonly serverName: string;
  /** Namespace of all its objects, interpreters and executors. */
  public readonly namespaceName: string;
  /** What people type, or where it is no route, the Service's address; with a slash at the end. */
  public readonly url: string;
  /** Its pods, for the network policies of others. */
  public readonly serverPeer: NetworkPeer;
  /** The Deployment of its only pod. */
  public readonly deployment: KubeObject;
  /** Its Service: pages on 8080, interpreters call back on 12320. */
  public readonly service: KubeObject;
  /** The claim; undefined where it exists already. */
  public readonly claim?: KubeObject;
  /** The server's account. */
  public readonly account: KubeObject;
  /** What it may do: run pods and Services in its namespace. */
  public readonly role: KubeObject;
  /** Accounts of interpreters and executors. */
  public readonly interpreterAccount: SparkServiceAccount;
  /** What reaches the server, and what it reaches. */
  public readonly networkPolicy: KubeObject;
  /** What reaches interpreters, and what they reach. */
  public readonly interpreterPolicy: KubeObject;
  /** What drivers have beside other interpreters; undefined without Spark. */
  public readonly driverPolicy?: KubeObject;
  /** What reaches executors, and what they reach; undefined without Spark. */
  public readonly executorPolicy?: KubeObject;

  private readonly base: string;

  /** @throws RuleError `service/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: ZeppelinProps) {
    super(scope, id);
    const name = props.name ?? id;
    const namespace = namespaceOf(scope, id, props.namespace);
    const place: ServerPlace = { name, namespace, selector: serverLabels(name) };
    const image = props.image ?? ZEPPELIN_IMAGE;
    const interpreterImage = props.interpreterImage ?? image;
    const { interpreters, authentication, network = {}, ui, storage } = props;
    this.serverName = name;
    this.namespaceName = namespace;
    this.base = ui?._base ?? '';
    this.url = ui?.url ?? `http://${name}.${namespace}.svc:${Port.HTTP}/`;
    this.serverPeer = { namespace, podLabels: place.selector };

    this.account = serviceAccount(this, 'Account', { name, namespace }, place.selector, props.accountAnnotations);
    this.role = new AccountRights(this, 'Rights', {
      name,
      namespace,
      rules: ZEPPELIN_SERVER_RIGHTS,
      account: { name, namespace },
      labels: place.selector,
    }).role;
    this.interpreterAccount = new SparkServiceAccount(this, 'Interpreter', {
      name: `${name}-interpreter`,
      namespace,
      imagePullSecrets: props.imagePullSecrets ?? [],
    });
    const app = this.sparkOf(props);
    const ini = shiroIni(authentication._kind, ui?.origin.startsWith('https:') ?? false);
    const config = serverConfig(this, 'Files', place, 'files', {
      [ZeppelinFile.INTERPRETERS]: interpreterJson(interpreters, app),
      [ZeppelinFile.TEMPLATE]: interpreterTemplate(
        {
          name,
          namespace,
          image: interpreterImage,
          account: this.interpreterAccount.serviceAccountName,
          environment: interpreterEnvironment(props),
          livyToken: interpreters.find(({ _livy }) => _livy !== undefined)?._livy?.token,
          spark: app && this.sparkParts(app, place),
        },
        props,
      ),
      ...(ini !== undefined && { [ZeppelinFile.SHIRO]: ini }),
    });
    if (storage.claimName === undefined) this.claim = makeClaim(this, place, props);
    const heap = heapMib(props);
    const template = zeppelinPod(
      {
        image,
        account: name,
        config,
        environment: serverEnvironment({ name, namespace, interpreterImage, heapMib: heap }, props),
        claim: storage.claimName ?? name,
        heapMib: heap,
        hasIni: ini !== undefined,
        base: this.base,
        labels: place.selector,
      },
      props,
    );
    this.deployment = singlePod(this, 'Resource', place, props.replicas ?? 1, template);
    this.service = serverService(this, 'Service', place, name, {
      ports: [samePort('http', Port.HTTP), samePort('rpc', Port.RPC)],
    });
    const peers = this.lead(ui, place);
    const livy = interpreters.flatMap(({ _livy }) => (_livy && livyPeer(_livy)) ?? []);
    const connections = {
      place,
      clients: [...peers, ...(network.clients ?? [])],
      interpreterEgress: [...livy, ...(network.interpreterEgress ?? [])],
      network,
    };
    this.networkPolicy = serverNetwork(this, 'NetworkPolicy', connections);
    this.interpreterPolicy = interpreterNetwork(this, 'InterpreterPolicy', connections);
    if (app !== undefined) {
      this.driverPolicy = driverNetwork(this, 'DriverPolicy', connections);
      this.executorPolicy = executorNetwork(this, 'ExecutorPolicy', connections);
    }
    this.deployment.addDependency(this.account, this.role, this.networkPolicy, this.interpreterPolicy);
    checkAtSynth(this, () => [
      ...serverFindings(name, props),
      ...interpreterFindings(props, app),
      ...authenticationFindings(props),
      ...(authentication._isAnonymous ? this.openFindings() : []),
    ]);
  }

  /** Whether it is ready for people, as its own check sees it. */
  public get observations(): Observation[] {
    const workload = workloadOf(this.deployment);
    const target = `http://${workload.name}.${workload.namespace}.svc:${Port.HTTP}${this.base}/health/readiness`;
    return [Observation.probe(workload, { job: 'zeppelin-probe', target, portNumber: Port.HTTP })];
  }

  private lead(ui: ZeppelinProps['ui'], { name, namespace }: ServerPlace): NetworkPeer[] {
    if (ui === undefined) return [];
    const backend = { service: name, namespace, port: Port.HTTP, basePath: ui.prefix, executesCode: true };
    return ui.leadTo(this, backend, { prefixHandling: UiPrefix.KEEP, webSocket: true });
  }

  /** A route that leaves the sign-on to a server which asks nobody. */
  private openFindings(): Finding[] {
    const service = `${this.namespaceName}/${this.serverName}`;
    const gateways = this.node.root.node.findAll().filter((one) => one instanceof UiGatewayBase);
    if (!gateways.some(({ signOnServices }) => signOnServices.includes(service))) return [];
    return found(ZEPPELIN_RULES.anonymousBackend, 'ui.signOn', 'backend');
  }

  private sparkOf({ interpreters, interpreterPriority, ...props }: ZeppelinProps): ResolvedApplication | undefined {
    const spark = interpreters.find(({ _spark }) => _spark !== undefined)?._spark;
    if (spark === undefined) return undefined;
    return sparkApplication(spark, {
      name: this.serverName,
      serviceAccount: this.interpreterAccount,
      priority: interpreterPriority,
      writableRootFilesystem: props.writableRootFilesystem ?? false,
    });
  }

  private sparkParts(app: ResolvedApplication, place: ServerPlace): SparkParts {
    const conf = { 'spark-defaults.conf': sparkDefaults(app), ...app._confFiles };
    const template = { [TEMPLATE_KEY]: Yaml.stringify(executorTemplate(app)) };
    return {
      app,
      start: {
        appId: '',
        lateProperties: {},
        confConfigMap: serverConfig(this, 'SparkConf', place, 'spark', conf),
        confFiles: Object.keys(conf),
        templateConfigMap: serverConfig(this, 'ExecutorTemplate', place, 'executor', template),
        templateKey: TEMPLATE_KEY,
      },
    };
  }
}

function makeClaim(
  scope: Construct,
  { name, namespace, selector }: ServerPlace,
  { storage: { size, storageClassName } }: ZeppelinProps,
): KubeObject {
  const manifest = k8s.KubePersistentVolumeClaim.manifest({
    metadata: { name, namespace, labels: { ...selector } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClassName !== undefined && { storageClassName }),
      ...(size && { resources: { requests: { storage: k8s.Quantity.fromString(sizeQuantity(size)) } } }),
    },
  }) as ApiObjectProps;
  return new KubeObject(scope, 'Claim', manifest);
}
