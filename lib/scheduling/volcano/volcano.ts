import type { ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { type Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkDnsLabel, checkDnsSubdomain } from '../../core/names';
import { checkAtSynth, RuleError } from '../../core/rules';
import { restrictedNamespace } from '../../kube/namespace';
import { KubeObject } from '../../kube/object';
import { VERSIONS } from '../../versions';
import { AdmissionCertificate, VolcanoCertificates } from './install/certificates';
import { VolcanoCustomResources } from './install/crds';
import { installFindings } from './install/findings';
import { labelsOf, VOLCANO_NAMESPACE, VOLCANO_SCHEDULER_NAME, VolcanoPort } from './install/names';
import { VolcanoNetworkPolicies } from './install/network';
import { admissionPart, controllersPart, schedulerPart } from './install/parts';
import type { VolcanoPlace } from './install/place';
import { PodGroupSweeper } from './install/pod-group-sweeper';
import { VolcanoCrds, type VolcanoImages, type VolcanoProps } from './install/props';
import { checkVolcanoScheduler } from './scheduler/findings';
import { VolcanoScheduler } from './scheduler/scheduler';
import { enabledWebhooks, VolcanoWebhooks } from './install/webhooks';
import type { IVolcano, VolcanoTraits } from './interfaces';
import { Observation, type IObserved } from '../../kube/observation';
import { workloadOf } from '../../kube/workload';

/** A Volcano that somebody else installed. */
export interface ExistingVolcanoProps {
  /** Namespace of its servers. @default volcano-system */
  readonly namespaceName?: string;
  /** Value of `schedulerName` in the pods that it schedules. @default volcano */
  readonly schedulerName?: string;
  /** What its scheduler does: queues and jobs are checked against it. @default - not known */
  readonly configuration?: VolcanoScheduler;
}

/**
 * Volcano, the batch scheduler, as Spark needs it: scheduler, controllers of queues and PodGroups, admission server with
 * its certificate and webhooks, rights, definitions, network policies, and a sweeper for PodGroups that outlive their
 * job. While the admission server is down, changes of queues wait; pods, jobs and everything else go on.
 *
 * @see https://volcano.sh/en/docs/architecture/
 */
export class Volcano extends Component implements IVolcano, IObserved {
  /**
   * A Volcano that the cluster has already.
   *
   * @throws RuleError if a name is none.
   */
  public static fromExisting(props: ExistingVolcanoProps = {}): IVolcano {
    const { namespaceName = VOLCANO_NAMESPACE, schedulerName = VOLCANO_SCHEDULER_NAME, configuration } = props;
    const [finding] = [
      ...checkDnsLabel('namespaceName', namespaceName),
      ...checkDnsSubdomain('schedulerName', schedulerName),
    ];
    if (finding) throw new RuleError(finding);
    return { namespaceName, schedulerName, ...(configuration && { traits: configuration._traits }) };
  }

  public readonly namespaceName: string;
  public readonly schedulerName: string;
  public readonly traits?: VolcanoTraits;
  /** The Namespace. */
  public readonly namespace: KubeObject;
  /** The CustomResourceDefinitions; empty where somebody else installs them. */
  public readonly definitions: KubeObject[];
  /** The Deployment of the scheduler. */
  public readonly scheduler: KubeObject;
  /** The Deployment of the controllers. */
  public readonly controllers: KubeObject;
  /** The Deployment of the admission server; undefined without one. */
  public readonly admission?: KubeObject;
  /** The webhook objects, one for each path of the admission server. */
  public readonly webhooks: KubeObject[];
  /** The Services whose metrics Prometheus reads, of the scheduler and the controllers. */
  public readonly metricsServices: KubeObject[];
  /** Removes PodGroups without a job; undefined if switched off. */
  public readonly sweeper?: PodGroupSweeper;

  public constructor(scope: Construct, id: string, props: VolcanoProps = {}) {
    super(scope, id);
    const configuration = props.configuration ?? VolcanoScheduler.priorityPreempt();
    const place = placeOf(props);
    const { namespace } = place;
    const gates = props.featureGates ?? {};

    this.namespaceName = namespace;
    this.schedulerName = place.schedulerName;
    this.traits = configuration._traits;

    this.namespace = restrictedNamespace(this, 'Resource', namespace, labelsOf());
    this.definitions =
      props.crds === VolcanoCrds.EXTERNAL ? [] : new VolcanoCustomResources(this, 'CustomResources').definitions;
    const admits = props.admission?.enabled !== false;
    const network = new VolcanoNetworkPolicies(this, 'Network', namespace, props.network ?? {}, admits);
    const quota = props.criticalPodsQuota === true ? criticalPods(this, namespace) : undefined;

    const controllers = controllersPart(this, place, props.controllers ?? {});
    const conf = configuration._render();
    const { scheduler: server = {}, ignoredProvisioners } = props;
    const scheduler = schedulerPart(this, place, { server, conf, gates, ignoredProvisioners });
    const admission = admits ? this.makeAdmission(place, props) : undefined;

    this.controllers = controllers.workload.deployment;
    this.scheduler = scheduler.workload.deployment;
    if (admission) this.admission = admission.server.workload.deployment;
    this.webhooks = admission?.webhooks.objects ?? [];
    this.metricsServices = [scheduler.service, controllers.service];
    if (props.sweeper !== false) this.sweeper = this.makeSweeper(place);

    const ground = [this.namespace, ...this.definitions, network, ...(quota ? [quota] : [])];
    network.node.addDependency(this.namespace);
    quota?.node.addDependency(this.namespace);
    for (const member of [controllers, scheduler, admission?.certificate, admission?.server, this.sweeper]) {
      member?.node.addDependency(...ground);
    }
    checkAtSynth(this, () => installFindings(namespace, props, configuration._traits));
    checkVolcanoScheduler(this, configuration);
  }

  /** Scheduler and controllers have metrics. */
  public get observations(): Observation[] {
    const metrics = (job: string, portNumber: number) => ({ job, port: 'metrics', portNumber });
    return [
      Observation.scrape(workloadOf(this.scheduler), metrics('volcano-scheduler', VolcanoPort.SCHEDULER_METRICS)),
      Observation.scrape(workloadOf(this.controllers), metrics('volcano-controllers', VolcanoPort.CONTROLLERS_METRICS)),
      ...(this.admission ? [Observation.none(workloadOf(this.admission), 'its webhooks have no metrics')] : []),
    ];
  }

  /** Server and objects have the same paths: with one too many the server never starts, with one too few nobody answers. */
  private makeAdmission(place: VolcanoPlace, props: VolcanoProps) {
    const { admission = {}, featureGates: gates = {} } = props;
    const enabled = enabledWebhooks(props.controllers?.extra ?? [], admission.pods !== undefined);
    const certificate = new AdmissionCertificate(
      this,
      'Certificate',
      admission.certificates ?? VolcanoCertificates.job(),
      place,
    );
    const server = admissionPart(this, place, {
      server: admission,
      webhooks: enabled,
      secretName: certificate.secretName,
      gates,
    });
    const webhooks = new VolcanoWebhooks(this, 'Webhooks', {
      enabled,
      namespace: place.namespace,
      schedulerName: place.schedulerName,
      exemptUsers: ['scheduler', 'controllers'].map(
        (account) => `system:serviceaccount:${place.namespace}:volcano-${account}`,
      ),
      failOpen: admission.failOpen ?? false,
      pods: admission.pods,
    });
    server.workload.node.addDependency(certificate);
    return { certificate, server, webhooks };
  }

  private makeSweeper({ namespace, images, nodes }: VolcanoPlace): PodGroupSweeper {
    return new PodGroupSweeper(this, 'Sweeper', {
      namespace,
      image: images.admission,
      imagePullSecrets: [...images.pullSecrets],
      ...(nodes && { nodes }),
    });
  }
}

function placeOf(props: VolcanoProps): VolcanoPlace {
  const { scheduler, controllers, admission } = VERSIONS.VOLCANO.images;
  const images: VolcanoImages = props.images ?? {};
  return {
    namespace: props.namespace ?? VOLCANO_NAMESPACE,
    schedulerName: props.schedulerName ?? VOLCANO_SCHEDULER_NAME,
    images: {
      scheduler: images.scheduler ?? scheduler,
      controllers: images.controllers ?? controllers,
      admission: images.admission ?? admission,
      pullSecrets: images.pullSecrets ?? [],
    },
    nodes: props.nodes,
  };
}

/** @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#limit-priority-class-consumption-by-default */
function criticalPods(scope: Construct, namespace: string): KubeObject {
  const manifest = k8s.KubeResourceQuota.manifest({
    metadata: { name: 'volcano-critical-pods', namespace, labels: labelsOf() },
    spec: {
      hard: { pods: k8s.Quantity.fromString('100') },
      scopeSelector: {
        matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['system-cluster-critical'] }],
      },
    },
  }) as ApiObjectProps;
  return new KubeObject(scope, 'CriticalPods', manifest);
}
