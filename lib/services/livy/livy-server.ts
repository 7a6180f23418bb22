import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { Label } from '../../core/labels';
import { checkAtSynth, type Finding } from '../../core/rules';
import { toApiServer, type NetworkPeer } from '../../kube/network-policy';
import type { KubeObject } from '../../kube/object';
import { UiSignOn } from '../../ingress/ui-sign-on';
import { AccountRights, serviceAccount } from '../../kube/rbac';
import type { ILivyServer } from '../../spark/livy-server';
import type { ISparkServiceAccount } from '../../spark/placement';
import type { ResolvedApplication } from '../../spark/resolved-application';
import type { SparkVersion } from '../../spark/version';
import { namespaceOf } from '../spark-server/findings';
import { callers, serverPolicy, waysOut } from '../../kube/server-network';
import { oneAtATime, serverSet } from '../../kube/stateful-set';
import type { ServerPlace } from '../../kube/server-place';
import { samePort, serverConfig, serverService } from '../spark-server/workload';
import { cleanerOf, LivyCleaner } from './cleanup';
import { defaultsOf, sparkFiles, templateFiles } from './defaults';
import { livyFindings } from './findings';
import { openJobNamespace } from './job-namespace';
import { logging } from './logging';
import type { LivyCredentials, LivyServerOptions } from './options';
import { DRIVER_TEMPLATE, EXECUTOR_TEMPLATE, TEMPLATE_DIRECTORY } from './paths';
import { livyPod, STATE_VOLUME } from './pod';
import type { LivyJobNamespaceOptions, LivyServerProps } from './props';
import { LIVY_CLUSTER_RIGHTS } from './rights';
import { LIVY_SERVER_RULES as RULES } from './rules';
import { DENIED, LIVY_PORT, livyFiles, RSC_PORTS } from './settings';
import { Observation, ProbeModule, type IObserved } from '../../kube/observation';
import { workloadOf } from '../../kube/workload';

export type { LivyCredentials, LivyServerOptions } from './options';

/** A namespace that a server starts drivers in. */
interface JobNamespace {
  readonly account: ISparkServiceAccount;
  readonly options: LivyJobNamespaceOptions;
}

/**
 * Apache Livy 0.9 for Spark 3.5: batches and interactive sessions over HTTP, as drivers in the namespaces of tenants. Its
 * state is on a claim, so that jobs outlive it. Whoever may call it runs code with the accounts of these namespaces.
 *
 * @see https://livy.apache.org/docs/latest/rest-api.html
 */
export class LivyServer extends Component implements ILivyServer, IObserved {
  /**
   * A server that runs already.
   *
   * @param url Where it answers: `http://livy.livy.svc:8998`.
   */
  public static fromUrl(url: string, options: LivyServerOptions = {}): ILivyServer {
    return { livyUrl: url, ...options };
  }

  public readonly livyUrl: string;
  public readonly driverTemplate?: string;
  public readonly executorTemplate?: string;
  public readonly fixedProperties?: string[];
  public readonly sparkVersion?: SparkVersion;
  /** Namespaces in which it may start drivers, in the order they came; the first is that of jobs that name none. */
  public readonly jobNamespaceNames?: string[];
  /** What people type, with a slash at the end. @default - there is no way in */
  public readonly uiUrl?: string;
  /** Name of the server, its StatefulSet, Service and account. */
  public readonly serverName: string;
  /** Namespace of all its objects but those for jobs. */
  public readonly namespaceName: string;
  /** Its pods, for the network policies of its clients. */
  public readonly livyPeer?: NetworkPeer;
  /** The StatefulSet of its only pod. */
  public readonly statefulSet: KubeObject;
  /** The Service of its clients. */
  public readonly service: KubeObject;
  /** The headless Service by which drivers find the pod. */
  public readonly podService: KubeObject;
  /** Its account. */
  public readonly account: KubeObject;
  /** What it may do in the whole cluster: list pods. */
  public readonly clusterRole: KubeObject;
  /** Lets in its clients, and out to DNS, the API server and what was named; each namespace of jobs has a policy of its own. */
  public readonly networkPolicy: KubeObject;
  /** One pod at a time may be evicted. */
  public readonly budget: KubeObject;
  /** Removes drivers that have ended. */
  public readonly cleanup: KubeObject;

