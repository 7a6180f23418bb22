import { Chart, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkAtSynth, type Finding } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { applicationFindings } from '../../spark/application-findings';
import { SparkApplication } from '../../spark/application';
import { SparkConf } from '../../spark/conf';
import { DRIVER_CONTAINER } from '../../spark/driver-pod';
import { EXECUTOR_CONTAINER } from '../../spark/executor-pod';
import type { SparkImage } from '../../spark/image';
import { instanceLabels, RESERVED_LABELS } from '../../spark/labels';
import { poolFindings } from '../../spark/node-placement-findings';
import { CONNECT_PORT } from '../../spark/paths';
import type { IPriorityClass, ISparkServiceAccount } from '../../spark/placement';
import { ResolvedApplication, type ISparkFeature } from '../../spark/resolved-application';
import type { SparkDriverProps, SparkExecutorProps } from '../../spark/role-props';
import { templateFindings } from '../../spark/template-findings';
import { connectServerTemplate } from './connect-server';
import { connectSpec } from './connect-spec';
import { deniedFindings, labelFindings, namespaceFindings } from './findings';
import type { IKubeflowSparkOperator } from './interfaces';
import { CONNECT_NAME_MAX, nameFindings } from './names';
import { executorPodTemplate } from './pod-templates';
import { KUBEFLOW_RULES } from './rules';
import { overrideFindings } from './template-findings';

/** What a `KubeflowSparkConnect` is made of. */
export interface KubeflowSparkConnectProps {
  /** The installation that runs the server. */
  readonly operator: IKubeflowSparkOperator;
  /** Image of server and executors, with Spark 4.0 or later. */
  readonly image: SparkImage;
  /** Accounts of server and executors; their namespace is that of the server. */
  readonly serviceAccount: ISparkServiceAccount;
  /** Name of the server: a DNS label of at most 56 characters that starts with a letter. @default - the construct's id */
  readonly name?: string;
  /** The server, which is a driver. @default - 1 core, 1 GiB */
  readonly server?: SparkDriverProps;
  /** The executors. @default - 2 of 1 core, 1 GiB each */
  readonly executor?: SparkExecutorProps;
  /** Further Spark properties, without blanks, quotes and `$` in their values. @default - none */
  readonly conf?: SparkConf;
  /** Event log, object stores, dynamic allocation. @default - none */
  readonly features?: ISparkFeature[];
  /** Priority of server and executors. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** Let containers write to the image's file system. @default false */
  readonly writableRootFilesystem?: boolean;
}

/**
 * A Spark Connect server under Kubeflow's operator, as its kind SparkConnect. Clients connect to `url` from within the
 * cluster. The operator does not touch a running server: after a change delete the pod `<name>-server`, and it makes a new one.
 *
 * @see https://spark.apache.org/docs/latest/spark-connect-overview.html
 */
export class KubeflowSparkConnect extends Component {
  /** Name of the server. */
  public readonly connectName: string;
  /** Name of the Service that the operator makes. */
  public readonly serviceName: string;
  /** Address for clients: `sc://<name>-server.<namespace>.svc:15002`. */
  public readonly url: string;
  /** The SparkConnect. */
  public readonly resource: KubeObject;

  public constructor(scope: Construct, id: string, props: KubeflowSparkConnectProps) {
    super(scope, id);
    const name = props.name ?? id;
    const namespace = props.serviceAccount.namespace ?? Chart.of(this).namespace;
    const application = this.resolve(name, props);
    this.connectName = name;
    this.serviceName = `${name}-server`;
    this.url = `sc://${[this.serviceName, namespace, namespace && 'svc'].filter(Boolean).join('.')}:${CONNECT_PORT}`;
    const manifest = connectManifest(application) as unknown as ApiObjectProps;
    this.resource = new KubeObject(this, 'Resource', manifest);
    if (Construct.isConstruct(props.operator)) this.resource.node.addDependency(props.operator);
    checkAtSynth(this, () =>
      [
        ...connectFindings(application),
        ...namespaceFindings(namespace, props.operator),
        ...labelFindings(this, application),
        ...deniedFindings(application, namespace),
      ].map((finding) => ({ ...finding, at: finding.at.replace(/^driver\./, 'server.') })),
    );
  }

  private resolve(name: string, props: KubeflowSparkConnectProps): ResolvedApplication {
    const labels = Object.fromEntries(
      Object.entries(Chart.of(this).labels).filter(([key]) => !RESERVED_LABELS.includes(key)),
    );
    return new ResolvedApplication({
      jobName: name,
      appName: name,
      application: SERVER,
      image: props.image,
      serviceAccount: props.serviceAccount,
      driver: { ...props.server, labels: { ...labels, ...props.server?.labels } },
      executor: { ...props.executor, labels: { ...labels, ...props.executor?.labels } },
      conf: props.conf ?? new SparkConf(),
      features: props.features ?? [],
      priority: props.priority,
      writableRootFilesystem: props.writableRootFilesystem ?? false,
    });
  }
}

/** The server as an application: its class is in the distribution, in a jar that is on the path already. */
const SERVER = SparkApplication.java(
  'local:///opt/spark/jars/spark-connect.jar',
  'org.apache.spark.sql.connect.service.SparkConnectServer',
);

function connectManifest(app: ResolvedApplication): object {
  const { namespace } = app.serviceAccount;
  return {
    apiVersion: 'sparkoperator.k8s.io/v1alpha1',
    kind: 'SparkConnect',
    metadata: {
      name: app.jobName,
      ...(namespace !== undefined && { namespace }),
      labels: instanceLabels(app.jobName),
    },
    spec: connectSpec(app),
  };
}

function connectFindings(app: ResolvedApplication): Finding[] {
  const { version } = app.image;
  const server = connectServerTemplate(app);
  const executor = executorPodTemplate(app, undefined);
  return [
    ...applicationFindings(app),
    ...poolFindings(app),
    ...nameFindings(app.jobName, CONNECT_NAME_MAX),
    ...(version.atLeast('4.0') ? [] : [{ rule: KUBEFLOW_RULES.connectVersion, at: 'image', value: version.release }]),
    ...Object.keys(app._confFiles).map((value) => ({ rule: KUBEFLOW_RULES.connectConfFile, at: 'addConfFile', value })),
    ...Object.entries(connectSpec(app).sparkConf)
      .filter(([key, value]) => /[^-\w@%+=:,./*]/.test(`${key}=${value}`))
      .map(([key, value]) => ({ rule: KUBEFLOW_RULES.connectShell, at: `conf["${key}"]`, value })),
    ...templateFindings(app.driver),
    ...overrideFindings({
      at: 'server.podOverrides',
      container: DRIVER_CONTAINER,
      template: server,
      pod: () => server,
    }),
    ...overrideFindings({
      at: 'executor.podOverrides',
      container: EXECUTOR_CONTAINER,
      template: executor,
      pod: () => executor,
    }),
  ];
}
