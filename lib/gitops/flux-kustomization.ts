import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Component } from '../core/component';
import { checkDnsSubdomain } from '../core/names';
import { checkAtSynth } from '../core/rules';
import { KubeObject } from '../kube/object';
import { goDuration, intervalFindings, timeoutFindings } from './durations';
import { FLUX_NAMESPACE, type IFluxSource } from './flux-source';
import { pathFindings } from './git-source';
import { healthExpressions } from './health-cel';
import { SPARK_HEALTH } from './spark-health';

/** A Kustomization that another one can wait for. */
export interface IFluxKustomization {
  /** `metadata.name`. */
  readonly kustomizationName: string;
  /** Its namespace. */
  readonly kustomizationNamespace: string;
}

/** What a Kustomization is. */
export interface FluxKustomizationProps {
  /** Where the manifests are. */
  readonly source: IFluxSource;
  /** Directory of the manifests, from the root of the source: `dist/manifests/prod`. */
  readonly path: string;
  /** `metadata.name`. @default - the construct's id */
  readonly name?: string;
  /** Its namespace. @default flux-system */
  readonly namespace?: string;
  /** Remove objects that left the source. Flux removes only what it applied itself. @default true */
  readonly prune?: boolean;
  /** Leave what was deployed when the Kustomization is deleted. @default false */
  readonly keepOnDeletion?: boolean;
  /**
   * Be ready only when all objects are healthy. A one-time job is healthy when it is done, so the timeout must be longer
   * than the job, or the job belongs into a Kustomization that does not wait.
   *
   * @default true
   */
  readonly wait?: boolean;
  /** How often cluster and source are compared. @default Duration.minutes(10) */
  readonly interval?: Duration;
  /** Wait after a failure. @default Duration.minutes(1) */
  readonly retryInterval?: Duration;
  /** Time for all of it, health included. @default Duration.minutes(5) */
  readonly timeout?: Duration;
  /** What must be ready before. @default - nothing */
  readonly dependsOn?: IFluxKustomization[];
  /** Account that Flux applies with, in the same namespace. @default - Flux's own */
  readonly serviceAccountName?: string;
  /** Keep it but do nothing. @default false */
  readonly suspended?: boolean;
}

/**
 * A Kustomization of Flux: keeps a cluster as a directory of manifests says. It reads the health of the custom resources
 * of both Spark operators. Flux keeps a list of what it applied and removes nothing else, whatever labels pods have.
 *
 * It knows no waves. What must be ready first, such as an operator, goes into a Kustomization of its own.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
export class FluxKustomization extends Component implements IFluxKustomization {
  /** A Kustomization that exists already. */
  public static fromName(name: string, namespace: string = FLUX_NAMESPACE): IFluxKustomization {
    return { kustomizationName: name, kustomizationNamespace: namespace };
  }

  public readonly kustomizationName: string;
  public readonly kustomizationNamespace: string;

  public constructor(scope: Construct, id: string, props: FluxKustomizationProps) {
    super(scope, id);
    const { interval = Duration.minutes(10), retryInterval = Duration.minutes(1) } = props;
    const { timeout = Duration.minutes(5), dependsOn = [] } = props;
    this.kustomizationName = props.name ?? id;
    this.kustomizationNamespace = props.namespace ?? FLUX_NAMESPACE;
    new KubeObject(this, 'Resource', {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: this.kustomizationName, namespace: this.kustomizationNamespace },
      spec: {
        sourceRef: this.reference(props.source),
        path: `./${props.path}`,
        prune: props.prune ?? true,
        ...(props.keepOnDeletion === true && { deletionPolicy: 'Orphan' }),
        wait: props.wait ?? true,
        interval: goDuration(interval),
        retryInterval: goDuration(retryInterval),
        timeout: goDuration(timeout),
        ...(dependsOn.length > 0 && { dependsOn: dependsOn.map((other) => this.dependency(other)) }),
        healthCheckExprs: SPARK_HEALTH.map(healthExpressions),
        ...(props.serviceAccountName !== undefined && { serviceAccountName: props.serviceAccountName }),
        ...(props.suspended === true && { suspend: true }),
      },
    });
    for (const other of [props.source, ...dependsOn]) if (Construct.isConstruct(other)) this.node.addDependency(other);
    checkAtSynth(this, () => [
      ...checkDnsSubdomain('name', this.kustomizationName),
      ...pathFindings('path', props.path),
      ...intervalFindings('interval', interval),
      ...timeoutFindings('retryInterval', retryInterval),
      ...timeoutFindings('timeout', timeout),
    ]);
  }

  private reference({ sourceKind, sourceName, sourceNamespace }: IFluxSource): unknown {
    return { kind: sourceKind, name: sourceName, ...this.elsewhere(sourceNamespace) };
  }

  private dependency({ kustomizationName, kustomizationNamespace }: IFluxKustomization): unknown {
    return { name: kustomizationName, ...this.elsewhere(kustomizationNamespace) };
  }

  private elsewhere(namespace: string): { readonly namespace?: string } {
    return namespace === this.kustomizationNamespace ? {} : { namespace };
  }
}