  private readonly place: ServerPlace;
  private readonly props: LivyServerProps;
  private readonly jobNamespaces = new Map<string, JobNamespace>();
  private readonly served: string[] = [];
  private readonly late: Finding[] = [];

  /** @throws RuleError `service/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: LivyServerProps) {
    super(scope, id);
    const name = props.name ?? id;
    const namespace = namespaceOf(scope, id, props.namespace);
    const selector = { [Label.NAME]: 'livy', [Label.INSTANCE]: name };
    this.place = { name, namespace, selector };
    this.props = props;
    this.serverName = name;
    this.namespaceName = namespace;
    this.livyUrl = `${props.tls ? 'https' : 'http'}://${name}.${namespace}.svc:${LIVY_PORT}`;
    this.livyPeer = { namespace, podLabels: selector };
    this.driverTemplate = `${TEMPLATE_DIRECTORY}/${DRIVER_TEMPLATE}`;
    this.executorTemplate = `${TEMPLATE_DIRECTORY}/${EXECUTOR_TEMPLATE}`;
    this.fixedProperties = [...new Set([...DENIED, ...(props.deniedProperties ?? [])])];
    this.sparkVersion = props.image.version;
    // The same list all the time: who asks late sees what came late.
    this.jobNamespaceNames = this.served;
    const app = defaultsOf(name, props);

    this.account = serviceAccount(this, 'Account', { name, namespace }, selector, props.accountAnnotations);
    const rights = this.clusterRights();
    this.clusterRole = rights.role;
    this.networkPolicy = this.close();
    if (props.ui) this.uiUrl = props.ui.url;
    this.podService = serverService(this, 'PodService', this.place, `${name}-pods`, {
      clusterIp: 'None',
      // Drivers of sessions call back while the server may be busy, and not ready.
      publishNotReadyAddresses: true,
      ports: [samePort('http', LIVY_PORT), ...RSC_PORTS.map((port, i) => samePort(`rsc-${i}`, port))],
    });
    this.service = serverService(this, 'Service', this.place, name, { ports: [samePort('http', LIVY_PORT)] });
    this.statefulSet = this.pods(app);
    this.budget = oneAtATime(this, 'Budget', this.place);
    this.cleanup = new LivyCleaner(this, 'Cleanup', this.place, props, () => this.served).cronJob;
    this.statefulSet.addDependency(this.account, rights, this.podService, this.networkPolicy);
    this.addJobNamespace(props.jobAccount, props.jobNamespace ?? {});
    checkAtSynth(this, () => [...this.late, ...livyFindings(name, app, props, this.posters())]);
  }

  /** Its own metrics are JSON behind a login; whether it serves, its version tells. */
  public get observations(): Observation[] {
    const props = { target: `${this.livyUrl}/version`, portNumber: LIVY_PORT, module: ProbeModule.HTTP_UP };
    return [Observation.probe(workloadOf(this.statefulSet), { job: 'livy-probe', ...props })];
  }

  /**
   * Lets the server start drivers in the namespace of an account, such as that of a tenant. Requests name the namespace,
   * and the account where it has another name than `jobAccount`; `requestConf` has both.
   *
   * @param account Account of the drivers there.
   * @param options What the server may do there.
   */
  public addJobNamespace(account: ISparkServiceAccount, options: LivyJobNamespaceOptions = {}): void {
    const namespace = account.namespace;
    const at = this.jobNamespaces.size === 0 ? 'jobAccount' : 'addJobNamespace';
    if (namespace === undefined) {
      this.late.push({ rule: RULES.jobNamespaceUnknown, at, value: account.serviceAccountName });
    } else if (this.jobNamespaces.has(namespace)) {
      this.late.push({ rule: RULES.jobNamespaceTwice, at, value: namespace });
    } else {
      this.jobNamespaces.set(namespace, { account, options });
      this.served.push(namespace);
      openJobNamespace(this, account, namespace, {
        ...options,
        server: this.place,
        cleaner: cleanerOf(this.place),
        kerberos: this.props.hadoopLogin !== undefined,
      });
    }
  }

