import { Chart, Duration, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { checkDnsLabel, DNS_LABEL_MAX } from '../../core/names';
import { checkAtSynth, RuleError, type Finding, warnAtSynth } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import type { ILivyServer } from '../../spark/livy-server';
import { SchedulingRoute, type IRenderedRun, type ISparkRunner, type SparkRun } from '../../spark/runner';
import { immutableConfigMap } from '../config-map';
import { metadataOf } from '../metadata';
import { lateFindings } from '../late-findings';
import { portabilityFindings } from '../portability';
import { scheduleFindings } from '../schedule-findings';
import { cronJobSpec, forScheduler, jobSpec } from '../workload';
import { batchFindings, batchWarnings, serverFindings } from './batch-findings';
import { BATCH_FILE, clientPod, withExitCodes } from './client-pod';
import { CLIENT_FILE, CLIENT_SCRIPT } from './client-script';
import { SERVERS_FILE, SERVERS_SCRIPT } from './client-servers';
import { livyBatch, type LivyBatch, type LivyBatchOptions } from './livy-batch';
import { LivyPreview } from './preview';
import { clientAccess } from './rights';
import { LIVY_RULES } from './rules';

/** How jobs are posted to a Livy server. */
export interface LivyRunnerProps {
  /** Image of the client, with `python3` 3.8 or later, a reference with tag or digest. @default - the image of the job */
  readonly clientImage?: string;
  /** How often Livy is asked; 1 to 60 seconds. @default Duration.seconds(5) */
  readonly pollInterval?: Duration;
  /** How long Livy may be away or fail to answer. @default Duration.minutes(10) */
  readonly patience?: Duration;
  /** User that Livy impersonates; the server must allow it. @default - none */
  readonly proxyUser?: string;
  /**
   * Ports that the client may reach, as the pods behind a Service listen on them: the API server's and Livy's.
   *
   * @default - 443, 6443, 8998 and the port of the server's URL
   */
  readonly egressPorts?: number[];
  /** Says that pods may run without pod templates of the server, so without hardening. @default false */
  readonly insecurePodsWithoutTemplate?: boolean;
  /** Says that the password or token may travel over http. @default false */
  readonly insecureHttpCredentials?: boolean;
}

/** What this runner made, and the request for others to post. */
export interface ILivyRenderedRun extends IRenderedRun {
  /** The body of the request, without a name of the session: it can be posted again and again. */
  readonly livyBatch: LivyBatch;
}

/** Digits of the Job's uid in the name of a session. */
const UID_DIGITS = 8;
/** A CronJob appends so much to its name for each Job. */
const RUN_SUFFIX = 11;

/**
 * Posts jobs to a Livy server: a Job whose one small pod submits the batch, follows its state, repeats its log and ends
 * with its result. Nothing is submitted twice when that pod is moved, and the batch is deleted when the Job is.
 *
 * @see https://livy.apache.org/docs/latest/rest-api.html
 */
export class LivyRunner implements ISparkRunner {
  public readonly runnerName = 'livy';
  private readonly server: ILivyServer;
  private readonly props: LivyRunnerProps;
  private readonly pollInterval: Duration;
  private readonly patience: Duration;

  public constructor(server: ILivyServer, props: LivyRunnerProps = {}) {
    this.server = server;
    this.props = props;
    this.pollInterval = props.pollInterval ?? Duration.seconds(5);
    this.patience = props.patience ?? Duration.minutes(10);
  }

  public render(scope: Construct, run: SparkRun): IRenderedRun {
    const namespace = run.application.serviceAccount.namespace ?? Chart.of(scope).namespace;
    if (namespace === undefined) {
      throw new RuleError({ rule: LIVY_RULES.namespace, at: 'namespace', value: undefined }, scope);
    }
    const needs = run.scheduler?.bind(scope, { ...run, route: SchedulingRoute.PROPERTIES }) ?? [];
    checkAtSynth(scope, () => this.findings(run, namespace));
    warnAtSynth(scope, () => batchWarnings(run.application, this.server));
    const access = clientAccess(scope, run, namespace, this.ports());
    const main = this.main(scope, run, namespace);
    for (const need of [...needs, ...access]) main.node.addDependency(need);
    const preview = new LivyPreview(run, this.server, namespace);
    const batch = (): LivyBatch => livyBatch(run.application, this.server, this.options(namespace));
    const rendered: ILivyRenderedRun = {
      main,
      get livyBatch(): LivyBatch {
        return batch();
      },
      get driverPod(): unknown {
        return preview.driver();
      },
      get executorPod(): unknown {
        return preview.executor();
      },
    };
    return rendered;
  }

  private main(scope: Construct, run: SparkRun, namespace: string): KubeObject {
    const pod = clientPod(scope, run, {
      server: this.server,
      configMap: this.configMap(scope, run, namespace),
      image: this.props.clientImage ?? run.application.image.reference,
      pollInterval: this.pollInterval,
      patience: this.patience,
    });
    const metadata = metadataOf(run);
    if (run.schedule === undefined) {
      const own = { ...metadata, ...forScheduler(run, metadata) };
      const manifest = k8s.KubeJob.manifest({
        metadata: own,
        spec: withExitCodes(jobSpec(run, pod)),
      }) as ApiObjectProps;
      return new KubeObject(scope, 'Resource', manifest);
    }
    const spec = cronJobSpec(run, run.schedule, pod);
    const template = spec.jobTemplate;
    const jobTemplate = { ...template, ...(template.spec && { spec: withExitCodes(template.spec) }) };
    const manifest = k8s.KubeCronJob.manifest({ metadata, spec: { ...spec, jobTemplate } }) as ApiObjectProps;
    return new KubeObject(scope, 'Resource', manifest);
  }

  private configMap(scope: Construct, run: SparkRun, namespace: string): string {
    // The client gives each attempt a name of its own.
    const named = livyBatch(run.application, this.server, { ...this.options(namespace), name: run.name });
    const { name: _, ...batch } = named;
    return immutableConfigMap(scope, run, 'Batch', 'livy', {
      [BATCH_FILE]: `${JSON.stringify(batch, undefined, 2)}\n`,
      [CLIENT_FILE]: CLIENT_SCRIPT,
      [SERVERS_FILE]: SERVERS_SCRIPT,
    });
  }

  private options(namespace: string): LivyBatchOptions {
    return { namespace, proxyUser: this.props.proxyUser };
  }

  private ports(): number[] {
    const { livyUrl } = this.server;
    const own = URL.canParse(livyUrl) ? new URL(livyUrl) : undefined;
    const port = own === undefined || own.port === '' ? (own?.protocol === 'http:' ? 80 : 443) : Number(own.port);
    return this.props.egressPorts ?? [...new Set([443, 6443, 8998, port])];
  }

  private findings(run: SparkRun, namespace: string): Finding[] {
    // The name of a session labels the driver, and two attempts must not look alike when a label is cut.
    const session = 1 + UID_DIGITS + 1 + String(run.retries + 1).length + (run.schedule === undefined ? 0 : RUN_SUFFIX);
    return [
      ...checkDnsLabel('name', run.name, DNS_LABEL_MAX - session),
      ...portabilityFindings(run, 'SparkRunner.livy()'),
      ...lateFindings(run),
      ...serverFindings(this.server, this.props),
      ...batchFindings(run.application, this.server, namespace),
      ...(run.schedule === undefined ? [] : scheduleFindings(run.schedule)),
      ...this.ownFindings(),
    ];
  }

  private ownFindings(): Finding[] {
    const { clientImage, egressPorts = [] } = this.props;
    const poll = this.pollInterval.toSeconds({ integral: false });
    const patience = this.patience.toSeconds({ integral: false });
    return [
      ...(poll >= 1 && poll <= 60
        ? []
        : [{ rule: LIVY_RULES.pollInterval, at: 'runner.pollInterval', value: `${poll} s` }]),
      ...(Number.isInteger(patience) && patience >= poll
        ? []
        : [{ rule: LIVY_RULES.patience, at: 'runner.patience', value: `${patience} s` }]),
      ...(clientImage === undefined || (/[:@][^/]+$/.test(clientImage) && !clientImage.endsWith(':latest'))
        ? []
        : [{ rule: LIVY_RULES.clientImage, at: 'runner.clientImage', value: clientImage }]),
      ...egressPorts
        .filter((port) => !Number.isInteger(port) || port < 1 || port > 65535)
        .map((value) => ({ rule: LIVY_RULES.egressPorts, at: 'runner.egressPorts', value })),
    ];
  }
}
