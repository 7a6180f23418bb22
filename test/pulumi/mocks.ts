import { Provider } from '@pulumi/kubernetes/provider';
import * as pulumi from '@pulumi/pulumi';
import type { App } from 'cdk8s';
import {
  deployPlatform,
  type LateValues,
  type PlatformDeployment,
  type PlatformDeploymentOptions,
} from '../../lib/pulumi';

/** The field that marks a secret on the wire. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';

type Json = { readonly [field: string]: unknown };

/** What reached the engine about one resource. */
export interface Registered {
  /** With the types of all ancestors, as the engine composes it. */
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** As sent, secrets under their signature. */
  readonly sent: Json;
  readonly dependsOn: string[];
  readonly propertyDependencies: { readonly [field: string]: string[] };
  readonly provider: string;
  readonly importId: string;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly replaceOnChanges: string[];
  readonly secretOutputs: string[];
  readonly aliases: Json[];
}

interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getObject(): { toJavaScript(): Json };
  getProvider(): string;
  getImportid(): string;
  getRetainondelete(): boolean;
  getDeletebeforereplace(): boolean;
  getReplaceonchangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getDependenciesList(): string[];
  getAliasesList(): { toObject(): Json }[];
  getPropertydependenciesMap(): {
    forEach(visit: (value: { getUrnsList(): string[] }, key: string) => void): void;
  };
}

interface Monitor {
  newUrn(parent: string, type: string, name: string): string;
  registerResource(request: Request, callback: (error: Error | null, response: unknown) => void): Promise<void>;
}

export type Build = (app: App, late: LateValues) => void;

/** The SDK with an engine that notes what it is asked, answers at once, and makes URNs as the real one does. */
export class MockEngine {
  public readonly registered: Registered[] = [];

  public static async start(preview = false): Promise<MockEngine> {
    const engine = new MockEngine();
    await pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs as Json }),
        call: ({ inputs }) => inputs as Json,
      },
      'cdk8s-spark',
      'test',
      preview,
    );
    const monitor = (pulumi.runtime as unknown as { getMonitor(): Monitor }).getMonitor();
    const register = monitor.registerResource.bind(monitor);
    monitor.newUrn = (parent, type, name): string => {
      const types = parent === '' || parent.includes('pulumi:pulumi:Stack') ? type : `${parent.split('::')[2]}$${type}`;
      return `urn:pulumi:test::cdk8s-spark::${types}::${name}`;
    };
    monitor.registerResource = async (request, callback): Promise<void> => {
      engine.registered.push(registered(request, monitor));
      await register(request, callback);
    };
    return engine;
  }

  /** Deploys and waits for all of it. @returns the Kubernetes objects alone, in the order of their registration */
  public async deploy(build: Build, options: Partial<PlatformDeploymentOptions> = {}): Promise<Registered[]> {
    this.registered.length = 0;
    await settled(this.deployment(build, options));
    return this.objects();
  }

  public deployment(build: Build, options: Partial<PlatformDeploymentOptions> = {}): PlatformDeployment {
    const provider = new Provider('cluster', { context: 'test' });
    return deployPlatform('spark-platform', build, { provider, ...options });
  }

  public objects(): Registered[] {
    return this.registered.filter(({ type }) => type.startsWith('kubernetes:'));
  }

  public object(kind: string, name: string): Registered {
    const found = this.objects().find((object) => object.type.endsWith(`:${kind}`) && object.name === name);
    if (found === undefined)
      throw new Error(
        `no ${kind} ${name}: ${this.objects()
          .map(({ name: n }) => n)
          .join(' ')}`,
      );
    return found;
  }
}

/** Waits until all resources are registered; throws what any of them threw. */
export async function settled(deployment: PlatformDeployment): Promise<void> {
  await Promise.all(deployment.objects.map(({ resource }) => valueOf(resource.urn)));
}

export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}

/** The object as the API server gets it: without signatures of secrets and without annotations for the provider. */
export function manifestOf(object: Registered): Json {
  const manifest = opened(object.sent) as { metadata: { annotations?: { [key: string]: string } } } & Json;
  const { annotations = {}, ...metadata } = manifest.metadata;
  const kept = Object.fromEntries(Object.entries(annotations).filter(([key]) => !key.startsWith('pulumi.com/')));
  return { ...manifest, metadata: { ...metadata, ...(Object.keys(kept).length > 0 && { annotations: kept }) } };
}

function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== 'object' || value === null) return value;
  if (SIGNATURE in value) return opened((value as unknown as { value: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, opened(member)]));
}

/** All text that is sent outside the signature of a secret. */
export function openText(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && SIGNATURE in member ? '[secret]' : member,
  );
}

function registered(request: Request, monitor: Monitor): Registered {
  const propertyDependencies: { [field: string]: string[] } = {};
  request.getPropertydependenciesMap().forEach((value, key) => (propertyDependencies[key] = value.getUrnsList()));
  return {
    urn: monitor.newUrn(request.getParent(), request.getType(), request.getName()),
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    sent: request.getObject().toJavaScript(),
    dependsOn: request.getDependenciesList(),
    propertyDependencies,
    provider: request.getProvider(),
    importId: request.getImportid(),
    retainOnDelete: request.getRetainondelete(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    replaceOnChanges: request.getReplaceonchangesList(),
    secretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasesList().map((alias) => alias.toObject()),
  };
}
