import { executorPod } from '../../spark/executor-pod';
import type { ILivyServer } from '../../spark/livy-server';
import { WRITABLE_DIRECTORIES } from '../../spark/paths';
import type { SparkRole } from '../../spark/role';
import type { SparkRun } from '../../spark/runner';
import { submittedDriverPod } from '../../spark/submission';
import { nodeLabelsOf } from './livy-batch';

interface Container {
  readonly volumeMounts?: readonly { readonly name: string }[];
  readonly [field: string]: unknown;
}

interface Spec {
  readonly containers: readonly Container[];
  readonly volumes?: readonly { readonly name: string }[];
  readonly [field: string]: unknown;
}

/** Fields of a pod that only a template can set. */
const TEMPLATE_FIELDS = ['securityContext', 'automountServiceAccountToken', 'enableServiceLinks'];
const TEMPLATE_VOLUMES = WRITABLE_DIRECTORIES.map((path) => path.slice(1).replace(/\//g, '-'));

/** The pods that Livy will cause, with `<…>` for what only a run knows. Templates of the server count as hardened. */
export class LivyPreview {
  public constructor(
    private readonly run: SparkRun,
    private readonly server: ILivyServer,
    private readonly namespace: string,
  ) {}

  public driver(): object {
    const { application } = this.run;
    const pod = submittedDriverPod(application, { podName: `${this.session}-<id>-driver`, ...this.labelled() });
    return this.finish(pod, application.driver, this.server.driverTemplate);
  }

  public executor(): object {
    const { application } = this.run;
    const pod = executorPod(application, {
      appId: 'spark-<application-id>',
      driverPodName: `${this.session}-<id>-driver`,
      driverPodUid: '<driver-pod-uid>',
      driverHost: '<driver-service>',
      namePrefix: `${this.session}-<id>`,
      executorId: '1',
      namespace: this.namespace,
    });
    return this.finish(pod, application.executor, this.server.executorTemplate);
  }

  private get session(): string {
    return `${this.run.name}-<uid>-1`;
  }

  private labelled(): { namespace: string; labels: { [key: string]: string } } {
    return { namespace: this.namespace, labels: { 'spark-app-name': this.session, 'spark-app-tag': '<livy-tag>' } };
  }

  /** Nodes are chosen by selector, and what no template says is missing. */
  private finish(pod: object, role: SparkRole, template?: string): object {
    const { spec, ...rest } = pod as { readonly spec: Spec };
    const { affinity: _, ...others } = spec;
    const selector = nodeLabelsOf(role.props.nodes);
    const chosen = { ...others, ...(Object.keys(selector).length > 0 && { nodeSelector: selector }) };
    return { ...rest, spec: template === undefined ? bare(chosen) : chosen };
  }
}

function bare(spec: Spec): Spec {
  const isOwn = ({ name }: { readonly name: string }): boolean => !TEMPLATE_VOLUMES.includes(name);
  return {
    ...(without(spec) as Spec),
    containers: spec.containers.map((container) => ({
      ...without(container),
      volumeMounts: (container.volumeMounts ?? []).filter(isOwn),
    })),
    volumes: (spec.volumes ?? []).filter(isOwn),
  };
}

function without(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !TEMPLATE_FIELDS.includes(name)));
}
