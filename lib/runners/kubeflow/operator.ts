import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkDnsLabel } from '../../core/names';
import { checkAtSynth, RuleError, warnAtSynth } from '../../core/rules';
import { restrictedNamespace } from '../../kube/namespace';
import type { KubeObject } from '../../kube/object';
import type { IJobNamespace } from '../../spark/job-namespace';
import { VERSIONS } from '../../versions';
import { controllerPart } from './install/controller';
import { KubeflowCustomResources } from './install/crds';
import { installFindings, installWarnings } from './install/findings';
import { KUBEFLOW_OPERATOR, KubeflowPort, labelsOf } from './install/names';
import { neighbourFindings, type Neighbour } from './install/neighbours';
import { KubeflowNetworkPolicies } from './install/network';
import { KubeflowCrds, KubeflowLogLevel, type KubeflowSparkOperatorProps } from './install/props';
import type { KubeflowPlace, KubeflowServerPart } from './install/server';
import { uniqueNamespaces } from '../job-namespaces';
import { noteOperator } from '../two-operators';
import { KubeflowUserRoles } from './install/user-roles';
import { KubeflowWebhookPart } from './install/webhook';
import { KubeflowRunNamePrecision, type IKubeflowSparkOperator } from './interfaces';
import { Observation, type IObserved } from '../../kube/observation';
import { workloadOf } from '../../kube/workload';

/** A Spark operator of Kubeflow that somebody else installed. */
export interface ExistingKubeflowSparkOperatorProps {
  /** Name in messages. @default spark-operator */
  readonly operatorName?: string;
  /** Release. @default - that of `VERSIONS.KUBEFLOW_SPARK_OPERATOR` */
  readonly operatorVersion?: string;
  /** Namespaces whose applications it starts. @default - not known: every namespace passes */
  readonly jobNamespaces?: IJobNamespace[];
  /** Whether its webhooks are installed. @default true */
  readonly webhook?: boolean;
  /** Whether it makes PodGroups for batch schedulers. @default false */
  readonly batchScheduler?: boolean;
  /** Whether it gives the UI of each driver a Service. @default true */
  readonly uiService?: boolean;
  /** Precision of the names of scheduled runs. @default KubeflowRunNamePrecision.NANOS */
  readonly runNamePrecision?: KubeflowRunNamePrecision;
}

/**
 * Kubeflow's Spark operator: controller, webhook with its certificate, rights in the namespaces of jobs and nowhere else,
 * definitions that plain `kubectl apply` takes, network policies, and roles for users. Accounts of drivers belong to the
 * tenants.
 *
 * @see https://www.kubeflow.org/docs/components/spark-operator/
 */
export class KubeflowSparkOperator extends Component implements IKubeflowSparkOperator, IObserved {
  /**
   * An operator that the cluster has already, as its chart installs it unless told otherwise.
   *
   * @throws RuleError if the name of a namespace is none.
   */
  public static fromExisting(props: ExistingKubeflowSparkOperatorProps = {}): IKubeflowSparkOperator {
    const { jobNamespaces } = props;
    const [finding] = (jobNamespaces ?? []).flatMap(({ namespaceName }, i) =>
      checkDnsLabel(`jobNamespaces[${i}]`, namespaceName),
    );
    if (finding) throw new RuleError(finding);
    return {
      operatorName: props.operatorName ?? KUBEFLOW_OPERATOR,
      operatorVersion: props.operatorVersion ?? VERSIONS.KUBEFLOW_SPARK_OPERATOR.version,
      ...(jobNamespaces && { jobNamespaceNames: jobNamespaces.map(({ namespaceName }) => namespaceName) }),
      webhook: props.webhook ?? true,
      batchScheduler: props.batchScheduler ?? false,
      uiService: props.uiService ?? true,
      runNamePrecision: props.runNamePrecision ?? KubeflowRunNamePrecision.NANOS,
    };
  }

  public readonly operatorName: string;
  public readonly operatorVersion: string = VERSIONS.KUBEFLOW_SPARK_OPERATOR.version;
  public readonly jobNamespaceNames?: string[];
  public readonly webhook: boolean;
  public readonly batchScheduler: boolean;
  public readonly uiService: boolean;
  public readonly runNamePrecision: KubeflowRunNamePrecision;
  /** Namespace of the servers. */
  public readonly namespaceName: string;
  /** The Namespace; undefined where somebody else makes it. */
  public readonly namespace?: KubeObject;
  /** The CustomResourceDefinitions; empty where somebody else installs them. */
  public readonly definitions: KubeObject[];
  /** The Deployment of the controller. */
  public readonly controller: KubeObject;
  /** The Deployment of the webhook; undefined without one. */
  public readonly webhookServer?: KubeObject;
  /** The mutating and the validating configuration; empty without a webhook. */
  public readonly webhookConfigurations: KubeObject[];
  /** The Services whose metrics Prometheus reads. */
  public readonly metricsServices: KubeObject[];
  /** What its neighbours have to know. @internal */
  public readonly _neighbour: Neighbour;

