import { ApiObject, Lazy, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkDnsLabel } from '../../core/names';
import { checkAtSynth, RuleError, warnAtSynth } from '../../core/rules';
import { service } from '../../kube/deployment';
import { restrictedNamespace } from '../../kube/namespace';
import { KubeObject } from '../../kube/object';
import { AccountRights, serviceAccount, type AccountRef, type RbacRule } from '../../kube/rbac';
import { VERSIONS } from '../../versions';
import type { IYuniKorn } from './interfaces';
import { yunikornPolicies } from './network';
import { YuniKornPlacementRule } from './placement-rule';
import { YuniKornQueue } from './queue';
import { EVERYBODY } from './queue-names';
import type { YuniKornQueueOptions } from './queue-options';
import { queuesYaml } from './queues-yaml';
import {
  ADMISSION_RULES,
  CERTIFICATE_RULES,
  CERTIFICATES_SECRET,
  CONFIG_RULES,
  SCHEDULER_ROLES,
  SCHEDULER_RULES,
} from './rights';
import {
  admissionServer,
  REST_PORT,
  schedulerServer,
  serverLabels,
  WEB_PORT,
  WEBHOOK_PORT,
  type ServerSpec,
  type YuniKornImages,
} from './servers';
import { settings } from './settings';
import { yunikornFindings, yunikornWarnings } from './yunikorn-findings';
import type { ExistingYuniKornProps, YuniKornProps } from './yunikorn-props';
import { Observation, type IObserved } from '../../kube/observation';
import { workloadOf } from '../../kube/workload';

type Rules = readonly RbacRule[];

const NAMESPACE = 'yunikorn';

/**
 * YuniKorn, whole: a scheduler beside that of the cluster, which serves only pods that name it, and an admission
 * controller. Its webhooks are made by itself with failure policy `Ignore`: while it is down, everything goes on, and new
 * pods of `namespaces` go to the cluster's own scheduler.
 *
 * @see https://yunikorn.apache.org/docs/
 */
export class YuniKorn extends Component implements IYuniKorn, IObserved {
  /**
   * A YuniKorn that exists already, release 1.8 or later: older ones do not know how jobs here are told apart.
   *
   * @throws RuleError if the name is none of a namespace.
   */
  public static fromExisting(props: ExistingYuniKornProps = {}): IYuniKorn {
    const { namespaceName = NAMESPACE } = props;
    const [finding] = checkDnsLabel('namespaceName', namespaceName);
    if (finding) throw new RuleError(finding);
    return { namespaceName };
  }

  public readonly namespaceName: string;
  /** The scheduler. */
  public readonly scheduler: Component;
  /** The admission controller. @default - not installed */
  public readonly admission?: Component;
  /** The ConfigMap with queues and settings; YuniKorn follows its changes. */
  public readonly config: KubeObject;
  /** Namespaces of which every pod is handed to YuniKorn. */
  public readonly processedNamespaces: string[];

  private readonly props: YuniKornProps;

  public constructor(scope: Construct, id: string, props: YuniKornProps = {}) {
    super(scope, id);
    this.props = props;
    this.namespaceName = props.namespace ?? NAMESPACE;
    const admits = props.admission?.enabled ?? true;
    this.processedNamespaces = admits ? [...(props.namespaces ?? [])] : [];
    restrictedNamespace(this, 'Resource', this.namespaceName);
    this.config = this.configMap();
    yunikornPolicies(this, {
      namespace: this.namespaceName,
      network: props.network ?? {},
      admission: admits,
      webUi: props.webUi ?? false,
    });
    this.scheduler = this.installScheduler();
    if (admits) this.admission = this.installAdmission();
    checkAtSynth(this, () => yunikornFindings(this.namespaceName, props));
    warnAtSynth(this, () => yunikornWarnings(this.processedNamespaces, props));
  }

  /** The scheduler has metrics beside its REST interface. */
  public get observations(): Observation[] {
    const props = { job: 'yunikorn', port: 'rest', portNumber: REST_PORT, paths: ['/ws/v1/metrics'] };
    const [scheduler, admission] = [this.scheduler, this.admission].map((one) => one?.node.defaultChild);
    return [
      ...(scheduler instanceof ApiObject ? [Observation.scrape(workloadOf(scheduler), props)] : []),
      ...(admission instanceof ApiObject
        ? [Observation.none(workloadOf(admission), 'its webhooks have no metrics')]
        : []),
    ];
  }

