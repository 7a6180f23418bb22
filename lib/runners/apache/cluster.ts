import { Chart, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { Component } from '../../core/component';
import { Label } from '../../core/labels';
import { checkAtSynth, RuleError } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import type { IStandaloneCluster } from '../../spark/standalone-cluster';
import type { SparkVersion } from '../../spark/version';
import { clusterFindings } from './cluster-findings';
import { ClusterNetworkPolicies } from './cluster-network';
import { masterSet, sizesOf, workerSet } from './cluster-pods';
import type { ApacheSparkClusterProps } from './cluster-props';
import { APACHE_RULES } from './rules';
import { APACHE_API } from './spark-application';

/**
 * A standalone cluster that Apache's operator runs: one master, and workers whose number may follow their load. The
 * standalone runner submits to it.
 *
 * @see https://github.com/apache/spark-kubernetes-operator/blob/main/docs/spark_custom_resources.md
 */
export class ApacheSparkCluster extends Component implements IStandaloneCluster {
  /** Name of the cluster. */
  public readonly clusterName: string;
  public readonly masterUrl: string;
  public readonly sparkVersion?: SparkVersion;
  public readonly workerCores?: number;
  public readonly acceptsDrivers?: boolean;
  /** The SparkCluster. */
  public readonly resource: KubeObject;

  public constructor(scope: Construct, id: string, props: ApacheSparkClusterProps) {
    super(scope, id);
    const { name = id, image, operator, restSubmission = false } = props;
    const namespace = props.namespace ?? Chart.of(this).namespace;
    if (namespace === undefined) {
      throw new RuleError({ rule: APACHE_RULES.clusterNamespace, at: 'namespace', value: undefined }, this);
    }
    const { min, max, cores } = sizesOf(props);

    this.clusterName = name;
    this.masterUrl = `spark://${name}-master-svc.${namespace}.svc:7077`;
    this.sparkVersion = image.version;
    this.workerCores = cores;
    // Drivers are handed over by RPC, on the master's own port; REST is another way in.
    this.acceptsDrivers = true;

    const manifest = {
      apiVersion: APACHE_API,
      kind: 'SparkCluster',
      metadata: {
        name,
        namespace,
        labels: { [Label.NAME]: 'spark', [Label.INSTANCE]: name },
      },
      spec: {
        runtimeVersions: { sparkVersion: image.version.release, scalaVersion: image.version.traits.scala },
        clusterTolerations: { instanceConfig: { initWorkers: min, minWorkers: min, maxWorkers: max } },
        sparkConf: {
          ...props.conf?.toMap(),
          'spark.kubernetes.container.image': image.reference,
          'spark.master.rest.enabled': String(restSubmission),
        },
        masterSpec: { statefulSetSpec: masterSet(name, props) },
        workerSpec: { statefulSetSpec: workerSet(name, props) },
      },
    };
    this.resource = new KubeObject(this, 'Resource', manifest satisfies ApiObjectProps);
    new ClusterNetworkPolicies(this, 'Network', name, namespace, props.network ?? {});
    if (Construct.isConstruct(operator)) this.node.addDependency(operator);
    checkAtSynth(this, () => clusterFindings(name, namespace, props));
  }
}
