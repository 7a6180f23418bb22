import { rules } from '../../../core/rules';

/** Every mistake in an installation of Kubeflow's Spark operator that is recognised. */
export const KUBEFLOW_OPERATOR_RULES = rules('kubeflow', {
  noJobNamespace: [
    'without a list of namespaces the operator has rights in all of them',
    'name the namespaces of the jobs: jobNamespaces: [tenant], or accept all by insecureEveryNamespace: true',
  ],
  everyNamespace: [
    'an operator is for every namespace or for those of a list',
    'leave jobNamespaces empty, or insecureEveryNamespace out',
  ],
  jobNamespaceTwice: ['a namespace stands twice in the list', 'name it once'],
  jobNamespaceShared: [
    'two operators that cover one namespace start every application twice',
    'give each operator namespaces of its own',
  ],
  jobNamespaceSystem: [
    'whoever may run jobs in a namespace can reach its Secrets and accounts, and those of Kubernetes and of the operator are none for jobs',
    'give jobs a namespace of their own',
  ],
  nameTaken: [
    'roles and webhooks have no namespace and are named after the operator, so that a second one of the same name would replace them',
    'give each operator a name of its own: name: "spark-operator-b"',
  ],
  operatorName: [
    'the name of the operator begins the names of its Services, which start with a letter, and needs room for what follows',
    'use lower-case letters, digits and "-", such as spark-operator',
  ],
  installNamespace: [
    'a namespace of Kubernetes or of other pods must not become that of the operator',
    'give the operator a namespace of its own, such as spark-operator',
  ],
  crdsTwice: [
    'two operators of one app would both install the same definitions',
    'set crds: KubeflowCrds.EXTERNAL on all but one',
  ],
  replicas: ['the number of replicas is a whole number of 1 or more', 'use 1, or 2 for a standby'],
  standby: [
    'controllers that do not agree on who works start every application twice',
    'leave leaderElection on, or use one replica',
  ],
  workers: ['the number of workers is a whole number from 1 to 200', 'use 10; each takes 400 MiB while it submits'],
  serverResources: [
    'a server cannot run without cpu and memory, and with less than 128 MiB it does not even start',
    'leave the default, or use for example cpu 0.5 and Size.gibibytes(2)',
  ],
  workerMemory: [
    'every worker may have a JVM of 400 MiB, and what goes beyond the memory of the pod is killed with "signal: killed"',
    'leave the memory out, or use fewer workers',
  ],
  gracePeriod: ['the grace period is a whole number of seconds of 1 or more', 'use Duration.seconds(30)'],
  trackedExecutors: ['the number of tracked executors is a whole number of 1 or more', 'use 1000'],
  webhookOff: [
    'this setting belongs to the webhook, which is switched off',
    'leave the setting out, or switch the webhook on',
  ],
  partialRestartNeedsWebhook: [
    'what changes for new executors reaches them by the webhook alone',
    'switch the webhook on, or partialRestart off',
  ],
  batchSchedulerNeedsWebhook: [
    'without the webhook no pod gets schedulerName from batchScheduler, and gangs wait for pods that another scheduler has taken',
    'switch the webhook on, or set schedulerName in the pod templates as the jobs of this package do',
  ],
  podsRefused: [
    'while the webhook is down running jobs get no executors',
    'use at least 2 replicas, or podFailurePolicy: KubeflowWebhookFailure.IGNORE',
  ],
  certificateIssuer: ['a ClusterIssuer has a name', 'name it as `kubectl get clusterissuers` does'],
  uiNeedsService: ['an Ingress of the UI needs the Service of the UI', 'leave uiService on'],
  uiUrlFormat: [
    'the URL of a UI is a host and perhaps a path, without scheme, and tells applications and namespaces apart',
    'write it like {{$appName}}-{{$appNamespace}}.spark.example.com',
  ],
  uiPath: [
    'a path reaches the UI only by an annotation that ingress-nginx alone understands',
    'use a host for each application: {{$appName}}-{{$appNamespace}}.spark.example.com',
  ],
  uiAppId: [
    'the id of an application is not known yet when the UI is told its own address, so that links of the UI lead nowhere',
    'use {{$appName}} and {{$appNamespace}}',
  ],
  uiTls: ['a certificate needs hosts and the name of a Secret', 'name both'],
  runNames: [
    'two runs of a schedule within one minute would have the same name, and the second is never made',
    'use KubeflowRunNamePrecision.SECONDS',
  ],
  everyNamespaceRights: [
    'the operator makes pods in every namespace, and whoever may make a SparkApplication uses its rights',
    'name the namespaces of the jobs',
  ],
  networkOff: ['this setting belongs to the network policies, which are switched off', 'leave the setting out'],
  networkPeer: [
    'an opening of the network needs a peer and ports from 1 to 65535',
    'name a namespace or a range such as 10.0.0.0/8, and the ports behind it',
  ],
});