  /**
   * The `conf` of a request for jobs of a namespace: where they run, as whom, and what its options say. For clients such as
   * notebooks; `SparkRunner.livy()` says it by itself.
   *
   * @param namespaceName One of `jobNamespaceNames`; others give an empty map.
   */
  public requestConf(namespaceName: string): { [key: string]: string } {
    const known = this.jobNamespaces.get(namespaceName);
    if (known === undefined) return {};
    const { serviceAccountName, executorServiceAccountName = serviceAccountName } = known.account;
    return {
      'spark.kubernetes.namespace': namespaceName,
      'spark.kubernetes.authenticate.driver.serviceAccountName': serviceAccountName,
      'spark.kubernetes.authenticate.executor.serviceAccountName': executorServiceAccountName,
      ...known.options.conf?.toMap(),
    };
  }

  /** This server, for jobs that are posted as somebody. @param credentials As whom, with Secrets in the namespaces of the jobs. */
  public calledAs(credentials: LivyCredentials): ILivyServer {
    const { livyUrl, driverTemplate, executorTemplate, fixedProperties, livyPeer, sparkVersion } = this;
    return {
      ...credentials,
      livyUrl,
      ...(livyPeer && { livyPeer }),
      ...(driverTemplate !== undefined && { driverTemplate }),
      ...(executorTemplate !== undefined && { executorTemplate }),
      ...(fixedProperties && { fixedProperties }),
      ...(sparkVersion && { sparkVersion }),
      jobNamespaceNames: this.served,
    };
  }

  private clusterRights(): AccountRights {
    const { name, namespace, selector } = this.place;
    return new AccountRights(this, 'ClusterRights', {
      name: `livy-${namespace}-${name}`,
      rules: LIVY_CLUSTER_RIGHTS,
      account: { name, namespace },
      labels: selector,
    });
  }

  private close(): KubeObject {
    const { name, namespace, selector } = this.place;
    const { authentication, ui, network = {} } = this.props;
    const backend = { service: name, namespace, port: LIVY_PORT, executesCode: true };
    const signOn = authentication._knowsUsers ? UiSignOn.backend() : UiSignOn.required();
    const people = ui?.leadTo(this, backend, { signOn }) ?? [];
    return serverPolicy(this, 'NetworkPolicy', {
      name,
      namespace,
      pods: selector,
      ingress: callers([...people, ...(network.clients ?? [])], LIVY_PORT),
      egress: [...waysOut(network.egress ?? []), toApiServer(this.props)],
    });
  }

  private pods(app: ResolvedApplication): KubeObject {
    const { place, props } = this;
    const template = livyPod(app, props, {
      account: place.name,
      livyConfig: serverConfig(this, 'Conf', place, 'conf', livyFiles(props, logging(props.loggers))),
      sparkConfig: serverConfig(this, 'SparkConf', place, 'spark', sparkFiles(app, props.jobAccount.namespace ?? '')),
      templates: serverConfig(this, 'Templates', place, 'templates', templateFiles(app)),
      labels: place.selector,
    });
    const { size = Size.gibibytes(1), storageClassName } = props.state ?? {};
    return serverSet(this, 'Resource', place, {
      replicas: props.replicas ?? 1,
      serviceName: `${place.name}-pods`,
      template,
      claim: { volume: STATE_VOLUME, size, storageClassName },
    });
  }

  private posters(): string[] {
    return [...this.jobNamespaces].flatMap(([name, { options }]) => (options.jobsMayPost === true ? [name] : []));
  }
}
