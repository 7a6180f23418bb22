import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../core/component';
import { checkDnsSubdomain } from '../core/names';
import { checkAtSynth } from '../core/rules';
import { KubeObject } from '../kube/object';
import { goDuration, intervalFindings } from './durations';
import { repositoryFindings, revisionFindings } from './git-source';

/** Where Flux lives, unless told. */
export const FLUX_NAMESPACE = 'flux-system';

/** Where Flux gets manifests from. */
export interface IFluxSource {
  /** `GitRepository` or `OCIRepository`. */
  readonly sourceKind: string;
  /** `metadata.name`. */
  readonly sourceName: string;
  /** Its namespace. */
  readonly sourceNamespace: string;
}

/** Sources that exist already. */
export class FluxSource implements IFluxSource {
  /** A GitRepository, such as the one that `flux bootstrap` makes. */
  public static gitRepository(name: string, namespace: string = FLUX_NAMESPACE): IFluxSource {
    return new FluxSource('GitRepository', name, namespace);
  }

  /** An OCIRepository: manifests that were pushed to a registry by `flux push artifact`. */
  public static ociRepository(name: string, namespace: string = FLUX_NAMESPACE): IFluxSource {
    return new FluxSource('OCIRepository', name, namespace);
  }

  private constructor(
    public readonly sourceKind: string,
    public readonly sourceName: string,
    public readonly sourceNamespace: string,
  ) {}
}

/** What a GitRepository is. */
export interface FluxGitRepositoryProps {
  /** Address of the repository: `https://…` or `ssh://…`. Without credentials. */
  readonly repository: string;
  /** The branch. @default main */
  readonly branch?: string;
  /** A tag instead of a branch. @default - the branch */
  readonly tag?: string;
  /** `metadata.name`. @default - the construct's id */
  readonly name?: string;
  /** Its namespace. @default flux-system */
  readonly namespace?: string;
  /** How often Flux looks for changes. @default Duration.minutes(1) */
  readonly interval?: Duration;
  /** Name of the Secret with the credentials. @default - the repository is public */
  readonly secretName?: string;
}

/** A GitRepository of Flux. @see https://fluxcd.io/flux/components/source/gitrepositories/ */
export class FluxGitRepository extends Component implements IFluxSource {
  public readonly sourceKind: string = 'GitRepository';
  public readonly sourceName: string;
  public readonly sourceNamespace: string;

  public constructor(scope: Construct, id: string, props: FluxGitRepositoryProps) {
    super(scope, id);
    const { repository, branch, tag, interval = Duration.minutes(1), secretName } = props;
    this.sourceName = props.name ?? id;
    this.sourceNamespace = props.namespace ?? FLUX_NAMESPACE;
    new KubeObject(this, 'Resource', {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: this.sourceName, namespace: this.sourceNamespace },
      spec: {
        url: repository,
        ref: tag === undefined ? { branch: branch ?? 'main' } : { tag },
        interval: goDuration(interval),
        ...(secretName !== undefined && { secretRef: { name: secretName } }),
      },
    });
    checkAtSynth(this, () => [
      ...checkDnsSubdomain('name', this.sourceName),
      ...repositoryFindings('repository', repository),
      ...revisionFindings('branch', branch),
      ...revisionFindings('tag', tag),
      ...intervalFindings('interval', interval),
    ]);
  }
}
