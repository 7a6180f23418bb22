import { randomUUID } from 'node:crypto';
import { changedPaths, touches } from './diff';
import {
  identityChanged,
  immutablePaths,
  outputsOf,
  refOfInputs,
  tokenOf,
  type KubernetesProvider,
  type ProviderSettings,
} from './provider';
import { label, type Registration } from './resource-request';
import { providerUrn, type ResourceState, type StateFile } from './state';
import { hasSecret, hasUnknown, seal, type Properties } from './wire';

export type Op = 'create' | 'update' | 'replace' | 'delete' | 'same' | 'import';

/** What became of one resource. */
export interface Step {
  readonly op: Op;
  readonly urn: string;
  /** Paths of inputs that changed; none except for updates and replacements. */
  readonly changed?: readonly string[];
  /** The object was left where it is. */
  readonly retained?: boolean;
}

export interface Registered {
  readonly urn: string;
  /** Empty as long as it is not known. */
  readonly id: string;
  readonly outputs: Properties;
}

export interface DeploymentOptions {
  readonly dryRun: boolean;
  readonly disabledDefaultProviders: readonly string[];
}

const PROVIDER_TYPE = 'pulumi:providers:';

/** One operation on a stack: answers registrations with steps, and deletes what was not registered. */
export class Deployment {
  public readonly steps: Step[] = [];
  private readonly seen = new Set<string>();
  private readonly kept = new Set<string>();
  private readonly providers = new Map<string, Properties>();
  private readonly replaced: ResourceState[] = [];

  public constructor(
    private readonly state: StateFile,
    private readonly provider: KubernetesProvider,
    private readonly options: DeploymentOptions,
  ) {}

  public async register(resource: Registration): Promise<Registered> {
    const { urn, type, inputs, options } = resource;
    if (this.seen.has(urn)) throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    this.seen.add(urn);
    for (const dependency of [...resource.dependencies, ...(resource.parent === undefined ? [] : [resource.parent])])
      if (!this.seen.has(dependency)) throw new Error(`${urn} depends on ${dependency}, which is not registered`);
    if (!this.options.dryRun && hasUnknown(inputs)) throw new Error(`${urn} has values that are still unknown`);
    if (type.startsWith(PROVIDER_TYPE)) this.providers.set(urn, inputs);
    const old = [urn, ...options.aliases].flatMap((known) => this.state.get(known) ?? [])[0];
    if (old !== undefined) this.kept.add(old.urn);
    if (!isKubernetes(resource)) return this.plain(resource, old);
    this.check(resource);
    return this.object(resource, old);
  }

  /** Deletes what nobody registered, dependents first. */
  public async deleteOthers(): Promise<void> {
    for (const old of this.replaced) await this.erase(old);
    const others = this.state.dependentsFirst().filter(({ urn }) => !this.kept.has(urn) && !this.seen.has(urn));
    const guarded = others.find(({ options }) => options.protect);
    if (guarded !== undefined) throw new Error(`${guarded.urn} is protected, it cannot be deleted`);
    for (const old of others) await this.remove(old);
  }

  private check({ urn, type, inputs, options }: Registration): void {
    if (
      options.provider === '' &&
      this.options.disabledDefaultProviders.some((one) => one === 'kubernetes' || one === '*')
    )
      throw new Error(`Default provider for 'kubernetes' disabled. '${urn}' must use an explicit provider.`);
    if (tokenOf(inputs) !== type) throw new Error(`${urn} is of type ${type}, its object of type ${tokenOf(inputs)}`);
  }

  /** Components, the stack and providers: nothing outside the state. */
  private plain(resource: Registration, old: ResourceState | undefined): Registered {
    const id = resource.custom ? (old?.id ?? randomUUID()) : '';
    const changed = old === undefined ? [] : this.changes(resource, old);
    this.done({ op: opOf(old, changed), urn: resource.urn, ...(changed.length > 0 ? { changed } : {}) });
    this.keep(resource, old, id, resource.inputs);
    return { urn: resource.urn, id: this.options.dryRun && old === undefined ? '' : id, outputs: resource.inputs };
  }

  private async object(resource: Registration, old: ResourceState | undefined): Promise<Registered> {
    const { urn, inputs, options } = resource;
    if (old === undefined) return options.importId === undefined ? this.create(resource) : this.adopt(resource);
    const changed = this.changes(resource, old);
    if (changed.length === 0) {
      this.done({ op: 'same', urn });
      this.keep(resource, old, old.id ?? '', old.outputs);
      return { urn, id: old.id ?? '', outputs: { ...old.outputs, ...secretsOf(inputs) } };
    }
    const byProvider = immutablePaths(inputs, old.inputs, this.settings(options.provider));
    const forces = (patterns: readonly string[]): boolean =>
      changed.some((path) => patterns.some((pattern) => touches(path, pattern)));
    const renamed = changed.some(identityChanged);
    if (renamed || forces(byProvider) || forces(options.replaceOnChanges)) {
      // The provider itself deletes first what keeps its name, but only where it wanted the replacement.
      const deleteFirst = options.deleteBeforeReplace ?? (!renamed && forces(byProvider));
      return this.replace(resource, old, changed, deleteFirst);
    }
    if (this.options.dryRun) return this.planned({ op: 'update', urn, changed }, resource, old.id ?? '');
    const live = await this.provider.update(inputs);
    return this.written({ op: 'update', urn, changed }, resource, old, live);
  }

