import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkAtSynth } from '../../core/rules';
import { HardenedDeployment, service } from '../../kube/deployment';
import { restrictedNamespace } from '../../kube/namespace';
import type { KubeObject } from '../../kube/object';
import { AccountRights, serviceAccount } from '../../kube/rbac';
import { VERSIONS } from '../../versions';
import { operatorConfiguration } from './install/configuration';
import { ApacheCustomResources } from './install/crds';
import { installFindings } from './install/findings';
import { rightsInNamespaces, uniqueNamespaces } from '../job-namespaces';
import { noteOperator } from '../two-operators';
import { LABELS, OPERATOR, OperatorPort, SELECTOR } from './install/names';
import { OperatorNetworkPolicies } from './install/network';
import { ApacheCrds, type ApacheSparkOperatorProps, type ExistingApacheSparkOperatorProps } from './install/props';
import { jobRights, LEASE_RIGHTS } from './install/rights';
import { operatorPod } from './install/server';
import type { IApacheSparkOperator } from './interfaces';
import { Observation, type IObserved } from '../../kube/observation';
import { workloadOf } from '../../kube/workload';

/**
 * Apache's Spark Kubernetes operator: definitions, one Deployment, its configuration, rights in the namespaces of jobs and
 * nowhere else, and network policies. It has no webhook, and so no certificates.
 *
 * @see https://github.com/apache/spark-kubernetes-operator
 */
export class ApacheSparkOperator extends Component implements IApacheSparkOperator, IObserved {
  /** An operator that the cluster has already. */
  public static fromExisting(props: ExistingApacheSparkOperatorProps = {}): IApacheSparkOperator {
    const { jobNamespaces, operatorName = OPERATOR, operatorVersion = VERSIONS.APACHE_SPARK_OPERATOR.version } = props;
    const names = jobNamespaces?.map(({ namespaceName }) => namespaceName);
    return { operatorName, operatorVersion, ...(names && { jobNamespaceNames: names }) };
  }

  public readonly operatorName: string;
  public readonly operatorVersion: string;
  public readonly jobNamespaceNames?: string[];
  /** Name of the operator's own namespace. */
  public readonly namespaceName: string;
  /** The Namespace. */
  public readonly namespace: KubeObject;
  /** The CustomResourceDefinitions; empty where somebody else installs them. */
  public readonly definitions: KubeObject[];
  /** The Deployment. */
  public readonly deployment: KubeObject;
  /** The ConfigMap with its properties, named after its content. */
  public readonly configuration: KubeObject;
  /** The Service whose metrics Prometheus reads. */
  public readonly metricsService: KubeObject;

  public constructor(scope: Construct, id: string, props: ApacheSparkOperatorProps) {
    super(scope, id);
    noteOperator(this, 'spark.apache.org');
    const { namespace = OPERATOR, replicas = 1 } = props;
    const jobNamespaces = uniqueNamespaces(props.jobNamespaces).map(({ namespaceName }) => namespaceName);
    this.operatorName = OPERATOR;
    this.operatorVersion = VERSIONS.APACHE_SPARK_OPERATOR.version;
    this.jobNamespaceNames = jobNamespaces;
    this.namespaceName = namespace;

    this.namespace = restrictedNamespace(this, 'Resource', namespace, LABELS);
    this.definitions =
      props.crds === ApacheCrds.EXTERNAL ? [] : new ApacheCustomResources(this, 'CustomResources').definitions;
    const network = new OperatorNetworkPolicies(this, 'Network', namespace, props.network ?? {});
    const settings = { namespace, jobNamespaces, replicas, properties: props.properties ?? {} };
    this.configuration = operatorConfiguration(this, 'Configuration', settings);
    const rights = this.makeRights(props, namespace);
    const server = this.makeServer(props, namespace, replicas);
    this.deployment = server.deployment;
    this.metricsService = this.makeMetricsService(namespace);

    for (const member of [network, this.configuration, this.metricsService, ...rights]) {
      member.node.addDependency(this.namespace);
    }
    server.node.addDependency(this.namespace, ...this.definitions, network, this.configuration, ...rights);
    checkAtSynth(this, () => installFindings(namespace, props));
  }

  /** Its page of metrics. */
  public get observations(): Observation[] {
    const props = { job: 'apache-spark-operator', port: 'metrics', portNumber: OperatorPort.METRICS };
    return [Observation.scrape(workloadOf(this.deployment), { ...props, paths: ['/prometheus'] })];
  }

  private makeRights(props: ApacheSparkOperatorProps, home: string): Construct[] {
    const account = { name: OPERATOR, namespace: home };
    const rules = jobRights(props.duties ?? {});
    const common = { name: OPERATOR, account, labels: LABELS };
    return [
      serviceAccount(this, 'Account', account, LABELS),
      ...rightsInNamespaces(this, props.jobNamespaces, { ...common, rules }),
      ...((props.replicas ?? 1) > 1
        ? [new AccountRights(this, 'Lease', { ...common, namespace: home, rules: LEASE_RIGHTS })]
        : []),
    ];
  }

  private makeServer(props: ApacheSparkOperatorProps, namespace: string, replicas: number): HardenedDeployment {
    const server = new HardenedDeployment(this, 'Server', {
      ...operatorPod(props, this.configuration.name),
      name: OPERATOR,
      namespace,
      selector: SELECTOR,
      labels: LABELS,
      replicas,
      // Without a lease two operators would start every application twice.
      recreate: replicas === 1,
    });
    // It tells apart whether it lives and whether it works.
    server.deployment.override('/spec/template/spec/containers/0/readinessProbe/httpGet/path', '/readyz');
    return server;
  }

  private makeMetricsService(namespace: string): KubeObject {
    const port = OperatorPort.METRICS;
    return service(this, 'Metrics', {
      name: OPERATOR,
      namespace,
      labels: LABELS,
      annotations: {
        'prometheus.io/scrape': 'true',
        'prometheus.io/path': '/prometheus',
        'prometheus.io/port': String(port),
      },
      selector: SELECTOR,
      ports: { metrics: { port, target: port } },
    });
  }
}
