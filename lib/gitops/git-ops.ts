import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { IPolicy } from '../policy/policy';
import { gitOpsPolicies, isFixed } from './git-ops-policies';
import { GitOpsKey, withSyncOptions } from './keys';

/** What the rules for manifests in a repository need to know. */
export interface GitOpsPolicyProps {
  /** Names of the Applications of Argo CD that deploy the manifests; no job may have one of them. @default - none known */
  readonly applicationNames?: string[];
}

/** Makes manifests fit for a controller that keeps applying them, such as Argo CD and Flux. */
export class GitOps {
  /**
   * Tells the controller, by annotations on the objects that are there by now,
   *
   * - to make one-time Jobs and bare Pods anew when they change, because they cannot be changed in place: the old run is
   *   stopped, the new one starts;
   * - to keep Namespaces, CustomResourceDefinitions and PersistentVolumeClaims that leave the repository, because what
   *   lives in them would go with them: running jobs, and data.
   *
   * @param scope An app, a chart or any construct: all objects at or under it are prepared.
   */
  public static prepare(scope: IConstruct): void {
    for (const object of scope.node.findAll()) if (ApiObject.isApiObject(object)) prepare(object);
  }

  /**
   * Rules for `PlatformApp`, over manifests that a controller keeps applying: one-time jobs with a time to live, which
   * would run again and again; Jobs that cannot be changed; names that the API server makes up; definitions that can be
   * pruned; and jobs with the name of an Application. An object is exempt as from a rule of the house.
   */
  public static policies(props: GitOpsPolicyProps = {}): IPolicy[] {
    return gitOpsPolicies(props.applicationNames ?? []);
  }
}

const KEPT = ['Namespace', 'CustomResourceDefinition', 'PersistentVolumeClaim'];

function prepare(object: ApiObject): void {
  if (isFixed(object.apiVersion, object.kind)) {
    addSyncOptions(object, ['Force=true', 'Replace=true']);
    object.metadata.addAnnotation(GitOpsKey.FLUX_FORCE, 'enabled');
  }
  if (KEPT.includes(object.kind)) {
    addSyncOptions(object, ['Prune=false']);
    object.metadata.addAnnotation(GitOpsKey.FLUX_PRUNE, 'disabled');
  }
}

function addSyncOptions(object: ApiObject, options: readonly string[]): void {
  const { annotations } = object.metadata.toJson() as { readonly annotations?: { readonly [key: string]: string } };
  const present = annotations?.[GitOpsKey.ARGO_SYNC_OPTIONS] ?? '';
  object.metadata.addAnnotation(GitOpsKey.ARGO_SYNC_OPTIONS, withSyncOptions(present, options));
}