  public constructor(scope: Construct, id: string, props: KubeflowSparkOperatorProps) {
    super(scope, id);
    noteOperator(this, 'sparkoperator.k8s.io');
    const place = placeOf(props);
    const { operator, namespace } = place;
    const { network = {}, createNamespace = true } = props;

    this.operatorName = operator;
    this.namespaceName = namespace;
    if (place.jobNamespaces) this.jobNamespaceNames = namesOf(place.jobNamespaces);
    this.webhook = props.webhook?.enabled ?? true;
    this.batchScheduler = props.batchScheduler ?? false;
    this.uiService = props.uiService ?? true;
    this.runNamePrecision = props.runNamePrecision ?? KubeflowRunNamePrecision.SECONDS;

    if (createNamespace) this.namespace = restrictedNamespace(this, 'Namespace', namespace, labelsOf(operator));
    const installs = props.crds !== KubeflowCrds.EXTERNAL;
    this.definitions = installs ? new KubeflowCustomResources(this, 'CustomResources', labelsOf()).definitions : [];
    if (props.userRoles !== false) new KubeflowUserRoles(this, 'UserRoles', operator);
    const policies =
      network.enabled === false
        ? undefined
        : new KubeflowNetworkPolicies(this, 'Network', {
            operator,
            namespace,
            network,
            webhook: this.webhook,
            ownNamespace: createNamespace,
          });

    const controller = this.makeController(place, props);
    const webhook = this.webhook ? new KubeflowWebhookPart(this, 'Webhook', place, props.webhook ?? {}) : undefined;
    this.controller = controller.workload.deployment;
    if (webhook) this.webhookServer = webhook.server.workload.deployment;
    this.webhookConfigurations = webhook?.configurations ?? [];
    this.metricsServices = [controller.service, ...(webhook ? [webhook.server.service] : [])];

    const ground = [...(this.namespace ? [this.namespace] : []), ...this.definitions];
    if (this.namespace) policies?.node.addDependency(this.namespace);
    for (const part of [controller, webhook]) part?.node.addDependency(...ground, ...(policies ? [policies] : []));
    this._neighbour = { name: operator, installs, jobNamespaces: this.jobNamespaceNames };
    checkAtSynth(this, () => [
      ...installFindings(operator, namespace, props),
      ...neighbourFindings(this._neighbour, this.formerOperators()),
    ]);
    warnAtSynth(this, () => installWarnings(props));
  }

  /** Controller and webhook have pages of metrics. */
  public get observations(): Observation[] {
    const servers = [this.controller, ...(this.webhookServer ? [this.webhookServer] : [])];
    const props = { job: 'spark-operator', port: 'metrics', portNumber: KubeflowPort.METRICS };
    return servers.map((server) => Observation.scrape(workloadOf(server), props));
  }

  /** Sets one field of the controller's Deployment. @see Component.override */
  public override override(path: string, value?: unknown): void {
    this.controller.override(path, value);
  }

  private makeController(place: KubeflowPlace, props: KubeflowSparkOperatorProps): KubeflowServerPart {
    return controllerPart(this, place, {
      controller: props.controller ?? {},
      features: {
        batchScheduler: this.batchScheduler,
        ingresses: props.driverIngresses ?? props.uiIngress !== undefined,
        sparkConnect: props.sparkConnect ?? true,
        ownerPermissions: props.ownerPermissions ?? false,
      },
      uiService: this.uiService,
      uiIngress: props.uiIngress,
      runNamePrecision: this.runNamePrecision,
      gates: props.featureGates ?? {},
    });
  }

  /** Operators of the app that were made before this one: of two that clash, the later one is reported. */
  private formerOperators(): Neighbour[] {
    const all = this.node.root.node.findAll().filter((one) => one instanceof KubeflowSparkOperator);
    return all.slice(0, all.indexOf(this)).map(({ _neighbour }) => _neighbour);
  }
}

function placeOf(props: KubeflowSparkOperatorProps): KubeflowPlace {
  const { images = {} } = props;
  return {
    operator: props.name ?? KUBEFLOW_OPERATOR,
    namespace: props.namespace ?? KUBEFLOW_OPERATOR,
    jobNamespaces: props.insecureEveryNamespace === true ? undefined : props.jobNamespaces,
    image: images.operator ?? VERSIONS.KUBEFLOW_SPARK_OPERATOR.images.controller,
    pullSecrets: images.pullSecrets ?? [],
    nodes: props.nodes,
    logLevel: props.logLevel ?? KubeflowLogLevel.INFO,
    leaderElection: props.leaderElection ?? true,
  };
}

function namesOf(namespaces: readonly IJobNamespace[]): string[] {
  return uniqueNamespaces(namespaces).map(({ namespaceName }) => namespaceName);
}
