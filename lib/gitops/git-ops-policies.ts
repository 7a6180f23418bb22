import { Label } from '../core/labels';
import type { Rule } from '../core/rules';
import { runsOnce } from '../kube/one-time';
import { groupOf } from '../kube/scopes';
import { breach, dig, text, type Json } from '../policy/json';
import type { IPolicy, PolicyBreach } from '../policy/policy';
import { GitOpsKey, syncOptions } from './keys';
import { GITOPS_RULES } from './rules';

/** A rule over one manifest. */
class ManifestRule implements IPolicy {
  public readonly policyName: string;

  public constructor(
    private readonly rule: Rule,
    private readonly find: (manifest: Json) => Breach[],
  ) {
    this.policyName = rule.id;
  }

  public check(manifest: { [key: string]: unknown }): PolicyBreach[] {
    return this.find(manifest).map(({ at, value, because, fix }) => breach(this.rule, at, value, because, fix));
  }
}

interface Breach {
  readonly at: string;
  readonly value: unknown;
  readonly because: string;
  /** A fix more precise than that of the rule. */
  readonly fix?: string;
}

/** Fields by which a finished run is deleted. */
const TIMES_TO_LIVE: { readonly [kind: string]: readonly string[] } = {
  'batch/Job': ['ttlSecondsAfterFinished'],
  'batch.volcano.sh/Job': ['ttlSecondsAfterFinished'],
  'sparkoperator.k8s.io/SparkApplication': ['timeToLiveSeconds'],
  'spark.apache.org/SparkApplication': ['applicationTolerations', 'ttlAfterStopMillis'],
};
/** Kinds whose pods are fixed once they are made. */
const FIXED = ['/Pod', 'batch/Job'];
const NEVER = -1;

/** Rules over manifests that a controller keeps applying. */
export function gitOpsPolicies(applicationNames: readonly string[]): IPolicy[] {
  const rules: IPolicy[] = [
    new ManifestRule(GITOPS_RULES.runsAgain, timeToLive),
    new ManifestRule(GITOPS_RULES.unchangeable, unchangeable),
    new ManifestRule(GITOPS_RULES.generatedName, generatedName),
    new ManifestRule(GITOPS_RULES.definitionRemoved, definitionRemoved),
  ];
  if (applicationNames.length === 0) return rules;
  return [...rules, new ManifestRule(GITOPS_RULES.applicationName, (manifest) => namesake(manifest, applicationNames))];
}

function timeToLive(manifest: Json): Breach[] {
  const path = TIMES_TO_LIVE[kindOf(manifest)];
  const value = path === undefined ? undefined : dig(manifest, 'spec', ...path);
  if (path === undefined || value === undefined || value === NEVER || isHook(manifest)) return [];
  const because = 'deleting it is no end to what stands in a repository';
  // Leaving `timeToLive` out of the job is no way: the default of a day would be written.
  const fix = `take it out: job.override('/${['spec', ...path].join('/')}'), without a value, or give the job a schedule`;
  return [{ at: ['spec', ...path].join('.'), value, because, fix }];
}

function unchangeable(manifest: Json): Breach[] {
  if (!FIXED.includes(kindOf(manifest)) || isHook(manifest)) return [];
  const options = syncOptions(annotation(manifest, GitOpsKey.ARGO_SYNC_OPTIONS));
  const byArgo = options.includes('Replace=true') && options.includes('Force=true');
  if (byArgo || annotation(manifest, GitOpsKey.FLUX_FORCE) === 'enabled') return [];
  return [{ at: 'kind', value: manifest.kind, because: 'nothing allows the controller to make it anew' }];
}

function generatedName(manifest: Json): Breach[] {
  const value = dig(manifest, 'metadata', 'generateName');
  if (value === undefined || dig(manifest, 'metadata', 'name') !== undefined || isHook(manifest)) return [];
  return [{ at: 'metadata.generateName', value, because: 'the controller cannot find it again' }];
}

function definitionRemoved(manifest: Json): Breach[] {
  if (manifest.kind !== 'CustomResourceDefinition') return [];
  const options = syncOptions(annotation(manifest, GitOpsKey.ARGO_SYNC_OPTIONS));
  if (options.includes('Prune=false') || annotation(manifest, GitOpsKey.FLUX_PRUNE) === 'disabled') return [];
  return [{ at: 'metadata.annotations', value: undefined, because: 'nothing keeps the controller from pruning it' }];
}

function namesake(manifest: Json, applicationNames: readonly string[]): Breach[] {
  const value = text(dig(manifest, 'metadata', 'labels', Label.INSTANCE));
  if (!applicationNames.includes(value)) return [];
  return [{ at: `metadata.labels["${Label.INSTANCE}"]`, value, because: `there is an Application ${value}` }];
}

function annotation(manifest: Json, key: string): string {
  return text(dig(manifest, 'metadata', 'annotations', key));
}

function isHook(manifest: Json): boolean {
  return annotation(manifest, GitOpsKey.ARGO_HOOK) !== '';
}

function kindOf({ apiVersion, kind }: Json): string {
  return `${groupOf(text(apiVersion))}/${text(kind)}`;
}

/** Whether an object is one whose pods are fixed once they are made. */
export function isFixed(apiVersion: string, kind: string): boolean {
  return runsOnce(apiVersion, kind) && FIXED.includes(`${groupOf(apiVersion)}/${kind}`);
}