  /** Adds a queue right under root. */
  public addQueue(name: string, options: YuniKornQueueOptions = {}): YuniKornQueue {
    return new YuniKornQueue(this, name, { ...options, yunikorn: this });
  }

  /** The text of queues.yaml. */
  public queuesYaml(): string {
    const { submitters = { users: [EVERYBODY] }, admins, nodeOrder, preemption = true, placementRules } = this.props;
    const rules = placementRules ?? [YuniKornPlacementRule.provided()];
    return queuesYaml(this, {
      placementRules: rules.map(({ _rendered }) => _rendered),
      submitters,
      admins,
      nodeSortPolicy: nodeOrder,
      preemption,
    });
  }

  private configMap(): KubeObject {
    const data = (): { [key: string]: string } => ({
      ...settings({
        namespace: this.namespaceName,
        processed: this.processedNamespaces,
        placeholderImage: this.images.placeholder,
        gangScheduling: this.props.gangScheduling ?? true,
      }),
      'queues.yaml': this.queuesYaml(),
    });
    return new KubeObject(this, 'Config', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'yunikorn-configs', namespace: this.namespaceName },
      // Queues may be added until the synthesis.
      data: Lazy.any({ produce: data }) as unknown,
    });
  }

  private installScheduler(): Component {
    const account = this.account('SchedulerAccount', 'yunikorn-scheduler');
    const { namespaceName: namespace } = this;
    this.rights('Scheduler', account, SCHEDULER_RULES, CONFIG_RULES);
    SCHEDULER_ROLES.forEach((role, i) => {
      const manifest = k8s.KubeClusterRoleBinding.manifest({
        metadata: { name: `yunikorn-scheduler-${role.replace(/^system:/, '')}` },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
        subjects: [{ kind: 'ServiceAccount', ...account }],
      }) as ApiObjectProps;
      new KubeObject(this, `SchedulerRole${i}`, manifest);
    });
    const webUi = this.props.webUi ?? false;
    service(this, 'Service', {
      name: 'yunikorn-service',
      namespace,
      selector: serverLabels('scheduler'),
      ports: {
        rest: { port: REST_PORT, target: REST_PORT },
        ...(webUi && { web: { port: WEB_PORT, target: WEB_PORT } }),
      },
    });
    const server = schedulerServer(this, this.serverSpec(account), this.props.scheduler ?? {}, webUi);
    server.node.addDependency(this.config);
    return server;
  }

  private installAdmission(): Component {
    const account = this.account('AdmissionAccount', 'yunikorn-admission-controller');
    const { namespaceName: namespace } = this;
    this.rights('Admission', account, ADMISSION_RULES, CERTIFICATE_RULES);
    // Filled by the admission controller, which can only update it.
    const secret = { metadata: { name: CERTIFICATES_SECRET, namespace }, type: 'Opaque' };
    const certificates = new KubeObject(this, 'Certificates', k8s.KubeSecret.manifest(secret) as ApiObjectProps);
    service(this, 'AdmissionService', {
      name: 'yunikorn-admission-controller-service',
      namespace,
      selector: serverLabels('admission'),
      ports: { webhook: { port: 443, target: WEBHOOK_PORT } },
    });
    const server = admissionServer(this, this.serverSpec(account), this.props.admission ?? {});
    server.node.addDependency(this.config, certificates);
    return server;
  }

  private account(id: string, name: string): AccountRef {
    const account = { name, namespace: this.namespaceName };
    serviceAccount(this, id, account);
    return account;
  }

  private rights(id: string, account: AccountRef, inCluster: Rules, inNamespace: Rules): void {
    const { name, namespace } = account;
    new AccountRights(this, `${id}Rights`, { name, account, rules: inCluster });
    new AccountRights(this, `${id}OwnRights`, { name, account, namespace, rules: inNamespace });
  }

  private get images(): Required<YuniKornImages> {
    return { ...VERSIONS.YUNIKORN.images, pullSecrets: [], ...this.props.images };
  }

  private serverSpec(account: AccountRef): ServerSpec {
    return {
      namespace: this.namespaceName,
      account: account.name,
      images: this.images,
      nodes: this.props.nodes,
    };
  }
}