  private async create(resource: Registration): Promise<Registered> {
    const step: Step = { op: 'create', urn: resource.urn };
    if (this.options.dryRun) return this.planned(step, resource, '');
    return this.written(step, resource, undefined, await this.provider.create(resource.inputs));
  }

  private async replace(
    resource: Registration,
    old: ResourceState,
    changed: readonly string[],
    deleteFirst: boolean,
  ): Promise<Registered> {
    if (old.options.protect) throw new Error(`${old.urn} is protected, it cannot be replaced`);
    const step: Step = { op: 'replace', urn: resource.urn, changed };
    if (this.options.dryRun) return this.planned(step, resource, '');
    if (deleteFirst) await this.erase(old);
    const live = await this.provider.create(resource.inputs);
    if (!deleteFirst) this.replaced.push(old);
    return this.written(step, resource, old, live);
  }

  private async adopt(resource: Registration): Promise<Registered> {
    const { urn, inputs, options } = resource;
    const id = this.provider.id(inputs);
    if (options.importId !== id) throw new Error(`${urn} is imported from ${options.importId}, but is ${id}`);
    const { live, differences } = await this.provider.adopt(inputs);
    const unlike = differences.filter((path) => !options.ignoreChanges.some((pattern) => touches(path, pattern)));
    if (unlike.length > 0)
      throw new Error(`${label(urn)}: inputs to import do not match the existing resource: ${unlike.join(', ')}`);
    if (this.options.dryRun) return this.planned({ op: 'import', urn }, resource, id);
    return this.written({ op: 'import', urn }, resource, undefined, live);
  }

  /** What a preview tells the program: inputs are known, everything else is not. */
  private planned(step: Step, { urn, inputs }: Registration, id: string): Registered {
    this.done(step);
    return { urn, id, outputs: inputs };
  }

  private written(step: Step, resource: Registration, old: ResourceState | undefined, live: Properties): Registered {
    this.done(step);
    const { urn, inputs, options } = resource;
    const id = this.provider.id(inputs);
    const outputs = outputsOf(live, inputs, options.additionalSecretOutputs);
    this.keep(resource, old, id, outputs);
    return { urn, id, outputs };
  }

  private async remove(old: ResourceState): Promise<void> {
    const retained = old.custom && old.options.retainOnDelete;
    if (!retained) await this.erase(old);
    this.done({ op: 'delete', urn: old.urn, ...(retained ? { retained } : {}) });
    if (!this.options.dryRun) this.state.remove(old.urn);
  }

  private async erase(old: ResourceState): Promise<void> {
    if (!this.options.dryRun && isKubernetes(old)) await this.provider.remove(refOfInputs(old.inputs));
  }

  private changes({ inputs, options }: Registration, old: ResourceState): string[] {
    const changed = changedPaths(old.inputs, seal(inputs, this.state.salt));
    return changed.filter((path) => !options.ignoreChanges.some((pattern) => touches(path, pattern)));
  }

  private settings(provider: string): ProviderSettings {
    const inputs = this.providers.get(providerUrn(provider)) ?? {};
    return {
      configMapMutable: inputs.enableConfigMapMutable === 'true',
      secretMutable: inputs.enableSecretMutable === 'true',
    };
  }

  private keep(resource: Registration, old: ResourceState | undefined, id: string, outputs: Properties): void {
    if (this.options.dryRun) return;
    if (old !== undefined && old.urn !== resource.urn) this.state.remove(old.urn);
    const open = Object.entries(outputs).filter(([, value]) => !hasSecret(value));
    this.state.put({
      ...resource,
      ...(id === '' ? {} : { id }),
      inputs: seal(resource.inputs, this.state.salt),
      outputs: Object.fromEntries(open),
    });
  }

  private done(step: Step): void {
    this.steps.push(step);
  }
}

function opOf(old: ResourceState | undefined, changed: readonly string[]): Op {
  if (old === undefined) return 'create';
  return changed.length > 0 ? 'update' : 'same';
}

function isKubernetes({ type, custom }: { readonly type: string; readonly custom: boolean }): boolean {
  return custom && type.startsWith('kubernetes:');
}

/** Properties that hold secrets: the state has no value of theirs. */
function secretsOf(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => hasSecret(value)));
}
