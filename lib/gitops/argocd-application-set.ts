import type { Construct } from 'constructs';
import { Component } from '../core/component';
import { checkDnsLabel } from '../core/names';
import { checkAtSynth, type Finding } from '../core/rules';
import { KubeObject } from '../kube/object';
import type { ArgoCdSource, ArgoCdSyncProps } from './argocd-props';
import { applicationSpec, ARGOCD_NAMESPACE, IN_CLUSTER, syncFindings } from './argocd-spec';
import { pathFindings, repositoryFindings, revisionFindings } from './git-source';
import { declarePlaces, samePlaceFindings } from './places';
import { GITOPS_RULES } from './rules';

/** One environment of an ApplicationSet. */
export interface ArgoCdEnvironment {
  /** Its name, and that of its directory: `prod`. */
  readonly name: string;
  /**
   * Cluster to deploy to, by the name under which Argo CD knows it. No two environments may have the same, unless the
   * set says `sharedCluster: true`.
   *
   * @default in-cluster
   */
  readonly cluster?: string;
  /** Branch, tag or commit of this environment. @default - that of the source */
  readonly revision?: string;
}

/** What an ApplicationSet is. */
export interface ArgoCdApplicationSetProps extends ArgoCdSyncProps {
  /** Where the manifests are; its path is the directory that has one directory for each environment. */
  readonly source: ArgoCdSource;
  /** The environments: each becomes an Application `<name>-<environment>`. */
  readonly environments: ArgoCdEnvironment[];
  /**
   * Whether several environments may be deployed to one cluster. Then no object may stand in two of their trees: each has
   * namespaces of its own, and what belongs to the whole cluster stands in one of them.
   *
   * @default false
   */
  readonly sharedCluster?: boolean;
  /** `metadata.name`. @default - the construct's id */
  readonly name?: string;
  /** Leave what was deployed in the clusters when an Application, or the whole set, is deleted. @default true */
  readonly keepOnDeletion?: boolean;
}

/**
 * An ApplicationSet of Argo CD: one Application for each environment, all alike but for directory, cluster and revision.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-List/
 */
export class ArgoCdApplicationSet extends Component {
  /** `metadata.name`. */
  public readonly applicationSetName: string;

  public constructor(scope: Construct, id: string, props: ArgoCdApplicationSetProps) {
    super(scope, id);
    const { source, environments } = props;
    this.applicationSetName = props.name ?? id;
    const place = {
      repository: source.repository,
      path: `${source.path}/{{.environment}}`,
      revision: '{{.revision}}',
      cluster: '{{.cluster}}',
    };
    new KubeObject(this, 'Resource', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: { name: this.applicationSetName, namespace: props.argoCdNamespace ?? ARGOCD_NAMESPACE },
      spec: {
        goTemplate: true,
        goTemplateOptions: ['missingkey=error'],
        generators: [
          {
            list: {
              elements: environments.map(({ name, cluster, revision }) => ({
                environment: name,
                cluster: cluster ?? IN_CLUSTER,
                revision: revision ?? source.revision ?? 'HEAD',
              })),
            },
          },
        ],
        syncPolicy: { preserveResourcesOnDeletion: props.keepOnDeletion ?? true },
        template: {
          metadata: { name: `${this.applicationSetName}-{{.environment}}` },
          spec: applicationSpec(place, props),
        },
      },
    });
    declarePlaces(
      this,
      environments.map(({ name, cluster = IN_CLUSTER }, index) => ({
        at: `environments[${index}]`,
        repository: source.repository,
        path: `${source.path}/${name}`,
        cluster,
      })),
    );
    checkAtSynth(this, () => [
      ...checkDnsLabel('name', this.applicationSetName),
      ...repositoryFindings('source.repository', source.repository),
      ...pathFindings('source.path', source.path),
      ...revisionFindings('source.revision', source.revision),
      ...syncFindings(props),
      ...this.environmentFindings(environments),
      ...(props.sharedCluster === true ? [] : clusterFindings(environments)),
      ...samePlaceFindings(this),
    ]);
  }

  private environmentFindings(environments: readonly ArgoCdEnvironment[]): Finding[] {
    if (environments.length === 0) return [{ rule: GITOPS_RULES.noEnvironments, at: 'environments', value: [] }];
    const names = environments.map(({ name }) => name);
    return [
      ...environments.flatMap(({ name, revision }, index) => {
        const at = `environments[${index}]`;
        const ofName = checkDnsLabel(`${at}.name`, name, 63 - this.applicationSetName.length - 1);
        return [...ofName, ...revisionFindings(`${at}.revision`, revision)];
      }),
      ...names
        .filter((name, index) => names.indexOf(name) < index)
        .map((value) => ({ rule: GITOPS_RULES.duplicateEnvironment, at: 'environments', value })),
    ];
  }
}

/** Environments on a cluster that one before them has already. */
function clusterFindings(environments: readonly ArgoCdEnvironment[]): Finding[] {
  const clusters = environments.map(({ cluster }) => cluster ?? IN_CLUSTER);
  return clusters.flatMap((value, index) => {
    const first = clusters.indexOf(value);
    if (first === index) return [];
    const because = `${environments[first]?.name} is deployed there, too`;
    return [{ rule: GITOPS_RULES.sharedCluster, at: `environments[${index}].cluster`, value, because }];
  });
}
