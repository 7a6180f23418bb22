import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Properties } from './wire';

/** Options of a resource that matter after its registration. */
export interface ResourceOptions {
  readonly provider: string;
  readonly version: string;
  /** Undefined leaves it to the provider. */
  readonly deleteBeforeReplace?: boolean;
  readonly replaceOnChanges: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly retainOnDelete: boolean;
  readonly protect: boolean;
  /** Earlier URNs. */
  readonly aliases: readonly string[];
  readonly importId?: string;
}

/** A resource as the state keeps it. */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly parent?: string;
  /** Secrets are hashes under their signature. */
  readonly inputs: Properties;
  /** Without properties that hold secrets. */
  readonly outputs: Properties;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: { readonly [property: string]: readonly string[] };
  readonly options: ResourceOptions;
}

interface Content {
  readonly salt: string;
  readonly resources: readonly ResourceState[];
}

/** The resources of one stack, in a file. */
export class StateFile {
  public readonly salt: string;
  private readonly resources: Map<string, ResourceState>;

  public constructor(public readonly path: string) {
    const content: Content = existsSync(path)
      ? (JSON.parse(readFileSync(path, 'utf8')) as Content)
      : { salt: randomBytes(16).toString('hex'), resources: [] };
    this.salt = content.salt;
    this.resources = new Map(content.resources.map((resource) => [resource.urn, resource]));
  }

  public get(urn: string): ResourceState | undefined {
    return this.resources.get(urn);
  }

  public all(): ResourceState[] {
    return [...this.resources.values()];
  }

  public put(resource: ResourceState): void {
    this.resources.set(resource.urn, resource);
    this.save();
  }

  public remove(urn: string): void {
    this.resources.delete(urn);
    this.save();
  }

  /** Resources after those that depend on them: the order of deletion. */
  public dependentsFirst(): ResourceState[] {
    const order: ResourceState[] = [];
    const done = new Set<string>();
    const visit = (resource: ResourceState): void => {
      if (done.has(resource.urn)) return;
      done.add(resource.urn);
      const before = [...resource.dependencies, resource.parent ?? '', providerUrn(resource.options.provider)];
      before.flatMap((urn) => this.resources.get(urn) ?? []).forEach(visit);
      order.push(resource);
    };
    this.resources.forEach(visit);
    return order.reverse();
  }

  private save(): void {
    const content: Content = { salt: this.salt, resources: this.all() };
    const draft = `${this.path}.${randomUUID()}`;
    writeFileSync(draft, JSON.stringify(content, undefined, 2));
    renameSync(draft, this.path);
  }
}

/** The URN in a reference to a provider, `<urn>::<id>`. */
export function providerUrn(reference: string): string {
  return reference.split('::').slice(0, 4).join('::');
}
