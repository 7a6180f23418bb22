import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../core/component';
import { Label } from '../core/labels';
import { checkDnsLabel } from '../core/names';
import { checkAtSynth, type Finding } from '../core/rules';
import { KubeObject } from '../kube/object';
import type { ArgoCdSource, ArgoCdSyncProps } from './argocd-props';
import { applicationSpec, ARGOCD_NAMESPACE, IN_CLUSTER, syncFindings } from './argocd-spec';
import { pathFindings, repositoryFindings, revisionFindings } from './git-source';
import { declarePlaces, samePlaceFindings } from './places';
import { GITOPS_RULES } from './rules';

/** What an Application is. */
export interface ArgoCdApplicationProps extends ArgoCdSyncProps {
  /** Where the manifests are. */
  readonly source: ArgoCdSource;
  /** `metadata.name`: no job may have it. @default - the construct's id */
  readonly name?: string;
  /** Cluster to deploy to, by the name under which Argo CD knows it. @default in-cluster */
  readonly cluster?: string;
  /** Namespace of objects that name none. @default - none: manifests of this package name their own */
  readonly namespace?: string;
  /** Delete everything that was deployed when the Application is deleted. @default false */
  readonly cascade?: boolean;
}

/**
 * An Application of Argo CD: keeps a cluster as a directory of manifests says.
 *
 * Pods that Spark makes are in no repository. They are left alone because they have owners, and because Argo CD tells
 * what it deployed by an annotation: see `ArgoCdSettings` for releases in which that is not the default.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
 */
export class ArgoCdApplication extends Component {
  /** `metadata.name`. */
  public readonly applicationName: string;

  public constructor(scope: Construct, id: string, props: ArgoCdApplicationProps) {
    super(scope, id);
    const { source, cascade = false } = props;
    this.applicationName = props.name ?? id;
    const place = {
      ...source,
      revision: source.revision ?? 'HEAD',
      cluster: props.cluster ?? IN_CLUSTER,
      ...(props.namespace !== undefined && { namespace: props.namespace }),
    };
    new KubeObject(this, 'Resource', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: this.applicationName,
        namespace: props.argoCdNamespace ?? ARGOCD_NAMESPACE,
        ...(cascade && { finalizers: ['resources-finalizer.argocd.argoproj.io'] }),
      },
      spec: applicationSpec(place, props),
    });
    declarePlaces(this, [{ at: 'source.path', ...place }]);
    checkAtSynth(this, () => [
      ...checkDnsLabel('name', this.applicationName),
      ...repositoryFindings('source.repository', source.repository),
      ...pathFindings('source.path', source.path),
      ...revisionFindings('source.revision', source.revision),
      ...syncFindings(props),
      ...samePlaceFindings(this),
      ...this.namesakes(),
    ]);
  }

  /** Objects of this tree that Argo CD would take for its own if it tracked by label. */
  private namesakes(): Finding[] {
    const found = this.node.root.node
      .findAll()
      .find((one) => ApiObject.isApiObject(one) && one.metadata.getLabel(Label.INSTANCE) === this.applicationName);
    if (found === undefined) return [];
    const because = `${found.node.path} has the label ${Label.INSTANCE}=${this.applicationName}`;
    return [{ rule: GITOPS_RULES.applicationName, at: 'name', value: this.applicationName, because }];
  }
}
